import type { ChangingCourse, CourseSession, NewSession } from '#server/scheduling/change/course-change.ts';
import { broken, MISSED_IN_A_ROW } from '#server/scheduling/rules.ts';
import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { epochDay, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { days, type Violation } from '#server/scheduling/violation.ts';
import { CHANGE_MODES, type ChangeMode, type CourseState, type Role } from '#server/scheduling/vocabulary.ts';
import {
  datedSessions,
  hasPlannedToCome,
  inCourseOrder,
  isHolding,
  isPlanned,
  lackingCount,
} from './course-sessions.ts';

/**
 * Where a course stands, and what may be done from there: CLINICAL section 4. `interrupted` is not stored: it is what
 * the gaps of an induction say, and it passes when a clinician has decided.
 */
export type CourseStanding = CourseState | 'interrupted';

type Transition = {
  readonly from: readonly CourseStanding[];
  readonly who: readonly Role[];
};

const bookers: readonly Role[] = ['front-desk', 'clinician', 'admin'];
const staff: readonly Role[] = ['front-desk', 'nurse', 'clinician', 'admin'];
const clinician: readonly Role[] = ['clinician'];
const planning = ['induction', 'interrupted', 'assessment'] as const;
const underWay = [...planning, 'maintenance'] as const;

/** Every transition by name: from where, and who may ask for it. Rules say what more there is against it. */
export const TRANSITIONS: Readonly<Record<ChangeMode, Transition>> = {
  move: { from: underWay, who: bookers },
  shift: { from: underWay, who: bookers },
  replan: { from: planning, who: bookers },
  // Who may is a rule's affair: the front desk sees what it would do, and that a clinician decides.
  omit: { from: ['induction', 'interrupted'], who: bookers },
  cancel: { from: [...underWay, 'on-hold'], who: staff },
  'no-show': { from: underWay, who: staff },
  stop: { from: [...underWay, 'on-hold'], who: bookers },
  hold: { from: underWay, who: clinician },
  resume: { from: ['on-hold'], who: clinician },
  extend: { from: planning, who: clinician },
  restart: { from: [...underWay, 'on-hold'], who: clinician },
};

/** The modes that a course allows somebody now. */
export const allowedModes = (standing: CourseStanding, role: Role): ChangeMode[] =>
  CHANGE_MODES.filter(
    (mode) => TRANSITIONS[mode].from.includes(standing) && TRANSITIONS[mode].who.includes(role),
  );

/** What is against a mode as such: it does not follow from where the course stands, or it is somebody else's. */
export function againstMode(mode: ChangeMode, standing: CourseStanding, role: Role): Violation | null {
  const { from, who } = TRANSITIONS[mode];
  if (!from.includes(standing)) {
    return standing === 'on-hold'
      ? broken('on-hold', 'A clinician has put the course on hold. It is resumed first.')
      : broken('not-from-here', `The course is ${STANDS[standing]}.`);
  }
  if (!who.includes(role)) return broken('not-by-role', 'Only a clinician does this.');
  return null;
}

/** What is against another induction after this course, in words; null where nothing is (CLINICAL section 4). */
export function againstReinduction({
  state,
  followedBy,
  sessions,
}: {
  readonly state: CourseState;
  readonly followedBy: object | null;
  readonly sessions: readonly Pick<CourseSession, 'status'>[];
}): string | null {
  if (followedBy !== null) return 'Another course follows it already.';
  if (state !== 'assessment' && state !== 'maintenance' && state !== 'stopped') {
    return `The course is ${STANDS[state]}: it can begin anew, but nothing follows it yet.`;
  }
  return sessions.some(({ status }) => status === 'fulfilled')
    ? null
    : 'Nothing of this course took place: the one after it is the first, and is booked as such.';
}

/** Where a course stands, in words. */
const STANDS: Readonly<Record<CourseStanding, string>> = {
  induction: 'in its induction',
  interrupted: 'interrupted: a clinician decides how it goes on',
  assessment: 'over, as far as it was planned: a clinician decides what follows',
  maintenance: 'in maintenance',
  'on-hold': 'on hold',
  stopped: 'stopped',
};

type StandingCourse = Pick<ChangingCourse, 'definition' | 'plannedCount' | 'overridden'> & {
  readonly state: CourseState;
  readonly sessions: readonly (CourseSession | NewSession)[];
};

export const standingOf = (course: StandingCourse, zone: string, now: Instant): CourseStanding =>
  interruptionOf(course, zone, now) ? 'interrupted' : course.state;

/** An induction with a gap that nobody but a clinician may let be. Nothing is decided by it. */
export type Interruption = {
  /** The last session before the gap. */
  readonly afterSequence: number;
  /** The session after the gap, if one is booked. */
  readonly nextSequence: number | null;
  readonly gapDays: number;
  /** What a clinician may choose: go on as it is, with more sessions, or from the beginning. */
  readonly choices: readonly ['replan', 'extend', 'restart'];
};

/**
 * Is the induction interrupted (CLINICAL R6, R7)? That is so where more days lie between a session that took place and
 * the next than its phase allows, or between it and today where sessions are lacking and none is to come. A gap that a
 * clinician has let be, or that is past because the course went on, asks nobody any more.
 */
export function interruptionOf(course: StandingCourse, zone: string, now: Instant): Interruption | null {
  if (course.state !== 'induction' && course.state !== 'assessment') return null;
  const counting = inCourseOrder(course.sessions.filter((one) => isPlanned(one) && isHolding(one)));
  const dated = datedSessions(course.definition, zone, course.sessions);
  let last = -1;
  counting.forEach((session, index) => {
    if (session.status === 'fulfilled') last = index;
  });
  const before = dated[last];
  if (!before) return null;
  const session = counting[last + 1];
  const next = dated[last + 1];
  if (
    !session &&
    (course.state !== 'induction' || lackingCount(course.sessions, course.plannedCount) === 0)
  ) {
    return null;
  }
  const phase = next?.phase ?? before.phase;
  const until = next?.epochDay ?? epochDay(localDateOf(now, zone));
  const gapDays = until - before.epochDay;
  if (gapDays - 1 <= phase.maxClearDays) return null;
  const isLetBe =
    session !== undefined &&
    'id' in session &&
    course.overridden.some(({ sessionId, code }) => sessionId === session.id && LETS_BE.includes(code));
  if (isLetBe) return null;
  return {
    afterSequence: before.sequence,
    nextSequence: session?.sequence ?? null,
    gapDays,
    choices: ['replan', 'extend', 'restart'],
  };
}

/** A clinician has let the gap before a session be: when it came about, or when the course was to go on. */
const LETS_BE: readonly Violation['code'][] = ['too-far', 'interrupted'];

export const interruptionWords = ({ afterSequence, gapDays }: Interruption): string =>
  `${days(gapDays)} after session ${afterSequence}: a clinician decides whether the course goes on, is extended or begins anew.`;

/**
 * Where a course stands once its sessions are as given. When the last of its planned sessions is over, a clinician looks
 * at how the patient responded, unless an order says already what follows; a course of which nothing took place, and
 * nothing is to come, has stopped.
 */
export function stateWith(
  { state, hasBoosterOrder }: Pick<ChangingCourse, 'state' | 'hasBoosterOrder'>,
  sessions: readonly (CourseSession | NewSession)[],
): CourseState {
  if (state === 'stopped' || state === 'on-hold') return state;
  if (hasPlannedToCome(sessions)) return 'induction';
  if (state === 'maintenance') return state;
  if (!sessions.some(({ status }) => status === 'fulfilled')) {
    return sessions.some(isToCome) ? state : 'stopped';
  }
  if (state === 'assessment') return 'assessment';
  return hasBoosterOrder ? 'maintenance' : 'assessment';
}

/** Has the patient missed so many sessions in a row that a clinician has to look (CLINICAL R53)? */
export function hasMissedInARow(sessions: readonly Pick<CourseSession, 'status' | 'startsAt'>[]): boolean {
  const latest = sessions
    .filter(({ status }) => status === 'fulfilled' || status === 'noshow')
    .sort((a, b) => b.startsAt - a.startsAt)
    .slice(0, MISSED_IN_A_ROW);
  return latest.length === MISSED_IN_A_ROW && latest.every(({ status }) => status === 'noshow');
}
