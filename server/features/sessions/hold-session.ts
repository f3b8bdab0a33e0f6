import { audit } from '#server/booking/audit.ts';
import type { Session } from '#server/contract/session.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { isGateOpen } from '#server/presenters/present-course.ts';
import { presentSession, sessionActions } from '#server/presenters/present-session.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import * as sessions from '#server/repositories/sessions.ts';
import { applyHeldStep, type HeldStep } from '#server/scheduling/session/session-held.ts';

/** Holds a session on its day, or lets it begin after all. It keeps its status, its time and its chair. */
export const holdSession = (
  context: Context,
  { sessionId, step }: { readonly sessionId: string; readonly step: HeldStep },
): Promise<Session> => {
  const { db, actor, now, newId } = context;
  return underClinicLock(db, { actor, now }, async (tx) => {
    const session = await sessions.findById(tx, sessionId);
    if (!session) throw new AppError('not-found', 'There is no such session.');
    const seen = { role: actor.role, zone: await clinicZone.find(tx), now };
    const done = applyHeldStep(session, step, now);
    if (!done.ok) {
      throw new AppError('illegal-transition', WHY_NOT[step], { allowed: sessionActions(session, seen) });
    }
    await sessions.setHeld(tx, {
      sessionId,
      courseId: session.courseId,
      expectedVersion: session.courseVersion,
      heldAt: done.heldAt,
      event: {
        id: newId(),
        sessionId,
        at: now,
        actorId: actor.personId,
        kind: HELD_KIND[step],
        fromStatus: session.status,
        toStatus: session.status,
      },
      audit: audit(context, `session.${step}`, {
        patientId: session.patientId,
        subjects: { courseId: session.courseId, sessionId },
        detail: { before: { held: session.heldAt !== null }, after: { held: done.heldAt !== null } },
      }),
    });
    const course = await courses.findById(tx, session.courseId);
    const isOpen = course !== null && isGateOpen(course, session, seen.zone);
    return presentSession({ ...session, heldAt: done.heldAt }, seen, isOpen);
  });
};

/** Not to be taken for the hold of a whole course. */
const HELD_KIND: Readonly<Record<HeldStep, string>> = { hold: 'hold-on-day', release: 'release-on-day' };

const WHY_NOT: Readonly<Record<HeldStep, string>> = {
  hold: 'Only a session whose patient is in the house, and that has not begun, is held.',
  release: 'The session is not held.',
};
