import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import { reasonsIn, type SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import type { BusySession, ClinicCalendar, Closure } from '#server/scheduling/time/calendar.ts';
import { epochDay, timeOfMinute } from '#server/scheduling/time/clinic-time.ts';
import { aCalendar, datesFrom, withoutOverlaps } from '#tests/support/calendars.ts';
import { instantShowing, poolWithRoom, reasonsAgainst } from '#tests/support/hard-rules.ts';

/** Three days, in the middle of which the clock may change. */
const WEEKENDS = [
  { zone: 'America/New_York', from: '2026-03-07' }, // forward on Sunday the 8th
  { zone: 'America/New_York', from: '2026-10-31' }, // back on Sunday, 1 November
  { zone: 'Australia/Lord_Howe', from: '2026-04-04' }, // back by half an hour on the 5th
  { zone: 'Europe/London', from: '2026-06-06' }, // nothing happens
] as const;
const DAYS = 3;

const BLOCKS = [
  { prep: 15, administration: 40, observation: 50, turnover: 15 },
  { prep: 0, administration: 30, observation: 60, turnover: 0 },
  { prep: 10, administration: 15, observation: 5, turnover: 5 },
];
const HOURS = [
  [{ opensAt: '09:00', closesAt: '17:00' }],
  [
    { opensAt: '08:00', closesAt: '12:00' },
    { opensAt: '13:00', closesAt: '18:30' },
  ],
  [{ opensAt: '00:00', closesAt: '08:00' }],
  [{ opensAt: '20:00', closesAt: '24:00' }],
  [],
];
/** Most hours hold on the days that are looked at, all of which are in 2026; some no longer do, or not yet. */
const VALIDITIES = [
  {},
  { validFrom: null, validTo: null },
  { validFrom: '2026-01-01', validTo: '2026-12-31' },
  { validFrom: null, validTo: '2025-12-31' },
  { validFrom: '2027-01-01', validTo: null },
];
const [, , , OVER, TO_COME] = VALIDITIES;
const CHAIRS = ['a1', 'a2', 'b1'].map((id) => ({ id, poolId: id.slice(0, 1) }));
const STAFF = [
  { staffId: 'nurse-1', role: 'nurse' as const, trained: true },
  { staffId: 'nurse-2', role: 'nurse' as const, trained: false },
  { staffId: 'clinician', role: 'clinician' as const, trained: true },
  { staffId: 'technician', role: 'other' as const, trained: true },
];

/** A minute from the first midnight on, of any day. */
const anyMinute = fc.integer({ min: 0, max: DAYS * 1440 - 1 });
const anyRatio = fc.constantFrom(1, 2, 3, 4, null);

const anyClinic = fc.record({
  weekend: fc.constantFrom(...WEEKENDS),
  slotMinutes: fc.constantFrom(15, 30, 60),
  hours: fc.tuple(...Array.from({ length: DAYS }, () => fc.constantFrom(...HOURS))),
  validities: fc.tuple(...Array.from({ length: DAYS }, () => fc.constantFrom(...VALIDITIES))),
  monitoring: fc.record({
    prep: anyRatio,
    administration: anyRatio,
    observation: anyRatio,
    turnover: anyRatio,
  }),
  chairs: fc.subarray(CHAIRS),
  shifts: fc.array(
    fc.record({
      who: fc.constantFrom(...STAFF),
      day: fc.integer({ min: 0, max: DAYS - 1 }),
      hours: fc.constantFrom(['00:00', '24:00'], ['09:00', '15:30'], ['00:00', '05:00'], ['12:00', '24:00']),
      validTo: fc.constantFrom(null, '2026-01-01', '2026-12-31'),
    }),
    { minLength: 4, maxLength: 12 },
  ),
  closures: fc.array(
    fc.record({
      of: fc.constantFrom('clinic', ...CHAIRS.map(({ id }) => id), ...STAFF.map(({ staffId }) => staffId)),
      from: anyMinute,
      minutes: fc.integer({ min: 1, max: 700 }),
    }),
    { maxLength: 5 },
  ),
  busy: fc.array(
    fc.record({
      chair: fc.constantFrom(...CHAIRS),
      from: anyMinute.map((minute) => minute - (minute % 5)),
      block: fc.constantFrom(...BLOCKS),
      /** Minutes before the planned end at which the patient left. */
      early: fc.constantFrom(0, 0, 7, 33),
      patient: fc.constantFrom('patient', 'another', 'a third'),
    }),
    { maxLength: 14 },
  ),
  needs: fc.record({
    block: fc.constantFrom(...BLOCKS),
    poolIds: fc.constantFrom(['a'], ['a', 'b'], ['b', 'a']),
    prescriberOnSite: fc.boolean(),
    trainedMinimum: fc.integer({ min: 0, max: 2 }),
    ignored: fc.integer({ min: 0, max: 14 }),
  }),
  now: anyMinute,
});
type AnyClinic = typeof anyClinic extends fc.Arbitrary<infer T> ? T : never;

function clinicOf(drawn: AnyClinic): {
  calendar: ClinicCalendar;
  needs: SessionNeeds;
  now: number;
  from: string;
} {
  const { zone, from } = drawn.weekend;
  const midnight = instantShowing(from, 0, zone) as number;
  const weekdayOf = (day: number) => [6, 7, 1][day] as number; // Saturday, Sunday, Monday
  const at = (minute: number) => midnight + minute * 60_000;
  const busy = drawn.busy.map(
    ({ chair, from, block, early, patient }, index): BusySession => ({
      id: `session-${index}`,
      courseId: 'course',
      patientId: patient,
      chairId: chair.id,
      poolId: chair.poolId,
      status: early ? 'fulfilled' : 'booked',
      startsAt: at(from),
      endsAt: at(
        Math.max(
          from + 1,
          from + block.prep + block.administration + block.observation + block.turnover - early,
        ),
      ),
      block,
    }),
  );
  const closures = drawn.closures.map(
    ({ of, from, minutes }): Closure => ({
      startsAt: at(from),
      endsAt: at(from + minutes),
      chairId: CHAIRS.some(({ id }) => id === of) ? of : null,
      staffId: STAFF.some(({ staffId }) => staffId === of) ? of : null,
      reason: 'Closed',
    }),
  );
  const calendar = aCalendar({
    zone,
    slotMinutes: drawn.slotMinutes,
    monitoring: drawn.monitoring,
    openingHours: drawn.hours.flatMap((hours, day) =>
      hours.map((h) => ({ weekday: weekdayOf(day), ...h, ...drawn.validities[day] })),
    ),
    chairs: drawn.chairs,
    shifts: drawn.shifts.map(({ who, day, hours: [startsAt = '', endsAt = ''], validTo }) => ({
      ...who,
      weekday: weekdayOf(day),
      startsAt,
      endsAt,
      validFrom: '2025-01-01',
      validTo,
    })),
    closures,
    busy: withoutOverlaps(busy),
  });
  const { ignored, ...needs } = drawn.needs;
  return {
    calendar,
    needs: { ...needs, patientId: 'patient', ignoreSessionIds: new Set([`session-${ignored}`]) },
    now: at(drawn.now),
    from,
  };
}

describe('whatever the clinic, its hours, its people and its bookings are', () => {
  test('every start is free or refused for the reasons that a look at every five minutes finds', () => {
    fc.assert(
      fc.property(anyClinic, (drawn) => {
        const { calendar, needs, now, from } = clinicOf(drawn);
        const availability = availabilityFor(calendar, needs, now);
        for (const date of datesFrom(from, DAYS)) {
          const day = availability.day(epochDay(date));
          day.minutes.forEach((minute, i) => {
            const startsAt = day.instants[i] as number;
            expect(startsAt).toBe(instantShowing(date, minute, calendar.zone));
            const found = [timeOfMinute(minute), ...reasonsIn(day.refusals[i] as number)];
            const expected = [timeOfMinute(minute), ...reasonsAgainst(calendar, needs, startsAt, now)];
            expect(found.sort()).toEqual(expected.sort());
            expect(needs.poolIds[day.pools[i] as number] ?? null).toBe(
              poolWithRoom(calendar, needs, startsAt),
            );
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  test('every minute of the grid at which the clinic is open is there to be asked for', () => {
    fc.assert(
      fc.property(anyClinic, (drawn) => {
        const { calendar, needs, now, from } = clinicOf(drawn);
        const availability = availabilityFor(calendar, needs, now);
        datesFrom(from, DAYS).forEach((date, day) => {
          const expected = [];
          for (let minute = 0; minute < 1440; minute += calendar.slotMinutes) {
            const time = timeOfMinute(minute);
            const holds = ![OVER, TO_COME].includes(drawn.validities[day]);
            const isOpen = holds && drawn.hours[day]?.some((h) => h.opensAt <= time && time < h.closesAt);
            if (isOpen && instantShowing(date, minute, calendar.zone) !== null) expected.push(minute);
          }
          expect([...availability.day(epochDay(date)).minutes]).toEqual(expected);
        });
      }),
      { numRuns: 30 },
    );
  });
});
