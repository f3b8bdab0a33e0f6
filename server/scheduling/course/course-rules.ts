import type { ProtocolDefinition, ProtocolPhase } from '#server/scheduling/protocol.ts';
import { broken, LONG_GAP_DAYS } from '#server/scheduling/rules.ts';
import { dateOfEpochDay } from '#server/scheduling/time/clinic-time.ts';
import { clearDays, days, type Violation } from '#server/scheduling/violation.ts';

/** The rules between the sessions of one course: order, clear days, how many in a week, how long in all. */

/** The phase of each session that is booked in one action, by its index. */
export const phasesBySession = (definition: ProtocolDefinition): ProtocolPhase[] =>
  definition.phases.flatMap((phase) => Array.from({ length: phase.sessions }, () => phase));

/** A session as these rules see it: its number, its phase, its local day. */
export type DatedSession = {
  readonly sequence: number;
  readonly phase: ProtocolPhase;
  readonly epochDay: number;
};

/** A breach, and the numbers of the sessions that have a part in it. */
export type Breach = { readonly violation: Violation; readonly involves: readonly number[] };

/**
 * What is wrong between sessions that come in order of their numbers. The later session of a pair is the one at fault,
 * and its phase's rule holds. Monday and Wednesday have one clear day between them.
 */
export const courseViolations = (sessions: readonly DatedSession[]): Violation[] =>
  courseBreaches(sessions).map(({ violation }) => violation);

/** The same, with who has a part in it. */
export function courseBreaches(sessions: readonly DatedSession[]): Breach[] {
  const found: Breach[] = [];
  sessions.forEach((session, index) => {
    const before = sessions[index - 1];
    const pair = before && pairViolation(before, session);
    if (pair) found.push({ violation: pair, involves: [before.sequence, session.sequence] });
    const { maxInRolling7Days } = session.phase;
    const inWeek = sessions
      .slice(0, index)
      .filter(({ epochDay }) => epochDay <= session.epochDay && session.epochDay - epochDay < 7);
    const early = inWeek[inWeek.length - maxInRolling7Days];
    if (early) {
      found.push({
        violation: broken(
          'too-many-in-week',
          `More than ${maxInRolling7Days} sessions within 7 days, from session ${early.sequence} on.`,
          session.sequence,
        ),
        involves: [...inWeek.map(({ sequence }) => sequence), session.sequence],
      });
    }
    const ofPhase = sessions.filter((other) => other.phase === session.phase);
    const phaseStart = ofPhase[0] ?? session;
    const longest = longestSpan(session.phase, ofPhase.indexOf(session) + 1);
    if (longest !== null && session.epochDay - phaseStart.epochDay > longest) {
      found.push({
        violation: broken(
          'span-exceeded',
          `More than ${longest} days after session ${phaseStart.sequence}: a clinician decides on so long a course.`,
          session.sequence,
        ),
        involves: [phaseStart.sequence, session.sequence],
      });
    }
  });
  return found;
}

/**
 * Days from a phase's first session to its nth, at most. What a clinician adds to the protocol's own number takes its
 * time on top: two a week, so a week for two.
 */
export const longestSpan = ({ maxSpanDays, sessions, perWeek }: ProtocolPhase, nth: number): number | null =>
  maxSpanDays === null ? null : maxSpanDays + Math.ceil((Math.max(0, nth - sessions) * 7) / perWeek);

/** What a person is told of, and may pass over: a gap that is long, a phase that takes longer than it aims at. */
export function courseWarnings(sessions: readonly DatedSession[]): Breach[] {
  const found: Breach[] = [];
  sessions.forEach((session, index) => {
    const before = sessions[index - 1];
    const gap = before ? session.epochDay - before.epochDay : 0;
    if (before && gap > LONG_GAP_DAYS && gap - 1 <= session.phase.maxClearDays) {
      found.push({
        violation: broken('long-gap', `${days(gap)} after session ${before.sequence}.`, session.sequence),
        involves: [before.sequence, session.sequence],
      });
    }
    const ofPhase = sessions.filter((other) => other.phase === session.phase);
    const span = session.epochDay - (ofPhase[0] ?? session).epochDay;
    const { targetSpanDays: target, sessions: count } = session.phase;
    const isLast = ofPhase.at(-1) === session && ofPhase.length <= count;
    if (target && isLast && span > target.max && span <= (longestSpan(session.phase, count) ?? Infinity)) {
      found.push({
        violation: broken(
          'long-course',
          `${days(span)} after session ${ofPhase[0]?.sequence}: it aims at ${target.max} at most.`,
          session.sequence,
        ),
        involves: [ofPhase[0]?.sequence ?? session.sequence, session.sequence],
      });
    }
  });
  return found;
}

function pairViolation(before: DatedSession, session: DatedSession): Violation | null {
  const gap = session.epochDay - before.epochDay;
  const { minClearDays, maxClearDays } = session.phase;
  if (gap < 0) {
    return broken(
      'out-of-order',
      `Before session ${before.sequence}, on ${dateOfEpochDay(before.epochDay)}.`,
      session.sequence,
    );
  }
  if (gap - 1 < minClearDays) {
    return broken(
      'too-close',
      `Too close to session ${before.sequence}: ${clearDays(minClearDays)} needed between.`,
      session.sequence,
    );
  }
  if (gap - 1 > maxClearDays) {
    return broken(
      'too-far',
      `${days(gap)} after session ${before.sequence}: more than ${maxClearDays} clear days are a clinician's decision.`,
      session.sequence,
    );
  }
  return null;
}
