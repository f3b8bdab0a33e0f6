import type { DatedSession } from '#server/scheduling/course/course-rules.ts';
import {
  datedSessions,
  inCourseOrder,
  isHolding,
  isOpen,
  isPlanned,
  isUpcoming,
  lackingPhases,
  nextSequence,
  phaseNamed,
} from '#server/scheduling/course/course-sessions.ts';
import { planCourse } from '#server/scheduling/plan/plan.ts';
import { blockMinutes, type ProtocolPhase, plannedCount } from '#server/scheduling/protocol.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import type { Availability } from '#server/scheduling/room/day-starts.ts';
import { broken, MOST_EXTRA_SESSIONS, type Override, RULES } from '#server/scheduling/rules.ts';
import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { epochDay, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import type { Draft } from './change-draft.ts';
import { nothingChanges, openSession, refused, thisAndTheRest, withStarts } from './change-move.ts';
import { cancelled } from './change-status.ts';
import type {
  ChangeQuestion,
  ChangeRequest,
  CourseSession,
  NewSession,
  RefusedChange,
} from './course-change.ts';
import { lastDayAsked } from './days-asked.ts';
import { type LocalPlace, placeOf } from './displacement.ts';
import { type ReplanItem, replanCourse } from './replan.ts';

/** Modes that search: the rest of a course anew, more of it, or all of it from the beginning. */

type Asked<M extends ChangeRequest['mode']> = ChangeQuestion<Extract<ChangeRequest, { mode: M }>>;

/** What is to come anew, with as little moved as can be; what the course lacks is put back at its end. */
export function replan(question: Asked<'replan'>): Draft | RefusedChange {
  const { request, course, calendar, now } = question;
  const order = inCourseOrder(course.sessions.filter((one) => isPlanned(one) && isOpen(one, now)));
  const first = request.sessionId === null ? null : openSession(course.sessions, request.sessionId, now);
  if (first && 'ok' in first) return first;
  if (first && !isPlanned(first)) {
    return refused(broken('session-not-open', 'A booster is moved, not planned anew.', first.sequence));
  }
  const rest = first ? thisAndTheRest(course.sessions, first, now) : order;
  const lacking = lackingPhases(course.definition, course.sessions, course.plannedCount);
  const booster = lacking.length > 0 ? againstBoosters(course.sessions) : null;
  if (booster) return booster;
  if (rest.length + lacking.length === 0)
    return nothingChanges('Nothing is to come, and nothing is lacking.');
  const pinned =
    first && request.startsAt !== null
      ? { sessionId: first.id, at: placeOf(request.startsAt, calendar.zone) }
      : null;
  return searched(question, { rest, lacking, pinned, from: request.from });
}

/** So many sessions more after the last of the induction, by a clinician's order (CLINICAL R9). */
export function extend(question: Asked<'extend'>): Draft | RefusedChange {
  const { request, course, now } = question;
  const most = plannedCount(course.definition) + MOST_EXTRA_SESSIONS;
  const wanted = course.plannedCount + request.sessions;
  if (wanted > most) {
    return refused(broken('too-many-sessions', `${wanted} sessions: the protocol goes to ${most} at most.`));
  }
  const booster = againstBoosters(course.sessions);
  if (booster) return booster;
  const rest = inCourseOrder(course.sessions.filter((one) => isPlanned(one) && isOpen(one, now)));
  const induction = phaseNamed(course.definition, 'induction');
  const more = Array.from({ length: request.sessions }, () => induction);
  const lacking = lackingPhases(course.definition, course.sessions, course.plannedCount);
  const draft = searched(question, {
    rest,
    lacking: [...lacking, ...more],
    pinned: null,
    from: request.from,
  });
  return 'ok' in draft ? draft : { ...draft, plannedCount: wanted };
}

/** The course ends here, with its history, and another begins: planned like any new one, at the time of day of the old. */
export function restart({ request, course, calendar, now, seed }: Asked<'restart'>): Draft | RefusedChange {
  const { definition, needs } = course;
  const { zone } = calendar;
  const today = localDateOf(now, zone);
  const firstDay = epochDay(request.from < today ? today : request.from);
  const asked = { ...needs, block: definition.block, ignoreSessionIds: idsOf(course.sessions) };
  const availability = availabilityFor(calendar, asked, now);
  const usual = usualMinute(course.sessions, zone);
  const [plan] = planCourse({
    definition,
    availability,
    firstDay,
    lastFirstDay: firstDay + DAYS_TO_BEGIN,
    lastDay: lastDayAsked({ request, course, zone, now }),
    preferences: usual === null ? {} : { timeOfDay: { from: usual, to: usual } },
    limit: 1,
    seed,
  });
  if (!plan) return refused(broken('no-plan', 'No complete course fits from that day on.'));
  const phases = definition.phases.flatMap(({ phase, sessions }) =>
    Array.from({ length: sessions }, () => phase),
  );
  const sessions = plan.sessions.map(({ epochDay: day, start }, index): NewSession => {
    const starts = availability.day(day);
    const startsAt = starts.instants[start] as Instant;
    return {
      sequence: index + 1,
      phase: phases[index] ?? 'induction',
      status: 'booked',
      startsAt,
      endsAt: startsAt + blockMinutes(definition.block) * 60_000,
      poolId: needs.poolIds[starts.pools[start] as number] ?? (needs.poolIds[0] as string),
      block: definition.block,
    };
  });
  return {
    sessions: course.sessions.map((one) => (isUpcoming(one) ? cancelled(one, 'plan-changes') : one)),
    state: 'stopped',
    newCourse: { plannedCount: plannedCount(definition), sessions },
  };
}

/** Days after the one asked for on which a course that begins anew may begin, as for any new course. */
const DAYS_TO_BEGIN = 28;

/** What is put back comes before the boosters: with one booked or done, there is no place for it. */
function againstBoosters(sessions: readonly CourseSession[]): RefusedChange | null {
  const booster = sessions.find((one) => !isPlanned(one) && (isToCome(one) || one.status === 'fulfilled'));
  return booster ? refused(broken('booster-booked', RULES['booster-booked'].words, booster.sequence)) : null;
}

type Search = {
  readonly rest: readonly CourseSession[];
  /** The phases of the sessions to be added. */
  readonly lacking: readonly ProtocolPhase[];
  readonly pinned: { readonly sessionId: string; readonly at: LocalPlace } | null;
  readonly from: LocalDate | null;
};

type Item = {
  readonly session: CourseSession | null;
  readonly phase: ProtocolPhase;
  readonly sequence: number;
};

function searched(question: ChangeQuestion, { rest, lacking, pinned, from }: Search): Draft | RefusedChange {
  const { course, calendar, now, seed, overrides, role } = question;
  const { zone } = calendar;
  const staying = course.sessions.filter((session) => !rest.includes(session));
  const before = datedSessions(course.definition, zone, staying);
  const items = itemsInOrder(question, rest, lacking, before);
  const firstDay = epochDay([localDateOf(now, zone), from ?? ''].sort().at(-1) as LocalDate);
  const availabilities = new Map<string, Availability>();
  const availabilityOf = (block: CourseSession['block']): Availability => {
    const key = Object.values(block).join(' ');
    const needs = { ...course.needs, block, ignoreSessionIds: idsOf(rest) };
    const known = availabilities.get(key) ?? availabilityFor(calendar, needs, now);
    availabilities.set(key, known);
    return known;
  };
  const asked = items.map(
    ({ session, phase, sequence }): ReplanItem => ({
      sequence,
      phase,
      availability: availabilityOf(session?.block ?? course.definition.block),
      at: session && placeOf(session.startsAt, zone),
      pinned: pinned && session?.id === pinned.sessionId ? pinned.at : null,
      bends:
        pinned && session?.id === pinned.sessionId ? new Set(SPACING) : bentBy(overrides, role, sequence),
    }),
  );
  const usual = usualMinute(course.sessions, zone) ?? 0;
  for (const relaxed of RELAXED) {
    const found = replanCourse({
      before,
      items: asked.map((item, index) => ({ ...item, bends: new Set([...item.bends, ...relaxed(index)]) })),
      firstDay,
      lastDay: lastDayAsked({ request: question.request, course, zone, now }),
      usualMinute: usual,
      seed,
    });
    if (!found) continue;
    const starts = found.map(({ epochDay: day, start }, index) => {
      const { instants } = (asked[index] as ReplanItem).availability.day(day);
      return instants[start] as Instant;
    });
    return draftOf(question, items, starts);
  }
  return refused(
    broken(
      'no-plan',
      'No times fit for what is to come, even where a clinician bends the rules of its length.',
    ),
  );
}

/** The rules between sessions, which a time that somebody pinned may bend: they are shown it. */
const SPACING = ['too-close', 'too-many-in-week', 'too-far', 'span-exceeded'] as const;

/**
 * Within the rules first. Where that cannot be, the course as it would be with a long gap before what comes next, or
 * with a longer span, is shown all the same: it says whose decision it is.
 */
const RELAXED: readonly ((index: number) => readonly string[])[] = [
  () => [],
  (index) => (index === 0 ? ['too-far'] : []),
  () => ['span-exceeded'],
  (index) => (index === 0 ? ['too-far', 'span-exceeded'] : ['span-exceeded']),
];

function bentBy(overrides: readonly Override[], role: Role, sequence: number): ReadonlySet<string> {
  const given = overrides.filter(
    (override) => override.sequence === sequence && RULES[override.code].mayOverride.includes(role),
  );
  return new Set(given.map(({ code }) => code));
}

/** What is to come in its order, and what is added at the end of its phase, or of the phase that the course has come to. */
function itemsInOrder(
  { course }: ChangeQuestion,
  rest: readonly CourseSession[],
  lacking: readonly ProtocolPhase[],
  before: readonly DatedSession[],
): Item[] {
  const { phases } = course.definition;
  const reached = before.reduce((latest, { phase }) => Math.max(latest, phases.indexOf(phase)), 0);
  const kept = rest.map((session) => ({
    session,
    phase: phaseNamed(course.definition, session.phase),
    sequence: session.sequence,
  }));
  const next = nextSequence(course.sessions);
  const added = lacking
    .map((phase) => Math.max(phases.indexOf(phase), reached))
    .sort((a, b) => a - b)
    .map((phase, index) => ({
      session: null,
      phase: phases[phase] as ProtocolPhase,
      sequence: next + index,
    }));
  return [...kept, ...added].sort(
    (a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase) || a.sequence - b.sequence,
  );
}

function draftOf(
  question: ChangeQuestion,
  items: readonly Item[],
  starts: readonly Instant[],
): Draft | RefusedChange {
  const { course } = question;
  const moved = new Map<string, Instant>();
  const added: NewSession[] = [];
  items.forEach(({ session, phase, sequence }, index) => {
    const startsAt = starts[index] as Instant;
    if (session) {
      moved.set(session.id, startsAt);
      return;
    }
    const { block } = course.definition;
    added.push({
      sequence,
      phase: phase.phase,
      status: 'booked',
      startsAt,
      endsAt: startsAt + blockMinutes(block) * 60_000,
      poolId: course.needs.poolIds[0] as string,
      block,
    });
  });
  const stays = items.every(({ session }, index) => session?.startsAt === starts[index]);
  if (stays) return nothingChanges('Everything that is to come is within the rules where it is.');
  return { sessions: [...withStarts(course.sessions, moved), ...added] };
}

const idsOf = (sessions: readonly CourseSession[]): ReadonlySet<string> =>
  new Set(sessions.map(({ id }) => id));

/** The time of day that the course mostly has; of two that it has equally often, the earlier. */
function usualMinute(sessions: readonly CourseSession[], zone: string): number | null {
  const counts = new Map<number, number>();
  for (const session of sessions) {
    if (!isPlanned(session) || !isHolding(session)) continue;
    const { minute } = placeOf(session.startsAt, zone);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([a, often], [b, oftener]) => oftener - often || a - b);
  return first?.[0] ?? null;
}
