import { leastDaysBetween } from '#server/scheduling/booster/booster.ts';
import {
  type Breach,
  courseBreaches,
  courseWarnings,
  type DatedSession,
} from '#server/scheduling/course/course-rules.ts';
import {
  datedSessions,
  inCourseOrder,
  isHolding,
  isPlanned,
} from '#server/scheduling/course/course-sessions.ts';
import { interruptionOf, interruptionWords, stateWith } from '#server/scheduling/course/course-states.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import type { Availability } from '#server/scheduling/room/day-starts.ts';
import { isBunched } from '#server/scheduling/room/stagger.ts';
import { checkStart } from '#server/scheduling/room/start-times.ts';
import { bend, broken, openRules, RULES } from '#server/scheduling/rules.ts';
import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';
import { epochDay, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import type { ChangeMode, CourseState, MadeMode } from '#server/scheduling/vocabulary.ts';
import { boosterViolations } from './change.ts';
import { draftByGates } from './change-gates.ts';
import type {
  ChangeQuestion,
  CourseSession,
  MovedSession,
  NewCourse,
  NewSession,
  ShownChange,
} from './course-change.ts';

/** A course as a mode would have it, before anybody has looked at what that bends. */
export type Draft = {
  readonly sessions: readonly (CourseSession | NewSession)[];
  /** Where it stands, if the mode says so; otherwise it follows from the sessions. */
  readonly state?: CourseState;
  readonly plannedCount?: number;
  readonly newCourse?: NewCourse;
  /** What is bent by the mode itself. */
  readonly bent?: readonly Violation[];
};

/**
 * A draft, looked at from every side: what moves, comes and goes is found by comparing the sessions before and after, so
 * that nothing can change unseen; and every rule is asked once more, whoever made the draft.
 */
export function showChange(
  question: ChangeQuestion,
  draft: Draft,
  mode: MadeMode = question.request.mode,
): ShownChange {
  const { course, calendar, now, overrides, role } = question;
  const before = new Map(course.sessions.map((session) => [session.id, session]));
  const gated = draftByGates(course, draft, calendar.zone);
  const placed = gated.sessions.map(judge(question, before, mode === 'undo'));
  const after = placed
    .map(({ session }) => session)
    .sort((a, b) => a.startsAt - b.startsAt || a.sequence - b.sequence);

  const moved: MovedSession[] = [];
  const restated: MovedSession[] = [];
  const removed: CourseSession[] = [];
  const added: NewSession[] = [];
  for (const session of after) {
    const was = 'id' in session ? before.get(session.id) : undefined;
    if (!('id' in session) || !was) {
      if (!('id' in session)) added.push(session);
      continue;
    }
    if (was.startsAt !== session.startsAt) moved.push({ before: was, after: session });
    else if (was.status !== session.status) {
      if (isHolding(session)) restated.push({ before: was, after: session });
      else removed.push(session);
    }
  }

  const newState = draft.state ?? stateWith(course, after);
  const plannedCount = draft.plannedCount ?? course.plannedCount;
  const touched = new Set([
    ...moved.map(({ after: { sequence } }) => sequence),
    ...added.map(({ sequence }) => sequence),
  ]);
  const violations = [
    ...(draft.bent ?? []),
    ...placed.flatMap((one) => one.violations),
    ...gated.waiting,
    ...overlapsOfItself(after, new Set([...touched, ...restated.map((one) => one.after.sequence)])),
    ...disorderOfADay(question, after),
    ...ofCourse(question, after, touched),
    ...ofBoosters(question, after, moved),
  ];
  const left = { ...course, sessions: after, state: newState, plannedCount };
  const still = goesOn(mode) ? interruptionOf(left, calendar.zone, now) : null;
  if (
    still &&
    !violations.some(({ code, sequence }) => code === 'too-far' && sequence === still.nextSequence)
  ) {
    violations.push(broken('interrupted', interruptionWords(still), still.nextSequence ?? undefined));
  }
  const bent = bend(violations, overrides, role);
  return {
    ok: true,
    mode,
    after,
    moved,
    added,
    removed,
    restated,
    newState,
    newPlannedCount: plannedCount,
    newCourse: gated.newCourse,
    bent,
    open: openRules(bent),
  };
}

/** Modes after which an interrupted induction would go on as if nothing were. */
const goesOn = (mode: MadeMode): boolean => mode === 'move' || mode === 'shift' || mode === 'replan';

type Judged = { readonly session: CourseSession | NewSession; readonly violations: readonly Violation[] };

/**
 * What the clinic has against each session of a draft that is new, or elsewhere, or gets back a time that it gave up;
 * and the pool that has room for it. What is taken back comes back to its own pool.
 */
function judge(
  { course, calendar, now }: ChangeQuestion,
  before: ReadonlyMap<string, CourseSession>,
  keepsPool: boolean,
): (session: CourseSession | NewSession) => Judged {
  const ignoreSessionIds = new Set(course.sessions.map(({ id }) => id));
  const known = new Map<string, Availability>();
  return (session) => {
    const was = 'id' in session ? before.get(session.id) : undefined;
    const isElsewhere = was?.startsAt !== session.startsAt;
    const isBack = was !== undefined && !isHolding(was);
    if (!isHolding(session) || (!isElsewhere && !isBack)) return { session, violations: [] };
    const { block, startsAt, sequence } = session;
    const poolIds = keepsPool ? [session.poolId] : course.needs.poolIds;
    const needs = { ...course.needs, block, poolIds, ignoreSessionIds };
    // A time that is given back may have passed meanwhile: the session is as it was, and can be marked as missed.
    const since = isElsewhere ? now : 0;
    const key = [...Object.values(block), ...poolIds, since].join(' ');
    const availability = known.get(key) ?? availabilityFor(calendar, needs, since);
    known.set(key, availability);
    const { violations, poolId } = checkStart(availability, calendar, needs, startsAt, sequence);
    // Where there is no place at all, that it would be a busy one is no news.
    if (violations.length === 0 && isBunched(calendar, startsAt, ignoreSessionIds)) {
      violations.push(broken('starts-bunched', RULES['starts-bunched'].words, sequence));
    }
    return { session: poolId === null ? session : { ...session, poolId }, violations };
  };
}

/** Two sessions of one day are told apart by the hour alone, which the rules between days do not know. */
function disorderOfADay(
  { calendar: { zone } }: ChangeQuestion,
  after: readonly (CourseSession | NewSession)[],
): Violation[] {
  const order = inCourseOrder(after.filter((one) => isPlanned(one) && isHolding(one)));
  return order.flatMap((session, index) => {
    const before = order[index - 1];
    if (!before || before.startsAt <= session.startsAt) return [];
    if (localDateOf(before.startsAt, zone) !== localDateOf(session.startsAt, zone)) return [];
    return [broken('out-of-order', `Before session ${before.sequence}, on the same day.`, session.sequence)];
  });
}

/** The patient cannot be in two chairs. The clinic's calendar was asked without the course's own sessions. */
function overlapsOfItself(
  after: readonly (CourseSession | NewSession)[],
  touched: ReadonlySet<number>,
): Violation[] {
  const held = after.filter(isHolding);
  return held
    .filter(
      (one, index) =>
        index > 0 &&
        held
          .slice(0, index)
          .some(
            (other) =>
              other.endsAt > one.startsAt && (touched.has(one.sequence) || touched.has(other.sequence)),
          ),
    )
    .map(({ sequence }) => broken('patient-busy', RULES['patient-busy'].words, sequence));
}

/** What lies between the planned sessions now, and did not before or has a moved one in it. */
function ofCourse(
  { request, course, calendar: { zone } }: ChangeQuestion,
  after: readonly (CourseSession | NewSession)[],
  touched: ReadonlySet<number>,
): Violation[] {
  const find = (dated: readonly DatedSession[]): Breach[] => [
    ...courseBreaches(dated),
    ...courseWarnings(dated),
  ];
  const key = ({ violation, involves }: Breach): string => `${violation.code} ${involves.join(' ')}`;
  const known = new Set(find(datedSessions(course.definition, zone, course.sessions)).map(key));
  return find(datedSessions(course.definition, zone, after))
    .filter((breach) => breach.involves.some((sequence) => touched.has(sequence)) || !known.has(key(breach)))
    .map(({ violation }) => (LEAVING.includes(request.mode) ? asWarning(violation) : violation));
}

/** Modes that may leave a gap: whoever cannot come cannot come. That the course then waits for a clinician is told. */
const LEAVING: readonly ChangeMode[] = ['cancel', 'no-show', 'stop', 'hold', 'resume'];

const asWarning = (violation: Violation): Violation =>
  violation.code === 'too-far' ? broken('long-gap', violation.detail, violation.sequence) : violation;

/** A booster that moves, by its window; and boosters that planned sessions come too close to. */
function ofBoosters(
  { course, calendar: { zone } }: ChangeQuestion,
  after: readonly (CourseSession | NewSession)[],
  moved: readonly MovedSession[],
): Violation[] {
  const movedIds = new Set(moved.map(({ after: { id } }) => id));
  const hasPlannedMoved = moved.some((one) => isPlanned(one.after));
  return after.flatMap((booster) => {
    if (isPlanned(booster) || !isToCome(booster) || !('id' in booster)) return [];
    const isMoved = movedIds.has(booster.id);
    if (!isMoved && !hasPlannedMoved) return [];
    const others = after.filter(
      (other): other is CourseSession =>
        isHolding(other) && 'id' in other && (isMoved || movedIds.has(other.id)),
    );
    return boosterViolations(
      {
        definition: course.definition,
        zone,
        sessions: others,
        boosterWindow: isMoved ? course.boosterWindow : null,
        leastDaysBetween: leastDaysBetween(course.definition.booster, course.boosterWindow),
      },
      booster,
      epochDay(localDateOf(booster.startsAt, zone)),
    );
  });
}
