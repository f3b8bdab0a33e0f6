import { isHolding } from '#server/scheduling/course/course-sessions.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { SessionStatus } from '#server/scheduling/vocabulary.ts';

/**
 * Which chairs have become free again, by the history of the sessions alone. Whoever cancels, misses, omits or moves a
 * session gives its time up; whoever is booked, moved or put back there afterwards uses it up. So a freed chair is gone
 * as soon as anybody has its time, by whichever way, and nothing needs to be kept up to date.
 */

/** One line of a session's history, as far as its place goes. */
export type PlaceStep = {
  readonly id: string;
  readonly at: Instant;
  readonly fromStatus: SessionStatus | null;
  readonly toStatus: SessionStatus;
  /** Where it was and where it went, if the step moved it. */
  readonly movedFrom: Instant | null;
  /** The pool that it left, if the step took it to another. */
  readonly fromPoolId: string | null;
};

export type PlaceHistory = {
  readonly courseId: string;
  readonly poolId: string;
  /** Where it is now, or was last. */
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** In order of time. */
  readonly steps: readonly PlaceStep[];
};

/** How a chair became free. */
export const FREED_BY = ['moved', 'cancelled', 'missed', 'taken-back'] as const;
export type FreedBy = (typeof FREED_BY)[number];

export type FreedChair = {
  /** The step of history that freed it: one step frees one chair. */
  readonly id: string;
  readonly poolId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly freedAt: Instant;
  readonly freedBy: FreedBy;
  /** The course that gave it up: it is not offered what it has just left. */
  readonly courseId: string;
};

type Place = { readonly poolId: string; readonly startsAt: Instant; readonly endsAt: Instant };
type Turn = {
  readonly courseId: string;
  readonly step: PlaceStep;
  readonly givesUp: Place | null;
  readonly takes: Place | null;
};

/** The freed chairs that begin in a stretch, the next first. Whether there is room still, the calendar says. */
export function freedChairs(
  histories: readonly PlaceHistory[],
  stretch: { readonly from: Instant; readonly to: Instant },
): FreedChair[] {
  const turns = histories
    .flatMap(turnsOf)
    .sort((a, b) => a.step.at - b.step.at || (a.step.id < b.step.id ? -1 : 1));
  const free: FreedChair[] = [];
  for (const { courseId, step, givesUp, takes } of turns) {
    if (givesUp) {
      free.push({ id: step.id, ...givesUp, freedAt: step.at, freedBy: freedBy(step), courseId });
    }
    const used = takes && mostOverlapped(free, takes);
    if (used) free.splice(free.indexOf(used), 1);
  }
  return free
    .filter(({ startsAt }) => startsAt > stretch.from && startsAt < stretch.to)
    .sort((a, b) => a.startsAt - b.startsAt || a.freedAt - b.freedAt || (a.id < b.id ? -1 : 1));
}

/** From where the session is now back to where it was before each step. */
function turnsOf({ courseId, steps, ...now }: PlaceHistory): Turn[] {
  const turns: Turn[] = [];
  let after: Place = now;
  for (const step of steps.toReversed()) {
    const before: Place =
      step.movedFrom === null
        ? after
        : {
            poolId: step.fromPoolId ?? after.poolId,
            startsAt: step.movedFrom,
            endsAt: step.movedFrom + after.endsAt - after.startsAt,
          };
    const had = step.fromStatus !== null && isHolding({ status: step.fromStatus });
    const has = isHolding({ status: step.toStatus });
    const isElsewhere = before.startsAt !== after.startsAt || before.poolId !== after.poolId;
    turns.push({
      courseId,
      step,
      givesUp: had && (!has || isElsewhere) ? before : null,
      takes: has && (!had || isElsewhere) ? after : null,
    });
    after = before;
  }
  return turns.reverse();
}

function freedBy({ fromStatus, toStatus }: PlaceStep): FreedBy {
  if (isHolding({ status: toStatus }) || fromStatus === null) return 'moved';
  if (toStatus === 'noshow') return 'missed';
  return toStatus === 'cancelled' ? 'cancelled' : 'taken-back';
}

/** Of what is free, that which a place uses up; where several are alike, the one that has been free longest. */
function mostOverlapped(free: readonly FreedChair[], place: Place): FreedChair | null {
  let best: FreedChair | null = null;
  let most = 0;
  for (const chair of free) {
    if (chair.poolId !== place.poolId) continue;
    const overlap = Math.min(chair.endsAt, place.endsAt) - Math.max(chair.startsAt, place.startsAt);
    if (overlap > most) {
      best = chair;
      most = overlap;
    }
  }
  return best;
}
