import { audit, changedFields } from '#server/booking/audit.ts';
import type { Clinic, updateClinic as endpoint } from '#server/contract/clinic.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { inClinic, type LockedTx, type Tx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { given } from '#server/platform/given.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicSettings from '#server/repositories/clinic-settings.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import { readClinic } from './read-clinic.ts';

export async function updateClinic(
  context: Context,
  { body: { zone, ...rest } }: ParsedRequestOf<typeof endpoint>,
): Promise<Clinic> {
  const { db, actor, now } = context;
  if (zone !== undefined) await underClinicLock(db, actor.clinicId, (tx) => changeZone(tx, context, zone));
  return inClinic(db, actor.clinicId, async (tx) => {
    await changeRest(tx, context, given(rest));
    return readClinic(tx, now);
  });
}

async function changeRest(
  tx: Tx,
  context: Context,
  asked: Parameters<typeof clinicSettings.update>[1],
): Promise<void> {
  const before = await clinicSettings.find(tx);
  const fields = changedFields<typeof asked>(before, asked);
  if (fields.length === 0) return;
  await clinicSettings.update(tx, asked);
  const values = fields.flatMap((field) => [
    [`before.${field}`, before[field]],
    [`after.${field}`, asked[field]],
  ]);
  await auditEvents.insert(
    tx,
    audit(context, 'clinic.update', { detail: { fields }, personal: Object.fromEntries(values) }),
  );
}

/** Under the lock nobody books the first course meanwhile, by a zone that is about to change. */
async function changeZone(tx: LockedTx, context: Context, zone: string): Promise<void> {
  const before = await clinicZone.find(tx);
  if (zone === before) return;
  if (await clinicSettings.hasCourses(tx)) throw new AppError('zone-in-use');
  if (!(await clinicZone.isKnown(tx, zone))) {
    throw new AppError('invalid-request', undefined, {
      errors: [{ pointer: '/body/zone', detail: 'Must be an IANA time zone, like America/New_York.' }],
    });
  }
  await clinicZone.update(tx, zone);
  await auditEvents.insert(
    tx,
    audit(context, 'clinic.update', {
      detail: { fields: ['zone'], before: { zone: before }, after: { zone } },
    }),
  );
}
