import type { PlacedSession, Stretch } from './board-layout.ts';

/** The sessions of the day by chair, in the order of the board, each chair's by time. */
export type Columns = readonly (readonly PlacedSession[])[];

export type Place = {
  id: string;
  /** The time a reader holds on to while going from chair to chair, whatever stands in the chairs between. */
  minute: number;
};

/** Where a key leads on the board; null for keys that lead nowhere. Empty chairs are passed over. */
export function nextPlace(columns: Columns, place: Place, key: string, withControl: boolean): Place | null {
  const column = columns.findIndex((sessions) => sessions.some(({ session }) => session.id === place.id));
  const sessions = columns[column];
  if (!sessions) return null;
  const row = sessions.findIndex(({ session }) => session.id === place.id);
  switch (key) {
    case 'ArrowUp':
      return at(sessions[row - 1]);
    case 'ArrowDown':
      return at(sessions[row + 1]);
    case 'ArrowLeft':
      return beside(columns.slice(0, column).reverse(), place.minute);
    case 'ArrowRight':
      return beside(columns.slice(column + 1), place.minute);
    case 'Home':
      return at(withControl ? columns.find(({ length }) => length > 0)?.[0] : sessions[0]);
    case 'End':
      return at(withControl ? columns.findLast(({ length }) => length > 0)?.at(-1) : sessions.at(-1));
    default:
      return null;
  }
}

/** Where the board is entered: the session that is under way or next, else the first of the day. */
export function entryPlace(columns: Columns, minute: number | null): string | null {
  const all = columns.flat();
  const byTime = [...all].sort((a, b) => a.from - b.from);
  const next = minute === null ? undefined : byTime.find(({ to }) => to > minute);
  return (next ?? byTime[0])?.session.id ?? null;
}

const at = (placed: PlacedSession | undefined): Place | null =>
  placed ? { id: placed.session.id, minute: placed.from } : null;

function beside(columns: Columns, minute: number): Place | null {
  const sessions = columns.find(({ length }) => length > 0);
  if (!sessions) return null;
  const nearest = sessions.reduce((best, other) =>
    distance(other, minute) < distance(best, minute) ? other : best,
  );
  return { id: nearest.session.id, minute };
}

const distance = (stretch: Stretch, minute: number): number =>
  minute < stretch.from ? stretch.from - minute : Math.max(0, minute - stretch.to + 1);
