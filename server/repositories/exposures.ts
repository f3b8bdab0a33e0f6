import type { Sql, Tx } from '#server/db/in-clinic.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { TreatedElsewhere } from '#server/scheduling/vocabulary.ts';
import { ms } from './instant.ts';

export type ExposureRecord = {
  readonly zone: string;
  readonly reviewAt: number;
  readonly elsewhere: TreatedElsewhere;
  /** The start of every session that took place, of whichever course. */
  readonly sessionsAt: readonly Instant[];
};

export async function find(sql: Sql, patientId: string): Promise<ExposureRecord | null> {
  const [row] = await sql.rows<ExposureRecord>(
    `SELECT cl.zone, cl.exposure_review_at AS "reviewAt", p.treated_elsewhere AS elsewhere,
       (SELECT coalesce(json_agg(${ms('s.starts_at')}), '[]') FROM session s
        WHERE s.clinic_id = p.clinic_id AND s.patient_id = p.id AND s.status = 'fulfilled') AS "sessionsAt"
     FROM patient p JOIN clinic cl ON cl.id = p.clinic_id
     WHERE p.clinic_id = $1::uuid AND p.id = $2::uuid`,
    [sql.clinicId, patientId],
    'exposure',
  );
  return row ?? null;
}

export async function setElsewhere(
  tx: Tx,
  patientId: string,
  treatedElsewhere: TreatedElsewhere,
): Promise<void> {
  await tx.prisma.patient.updateMany({
    where: { clinicId: tx.clinicId, id: patientId },
    data: { treatedElsewhere },
  });
}
