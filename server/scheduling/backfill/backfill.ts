import type { BoosterWindow } from '#server/scheduling/booster/booster.ts';
import { isInWindow } from '#server/scheduling/booster/booster.ts';
import type { DatedSession } from '#server/scheduling/course/course-rules.ts';
import {
  inCourseOrder,
  isHolding,
  isOpen,
  isPlanned,
  lackingCount,
  phaseNamed,
} from '#server/scheduling/course/course-sessions.ts';
import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';
import type { Instant, LocalDate, LocalTime } from '#server/scheduling/time/calendar.ts';
import {
  daysBetween,
  epochDay,
  localReading,
  minuteOf,
  weekdayOf,
} from '#server/scheduling/time/clinic-time.ts';
import { days } from '#server/scheduling/violation.ts';
import type { CourseState, Phase, SessionStatus } from '#server/scheduling/vocabulary.ts';
import { daysLate } from './days-late.ts';

/**
 * Whom a freed time would help, and by how much: those who asked for one, whose booster is due, whose course lacks a
 * session, or would come nearer to what it aims at. It says what is worth asking. Whether it may be is for the rules,
 * which are asked afterwards by the same functions that book and change.
 */

/** Somebody on the waitlist. */
export type WaitlistWish = {
  readonly id: string;
  /** The session that should be elsewhere; null: the next booster. */
  readonly sessionId: string | null;
  /** Only a time before the one that is booked. */
  readonly onlyEarlier: boolean;
  /** Empty: any. */
  readonly weekdays: readonly number[];
  /** Starts that would suit: from, and at the latest. */
  readonly timeOfDay: { readonly from: LocalTime; readonly to: LocalTime } | null;
  /** The last day that would suit. */
  readonly until: LocalDate;
  readonly askedAt: Instant;
};

export type OutlinedSession = {
  readonly id: string;
  readonly sequence: number;
  readonly phase: Phase;
  readonly status: SessionStatus;
  readonly startsAt: Instant;
};

/** A course as far as it could be helped. */
export type HelpableCourse = {
  readonly courseId: string;
  readonly state: CourseState;
  readonly definition: ProtocolDefinition;
  readonly plannedCount: number;
  readonly sessions: readonly OutlinedSession[];
  /** When the next booster may be, where an order allows one now. */
  readonly boosterWindow: BoosterWindow | null;
  readonly wishes: readonly WaitlistWish[];
};

/** What the freed time would be to a course. */
export type Fill =
  | { readonly kind: 'move'; readonly sessionId: string }
  /** One of the sessions that it lacks. */
  | { readonly kind: 'add' }
  | { readonly kind: 'booster' };

export const HELP_CODES = ['asked', 'booster-due', 'lacks-session', 'nearer-target'] as const;
export type HelpCode = (typeof HELP_CODES)[number];

export type Help = {
  readonly code: HelpCode;
  readonly words: string;
  /** Days that it would gain; null where days do not say it. */
  readonly gainDays: number | null;
};

/** Why a course should have the time, the strongest reason first. */
export type HelpedCourse = {
  readonly courseId: string;
  readonly fill: Fill;
  readonly helps: readonly [Help, ...Help[]];
  /** The wish that it would grant. */
  readonly wishId: string | null;
  /** Since when it waits: when it was asked for, or was due. Decides between those who gain as much. */
  readonly since: number;
};

type Asked = { readonly startsAt: Instant; readonly zone: string; readonly now: Instant };
type One = Omit<HelpedCourse, 'courseId' | 'helps'> & { readonly help: Help };

/** What the time could be to a course: each way once, the best first. Empty: it would not help. */
export function waysToHelp(course: HelpableCourse, asked: Asked): HelpedCourse[] {
  if (course.state === 'stopped' || course.state === 'on-hold') return [];
  const found = [
    ...byWishes(course, asked),
    ...byBooster(course, asked),
    ...byLacking(course),
    ...byTarget(course, asked),
  ];
  const ways = new Map<string, One[]>();
  for (const one of found) {
    const key = one.fill.kind === 'move' ? one.fill.sessionId : one.fill.kind;
    ways.set(key, [...(ways.get(key) ?? []), one]);
  }
  return [...ways.values()]
    .map((reasons): HelpedCourse => {
      const [first, ...rest] = reasons as [One, ...One[]];
      const { fill, since } = first;
      const others = rest.filter(({ help }) => help.code !== first.help.code);
      const wishId = reasons.find((one) => one.wishId !== null)?.wishId ?? null;
      return {
        courseId: course.courseId,
        fill,
        helps: [first.help, ...others.map(({ help }) => help)],
        wishId,
        since,
      };
    })
    .sort(byHelp);
}

/** Who asked comes first, then whose booster is due, then courses; who gains more, then who waits longer. */
export const byHelp = (a: HelpedCourse, b: HelpedCourse): number =>
  HELP_CODES.indexOf(a.helps[0].code) - HELP_CODES.indexOf(b.helps[0].code) ||
  (b.helps[0].gainDays ?? 0) - (a.helps[0].gainDays ?? 0) ||
  a.since - b.since ||
  (a.courseId < b.courseId ? -1 : Number(a.courseId > b.courseId));

/** Could any time help it? To ask of thousands of courses once, before each freed time is asked about. */
export const isHelpable = (course: HelpableCourse, zone: string, now: Instant): boolean =>
  course.state !== 'stopped' &&
  course.state !== 'on-hold' &&
  (course.wishes.length > 0 ||
    dueWindow(course) !== null ||
    byLacking(course).length > 0 ||
    (course.sessions.some((session) => isOpen(session, now)) &&
      (daysLate(dated(course, zone)) > 0 || bookedBooster(course) !== null)));

function byWishes(course: HelpableCourse, asked: Asked): One[] {
  const { date, minute } = localReading(asked.startsAt, asked.zone);
  return course.wishes
    .toSorted((a, b) => a.askedAt - b.askedAt)
    .flatMap((wish): One[] => {
      const { weekdays, timeOfDay } = wish;
      if (wish.until < date || (weekdays.length > 0 && !weekdays.includes(weekdayOf(date)))) return [];
      if (timeOfDay && (minute < minuteOf(timeOfDay.from) || minute > minuteOf(timeOfDay.to))) return [];
      return grant(course, wish, asked, date);
    });
}

/** What granting a wish would be, or nothing where what it asks for is over. */
function grant(
  course: HelpableCourse,
  wish: WaitlistWish,
  { startsAt, zone, now }: Asked,
  date: LocalDate,
): One[] {
  const { id: wishId, askedAt: since } = wish;
  const session =
    wish.sessionId === null
      ? bookedBooster(course)
      : (course.sessions.find(({ id }) => id === wish.sessionId) ?? null);
  if (!session) {
    if (wish.sessionId !== null || !course.boosterWindow) return [];
    const help: Help = { code: 'asked', words: 'Asked for a booster.', gainDays: null };
    return [{ fill: { kind: 'booster' }, help, wishId, since }];
  }
  const isSame = session.startsAt === startsAt;
  if (!isOpen(session, now) || isSame || (wish.onlyEarlier && startsAt > session.startsAt)) return [];
  const earlier = daysBetween(date, localReading(session.startsAt, zone).date);
  const help: Help = {
    code: 'asked',
    words: earlier > 0 ? `Asked for another time: ${days(earlier)} earlier.` : 'Asked for another time.',
    gainDays: earlier > 0 ? earlier : null,
  };
  return [{ fill: { kind: 'move', sessionId: session.id }, help, wishId, since }];
}

/** A booster that is due and not booked, or that is booked past the day on which it was due. */
function byBooster(course: HelpableCourse, { startsAt, zone, now }: Asked): One[] {
  const date = localReading(startsAt, zone).date;
  const due = dueWindow(course);
  if (due?.dueOn && isInWindow(date, due)) {
    const overdue = daysBetween(due.dueOn, localReading(now, zone).date);
    const help: Help = {
      code: 'booster-due',
      words:
        overdue > 0
          ? `The booster is ${days(overdue)} overdue, and none is booked.`
          : 'The booster is due, and none is booked.',
      gainDays: Math.max(0, overdue),
    };
    return [{ fill: { kind: 'booster' }, help, wishId: null, since: epochDay(due.dueOn) }];
  }
  const booked = bookedBooster(course);
  const window = course.boosterWindow;
  if (!booked || !window?.dueOn || !isOpen(booked, now) || booked.startsAt <= startsAt) return [];
  const bookedOn = localReading(booked.startsAt, zone).date;
  const gainDays = Math.abs(daysBetween(window.dueOn, bookedOn)) - Math.abs(daysBetween(window.dueOn, date));
  if (gainDays <= 0) return [];
  const words = `The booster would come ${days(gainDays)} nearer to the day it is due.`;
  const help: Help = { code: 'nearer-target', words, gainDays };
  return [{ fill: { kind: 'move', sessionId: booked.id }, help, wishId: null, since: booked.startsAt }];
}

/** The window of a booster that nothing is booked for. Boosters as needed are never due: who needs one asks. */
const dueWindow = (course: HelpableCourse): BoosterWindow | null =>
  course.boosterWindow?.dueOn && !course.boosterWindow.provisional && !bookedBooster(course)
    ? course.boosterWindow
    : null;

const bookedBooster = ({ sessions }: HelpableCourse): OutlinedSession | null =>
  sessions.find((one) => !isPlanned(one) && isHolding(one) && one.status !== 'fulfilled') ?? null;

function byLacking({ state, sessions, plannedCount }: HelpableCourse): One[] {
  if (state === 'maintenance') return [];
  const lacking = lackingCount(sessions, plannedCount);
  if (lacking === 0) return [];
  const words = lacking === 1 ? 'The course lacks a session.' : `The course lacks ${lacking} sessions.`;
  const help: Help = { code: 'lacks-session', words, gainDays: null };
  const lost = sessions.filter((one) => isPlanned(one) && !isHolding(one)).map(({ startsAt }) => startsAt);
  return [{ fill: { kind: 'add' }, help, wishId: null, since: Math.min(...lost) }];
}

/** A session of a course that is late, brought forward to where the course is less so. */
function byTarget(course: HelpableCourse, { startsAt, zone, now }: Asked): One[] {
  const later = course.sessions.filter(
    (one) => isPlanned(one) && isOpen(one, now) && one.startsAt > startsAt,
  );
  // Most courses have none: how late they are need not be known.
  const late = later.length === 0 ? 0 : daysLate(dated(course, zone));
  if (late === 0) return [];
  return later
    .flatMap((session): One[] => {
      const gainDays = late - daysLate(dated(course, zone, { ...session, startsAt }));
      if (gainDays <= 0) return [];
      const words = `The course would be ${days(gainDays)} nearer to what it aims at.`;
      const help: Help = { code: 'nearer-target', words, gainDays };
      return [{ fill: { kind: 'move', sessionId: session.id }, help, wishId: null, since: session.startsAt }];
    })
    .sort((a, b) => (b.help.gainDays ?? 0) - (a.help.gainDays ?? 0));
}

/** The planned sessions that count, in order, one of them perhaps elsewhere. */
function dated(
  { definition, sessions }: HelpableCourse,
  zone: string,
  moved: OutlinedSession | null = null,
): DatedSession[] {
  const counting = sessions.filter((one) => isPlanned(one) && isHolding(one));
  return inCourseOrder(counting).map((session) => {
    const { sequence, phase, startsAt } = session.id === moved?.id ? moved : session;
    return {
      sequence,
      phase: phaseNamed(definition, phase),
      epochDay: epochDay(localReading(startsAt, zone).date),
    };
  });
}
