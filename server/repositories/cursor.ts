import { AppError } from '#server/errors.ts';

/** Where a page ended: the sort key and the id of its last item. Opaque to callers. */
export type Position = { readonly key: string; readonly id: string };

export const encodeCursor = ({ key, id }: Position): string =>
  Buffer.from(JSON.stringify([key, id])).toString('base64url');

export function decodeCursor(cursor: string): Position {
  try {
    const [key, id]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    // PostgreSQL's text takes any character but NUL.
    if (typeof key === 'string' && !key.includes('\u0000') && typeof id === 'string' && UUID.test(id)) {
      return { key, id };
    }
  } catch {
    // falls through to the refusal
  }
  throw new AppError('invalid-request', undefined, {
    errors: [{ pointer: '/query/cursor', detail: 'Must be a nextCursor, exactly as a list answered it.' }],
  });
}

/** The first `limit` of the rows, which were asked for one more than that, and the cursor where there are more. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  position: (row: Row) => Position,
  item: (row: Row) => Item,
): { items: Item[]; nextCursor?: string } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(item);
  return rows.length > limit && last ? { items, nextCursor: encodeCursor(position(last)) } : { items };
}

/** A page of rows that were all read: in the order of their positions, those after the cursor. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  position: (row: Row) => Position,
  item: (row: Row) => Item,
): { items: Item[]; nextCursor?: string } {
  const placed = rows.map((row) => ({ row, at: position(row) })).sort((a, b) => compare(a.at, b.at));
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const rest = after ? placed.filter(({ at }) => compare(at, after) > 0) : placed;
  return toPage(
    rest,
    limit,
    ({ at }) => at,
    ({ row }) => item(row),
  );
}

const compare = (a: Position, b: Position): number =>
  a.key === b.key ? (a.id < b.id ? -1 : Number(a.id > b.id)) : a.key < b.key ? -1 : 1;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
