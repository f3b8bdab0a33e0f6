import { describe, expect, test } from '@jest/globals';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import { reasonsIn, type SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { addDays, epochDay, instantAt, timeOfMinute } from '#server/scheduling/time/clinic-time.ts';
import { aBusySession, aCalendar, aDefinition } from '../support/calendars.ts';

const MONDAY = '2026-03-02';
const needs: SessionNeeds = {
  block: aDefinition().block, // 15 prep, 40 administration, 50 observation, 15 turnover
  poolIds: ['pool'],
  prescriberOnSite: false,
  trainedMinimum: 2,
  patientId: 'patient',
};

/** The starts of a day with what is against each: { '09:00': [], '17:00': ['closed'] }. */
function startsOn(date: string, calendar: ClinicCalendar, asked: Partial<SessionNeeds> = {}, now = 0) {
  const day = availabilityFor(calendar, { ...needs, ...asked }, now).day(epochDay(date));
  return Object.fromEntries(
    Array.from(day.minutes, (minute, i) => [timeOfMinute(minute), reasonsIn(day.refusals[i] as number)]),
  );
}

const instant = (date: string, minute: number) => instantAt(date, minute, 'America/New_York') as number;
const freeTimes = (starts: Record<string, string[]>) =>
  Object.keys(starts).filter((time) => starts[time]?.length === 0);

describe('a start is free when the whole block is', () => {
  test('within the hours: a two-hour block starts at 15:00 at the latest where the clinic closes at 17:00', () => {
    const starts = startsOn(MONDAY, aCalendar({ slotMinutes: 15 }));
    expect(starts['15:00']).toEqual([]);
    expect(starts['15:15']).toEqual(['closed']);
    expect(starts['09:00']).toEqual([]);
  });

  test('on a day with no hours there is no start at all', () => {
    expect(startsOn('2026-03-01', aCalendar())).toEqual({}); // a Sunday
  });

  test('hours that end with a day hold on it still, and those that follow hold from the next such day on', () => {
    const openingHours = [
      { weekday: 1, opensAt: '09:00', closesAt: '17:00', validFrom: null, validTo: '2026-03-09' },
      { weekday: 1, opensAt: '13:00', closesAt: '17:00', validFrom: '2026-03-10', validTo: '2026-03-16' },
      { weekday: 2, opensAt: '09:00', closesAt: '12:00', validFrom: '2026-03-10', validTo: null },
    ];
    const calendar = aCalendar({ openingHours });
    const free = (date: string) => freeTimes(startsOn(date, calendar));
    expect(free('2026-03-09')).toEqual(['09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00']); // Monday
    expect(free('2026-03-16')).toEqual(['13:00', '14:00', '15:00']);
    expect(startsOn('2026-03-23', calendar)).toEqual({});
    expect(startsOn('2026-03-03', calendar)).toEqual({}); // the Tuesday before
    expect(free('2026-03-10')).toEqual(['09:00', '10:00']);
  });

  test('outside a closure, and touching it is fine', () => {
    const closures = [
      {
        startsAt: instant(MONDAY, 720),
        endsAt: instant(MONDAY, 780),
        chairId: null,
        staffId: null,
        reason: 'Fire drill',
      },
    ];
    // 12:00 to 13:00 is shut
    expect(freeTimes(startsOn(MONDAY, aCalendar({ closures })))).toEqual([
      '09:00',
      '10:00',
      '13:00',
      '14:00',
      '15:00',
    ]);
  });

  test('after now', () => {
    expect(freeTimes(startsOn(MONDAY, aCalendar(), {}, instant(MONDAY, 781)))).toEqual(['14:00', '15:00']);
  });
});

describe('chairs', () => {
  const both = (minute: number) => [
    aBusySession(MONDAY, minute, { chairId: 'chair-1' }),
    aBusySession(MONDAY, minute, { chairId: 'chair-2' }),
  ];

  test('a time is refused when every chair is taken for part of it; touching ends do not overlap', () => {
    const starts = startsOn(MONDAY, aCalendar({ busy: both(660) })); // 11:00 to 13:00
    expect(freeTimes(starts)).toEqual(['09:00', '13:00', '14:00', '15:00']);
    expect(starts['10:00']).toContain('chair-full');
  });

  test('one chair free is enough', () => {
    expect(startsOn(MONDAY, aCalendar({ busy: both(660).slice(1) }))['11:00']).toEqual([]);
  });

  test('a chair that is away counts as taken', () => {
    const closures = [
      {
        startsAt: instant(MONDAY, 0),
        endsAt: instant(MONDAY, 1440),
        chairId: 'chair-2',
        staffId: null,
        reason: 'Repair',
      },
    ];
    const starts = startsOn(MONDAY, aCalendar({ closures, busy: both(660).slice(0, 1) }));
    expect(starts['11:00']).toEqual(['chair-full']);
    expect(starts['13:00']).toEqual([]);
  });

  test('a chair that is away while it is booked is one chair less, and so is one that is away twice over', () => {
    const away = (chairId: string, from: number, to: number) => ({
      startsAt: instant(MONDAY, from),
      endsAt: instant(MONDAY, to),
      chairId,
      staffId: null,
      reason: 'Repair',
    });
    const closures = [away('chair-2', 600, 800), away('chair-2', 650, 1000)];
    const booked = [aBusySession(MONDAY, 660, { chairId: 'chair-2' })];
    expect(startsOn(MONDAY, aCalendar({ closures, busy: booked }))['11:00']).toEqual([]);
    expect(startsOn(MONDAY, aCalendar({ closures, busy: both(660) }))['11:00']).toEqual(['chair-full']);
  });

  test('another pool will do when the first is full, and is named', () => {
    const calendar = aCalendar({
      busy: both(660),
      chairs: [...aCalendar().chairs, { id: 'quiet-1', poolId: 'quiet' }],
    });
    const day = availabilityFor(calendar, { ...needs, poolIds: ['pool', 'quiet'] }, 0).day(epochDay(MONDAY));
    const at = (minute: number) => day.pools[day.minutes.indexOf(minute)];
    expect([at(540), at(660)]).toEqual([0, 1]);
  });

  test('a session that is over early frees its chair from then on', () => {
    const [one, two] = both(660) as [ReturnType<typeof aBusySession>, ReturnType<typeof aBusySession>];
    const over = { ...one, status: 'fulfilled' as const, endsAt: instant(MONDAY, 720) };
    expect(startsOn(MONDAY, aCalendar({ busy: [over, two] }))['12:00']).toEqual([]);
  });

  test('a session that is being moved does not stand in its own way', () => {
    const busy = both(660);
    const ignoreSessionIds = new Set([busy[0]?.id as string]);
    expect(startsOn(MONDAY, aCalendar({ busy }), { ignoreSessionIds })['11:00']).toEqual([]);
  });
});

describe('the nurses on duty', () => {
  const nurses = (count: number) =>
    aCalendar().shifts.filter((s) => s.role !== 'nurse' || s.staffId <= `nurse-${count}`);
  const chairs = Array.from({ length: 8 }, (_, i) => ({ id: `chair-${i + 1}`, poolId: 'pool' }));
  const infusing = (count: number, minute = 660) =>
    Array.from({ length: count }, (_, i) => aBusySession(MONDAY, minute, { chairId: `chair-${i + 1}` }));

  test('two may watch four infusions at once, and no fifth', () => {
    expect(startsOn(MONDAY, aCalendar({ chairs, busy: infusing(3) }))['11:00']).toEqual([]);
    expect(startsOn(MONDAY, aCalendar({ chairs, busy: infusing(4) }))['11:00']).toEqual(['monitoring-full']);
  });

  test('one more fits as soon as the others are being observed', () => {
    // Two infuse from 11:15 to 11:55 and are observed to 12:45: half a nurse each, then a quarter.
    const calendar = aCalendar({ chairs, shifts: nurses(1), busy: infusing(2), slotMinutes: 5 });
    const starts = startsOn(MONDAY, calendar, { trainedMinimum: 0 });
    expect(starts['11:35']).toEqual(['monitoring-full']); // its prep would fall into their administration
    expect(starts['11:55']).toEqual([]); // 2/4 observed + 1/4 prep, then 2/4 + 1/2
    expect(starts['12:00']).toEqual([]);
  });

  test('a part that needs no watching may fall where too much is watched already', () => {
    const monitoring = { prep: null, administration: 1, observation: null, turnover: null };
    // Two infuse from 11:15 to 11:55, and one of two nurses has fallen ill since they were booked.
    const calendar = aCalendar({ chairs, shifts: nurses(1), busy: infusing(2), monitoring, slotMinutes: 5 });
    const starts = startsOn(MONDAY, calendar, { trainedMinimum: 0 });
    expect(starts['11:35']).toEqual(['monitoring-full']); // its administration would begin at 11:50
    expect(starts['11:40']).toEqual([]); // and here at 11:55
  });

  test('a nurse who is away watches nobody', () => {
    const closures = [
      {
        startsAt: instant(MONDAY, 0),
        endsAt: instant(MONDAY, 1440),
        chairId: null,
        staffId: 'nurse-1',
        reason: 'Ill',
      },
    ];
    expect(startsOn(MONDAY, aCalendar({ chairs, busy: infusing(2), closures }))['11:00']).toEqual([
      'monitoring-full',
    ]);
    expect(startsOn(MONDAY, aCalendar({ chairs, busy: infusing(2) }))['11:00']).toEqual([]);
  });

  test('a nurse with two shifts at once is one nurse, and one who is ill on a day off is away once', () => {
    const twice = aCalendar().shifts.filter(({ staffId }) => staffId === 'nurse-1');
    const alone = [...nurses(1), ...twice.map((shift) => ({ ...shift, startsAt: '10:00' }))];
    expect(startsOn(MONDAY, aCalendar({ chairs, shifts: alone, busy: infusing(2) }))['11:00']).toEqual([
      'monitoring-full',
    ]);
    const away = (from: number, to: number, reason: string) => ({
      startsAt: instant(MONDAY, from),
      endsAt: instant(MONDAY, to),
      chairId: null,
      staffId: 'nurse-1',
      reason,
    });
    const closures = [away(0, 1440, 'Day off'), away(540, 1020, 'Ill')];
    expect(startsOn(MONDAY, aCalendar({ chairs, closures, busy: infusing(1) }))['11:00']).toEqual([]);
  });

  test('a trained person with two shifts at once is one person', () => {
    const one = aCalendar().shifts.filter(({ staffId }) => staffId === 'nurse-1');
    const shifts = [...one, ...one.map((shift) => ({ ...shift, endsAt: '16:00' }))];
    expect(startsOn(MONDAY, aCalendar({ shifts }))['11:00']).toEqual(['too-few-trained']);
  });

  test('a shift holds only between its dates', () => {
    const shifts = aCalendar().shifts.map((s) => (s.role === 'nurse' ? { ...s, validTo: '2026-03-02' } : s));
    expect(startsOn('2026-03-03', aCalendar({ shifts }))['11:00']).toEqual(['monitoring-full']);
    expect(startsOn(MONDAY, aCalendar({ shifts }))['11:00']).toEqual([]);
  });
});

describe('who must be in the house', () => {
  const until = (role: string, endsAt: string) =>
    aCalendar().shifts.map((shift) => (shift.role === role ? { ...shift, endsAt } : shift));

  test('a prescriber for the whole block, where the protocol asks for one', () => {
    const shifts = until('clinician', '13:00');
    const asked = { prescriberOnSite: true, trainedMinimum: 0 };
    expect(freeTimes(startsOn(MONDAY, aCalendar({ shifts }), asked))).toEqual(['09:00', '10:00', '11:00']);
    expect(startsOn(MONDAY, aCalendar({ shifts }), asked)['12:00']).toEqual(['prescriber-absent']);
    expect(startsOn(MONDAY, aCalendar({ shifts }), { trainedMinimum: 0 })['12:00']).toEqual([]);
  });

  test('two trained people from administration to the end of observation', () => {
    const shifts = aCalendar().shifts.map((shift) => ({ ...shift, trained: shift.role === 'clinician' }));
    const early = shifts.map((shift) =>
      shift.staffId === 'clinician-2' ? { ...shift, endsAt: '12:45' } : shift,
    );
    expect(startsOn(MONDAY, aCalendar({ shifts: early }))['11:00']).toEqual([]); // observation ends at 12:45
    expect(startsOn(MONDAY, aCalendar({ shifts: early }))['12:00']).toEqual(['too-few-trained']);
  });
});

test("the patient cannot be in two sessions at once, whichever chair's", () => {
  const busy = [aBusySession(MONDAY, 660, { patientId: 'patient' })];
  expect(startsOn(MONDAY, aCalendar({ busy }))['12:00']).toEqual(['patient-busy']);
  expect(startsOn(MONDAY, aCalendar({ busy }))['13:00']).toEqual([]);
});

describe('on the days when the clock changes', () => {
  test.each([
    ['America/New_York', '2026-03-08', '2026-11-01'],
    ['Europe/London', '2026-03-29', '2026-10-25'],
    ['Australia/Lord_Howe', '2026-10-04', '2026-04-05'],
  ])('%s: 10:00 is 10:00, and a block of two hours lasts two hours', (zone, springs, falls) => {
    const openingHours = [{ weekday: 7, opensAt: '09:00', closesAt: '17:00' }];
    const shifts = aCalendar().shifts.map((shift) => ({ ...shift, weekday: 7 }));
    for (const date of [springs, falls]) {
      const busy = [aBusySession(date, 600, { zone }), aBusySession(date, 600, { zone, chairId: 'chair-2' })];
      const calendar = aCalendar({ zone, openingHours, shifts, busy });
      const day = availabilityFor(calendar, needs, 0).day(epochDay(date));
      expect(day.instants[day.minutes.indexOf(600)]).toBe(busy[0]?.startsAt);
      expect(freeTimes(startsOn(date, calendar))).toEqual(['12:00', '13:00', '14:00', '15:00']);
    }
  });

  test.each([
    ['2026-03-08', ['00:00', '01:00', '03:00', '04:00']], // in spring: 02:00 does not exist
    ['2026-11-01', ['00:00', '01:00', '02:00', '03:00', '04:00']], // in autumn: 01:00 comes twice
  ])(
    'new hours hold on the whole of their first day, %s, and the old ones up to its midnight',
    (date, free) => {
      const [saturday, sunday] = [addDays(date, -1), date];
      const openingHours = [
        { weekday: 7, opensAt: '09:00', closesAt: '17:00', validFrom: null, validTo: saturday },
        { weekday: 6, opensAt: '09:00', closesAt: '12:00', validFrom: null, validTo: saturday },
        { weekday: 7, opensAt: '00:00', closesAt: '06:00', validFrom: sunday, validTo: null },
      ];
      const shifts = [6, 7].flatMap((weekday) =>
        aCalendar().shifts.map((s) => ({ ...s, weekday, startsAt: '00:00', endsAt: '24:00' })),
      );
      const calendar = aCalendar({ openingHours, shifts });
      expect(freeTimes(startsOn(saturday, calendar))).toEqual(['09:00', '10:00']);
      expect(freeTimes(startsOn(sunday, calendar))).toEqual(free);
      expect(startsOn(addDays(saturday, 7), calendar)).toEqual({});
    },
  );

  test('a clinic open through the night has no start in the hour that is skipped', () => {
    const openingHours = [{ weekday: 7, opensAt: '00:00', closesAt: '06:00' }];
    const shifts = aCalendar().shifts.map((s) => ({ ...s, weekday: 7, startsAt: '00:00', endsAt: '06:00' }));
    const starts = startsOn('2026-03-08', aCalendar({ openingHours, shifts }));
    // 02:00 does not exist; 01:00 to 04:00 is two hours, and 04:00 to 06:00 too
    expect(Object.keys(starts)).toEqual(['00:00', '01:00', '03:00', '04:00', '05:00']);
    expect(freeTimes(starts)).toEqual(['00:00', '01:00', '03:00', '04:00']);
  });
});
