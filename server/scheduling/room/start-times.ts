import {
  courseViolations,
  type DatedSession,
  phasesBySession,
} from '#server/scheduling/course/course-rules.ts';
import type { ProtocolDefinition, ProtocolPhase } from '#server/scheduling/protocol.ts';
import { plannedCount } from '#server/scheduling/protocol.ts';
import { broken, RULES } from '#server/scheduling/rules.ts';
import type { ClinicCalendar, Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { epochDay, localReading, timeOfMinute } from '#server/scheduling/time/clinic-time.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import type { ViolationCode } from '#server/scheduling/vocabulary.ts';
import { availabilityFor } from './availability.ts';
import { type DayStarts, reasonsIn, type SessionNeeds } from './day-starts.ts';

/** A start on the clinic's grid, and everything against it. */
export type StartTime = {
  readonly startsAt: Instant;
  readonly poolId: string | null;
  readonly refusals: Violation[];
};

export type StartTimeDay = {
  readonly date: LocalDate;
  readonly freeCount: number;
  readonly closedReason?: string;
  readonly starts: readonly StartTime[];
};

export type StartTimesRequest = {
  readonly calendar: ClinicCalendar;
  readonly needs: SessionNeeds;
  readonly now: Instant;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** What is against any start of a day, whatever the hour: rules between sessions, a booster's window. */
  readonly dayViolations: (epochDay: number) => readonly Violation[];
  readonly sequence: number;
};

/** Every start of some days, free or refused and why. */
export function startTimes(request: StartTimesRequest): StartTimeDay[] {
  const { calendar, needs, now, sequence } = request;
  const availability = availabilityFor(calendar, needs, now);
  const days: StartTimeDay[] = [];
  for (let day = epochDay(request.from); day <= epochDay(request.to); day += 1) {
    const starts = availability.day(day);
    const against = request.dayViolations(day);
    const listed = Array.from(starts.minutes, (_, i) => ({
      startsAt: starts.instants[i] as number,
      poolId: needs.poolIds[starts.pools[i] as number] ?? null,
      refusals: [...clinicViolations(starts.refusals[i] as number, sequence), ...against],
    }));
    const closedReason = whyClosed(calendar, starts);
    days.push({
      date: starts.date,
      freeCount: listed.filter((start) => start.refusals.length === 0).length,
      ...(closedReason === null ? {} : { closedReason }),
      starts: listed,
    });
  }
  return days;
}

function whyClosed(calendar: ClinicCalendar, starts: DayStarts): string | null {
  if (starts.minutes.length === 0) return 'The clinic has no hours on this day.';
  const first = starts.instants[0] as number;
  const last = starts.instants[starts.instants.length - 1] as number;
  const closure = calendar.closures.find(
    (c) => c.chairId === null && c.staffId === null && c.startsAt <= first && c.endsAt > last,
  );
  return closure ? `Closed: ${closure.reason}` : null;
}

/** The reasons of an availability in words. */
export const clinicViolations = (bits: number, sequence?: number): Violation[] =>
  reasonsIn(bits).map((code) => broken(code, RULES[code].words, sequence));

export const violationOf = (code: ViolationCode, sequence?: number): Violation =>
  broken(code, RULES[code].words, sequence);

/**
 * What is against a session at an exact instant, as the clinic goes: the question a booking asks again, under the lock.
 * Answers the pool with room too.
 */
export function checkStart(
  availability: ReturnType<typeof availabilityFor>,
  calendar: ClinicCalendar,
  needs: SessionNeeds,
  startsAt: Instant,
  sequence: number,
): { violations: Violation[]; poolId: string | null } {
  const reading = localReading(startsAt, calendar.zone);
  const starts = availability.day(epochDay(reading.date));
  const index = starts.instants.indexOf(startsAt);
  if (index < 0) {
    const onGrid = startsAt % 60_000 === 0 && reading.minute % calendar.slotMinutes === 0;
    return {
      violations: [
        onGrid
          ? violationOf('closed', sequence)
          : broken(
              'off-grid',
              `Sessions start every ${calendar.slotMinutes} minutes: ${timeOfMinute(
                Math.floor(reading.minute / calendar.slotMinutes) * calendar.slotMinutes,
              )} would do.`,
              sequence,
            ),
      ],
      poolId: null,
    };
  }
  return {
    violations: clinicViolations(starts.refusals[index] as number, sequence),
    poolId: needs.poolIds[starts.pools[index] as number] ?? null,
  };
}

export type PlanCheck = {
  readonly violations: Violation[];
  /** The pool of each session, where one has room. */
  readonly poolIds: readonly (string | null)[];
};

/** Everything against a whole plan as somebody chose it: its count, its order, its spacing, and the clinic's own reasons. */
export function checkPlan(
  calendar: ClinicCalendar,
  definition: ProtocolDefinition,
  needs: SessionNeeds,
  sessions: readonly { readonly startsAt: Instant; readonly poolId?: string }[],
  now: Instant,
): PlanCheck {
  const expected = plannedCount(definition);
  if (sessions.length !== expected) {
    return {
      violations: [
        broken('wrong-count', `The protocol has ${expected} sessions; ${sessions.length} were given.`),
      ],
      poolIds: [],
    };
  }
  const byPool = new Map<string | undefined, ReturnType<typeof availabilityFor>>();
  const checked = sessions.map(({ startsAt, poolId }, index) => {
    const asked =
      poolId === undefined ? needs : { ...needs, poolIds: needs.poolIds.filter((id) => id === poolId) };
    let availability = byPool.get(poolId);
    if (!availability) {
      availability = availabilityFor(calendar, asked, now);
      byPool.set(poolId, availability);
    }
    return checkStart(availability, calendar, asked, startsAt, index + 1);
  });
  return {
    violations: [
      ...checked.flatMap(({ violations }) => violations),
      ...courseViolations(datedPlan(definition, calendar.zone, sessions)),
    ],
    poolIds: checked.map(({ poolId }) => poolId),
  };
}

/** The sessions of a plan with their phases and local days. */
export function datedPlan(
  definition: ProtocolDefinition,
  zone: string,
  sessions: readonly { readonly startsAt: Instant }[],
): DatedSession[] {
  const phases = phasesBySession(definition);
  return sessions.map(({ startsAt }, index) => ({
    sequence: index + 1,
    phase: phases[index] as ProtocolPhase,
    epochDay: epochDay(localReading(startsAt, zone).date),
  }));
}

/** Codes that mean that somebody else was quicker, rather than that the plan was wrong. */
const LOST: readonly ViolationCode[] = ['chair-full', 'monitoring-full', 'patient-busy'];

/** The numbers of the sessions that were lost, if losing them is all that is wrong with a plan; otherwise null. */
export function lostSessions(violations: readonly Violation[]): number[] | null {
  if (violations.length === 0 || violations.some(({ code }) => !LOST.includes(code))) return null;
  return [...new Set(violations.flatMap(({ sequence }) => sequence ?? []))].sort((a, b) => a - b);
}
