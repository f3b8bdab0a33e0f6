import type { CourseRecord } from '#server/repositories/courses.ts';
import { needsOf, rulesOf } from '#server/repositories/for-core.ts';
import type { Fill } from '#server/scheduling/backfill/backfill.ts';
import { dayViolations } from '#server/scheduling/change/change.ts';
import { lackingPhases, nextSequence } from '#server/scheduling/course/course-sessions.ts';
import { type Block, blockMinutes } from '#server/scheduling/protocol.ts';
import { assignChairs } from '#server/scheduling/room/assign-chairs.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import { checkStart } from '#server/scheduling/room/start-times.ts';
import type { BentRule } from '#server/scheduling/rules.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { epochDay, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import { bookableBooster, whyNoBooster } from './bookable-booster.ts';
import { boosterPlace } from './booster-to-book.ts';
import { type AskedChange, type GivenChairs, type JudgedChange, judgeChange } from './judged-change.ts';

/** The place that a freed chair gives. */
export type FreedPlace = { readonly poolId: string; readonly startsAt: Instant };

type Seen = { readonly calendar: ClinicCalendar; readonly now: Instant; readonly role: Role };

/** A freed place in use by a course, with every hard rule kept and a chair for it. */
export type JudgedFill = {
  readonly block: Block;
  readonly endsAt: Instant;
  readonly chairs: GivenChairs;
  /** What a person may pass over, and should know. */
  readonly warnings: readonly Violation[];
  /** Null of a booster, which is booked as any other. */
  readonly change: JudgedChange | null;
};

/**
 * Does the clinic let anybody begin then? Asked once for all courses that need the same, where many are asked about: a
 * time that is closed, or watched by nobody, is so for each of them. A course with a session there is asked by itself,
 * for that session may make way.
 */
export function clinicAllows(
  { calendar, now }: Pick<Seen, 'calendar' | 'now'>,
  { poolId, startsAt }: FreedPlace,
): (course: CourseRecord) => boolean {
  const known = new Map<string, boolean>();
  return ({ id, protocol }) => {
    const needs = { ...needsOf(protocol, ''), poolIds: [poolId] };
    const endsAt = startsAt + blockMinutes(needs.block) * 60_000;
    const isThere = calendar.busy.some(
      (one) => one.courseId === id && one.startsAt < endsAt && startsAt < one.endsAt,
    );
    if (isThere) return true;
    // Who recovers slowly is given longer by the same protocol.
    const key = [protocol.versionId, ...Object.values(needs.block)].join(' ');
    const answer =
      known.get(key) ??
      checkStart(availabilityFor(calendar, needs, now), calendar, needs, startsAt, 0).violations.length === 0;
    known.set(key, answer);
    return answer;
  };
}

/** May a course have a freed place so? Null where a hard rule is against it, or no chair is left. */
export function judgeFill(
  course: CourseRecord,
  fill: Fill,
  place: FreedPlace,
  seen: Seen,
): JudgedFill | null {
  const { poolIds } = course.protocol;
  if (!poolIds.includes(place.poolId)) return null;
  // The chair that is free is of this pool: another that has room as well is not what was freed.
  const inPool = { ...course, protocol: { ...course.protocol, poolIds: [place.poolId] } };
  return fill.kind === 'booster'
    ? judgeBooster(inPool, place, seen)
    : judgeChanged(inPool, fill, place, seen);
}

function judgeChanged(
  course: CourseRecord,
  fill: Exclude<Fill, { kind: 'booster' }>,
  { poolId, startsAt }: FreedPlace,
  seen: Seen,
): JudgedFill | null {
  const asked = (request: AskedChange['request']): AskedChange => ({
    request,
    overrides: [],
    holdReason: null,
  });
  const { block } = course.protocol.definition;
  if (fill.kind === 'move') {
    const { sessionId } = fill;
    const session = course.sessions.find(({ id }) => id === sessionId);
    // The days alone refuse most: they are asked first, since the clinic's hours and chairs take longer.
    const { zone } = seen.calendar;
    const day = epochDay(localDateOf(startsAt, zone));
    if (session && dayViolations(rulesOf(course, zone), session, day).some(isHard)) return null;
    const change = judgeChange(course, asked({ mode: 'move', sessionId, startsAt }), seen);
    return session ? filled(change, session.block, startsAt) : null;
  }
  const [phase] = lackingPhases(course.protocol.definition, course.sessions, course.plannedCount);
  if (!phase) return null;
  const sequence = nextSequence(course.sessions);
  const plan = {
    plannedCount: course.plannedCount,
    sessions: [{ id: null, sequence, phase: phase.phase, startsAt, poolId }],
  };
  const request = { mode: 'replan', sessionId: null, startsAt: null, from: null } as const;
  return filled(judgeChange(course, asked(request), seen, plan), block, startsAt);
}

const filled = (
  change: ReturnType<typeof judgeChange>,
  block: Block,
  startsAt: Instant,
): JudgedFill | null =>
  change.ok && change.chairs
    ? {
        block,
        endsAt: startsAt + blockMinutes(block) * 60_000,
        chairs: change.chairs,
        warnings: change.shown.bent.map(asViolation),
        change,
      }
    : null;

const isHard = ({ severity }: Violation): boolean => severity === 'hard';

const asViolation = ({ code, detail, severity, sequence }: BentRule): Violation =>
  sequence === undefined ? { code, detail, severity } : { code, detail, severity, sequence };

function judgeBooster(
  course: CourseRecord,
  { poolId, startsAt }: FreedPlace,
  { calendar, now }: Seen,
): JudgedFill | null {
  if (whyNoBooster(course, calendar.zone, now)) return null;
  const { sequence } = bookableBooster(course, calendar.zone, now);
  const { byCourse, byClinic } = boosterPlace(course, calendar, { sequence, startsAt, poolId }, now);
  const against = [...byCourse, ...byClinic];
  if (against.some(isHard)) return null;
  const { block } = course.protocol.definition;
  const endsAt = startsAt + blockMinutes(block) * 60_000;
  const chairs = assignChairs(calendar, [{ poolId, startsAt, endsAt }], now);
  return chairs && { block, endsAt, chairs, warnings: against, change: null };
}
