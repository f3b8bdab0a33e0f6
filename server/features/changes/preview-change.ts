import { windowsAround } from '#server/booking/booking-window.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { ChangePreview } from '#server/contract/change.ts';
import type { previewChange as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { readInClinic, type Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { loadForBooking } from '#server/repositories/for-booking.ts';
import { formatInstant, parseInstant } from '#server/scheduling/clinic-time.ts';
import { promiseChange } from './change-token.ts';
import { judgeMove, type Move, presentMove } from './judge-move.ts';

/** Shows a course before and after a change. Writes nothing; its token makes the change come true. */
export const previewChange = (
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<ChangePreview> =>
  readInClinic(context.db, context.actor.clinicId, (sql) =>
    preview(sql, context, {
      courseId: params.id,
      sessionId: body.sessionId,
      startsAt: parseInstant(body.startsAt),
    }),
  );

/** The same change, seen against the course and the calendar as they are now. */
export async function preview(
  sql: Sql,
  context: Context,
  { courseId, sessionId, startsAt }: Move & { readonly courseId: string },
): Promise<ChangePreview> {
  const move = { sessionId, startsAt };
  const found = await loadForBooking(sql, { windows: windowsAround([move.startsAt]), courseId });
  const course = knownCourse(found.course);
  const judged = judgeMove(found, course, move, context.now);
  if (judged.session.startsAt === move.startsAt) {
    throw new AppError('invalid-request', undefined, {
      errors: [{ pointer: '/body/startsAt', detail: 'The session is at that time already. Choose another.' }],
    });
  }
  const { zone } = found.calendar;
  const { poolId } = judged.seat;
  const promised =
    judged.chairs &&
    promiseChange(context, { mode: 'move', courseId, version: course.version, ...move, poolId });
  return {
    ...presentMove(judged, zone, context.actor.role),
    token: promised?.token ?? null,
    expiresAt: promised && formatInstant(promised.expiresAt, zone),
  };
}
