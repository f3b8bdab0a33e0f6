import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';
import type { BusySession, ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import {
  addDays,
  dateOfEpochDay,
  epochDay,
  instantAt,
  minuteOf,
} from '#server/scheduling/time/clinic-time.ts';

/** A clinic of weekdays 9 to 17 in New York: two chairs, two nurses, two clinicians. Every part can be overridden. */
export function aCalendar(overrides: Partial<ClinicCalendar> = {}): ClinicCalendar {
  const weekdays = [1, 2, 3, 4, 5];
  const staff = [
    { staffId: 'nurse-1', role: 'nurse' as const },
    { staffId: 'nurse-2', role: 'nurse' as const },
    { staffId: 'clinician-1', role: 'clinician' as const },
    { staffId: 'clinician-2', role: 'clinician' as const },
  ];
  return {
    zone: 'America/New_York',
    slotMinutes: 60,
    monitoring: { prep: 4, administration: 2, observation: 4, turnover: null },
    openingHours: weekdays.map((weekday) => ({ weekday, opensAt: '09:00', closesAt: '17:00' })),
    closures: [],
    chairs: [
      { id: 'chair-1', poolId: 'pool' },
      { id: 'chair-2', poolId: 'pool' },
    ],
    shifts: staff.flatMap((person) =>
      weekdays.map((weekday) => ({
        ...person,
        trained: true,
        weekday,
        startsAt: '09:00',
        endsAt: '17:00',
        validFrom: '2020-01-01',
        validTo: null,
      })),
    ),
    busy: [],
    ...overrides,
  };
}

/** Six infusions, twice a week for three weeks, two hours each (CLINICAL R1 to R6, R29). */
export function aDefinition(overrides: Partial<ProtocolDefinition> = {}): ProtocolDefinition {
  return {
    route: 'iv',
    block: { prep: 15, administration: 40, observation: 50, turnover: 15 },
    phases: [
      {
        phase: 'induction',
        sessions: 6,
        perWeek: 2,
        minClearDays: 1,
        maxClearDays: 13,
        maxInRolling7Days: 3,
        targetSpanDays: { min: 14, max: 21 },
        maxSpanDays: 28,
      },
    ],
    booster: {
      intervalLadder: ['P1W', 'P2W', 'P4W', 'P6W', 'P8W', 'P12W'],
      defaultIntervals: [{ interval: 'P4W', count: 1 }],
      flexDays: 7,
      flexDaysShort: 3,
      shortIntervalDays: 14,
      minIntervalDays: 7,
      asNeededMonths: 6,
    },
    prescriberOnSite: false,
    trainedMinimum: 2,
    prepare: [],
    ...overrides,
  };
}

/** Eight sprays, twice a week for four weeks, then four once a week, 165 minutes each (CLINICAL R21, R22, R25). */
export function anEsketamineDefinition(overrides: Partial<ProtocolDefinition> = {}): ProtocolDefinition {
  return aDefinition({
    route: 'intranasal',
    block: { prep: 15, administration: 15, observation: 120, turnover: 15 },
    phases: [
      {
        phase: 'induction',
        sessions: 8,
        perWeek: 2,
        minClearDays: 1,
        maxClearDays: 6,
        maxInRolling7Days: 2,
        targetSpanDays: { min: 24, max: 28 },
        maxSpanDays: 35,
      },
      {
        phase: 'continuation',
        sessions: 4,
        perWeek: 1,
        minClearDays: 5,
        maxClearDays: 9,
        maxInRolling7Days: 1,
        targetSpanDays: null,
        maxSpanDays: 28,
      },
    ],
    prescriberOnSite: true,
    ...overrides,
  });
}

/** The instant at which the clinic's clock shows a time, so many days after a date. */
export function at(date: string, time: string, daysLater = 0, zone = 'America/New_York'): number {
  const instant = instantAt(addDays(date, daysLater), minuteOf(time), zone);
  if (instant === null) throw new Error(`${zone} skips ${time} on that day`);
  return instant;
}

let made = 0;

/** A session that is booked: on a day, from a minute of the day, in the zone of `aCalendar` unless another is given. */
export function aBusySession(
  date: string,
  minute: number,
  overrides: Partial<BusySession> & { zone?: string } = {},
): BusySession {
  const { zone = 'America/New_York', ...rest } = overrides;
  const block = rest.block ?? aDefinition().block;
  const startsAt = instantAt(date, minute, zone) ?? Number.NaN;
  made += 1;
  return {
    id: `session-${made}`,
    courseId: `course-${made}`,
    patientId: `patient-${made}`,
    chairId: 'chair-1',
    poolId: 'pool',
    status: 'booked',
    startsAt,
    endsAt: startsAt + (block.prep + block.administration + block.observation + block.turnover) * 60_000,
    block,
    ...rest,
  };
}

/** The days of a stretch, first and last included. */
export const datesFrom = (from: string, days: number): string[] =>
  Array.from({ length: days }, (_, i) => dateOfEpochDay(epochDay(from) + i));

/** The database lets no two overlap on a chair, so of two that do the later drawn is left out. */
export const withoutOverlaps = (busy: readonly BusySession[]): BusySession[] =>
  busy.filter(
    (one, index) =>
      !busy
        .slice(0, index)
        .some((o) => o.chairId === one.chairId && o.startsAt < one.endsAt && one.startsAt < o.endsAt),
  );
