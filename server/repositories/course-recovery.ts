import type { LockedTx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import { AUDIT, auditRows, type NewAuditEvent } from './audit-events.ts';

export type LongerRecovery = {
  readonly courseId: string;
  readonly expectedVersion: number;
  /** Minutes of observation beyond those of the protocol. */
  readonly extraMinutes: number;
  readonly audit: NewAuditEvent;
};

/** What is booked from now on is booked for so much longer; what is booked already stays as it is. */
export async function setExtraMinutes(tx: LockedTx, change: LongerRecovery): Promise<void> {
  const rows = await tx.rows(
    `WITH bumped AS (
       UPDATE course SET version = version + 1, extra_observation_minutes = $4::int2
       WHERE clinic_id = $1::uuid AND id = $2::uuid AND version = $3::int
       RETURNING version
     ),
     ${AUDIT('$5', ', bumped')}
     SELECT version FROM bumped`,
    [tx.clinicId, change.courseId, change.expectedVersion, change.extraMinutes, auditRows([change.audit])],
    'course_extra_minutes',
  );
  if (rows.length === 0) throw new AppError('course-changed');
}
