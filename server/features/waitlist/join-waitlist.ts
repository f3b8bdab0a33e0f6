import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { WaitlistEntry } from '#server/contract/backfill.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { joinWaitlist as endpoint } from '#server/contract/waitlist.endpoints.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import * as courses from '#server/repositories/courses.ts';
import * as waitlist from '#server/repositories/waitlist.ts';
import { isOrderLive } from '#server/scheduling/booster/booster.ts';
import { isOpen } from '#server/scheduling/course/course-sessions.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { presentWaitlistEntry } from './present-waitlist-entry.ts';

/** Somebody would like another time: it is written down, and a freed chair that suits is offered to them. */
export const joinWaitlist = (
  context: Context,
  { body }: ParsedRequestOf<typeof endpoint>,
): Promise<WaitlistEntry> =>
  underClinicLock(context.db, context, async (tx) => {
    const { actor, now, newId } = context;
    const zone = await clinicZone.find(tx);
    const today = localDateOf(now, zone);
    const course = knownCourse(await courses.findById(tx, body.courseId));
    refusePast(body.until, today);
    refuseHopeless(course, body.sessionId, { now, today });
    const { id: courseId, patientId } = course;
    const entry = { ...body, id: newId(), patientId, askedAt: now, askedBy: actor.personId };
    await waitlist.insert(
      tx,
      entry,
      audit(context, 'waitlist.join', {
        patientId,
        subjects: { courseId, entryId: entry.id, ...(body.sessionId && { sessionId: body.sessionId }) },
        detail: { until: body.until },
      }),
    );
    const written = await waitlist.findById(tx, entry.id);
    if (!written) throw new AppError('not-found');
    return presentWaitlistEntry(written, zone);
  });

function refusePast(until: LocalDate, today: LocalDate): void {
  if (until >= today) return;
  throw new AppError('invalid-request', undefined, {
    errors: [{ pointer: '/body/until', detail: `Must be today, ${today}, or later.` }],
  });
}

/** What can never be granted is not promised. */
function refuseHopeless(
  { state, sessions, boosterOrder }: CourseRecord,
  sessionId: string | null,
  { now, today }: { readonly now: Instant; readonly today: LocalDate },
): void {
  if (state === 'stopped') throw new AppError('course-not-bookable');
  if (sessionId === null) {
    if (!boosterOrder || !isOrderLive(boosterOrder, today)) throw new AppError('no-booster-order');
    return;
  }
  const session = sessions.find(({ id }) => id === sessionId);
  if (!session) throw new AppError('not-found', 'There is no such session in this course.');
  if (!isOpen(session, now)) throw new AppError('session-not-movable');
}
