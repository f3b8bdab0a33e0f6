import { audit } from '#server/booking/audit.ts';
import { digestOf, leftSessions, movedSessions } from '#server/booking/judged-repair.ts';
import { promisedTo } from '#server/booking/preview-token.ts';
import type { PromisedRepair } from '#server/booking/promised-repair.ts';
import { refuseUnseen } from '#server/booking/refuse-unseen.ts';
import { saveRepair } from '#server/booking/save-repair.ts';
import type { commitClosure as endpoint } from '#server/contract/closures.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as closures from '#server/repositories/closures.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { type AskedClosure, type JudgedClosure, judgeClosure } from './judge-closure.ts';
import { presentClosure } from './present-closure.ts';
import { CLOSURE, preview } from './preview-closure.ts';

/** Closes, and makes the repairs that a preview showed, exactly so, or refuses with the same closure as it would be now. */
export async function commitClosure(
  context: Context,
  { body: { token, leftSessionIds } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const promised = promisedTo<PromisedRepair<AskedClosure>>(CLOSURE, context, token);
  return underClinicLock(context.db, context, (tx) => commit(tx, context, promised, leftSessionIds));
}

async function commit(
  tx: LockedTx,
  context: Context,
  { id: closureId, asked, shown, digest }: PromisedRepair<AskedClosure>,
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
    movedSessions: movedSessions(judged).length,
    leftSessions: left.length + judged.restricted.length,
  };
}

async function save(
  tx: LockedTx,
  context: Context,
  closureId: string,
  judged: JudgedClosure,
  left: readonly string[],
): Promise<void> {
  const {
    asked: { closure },
    calendar: { zone },
    restricted,
  } = judged;
  const line = audit(context, 'closure.add', {
    subjects: {
      closureId,
      ...(closure.chairId && { chairId: closure.chairId }),
      ...(closure.staffId && { staffId: closure.staffId }),
    },
    detail: {
      startsAt: formatInstant(closure.startsAt, zone),
      endsAt: formatInstant(closure.endsAt, zone),
      moved: movedSessions(judged),
      left: [...left, ...restricted],
    },
    personal: { reason: closure.reason },
  });
  await closures.insert(tx, { ...closure, id: closureId }, line);
  await saveRepair(tx, context, judged, { closureId });
}
