import type { BusySession, ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { UPCOMING_STATUSES } from '#server/scheduling/vocabulary.ts';

/** A block that needs a chair of a pool. */
export type Wanted = { readonly poolId: string; readonly startsAt: Instant; readonly endsAt: Instant };

/** Another session that makes room by taking another chair of its pool. Its time stays. */
export type Repack = { readonly sessionId: string; readonly chairId: string };

/** Sessions in one search for a re-packing, at most, and steps of it: past them a booking is refused rather than slow. */
const MAX_STEPS = 20_000;

type Placed = { key: string; chairId: string; startsAt: Instant; endsAt: Instant; movable: boolean };

/**
 * A chair for each block, or null where there is none. Chairs of a pool are interchangeable until the patient arrives,
 * so where no chair is free for the whole of a block, those booked for later are re-packed to make room.
 * A block takes the chair that was last free the shortest time: long gaps are kept whole.
 */
export function assignChairs(
  calendar: ClinicCalendar,
  wanted: readonly Wanted[],
  now: Instant,
  ignoreSessionIds: ReadonlySet<string> = new Set(),
): { chairIds: string[]; repack: Repack[] } | null {
  const placed: Placed[] = [];
  for (const session of calendar.busy) {
    if (ignoreSessionIds.has(session.id)) continue;
    placed.push({
      key: session.id,
      chairId: session.chairId,
      startsAt: session.startsAt,
      endsAt: session.endsAt,
      movable: isMovable(session, now),
    });
  }
  for (const closure of calendar.closures) {
    if (closure.chairId === null) continue;
    placed.push({
      key: '',
      chairId: closure.chairId,
      startsAt: closure.startsAt,
      endsAt: closure.endsAt,
      movable: false,
    });
  }
  const original = new Map(placed.filter(({ movable }) => movable).map(({ key, chairId }) => [key, chairId]));

  const fresh: Placed[] = [];
  let onChair = byChair(placed);
  for (const [index, block] of wanted.entries()) {
    const chairs = calendar.chairs.filter(({ poolId }) => poolId === block.poolId).map(({ id }) => id);
    const one: Placed = {
      key: `new ${index}`,
      chairId: '',
      startsAt: block.startsAt,
      endsAt: block.endsAt,
      movable: true,
    };
    const snuggest = snuggestChair(chairs, onChair, block);
    const chairId = snuggest ?? repackFor(one, chairs, placed);
    if (chairId === null) return null;
    one.chairId = chairId;
    placed.push(one);
    fresh.push(one);
    if (snuggest === null)
      onChair = byChair(placed); // others have other chairs now
    else put(onChair, one);
  }
  return {
    chairIds: fresh.map(({ chairId }) => chairId),
    repack: placed.flatMap(({ key, chairId }) => {
      const before = original.get(key);
      return before !== undefined && before !== chairId ? [{ sessionId: key, chairId }] : [];
    }),
  };
}

const isMovable = (session: BusySession, now: Instant): boolean =>
  session.startsAt > now && (UPCOMING_STATUSES as readonly string[]).includes(session.status);

const overlaps = (
  a: { startsAt: Instant; endsAt: Instant },
  b: { startsAt: Instant; endsAt: Instant },
): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt;

function byChair(placed: readonly Placed[]): Map<string, Placed[]> {
  const chairs = new Map<string, Placed[]>();
  for (const one of placed) put(chairs, one);
  return chairs;
}

function put(chairs: Map<string, Placed[]>, one: Placed): void {
  const onIt = chairs.get(one.chairId);
  if (onIt) onIt.push(one);
  else chairs.set(one.chairId, [one]);
}

function snuggestChair(
  chairs: readonly string[],
  onChair: ReadonlyMap<string, readonly Placed[]>,
  block: Wanted,
): string | null {
  let best: string | null = null;
  let bestGap = Infinity;
  for (const chair of chairs) {
    let lastEnd = 0;
    let free = true;
    for (const other of onChair.get(chair) ?? []) {
      if (overlaps(other, block)) {
        free = false;
        break;
      }
      if (other.endsAt <= block.startsAt && other.endsAt > lastEnd) lastEnd = other.endsAt;
    }
    if (free && block.startsAt - lastEnd < bestGap) {
      best = chair;
      bestGap = block.startsAt - lastEnd;
    }
  }
  return best;
}

/** Gives the sessions around a block other chairs, in place, so that it has one. Null, and nothing changed, if none will do. */
function repackFor(one: Placed, chairs: readonly string[], placed: readonly Placed[]): string | null {
  const inPool = new Set(chairs);
  const others = placed.filter(({ chairId }) => inPool.has(chairId));
  // All that could be touched: what overlaps the block, and what overlaps that, and so on.
  const touched: Placed[] = [one];
  for (let i = 0; i < touched.length; i += 1) {
    const here = touched[i] as Placed;
    for (const other of others)
      if (other.movable && overlaps(other, here) && !touched.includes(other)) touched.push(other);
  }
  const rest = others.filter((other) => !touched.includes(other));
  const order = [...touched].sort((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt);
  const given = new Map<Placed, string>();
  let steps = 0;
  const fits = (session: Placed, chair: string): boolean =>
    !rest.some((other) => other.chairId === chair && overlaps(other, session)) &&
    ![...given].some(([other, taken]) => taken === chair && overlaps(other, session));
  const place = (index: number): boolean => {
    const session = order[index];
    if (!session) return true;
    steps += 1;
    if (steps > MAX_STEPS) return false;
    // Its own chair first: what need not move stays.
    const choices =
      session === one ? chairs : [session.chairId, ...chairs.filter((id) => id !== session.chairId)];
    for (const chair of choices) {
      if (!fits(session, chair)) continue;
      given.set(session, chair);
      if (place(index + 1)) return true;
      given.delete(session);
    }
    return false;
  };
  if (!place(0)) return null;
  for (const [session, chair] of given) session.chairId = chair;
  return given.get(one) ?? null;
}
