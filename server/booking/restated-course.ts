import type { Context } from '#server/platform/context.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import * as courses from '#server/repositories/courses.ts';
import type { CourseGatesRecord, GateChange, GatedStatus } from '#server/repositories/gate-records.ts';
import * as gateRecords from '#server/repositories/gate-records.ts';
import { statedByGates } from '#server/scheduling/gates/gates.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';

type LockedTx = Parameters<typeof gateRecords.save>[0];

/** A course before and after something was recorded of its gates. */
export type Restated = { readonly before: CourseRecord; readonly course: CourseRecord };

/** A course by these gates: its sessions of today and later are booked, or wait. One on hold waits as a whole. */
export function restated(
  before: CourseRecord,
  gates: CourseGatesRecord,
  { zone, now }: { readonly zone: string; readonly now: Context['now'] },
): Restated {
  if (before.state === 'on-hold' || before.state === 'stopped') {
    return { before, course: { ...before, gates } };
  }
  const today = localDateOf(now, zone);
  const stated = statedByGates(gates, zone, before.sessions);
  const sessions = before.sessions.map((session, index) =>
    localDateOf(session.startsAt, zone) < today ? session : (stated[index] ?? session),
  );
  const hasChanged = sessions.some(({ status }, index) => status !== before.sessions[index]?.status);
  const version = hasChanged ? before.version + 1 : before.version;
  return { before, course: { ...before, gates, sessions, version } };
}

/** What is written of it: which sessions are booked or wait from now on, and the history of each. */
export function restatement(
  { newId, now, actor }: Pick<Context, 'newId' | 'now' | 'actor'>,
  all: readonly Restated[],
): Pick<GateChange, 'courses' | 'sessions' | 'events'> {
  const sessions = all.flatMap(changedStatuses);
  return {
    courses: all
      .filter(({ before, course }) => course.version !== before.version)
      .map(({ before: { id, version } }) => ({ courseId: id, version })),
    sessions,
    events: sessions.map(({ sessionId, courseId, from, to }) => ({
      id: newId(),
      sessionId,
      courseId,
      at: now,
      actorId: actor.personId,
      kind: to === 'pending' ? 'gate-open' : 'gate-done',
      fromStatus: from,
      toStatus: to,
    })),
  };
}

const changedStatuses = ({ before, course }: Restated): GatedStatus[] =>
  course.sessions.flatMap(({ id, status }, index) => {
    const from = before.sessions[index]?.status ?? status;
    return from === status ? [] : [{ sessionId: id, courseId: course.id, from, to: status }];
  });

/** After a review, which is recorded elsewhere and is what a gate asks for: the course as its gates have it now. */
export async function restateAfterReview(
  tx: LockedTx,
  context: Context,
  { id, gates }: CourseRecord,
  zone: string,
): Promise<void> {
  if (!gates.kinds.some(({ code }) => code === 'response-review')) return;
  const course = await courses.findById(tx, id);
  if (!course) return;
  const change = restatement(context, [restated(course, course.gates, { zone, now: context.now })]);
  if (change.sessions.length > 0) await gateRecords.save(tx, { ...change, record: null, audit: null });
}
