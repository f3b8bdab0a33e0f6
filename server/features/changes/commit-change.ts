import { audit } from '#server/booking/audit.ts';
import { windowsAround } from '#server/booking/booking-window.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { Course } from '#server/contract/course.ts';
import type { commitChange as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentCourse } from '#server/presenters/present-course.ts';
import * as courses from '#server/repositories/courses.ts';
import { loadForBooking } from '#server/repositories/for-booking.ts';
import * as sessions from '#server/repositories/sessions.ts';
import { formatInstant } from '#server/scheduling/clinic-time.ts';
import { type PromisedChange, promisedBy } from './change-token.ts';
import { type JudgedMove, judgeMove } from './judge-move.ts';
import { preview } from './preview-change.ts';

/** Makes the change that a preview showed, exactly so, or refuses with the same change as it would be now. */
export async function commitChange(
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<Course> {
  const change = promisedBy(context, { courseId: params.id, token: body.token });
  return underClinicLock(context.db, context.actor.clinicId, (tx) => commit(tx, context, change));
}

async function commit(tx: LockedTx, context: Context, change: PromisedChange): Promise<Course> {
  const { actor, now } = context;
  const found = await loadForBooking(tx, {
    windows: windowsAround([change.startsAt]),
    courseId: change.courseId,
  });
  const course = knownCourse(found.course);
  refuseDone(course, change);
  const judged = course.version === change.version ? judgeMove(found, course, change, now) : null;
  if (!judged?.chairs || judged.seat.poolId !== change.poolId) {
    throw new AppError('preview-stale', undefined, { preview: await preview(tx, context, change) });
  }
  await save(tx, context, judged, { ...judged.chairs, zone: found.calendar.zone });
  const after = knownCourse(await courses.findById(tx, course.id));
  return presentCourse(after, { role: actor.role, zone: found.calendar.zone, now });
}

/** A token that is sent twice: there is no such change any more to be shown afresh. */
function refuseDone({ sessions }: courses.CourseRecord, { sessionId, startsAt }: PromisedChange): void {
  if (sessions.find(({ id }) => id === sessionId)?.startsAt !== startsAt) return;
  throw new AppError('preview-stale', 'The session is at that time already. Nothing is left to change.');
}

const save = (
  tx: LockedTx,
  context: Context,
  { course, session, seat }: JudgedMove,
  { chairId, repack, zone }: NonNullable<JudgedMove['chairs']> & { readonly zone: string },
): Promise<number> =>
  sessions.move(tx, {
    courseId: course.id,
    expectedVersion: course.version,
    moved: [
      { sessionId: session.id, startsAt: seat.startsAt, endsAt: seat.endsAt, poolId: seat.poolId, chairId },
    ],
    repack,
    events: [
      {
        id: context.newId(),
        sessionId: session.id,
        at: context.now,
        actorId: context.actor.personId,
        kind: 'move',
        fromStatus: session.status,
        toStatus: session.status,
        detail: { from: session.startsAt, to: seat.startsAt },
      },
    ],
    audit: audit(context, 'session.move', {
      patientId: course.patientId,
      subjects: { courseId: course.id, sessionId: session.id },
      detail: {
        before: { startsAt: formatInstant(session.startsAt, zone) },
        after: { startsAt: formatInstant(seat.startsAt, zone) },
      },
    }),
  });
