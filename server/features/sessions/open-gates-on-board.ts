import type { Sql } from '#server/db/in-clinic.ts';
import { isGateOpen } from '#server/presenters/present-course.ts';
import * as courses from '#server/repositories/courses.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';

/** By session, of those alone of which it was asked. */
export type OpenOnBoard = ReadonlyMap<string, boolean>;

export const NONE_OPEN: OpenOnBoard = new Map();

/**
 * Whether a gate is open, of the few sessions of a board whose status does not tell: of people who are in the house and
 * have not begun, and of courses that wait as a whole.
 */
export async function openGatesOnBoard(
  sql: Sql,
  items: readonly SessionRecord[],
  zone: string,
): Promise<OpenOnBoard> {
  const untold = items.filter(isUntold);
  if (untold.length === 0) return NONE_OPEN;
  const found = await courses.listByIds(sql, [...new Set(untold.map(({ courseId }) => courseId))]);
  const byId = new Map(found.map((course) => [course.id, course]));
  return new Map(
    untold.flatMap((session) => {
      const course = byId.get(session.courseId);
      return course ? [[session.id, isGateOpen(course, session, zone)] as const] : [];
    }),
  );
}

const isUntold = (session: SessionRecord): boolean =>
  isToCome(session) &&
  session.startedAt === null &&
  (session.courseState === 'on-hold' || (session.status !== 'pending' && session.status !== 'booked'));
