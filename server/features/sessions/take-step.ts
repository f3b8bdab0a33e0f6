import { audit } from '#server/booking/audit.ts';
import { changeToSave } from '#server/booking/change-to-save.ts';
import { judgeChange } from '#server/booking/judged-change.ts';
import type { Session } from '#server/contract/session.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentSession, sessionActions } from '#server/presenters/present-session.ts';
import type { SeenBy } from '#server/presenters/seen-by.ts';
import * as calendar from '#server/repositories/calendar.ts';
import * as courseChanges from '#server/repositories/course-changes.ts';
import * as courses from '#server/repositories/courses.ts';
import * as sessions from '#server/repositories/sessions.ts';
import type { ChangeRequest } from '#server/scheduling/change/course-change.ts';
import {
  applyVerb,
  type SessionVerb,
  type Transition,
} from '#server/scheduling/session/session-lifecycle.ts';
import type { TickAnswers } from '#server/scheduling/session/session-ticks.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import type { CancelReason, LeftWithoutReason } from '#server/scheduling/vocabulary.ts';
import { courseStateAfter } from './course-state-after.ts';
import { readyToLeave } from './ready-to-leave.ts';
import { refuseOpenGates } from './refuse-open-gates.ts';

export type Step = {
  readonly sessionId: string;
  readonly verb: SessionVerb;
  readonly reason?: CancelReason | undefined;
  /** Ticked along with the step that ends the session. */
  readonly ticks?: TickAnswers | undefined;
  readonly leftWithout?: LeftWithoutReason | undefined;
};

/** One step of a session's day: who is asked, the core decides whether it follows from where the session stands. */
export const takeStep = (context: Context, step: Step): Promise<Session> =>
  underClinicLock(context.db, context, async (tx) => {
    const { actor, now } = context;
    const session = await sessions.findById(tx, step.sessionId);
    const course = session && (await courses.findById(tx, session.courseId));
    if (!session || !course) throw new AppError('not-found', 'There is no such session.');
    // Nobody's place is asked for: of the calendar, the clinic's settings are enough.
    const settings = await calendar.loadCalendar(tx, []);
    const seen: SeenBy = { role: actor.role, zone: settings.zone, now };

    refuseOpenGates(course, session, step.verb, seen);
    const taken = applyVerb(session, step.verb, now);
    if (!taken.ok) throw refusal(session, step.verb, seen);
    if (step.verb === 'complete') await readyToLeave(tx, context, session, step);
    const found = { session, course, calendar: settings };
    if (await changeCourse(tx, context, step, found)) {
      const after = await sessions.findById(tx, session.id);
      return presentSession(after ?? session, seen);
    }
    const { status, ...moments } = taken.transition;
    const courseState = courseStateAfter(course, session.id, status);
    await save(tx, context, step, { ...found, transition: taken.transition, courseState });
    const cancelReason = step.reason ?? null;
    const heldAt = status === 'arrived' || status === 'checked-in' ? session.heldAt : null;
    return presentSession({ ...session, ...moments, status, cancelReason, courseState, heldAt }, seen);
  });

type Found = {
  readonly session: sessions.SessionRecord;
  readonly course: courses.CourseRecord;
  readonly calendar: ClinicCalendar;
};

/**
 * Who does not come, and what is cancelled beforehand, changes the course: it is kept in its history, from which it can be
 * taken back, and may put it on hold. False where the step is none such, as for somebody who has come already.
 */
async function changeCourse(
  tx: LockedTx,
  context: Context,
  step: Step,
  { course, calendar: settings }: Found,
): Promise<boolean> {
  const request = requestOf(step);
  if (!request) return false;
  const { actor, now, newId } = context;
  const asked = { request, overrides: [], holdReason: null };
  const judged = judgeChange(course, asked, { calendar: settings, now, role: actor.role });
  if (!judged.ok || !judged.chairs) return false;
  await courseChanges.save(tx, changeToSave(context, judged, { changeId: newId(), zone: settings.zone }));
  return true;
}

function requestOf({ verb, sessionId, reason }: Step): ChangeRequest | null {
  if (verb === 'no-show') return { mode: 'no-show', sessionId };
  return verb === 'cancel' && reason ? { mode: 'cancel', sessionId, reason } : null;
}

const save = (
  tx: LockedTx,
  context: Context,
  { sessionId, verb, reason, leftWithout }: Step,
  {
    session,
    course,
    transition: { status, ...moments },
    courseState,
  }: Found & { readonly transition: Transition; readonly courseState: courses.CourseRecord['state'] },
): Promise<number> =>
  sessions.updateStatus(tx, {
    sessionId,
    courseId: course.id,
    from: session.status,
    to: status,
    expectedVersion: course.version,
    courseState,
    moments,
    ...(reason && { cancelReason: reason }),
    event: {
      id: context.newId(),
      sessionId,
      at: context.now,
      actorId: context.actor.personId,
      kind: verb,
      fromStatus: session.status,
      toStatus: status,
      ...(reason && { detail: { reason } }),
      ...(leftWithout && { detail: { leftWithout } }),
    },
    audit: audit(context, `session.${verb}`, {
      patientId: session.patientId,
      subjects: { courseId: course.id, sessionId },
      detail: {
        before: { status: session.status },
        after: { status, ...(reason && { reason }), ...(leftWithout && { leftWithout }) },
      },
    }),
  });

const refusal = (session: sessions.SessionRecord, verb: SessionVerb, seen: SeenBy): AppError =>
  new AppError('illegal-transition', whyNot(session, verb), { allowed: sessionActions(session, seen) });

function whyNot({ status, heldAt }: sessions.SessionRecord, verb: SessionVerb): string {
  if (status === 'booked' && verb === 'arrive') return 'It is too early: the session is not today.';
  if (heldAt !== null && verb === 'start') return 'The session is held: a clinician releases it first.';
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
