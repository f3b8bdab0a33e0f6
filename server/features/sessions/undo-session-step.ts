import { audit } from '#server/booking/audit.ts';
import { changeToSave } from '#server/booking/change-to-save.ts';
import { judgeUndo } from '#server/booking/judged-undo.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { Session } from '#server/contract/session.ts';
import type { undoSessionStep as endpoint } from '#server/contract/sessions.endpoints.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { isGateOpen } from '#server/presenters/present-course.ts';
import { presentSession } from '#server/presenters/present-session.ts';
import * as chairOffers from '#server/repositories/chair-offers.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courseChanges from '#server/repositories/course-changes.ts';
import * as courses from '#server/repositories/courses.ts';
import { changingCourse } from '#server/repositories/for-core.ts';
import * as sessions from '#server/repositories/sessions.ts';
import { isUpcoming } from '#server/scheduling/course/course-sessions.ts';
import { stateWith } from '#server/scheduling/course/course-states.ts';
import { broken } from '#server/scheduling/rules.ts';
import { isToCome, SESSION_VERBS, type SessionVerb } from '#server/scheduling/session/session-lifecycle.ts';
import { undoStep } from '#server/scheduling/session/session-undo.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { takeStep as mayTakeStep } from './sessions.policy.ts';

type Found = {
  readonly session: sessions.SessionRecord;
  readonly course: courses.CourseRecord;
  readonly last: sessions.LastStepRecord & { readonly kind: SessionVerb };
  readonly zone: string;
};

/** A click of today that was a mistake: the session is as it was before, as long as nothing came after it. */
export const undoSessionStep = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<Session> =>
  underClinicLock(context.db, context, async (tx) => {
    const { actor, now } = context;
    const session = await sessions.findById(tx, params.id);
    const course = session && (await courses.findById(tx, session.courseId));
    if (!session || !course) throw new AppError('not-found', 'There is no such session.');
    const zone = await clinicZone.find(tx);
    const last = await sessions.lastStep(tx, session.id);
    if (!last || !isVerb(last) || localDateOf(last.at, zone) !== localDateOf(now, zone)) {
      throw new AppError(
        'illegal-transition',
        'Nothing was done with the session today that can be taken back.',
      );
    }
    if (!mayTakeStep[last.kind](actor)) throw new AppError('not-allowed');
    const found = { session, course, last, zone };
    // Who had not come yet when it was cancelled or missed: that changed the course.
    if (last.from !== null && isUpcoming({ status: last.from }) && last.kind !== 'arrive') {
      await undoChange(tx, context, found);
    } else {
      await revert(tx, context, found);
    }
    const after = (await sessions.findById(tx, session.id)) ?? session;
    const isOpen = isToCome(after) && isGateOpen(course, after, zone);
    return presentSession(after, { role: actor.role, zone, now }, isOpen);
  });

const isVerb = (last: sessions.LastStepRecord): last is Found['last'] =>
  (SESSION_VERBS as readonly string[]).includes(last.kind);

async function undoChange(tx: LockedTx, context: Context, { session, course, zone }: Found): Promise<void> {
  const last = await courseChanges.findLast(tx, course.id);
  const isItsOwn = last?.after.sessions.some(({ id }) => id === session.id);
  const undo = last && isItsOwn ? await judgeUndo(tx, context, course, last, zone) : null;
  if (!last || !undo || 'ok' in undo) {
    const violations = undo && 'ok' in undo ? [...undo.violations] : [];
    throw new AppError('change-refused', violations[0]?.detail ?? 'The course has been changed since.', {
      violations,
    });
  }
  const undoes = { id: last.id, newCourseId: null, dropped: [] };
  await courseChanges.save(
    tx,
    changeToSave(context, undo.change, { changeId: context.newId(), zone, undoes }),
  );
}

async function revert(tx: LockedTx, context: Context, { session, course, last, zone }: Found): Promise<void> {
  const reversal = undoStep(session, last);
  if (!reversal) throw new AppError('illegal-transition', 'The session has gone on since.');
  if (await chairOffers.wasOffered(tx, { sessionIds: [session.id], at: last.at })) {
    const words = 'The chair that became free has been offered to somebody else.';
    throw new AppError('change-refused', words, { violations: [broken('overtaken', words)] });
  }
  const { clears } = reversal;
  const status = isWaiting(course, session, reversal.status, zone) ? 'pending' : reversal.status;
  await sessions.revertStep(tx, {
    sessionId: session.id,
    courseId: course.id,
    from: session.status,
    to: status,
    expectedVersion: course.version,
    courseState: await stateBefore(tx, { session, course, last, zone }, status),
    clears,
    event: {
      id: context.newId(),
      sessionId: session.id,
      at: context.now,
      actorId: context.actor.personId,
      kind: 'undo',
      fromStatus: session.status,
      toStatus: status,
      detail: { step: last.kind },
    },
    audit: audit(context, 'session.undo', {
      patientId: session.patientId,
      subjects: { courseId: course.id, sessionId: session.id },
      detail: { step: last.kind, before: { status: session.status }, after: { status } },
    }),
  });
}

/** Who has not come after all, and meanwhile something must be done before their session. */
const isWaiting = (
  course: courses.CourseRecord,
  session: sessions.SessionRecord,
  status: sessions.SessionRecord['status'],
  zone: string,
): boolean => isUpcoming({ status }) && isGateOpen(course, { ...session, status }, zone);

/** Where the course stands once the step is taken back: as its sessions say, unless somebody stopped it or has it wait. */
async function stateBefore(
  tx: LockedTx,
  { session, course, zone }: Found,
  status: sessions.SessionRecord['status'],
): Promise<courses.CourseRecord['state']> {
  if (course.state === 'on-hold') return course.state;
  const last = await courseChanges.findLast(tx, course.id);
  if (course.state === 'stopped' && (last?.mode === 'stop' || last?.mode === 'restart')) return course.state;
  const { sessions: all, hasBoosterOrder } = changingCourse(course, zone);
  const after = all.map((one) => (one.id === session.id ? { ...one, status } : one));
  return stateWith({ state: 'induction', hasBoosterOrder }, after);
}
