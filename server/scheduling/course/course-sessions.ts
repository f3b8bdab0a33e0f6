import type { CourseSession, NewSession } from '#server/scheduling/change/course-change.ts';
import type { ProtocolDefinition, ProtocolPhase } from '#server/scheduling/protocol.ts';
import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { epochDay, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import {
  HOLDING_STATUSES,
  type Phase,
  type SessionStatus,
  UPCOMING_STATUSES,
} from '#server/scheduling/vocabulary.ts';
import type { DatedSession } from './course-rules.ts';

/**
 * The sessions of a course, counted and put in order. A session keeps its number for ever: one that is missed or
 * cancelled keeps it too, and what is put in its place gets the next number that was never used. So the numbers say in
 * which order sessions were meant, and "n of m" is counted from those that count.
 */

type Counted = { readonly phase: Phase; readonly status: SessionStatus };

const HOLDING: readonly SessionStatus[] = HOLDING_STATUSES;
const UPCOMING: readonly SessionStatus[] = UPCOMING_STATUSES;

/** Of the phases that are booked at once. The others are boosters. */
export const isPlanned = ({ phase }: Pick<Counted, 'phase'>): boolean => phase !== 'maintenance';

/** It took place, or is still to come: it counts, and holds its time. */
export const isHolding = ({ status }: Pick<Counted, 'status'>): boolean => HOLDING.includes(status);

/** It is still to come and nobody has arrived: it may be moved or taken out. */
export const isOpen = (
  { status, startsAt }: Pick<Counted, 'status'> & { readonly startsAt: Instant },
  now: Instant,
): boolean => UPCOMING.includes(status) && startsAt > now;

/** Booked, and nobody has arrived, be its time past or not. */
export const isUpcoming = ({ status }: Pick<Counted, 'status'>): boolean => UPCOMING.includes(status);

/** "3 of 6": the place of a planned session among those that count, and how many there are to be. */
export function placeInCourse<S extends Counted & { readonly startsAt: Instant }>(
  sessions: readonly S[],
  plannedCount: number,
  session: S,
): { place: number; of: number } | null {
  if (!isPlanned(session) || !isHolding(session)) return null;
  const counting = sessions.filter((other) => isPlanned(other) && isHolding(other));
  return { place: counting.filter(({ startsAt }) => startsAt <= session.startsAt).length, of: plannedCount };
}

/** How many planned sessions the course lacks: missed, cancelled, and not planned again. */
export const lackingCount = (sessions: readonly Counted[], plannedCount: number): number =>
  Math.max(0, plannedCount - sessions.filter((one) => isPlanned(one) && isHolding(one)).length);

/** The phases that what the course lacks belongs to: those of the sessions it lost last. */
export function lackingPhases(
  definition: ProtocolDefinition,
  sessions: readonly CourseSession[],
  plannedCount: number,
): ProtocolPhase[] {
  const lost = sessions
    .filter((one) => isPlanned(one) && !isHolding(one) && one.status !== 'entered-in-error')
    .sort((a, b) => b.startsAt - a.startsAt || b.sequence - a.sequence);
  return Array.from({ length: lackingCount(sessions, plannedCount) }, (_, index) =>
    phaseNamed(definition, lost[index]?.phase ?? 'induction'),
  );
}

/** The next number that no session of the course ever had. */
export const nextSequence = (sessions: readonly { readonly sequence: number }[]): number =>
  sessions.reduce((highest, { sequence }) => Math.max(highest, sequence), 0) + 1;

/** The rules of a phase. A clinic's protocol that lacks the phase goes by its first. */
export const phaseNamed = (definition: ProtocolDefinition, phase: Phase): ProtocolPhase =>
  definition.phases.find((one) => one.phase === phase) ?? (definition.phases[0] as ProtocolPhase);

/** Phases in their order, and within one by number: how the sessions are meant to follow each other. */
export const inCourseOrder = <S extends { readonly phase: Phase; readonly sequence: number }>(
  sessions: readonly S[],
): S[] =>
  [...sessions].sort((a, b) => ORDER.indexOf(a.phase) - ORDER.indexOf(b.phase) || a.sequence - b.sequence);

const ORDER: readonly Phase[] = ['induction', 'continuation', 'maintenance'];

/** The planned sessions that count, in order, as the rules between them see them. */
export const datedSessions = (
  definition: ProtocolDefinition,
  zone: string,
  sessions: readonly (CourseSession | NewSession)[],
): DatedSession[] =>
  inCourseOrder(sessions.filter((one) => isPlanned(one) && isHolding(one))).map(
    ({ sequence, phase, startsAt }) => ({
      sequence,
      phase: phaseNamed(definition, phase),
      epochDay: epochDay(localDateOf(startsAt, zone)),
    }),
  );

/** Is a planned session still to come? */
export const hasPlannedToCome = (sessions: readonly Counted[]): boolean =>
  sessions.some((one) => isPlanned(one) && isToCome(one));
