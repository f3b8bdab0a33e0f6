import { audit } from '#server/booking/audit.ts';
import type { AuditVerification } from '#server/contract/audit.endpoints.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import type { AccountContext } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';

/** What the verifier found, and that somebody asked. */
export async function verifyAudit(context: AccountContext): Promise<AuditVerification> {
  const { db, actor, auditChain } = context;
  const { findings, ...verification } = await auditChain.verify(actor.clinicId);
  const { isIntact, sealed, findingCount } = verification;
  await readOnRecord(db, actor.clinicId, (sql) =>
    auditEvents.insert(sql, audit(context, 'audit.verify', { detail: { isIntact, sealed, findingCount } })),
  );
  return { ...verification, findings: [...findings] };
}
