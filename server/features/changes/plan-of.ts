import type { JudgedChange } from '#server/booking/judged-change.ts';
import type { ShownPlan } from '#server/scheduling/change/change-as-shown.ts';
import type { MadeMode } from '#server/scheduling/vocabulary.ts';

/** Modes that search, and whose plan can be judged again without another search. */
const SEARCHING: readonly MadeMode[] = ['replan', 'extend'];

/** What the search of a change has found, so that its commit need not search again. */
export function planOf({ shown }: JudgedChange): ShownPlan | null {
  if (!SEARCHING.includes(shown.mode)) return null;
  const moved = shown.moved.map(({ after }) => ({ ...after, id: after.id as string | null }));
  const added = shown.added.map((session) => ({ ...session, id: null }));
  return {
    plannedCount: shown.newPlannedCount,
    sessions: [...moved, ...added].map(({ id, sequence, phase, startsAt, poolId }) => ({
      id,
      sequence,
      phase,
      startsAt,
      poolId,
    })),
  };
}
