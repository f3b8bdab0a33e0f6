import { audit, type Told } from '#server/booking/audit.ts';
import { beforeClinic, readOnRecord } from '#server/db/in-clinic.ts';
import type { Actor, PublicContext } from '#server/platform/context.ts';
import type { NewAuditEvent } from '#server/repositories/audit-events.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import { findMember } from '#server/repositories/people.ts';
import type { AuditKind } from '#server/scheduling/vocabulary.ts';

type Who = Pick<Actor, 'clinicId' | 'personId' | 'role' | 'patientId'>;

/**
 * A line of the audit trail about somebody's account. Accounts are another role's tables, which no transaction of a
 * clinic reaches: so it is written right behind what it records, before the answer.
 */
export const record = (context: PublicContext, actor: Who, kind: AuditKind, told: Told = {}): Promise<void> =>
  readOnRecord(context.db, actor.clinicId, (sql) =>
    auditEvents.insert(sql, audit({ ...context, actor }, kind, { patientId: actor.patientId, ...told })),
  );

/** What was tried with a patient's address by somebody who has not signed in. */
export const aboutPatient = (context: PublicContext, patientId: string, kind: AuditKind): NewAuditEvent =>
  audit({ ...context, actor: null }, kind, { patientId, subjects: { personId: patientId } });

export const recordOfPatient = (
  context: PublicContext,
  { clinicId, patientId }: { readonly clinicId: string; readonly patientId: string },
  kind: AuditKind,
): Promise<void> =>
  readOnRecord(context.db, clinicId, (sql) =>
    auditEvents.insert(sql, aboutPatient(context, patientId, kind)),
  );

/** What was tried or done with an account by somebody who has not signed in. An address of nobody has no clinic. */
export async function recordUnproven(
  context: PublicContext,
  email: string,
  kind: AuditKind,
  detail: Told['detail'] = {},
): Promise<void> {
  const member = await findMember(beforeClinic(context.db), email);
  if (!member) return;
  const { clinicId, personId, patientId } = member;
  const told = { patientId, subjects: { personId }, detail };
  await readOnRecord(context.db, clinicId, (sql) =>
    auditEvents.insert(sql, audit({ ...context, actor: null }, kind, told)),
  );
}
