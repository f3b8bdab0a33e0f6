import type { Clinic, updateClinic as endpoint } from '#server/contract/clinic.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { inClinic, type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { given } from '#server/platform/given.ts';
import * as clinicSettings from '#server/repositories/clinic-settings.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import { readClinic } from './read-clinic.ts';

export async function updateClinic(
  { db, actor, now }: Context,
  { body: { zone, ...rest } }: ParsedRequestOf<typeof endpoint>,
): Promise<Clinic> {
  if (zone !== undefined) await underClinicLock(db, actor.clinicId, (tx) => changeZone(tx, zone));
  return inClinic(db, actor.clinicId, async (tx) => {
    await clinicSettings.update(tx, given(rest));
    return readClinic(tx, now);
  });
}

/** Under the lock nobody books the first course meanwhile, by a zone that is about to change. */
async function changeZone(tx: LockedTx, zone: string): Promise<void> {
  if (zone === (await clinicZone.find(tx))) return;
  if (await clinicSettings.hasCourses(tx)) throw new AppError('zone-in-use');
  if (!(await clinicZone.isKnown(tx, zone))) {
    throw new AppError('invalid-request', undefined, {
      errors: [{ pointer: '/body/zone', detail: 'Must be an IANA time zone, like America/New_York.' }],
    });
  }
  await clinicZone.update(tx, zone);
}
