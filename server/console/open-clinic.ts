import { audit } from '#server/booking/audit.ts';
import type { Tx } from '#server/db/in-clinic.ts';
import { firstClinic } from '#server/presets/first-clinic.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import { insertClinic } from '#server/repositories/seed-writes.ts';
import { type Console, consoleLine } from './console.ts';

export type NewClinicSettings = { readonly name: string; readonly zone: string; readonly chairs: number };

/** The clinic of this transaction, with the presets, and nobody in it yet. */
export async function openClinic(
  tx: Tx,
  by: Console,
  { name, zone, chairs }: NewClinicSettings,
): Promise<void> {
  if (!(await clinicZone.isKnown(tx, zone))) {
    throw new Error(`--zone: ${zone} is not known to PostgreSQL. Name another, like America/New_York.`);
  }
  await insertClinic(tx, firstClinic({ name, zone, chairs, createdAt: by.now }, by.newId));
  await auditEvents.insert(tx, audit(consoleLine(by), 'clinic.open', { detail: { zone, chairs } }));
}
