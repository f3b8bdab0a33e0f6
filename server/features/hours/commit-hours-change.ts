import { audit } from '#server/booking/audit.ts';
import { leftSessions, movedSessions } from '#server/booking/judged-repair.ts';
import { promisedTo } from '#server/booking/preview-token.ts';
import type { PromisedRepair } from '#server/booking/promised-repair.ts';
import { refuseUnseen } from '#server/booking/refuse-unseen.ts';
import { saveRepair } from '#server/booking/save-repair.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import type { commitHoursChange as endpoint } from '#server/contract/hours.endpoints.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as hours from '#server/repositories/hours.ts';
import { isSoAlready } from '#server/scheduling/room/hours-change.ts';
import {
  type AskedHoursChange,
  digestOfChange,
  type JudgedHoursChange,
  judgeHoursChange,
} from './judge-hours-change.ts';
import { HOURS_CHANGE, preview, subjects } from './preview-hours-change.ts';

/** Changes the hours, and makes the repairs that a preview showed, exactly so, or refuses with how it would be now. */
export async function commitHoursChange(
  context: Context,
  { body: { token, leftSessionIds } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const promised = promisedTo<PromisedRepair<AskedHoursChange>>(HOURS_CHANGE, context, token);
  return underClinicLock(context.db, context, (tx) => commit(tx, context, promised, leftSessionIds));
}

async function commit(
  tx: LockedTx,
  context: Context,
  { id, asked, shown, digest }: PromisedRepair<AskedHoursChange>,
  leftSessionIds: readonly string[],
): Promise<ResponseOf<typeof endpoint>> {
  if (await hours.isMade(tx, id)) {
    throw new AppError('preview-stale', 'This has been changed already. Nothing is left to change.');
  }
  // Under the lock nothing is sought anew: what was shown is judged, and others wait no longer than for that.
  const judged = await judgeHoursChange(tx, { ...asked, ...shown }, context.now);
  if (digestOfChange(judged) !== digest) throw await stale(tx, context, asked, judged);
  const left = leftSessions(judged);
  refuseUnseen(left, leftSessionIds);
  await save(tx, context, id, judged);
  return {
    movedSessions: movedSessions(judged).length,
    leftSessions: left.length + judged.restricted.length,
  };
}

async function stale(
  tx: LockedTx,
  context: Context,
  asked: AskedHoursChange,
  { hoursNow }: JudgedHoursChange,
): Promise<AppError> {
  if (isSoAlready(hoursNow, asked.change)) {
    return new AppError('preview-stale', 'Somebody else has just changed it so. Nothing is left to change.');
  }
  const fresh = await judgeHoursChange(tx, asked, context.now);
  return new AppError('preview-stale', undefined, { hoursPreview: preview(context, fresh) });
}

async function save(
  tx: LockedTx,
  context: Context,
  hoursChangeId: string,
  judged: JudgedHoursChange,
): Promise<void> {
  const {
    asked: { change },
    hoursNow,
    restricted,
  } = judged;
  const left = [...leftSessions(judged), ...restricted];
  const line = audit(context, 'hours.change', {
    subjects: { hoursChangeId, ...subjects(change) },
    detail: { before: hoursNow, after: change, moved: movedSessions(judged), left },
  });
  await keep(tx, context, judged);
  const made = { madeAt: context.now, madeBy: context.actor.personId };
  await hours.insert(tx, { id: hoursChangeId, change, ...made, leftSessionIds: left }, line);
  await saveRepair(tx, context, judged, { hoursChangeId });
}

async function keep(
  tx: LockedTx,
  { newId }: Context,
  { asked: { change }, hoursNow, calendar: { zone } }: JudgedHoursChange,
): Promise<void> {
  const named = <T>(rows: readonly T[]) => rows.map((row) => ({ ...row, id: newId() }));
  switch (change.kind) {
    case 'opening-hours':
      return hours.keepOpeningHours(tx, change.from, named(change.hours));
    case 'shifts':
      return hours.keepShifts(tx, change.staffId, change.from, named(change.shifts));
    case 'chair': {
      const { chairId, from, inUse } = change;
      if (!inUse) return hours.takeOutOfUse(tx, chairId, from);
      const wasOutFrom = hoursNow.outOfUseFrom ?? from;
      return hours.putBackInUse(tx, chairId, { wasOutFrom, from, zone, closureId: newId() });
    }
  }
}
