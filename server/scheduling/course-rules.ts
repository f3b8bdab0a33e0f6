import { dateOfEpochDay } from './clinic-time.ts';
import type { ProtocolDefinition, ProtocolPhase } from './protocol.ts';
import { broken } from './rules.ts';
import { clearDays, days, type Violation } from './violation.ts';

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

/**
 * What is wrong between sessions that come in order of their numbers. The later session of a pair is the one at fault,
 * and its phase's rule holds. Monday and Wednesday have one clear day between them.
 */
export function courseViolations(sessions: readonly DatedSession[]): Violation[] {
  const found: Violation[] = [];
  sessions.forEach((session, index) => {
    const before = sessions[index - 1];
    if (before) found.push(...pairViolations(before, session));
    const { maxInRolling7Days } = session.phase;
    const inWeek = sessions
      .slice(0, index)
      .filter(({ epochDay }) => epochDay <= session.epochDay && session.epochDay - epochDay < 7);
    const early = inWeek[inWeek.length - maxInRolling7Days];
    if (early) {
      found.push(
        broken(
          'too-many-in-week',
          `More than ${maxInRolling7Days} sessions within 7 days, from session ${early.sequence} on.`,
          session.sequence,
        ),
      );
    }
    const phaseStart = sessions.find((other) => other.phase === session.phase);
    const { maxSpanDays } = session.phase;
    if (phaseStart && maxSpanDays !== null && session.epochDay - phaseStart.epochDay > maxSpanDays) {
      found.push(
        broken(
          'span-exceeded',
          `More than ${maxSpanDays} days after session ${phaseStart.sequence}: a clinician decides on so long a course.`,
          session.sequence,
        ),
      );
    }
  });
  return found;
}

function pairViolations(before: DatedSession, session: DatedSession): Violation[] {
  const gap = session.epochDay - before.epochDay;
  const { minClearDays, maxClearDays } = session.phase;
  if (gap < 0) {
    return [
      broken(
        'out-of-order',
        `Before session ${before.sequence}, on ${dateOfEpochDay(before.epochDay)}.`,
        session.sequence,
      ),
    ];
  }
  if (gap - 1 < minClearDays) {
    return [
      broken(
        'too-close',
        `Too close to session ${before.sequence}: ${clearDays(minClearDays)} needed between.`,
        session.sequence,
      ),
    ];
  }
  if (gap - 1 > maxClearDays) {
    return [
      broken(
        'too-far',
        `${days(gap)} after session ${before.sequence}: more than ${maxClearDays} clear days are a clinician's decision.`,
        session.sequence,
      ),
    ];
  }
  return [];
}
