import { audit } from '#server/booking/audit.ts';
import type { Session } from '#server/contract/session.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentSession, sessionActions } from '#server/presenters/present-session.ts';
import type { SeenBy } from '#server/presenters/seen-by.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import * as sessions from '#server/repositories/sessions.ts';
import { applyVerb, type SessionVerb } from '#server/scheduling/session-lifecycle.ts';
import type { CancelReason } from '#server/scheduling/vocabulary.ts';
import { courseStateAfter } from './course-state-after.ts';

export type Step = { readonly sessionId: string; readonly verb: SessionVerb; readonly reason?: CancelReason };

/** One step of a session's day: who is asked, the core decides whether it follows from where the session stands. */
export const takeStep = (context: Context, { sessionId, verb, reason }: Step): Promise<Session> => {
  const { db, newId, actor, now } = context;
  return underClinicLock(db, actor.clinicId, async (tx) => {
    const session = await sessions.findById(tx, sessionId);
    const course = session && (await courses.findById(tx, session.courseId));
    if (!session || !course) throw new AppError('not-found', 'There is no such session.');
    const seen: SeenBy = { role: actor.role, zone: await clinicZone.find(tx), now };

    const step = applyVerb(session, verb, now);
    if (!step.ok) throw refusal(session, verb, seen);

    const { status, ...moments } = step.transition;
    const cancelReason = reason ?? null;
    await sessions.updateStatus(tx, {
      sessionId,
      courseId: course.id,
      from: session.status,
      to: status,
      expectedVersion: course.version,
      courseState: courseStateAfter(course, sessionId, status),
      moments,
      ...(reason && { cancelReason: reason }),
      event: {
        id: newId(),
        sessionId,
        at: now,
        actorId: actor.personId,
        kind: verb,
        fromStatus: session.status,
        toStatus: status,
        ...(reason && { detail: { reason } }),
      },
      audit: audit(context, `session.${verb}`, {
        patientId: session.patientId,
        subjects: { courseId: course.id, sessionId },
        detail: { before: { status: session.status }, after: { status, ...(reason && { reason }) } },
      }),
    });
    return presentSession({ ...session, ...moments, status, cancelReason }, seen);
  });
};

const refusal = (session: sessions.SessionRecord, verb: SessionVerb, seen: SeenBy): AppError =>
  new AppError('illegal-transition', whyNot(session, verb), { allowed: sessionActions(session, seen) });

function whyNot({ status }: sessions.SessionRecord, verb: SessionVerb): string {
  if (status === 'booked' && verb === 'arrive') return 'It is too early: the session is not today.';
  if (status === 'booked' && verb === 'no-show') return 'It is too early: the session has yet to start.';
  return `The session is ${STANDS[status]}.`;
}

/** Where a session stands, in words. */
const STANDS: Readonly<Record<sessions.SessionRecord['status'], string>> = {
  proposed: 'only proposed',
  pending: 'waiting for something that must be done first',
  booked: 'booked, and the patient has not arrived',
  arrived: 'waiting for its patient to be taken to the chair',
  'checked-in': 'under way in the chair',
  fulfilled: 'over',
  cancelled: 'cancelled',
  noshow: 'marked as missed',
  waitlist: 'on the waiting list',
  'entered-in-error': 'entered in error',
};
