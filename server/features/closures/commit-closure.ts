import { audit } from '#server/booking/audit.ts';
import { changeToSave } from '#server/booking/change-to-save.ts';
import type { commitClosure as endpoint } from '#server/contract/closures.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as closures from '#server/repositories/closures.ts';
import * as courseChanges from '#server/repositories/course-changes.ts';
import { formatInstant } from '#server/scheduling/clinic-time.ts';
import { type PromisedClosure, promisedBy } from './closure-token.ts';
import { digestOf, type JudgedClosure, judgeClosure, leftSessions } from './judge-closure.ts';
import { presentClosure } from './present-closure.ts';
import { preview } from './preview-closure.ts';
import { repairedChange } from './repaired-change.ts';

/** Closes, and makes the repairs that a preview showed, exactly so, or refuses with the same closure as it would be now. */
export async function commitClosure(
  context: Context,
  { body: { token, leftSessionIds } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const promised = promisedBy(context, token);
  return underClinicLock(context.db, context, (tx) => commit(tx, context, promised, leftSessionIds));
}

async function commit(
  tx: LockedTx,
  context: Context,
  { closureId, asked, shown, digest }: PromisedClosure,
  leftSessionIds: readonly string[],
): Promise<ResponseOf<typeof endpoint>> {
  if (await closures.findById(tx, closureId)) {
    throw new AppError('preview-stale', 'This has been closed already. Nothing is left to change.');
  }
  // Under the lock nothing is sought anew: what was shown is judged, and others wait no longer than for that.
  const judged = await judgeClosure(tx, { ...asked, ...shown }, context.now);
  if (digestOf(judged) !== digest) {
    const fresh = await judgeClosure(tx, asked, context.now);
    throw new AppError('preview-stale', undefined, { closurePreview: preview(context, fresh) });
  }
  const left = leftSessions(judged);
  refuseUnseen(left, leftSessionIds);
  await save(tx, context, closureId, judged, left);
  const closure = await closures.findById(tx, closureId);
  if (!closure) throw new AppError('not-found');
  return {
    closure: presentClosure(closure, judged.calendar.zone),
    movedSessions: judged.repair.repaired.reduce((sum, { moved }) => sum + moved.length, 0),
    leftSessions: left.length + judged.restricted.length,
  };
}

/** What stays where it cannot be has been seen by whoever closes. */
function refuseUnseen(left: readonly string[], seen: readonly string[]): void {
  const isSame = left.length === seen.length && left.every((id) => seen.includes(id));
  if (isSame) return;
  throw new AppError('invalid-request', undefined, {
    errors: [
      {
        pointer: '/body/leftSessionIds',
        detail: `Must name the ${left.length} sessions that are left for later, and no others.`,
      },
    ],
  });
}

async function save(
  tx: LockedTx,
  context: Context,
  closureId: string,
  judged: JudgedClosure,
  left: readonly string[],
): Promise<void> {
  const { asked, calendar, courses, repair, restricted } = judged;
  const { zone } = calendar;
  await closures.deferPlaces(tx);
  const moving = new Set(repair.repaired.flatMap(({ moved }) => moved.map(({ after }) => after.id)));
  await closures.insert(tx, {
    closure: { ...asked.closure, id: closureId },
    // Which chair is no part of a course: who keeps the time gets another without a change of the course.
    repack: [...repair.repack, ...repair.chairs.filter(({ sessionId }) => !moving.has(sessionId))],
    events: repair.left.map(({ id, broken }) => ({
      id: context.newId(),
      courseId: id,
      at: context.now,
      kind: 'course.broken',
      facts: { closureId, sessionIds: broken.map(({ session }) => session.id) },
    })),
    audit: audit(context, 'closure.add', {
      subjects: {
        closureId,
        ...(asked.closure.chairId && { chairId: asked.closure.chairId }),
        ...(asked.closure.staffId && { staffId: asked.closure.staffId }),
      },
      detail: {
        startsAt: formatInstant(asked.closure.startsAt, zone),
        endsAt: formatInstant(asked.closure.endsAt, zone),
        moved: [...moving],
        left: [...left, ...restricted],
      },
      personal: { reason: asked.closure.reason },
    }),
  });
  for (const course of repair.repaired) {
    const record = courses.get(course.id);
    if (!record || course.moved.length === 0) continue;
    const change = repairedChange(record, course, repair.chairs, zone);
    const rows = changeToSave(context, change, { changeId: context.newId(), zone });
    const { courseEvent } = rows;
    // One digest a patient is made of it: what belongs together says so.
    const told = { ...courseEvent, facts: { ...courseEvent.facts, closureId } };
    await courseChanges.save(tx, { ...rows, courseEvent: told });
  }
  await closures.checkPlaces(tx);
}
