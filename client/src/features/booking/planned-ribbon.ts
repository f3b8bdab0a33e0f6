import type { RibbonSession } from '#client/ui/course-ribbon.tsx';
import type { PlannedSession } from '#server/contract/plan.ts';

/** A plan as the ribbon draws it; what was moved since `original` shows where it stood. */
export function plannedRibbon(
  sessions: readonly PlannedSession[],
  original: readonly PlannedSession[] = sessions,
  bent: readonly number[] = [],
): RibbonSession[] {
  return sessions.map((session) => {
    const was = original.find(({ sequence }) => sequence === session.sequence);
    const isMoved = was !== undefined && Date.parse(was.startsAt) !== Date.parse(session.startsAt);
    return {
      key: String(session.sequence),
      sequence: session.sequence,
      phase: session.phase,
      startsAt: session.startsAt,
      state: bent.includes(session.sequence) ? 'bent' : isMoved ? 'moved' : 'coming',
      movedFrom: isMoved ? was.startsAt : null,
    };
  });
}
