import { describe, expect, test } from '@jest/globals';
import { brokenSessions, withNothingTaken } from '#server/scheduling/repair/repair-broken.ts';
import {
  calendarAfter,
  endedBefore,
  type HoursChange,
  isSoAlready,
  outOfUse,
  sessionsTouched,
} from '#server/scheduling/room/hours-change.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { periodsFrom } from '#server/scheduling/time/validity.ts';
import { aBusySession, aCalendar } from '../support/calendars.ts';

const NURSE = { role: 'nurse' as const, trained: true };
const hours = (...weekdays: number[]) =>
  weekdays.map((weekday) => ({ weekday, opensAt: '09:00', closesAt: '17:00' }));
const opening = (from: string, ...weekdays: number[]): HoursChange => ({
  kind: 'opening-hours',
  from,
  hours: hours(...weekdays),
});
const shifts = (from: string, ...weekdays: number[]): HoursChange => ({
  kind: 'shifts',
  from,
  staffId: 'nurse-1',
  shifts: weekdays.map((weekday) => ({ weekday, startsAt: '09:00', endsAt: '17:00' })),
});

describe('hours that hold no longer from a day on', () => {
  const open = { weekday: 1, opensAt: '09:00', closesAt: '17:00' };

  test('end with the day before, and never were where they were to begin on it or later', () => {
    const rows = [
      { ...open, validFrom: null, validTo: null },
      { ...open, validFrom: '2026-03-01', validTo: '2026-12-31' },
      { ...open, validFrom: '2026-03-09', validTo: null },
      { ...open, validFrom: '2026-03-10', validTo: null },
    ];
    expect(endedBefore(rows, '2026-03-09')).toEqual([
      { ...open, validFrom: null, validTo: '2026-03-08' },
      { ...open, validFrom: '2026-03-01', validTo: '2026-03-08' },
    ]);
  });

  test('that have ended already are as they were', () => {
    const row = { ...open, validFrom: null, validTo: '2026-03-08' };
    expect(endedBefore([row], '2026-03-09')).toEqual([row]);
    expect(endedBefore([row], '2026-03-20')).toEqual([row]);
  });
});

test('a calendar is told period by period: as it is today, and from each later day on which it changes', () => {
  const rows = [
    { weekday: 1, validFrom: null, validTo: '2026-03-08' },
    { weekday: 2, validFrom: '2026-03-09', validTo: '2026-03-15' },
    { weekday: 3, validFrom: '2026-03-02', validTo: null },
  ];
  const told = (today: string) =>
    periodsFrom(rows, today).map(({ from, hours: those }) => [from, those.map(({ weekday }) => weekday)]);
  expect(told('2026-03-02')).toEqual([
    ['2026-03-02', [1, 3]],
    ['2026-03-09', [2, 3]],
    ['2026-03-16', [3]],
  ]);
  expect(told('2026-03-09')).toEqual([
    ['2026-03-09', [2, 3]],
    ['2026-03-16', [3]],
  ]);
});

describe('the sessions that a change may touch', () => {
  // Mondays 2, 9 and 16 March 2026, over the change of the clocks on Sunday the 8th, and a Tuesday
  const busy = ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-17'].map((date, index) =>
    aBusySession(date, 600, { id: date, chairId: index === 2 ? 'chair-2' : 'chair-1' }),
  );
  const calendar = aCalendar({ busy });
  const touched = (change: HoursChange, before: ClinicCalendar = calendar) =>
    sessionsTouched(before, calendarAfter(before, change, NURSE), change).map(({ id }) => id);

  test('are those of the weekdays whose hours are other ones, from that day on', () => {
    expect(touched(opening('2026-03-09', 2, 3, 4, 5))).toEqual(['2026-03-09', '2026-03-16']);
    expect(touched(opening('2026-03-10', 2, 3, 4, 5))).toEqual(['2026-03-16']);
    expect(touched(opening('2026-03-09', 1, 2, 3, 4, 5, 6))).toEqual([]);
  });

  test('are those of the weekdays of a shift, and none where it stays', () => {
    expect(touched(shifts('2026-03-09', 1, 3, 4, 5))).toEqual(['2026-03-17']);
    expect(touched(shifts('2026-03-09', 1, 2, 3, 4, 5))).toEqual([]);
    expect(touched(shifts('2026-03-09'))).toEqual(['2026-03-09', '2026-03-16', '2026-03-17']);
  });

  test('are those of the chair, and none where it comes back', () => {
    const chair = { kind: 'chair' as const, from: '2026-03-09', chairId: 'chair-1' };
    expect(touched({ ...chair, inUse: false })).toEqual(['2026-03-09', '2026-03-17']);
    expect(touched({ ...chair, inUse: true })).toEqual([]);
  });
});

describe('whether it is so already', () => {
  const now = (validFrom: string | null, validTo: string | null) => ({
    openingHours: hours(1, 2).map((row) => ({ ...row, validFrom, validTo })),
    shifts: [],
    outOfUseFrom: null,
  });
  const change = opening('2026-03-09', 2, 1);

  test('hours that held before, without end, are the same in any order', () => {
    expect(isSoAlready(now(null, null), change)).toBe(true);
    expect(isSoAlready(now('2026-03-09', null), change)).toBe(true);
    expect(isSoAlready(now(null, null), opening('2026-03-09', 1))).toBe(false);
  });

  test('hours that begin later, or are to end, are not', () => {
    expect(isSoAlready(now('2026-03-10', null), change)).toBe(false);
    expect(isSoAlready(now(null, '2026-12-31'), change)).toBe(false);
    // What has ended before says nothing.
    const ended = now(null, '2026-03-08');
    const both = { ...ended, openingHours: [...ended.openingHours, ...now('2026-03-09', null).openingHours] };
    expect(isSoAlready(both, change)).toBe(true);
  });

  test('somebody who has no shifts is so already without any', () => {
    expect(isSoAlready(now(null, null), shifts('2026-03-09'))).toBe(true);
  });

  test('a chair out of use from an earlier day is so, from a later one not', () => {
    const out = { kind: 'chair' as const, from: '2026-03-09', chairId: 'chair-1', inUse: false };
    const from = (outOfUseFrom: string | null) => isSoAlready({ ...now(null, null), outOfUseFrom }, out);
    expect([from('2026-03-02'), from('2026-03-09'), from('2026-03-10'), from(null)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

test('a chair is out of use from the first instant of the day, where midnight is skipped too', () => {
  expect(outOfUse('chair-1', '2026-03-08', 'America/New_York').startsAt).toBe(
    Date.parse('2026-03-08T00:00:00-05:00'),
  );
  // Clocks in Santiago go from 00:00 to 01:00 on Sunday 6 September 2026.
  expect(outOfUse('chair-1', '2026-09-06', 'America/Santiago').startsAt).toBe(
    Date.parse('2026-09-06T01:00:00-03:00'),
  );
});

describe('what has lost its hours, its people or its chair', () => {
  const session = { ...aBusySession('2026-03-09', 600), sequence: 2 }; // Monday, 10:00
  const course = {
    needs: { poolIds: ['pool'], prescriberOnSite: true, trainedMinimum: 2, patientId: session.patientId },
  };
  const lost = (change: Partial<ClinicCalendar>) => {
    const after = aCalendar({ busy: [session], ...change });
    const calendars = { before: withNothingTaken(after), after };
    const found = brokenSessions(calendars, course, [session], { from: 0, to: Infinity });
    return (found.get(session.id) ?? []).map(({ code }) => code);
  };

  test('is found by the calendar as it is, however long ago it was taken', () => {
    expect(lost({})).toEqual([]);
    expect(lost({ openingHours: hours(2, 3) })).toEqual(['closed']);
    expect(lost({ shifts: aCalendar().shifts.filter(({ role }) => role === 'nurse') })).toEqual([
      'prescriber-absent',
    ]);
    expect(lost({ chairs: [{ id: 'chair-2', poolId: 'pool' }] })).toEqual(['chair-full']);
    expect(lost({ closures: [outOfUse('chair-1', '2026-03-09', 'America/New_York')] })).toEqual([
      'chair-full',
    ]);
  });

  test('is not what two have booked at once, which no hours would mend', () => {
    const other = aBusySession('2026-03-09', 600, {
      id: 'other',
      chairId: 'chair-2',
      patientId: session.patientId,
    });
    expect(lost({ busy: [session, other] })).toEqual([]);
  });
});
