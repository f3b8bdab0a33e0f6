import type { Database } from '#server/db/database.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import * as auditSeals from '#server/repositories/audit-seals.ts';
import { linkDigest, NO_DIGEST } from './link.ts';

/** Events of one transaction: a clinic that was busy while nobody sealed is caught up with in several. */
const BATCH = 1_000;

/**
 * Chains what awaits its seal. What a transaction commits late is sealed late, and once: whether an event awaits its
 * seal is written with the event, and taken away with the seal. Answers the new head; null where nothing was sealed.
 */
export async function sealClinic(
  db: Database,
  clinicId: string,
  key: Buffer,
): Promise<auditSeals.Seal | null> {
  let head: auditSeals.Seal | null = null;
  for (;;) {
    const seals = await sealBatch(db, clinicId, key);
    head = seals.at(-1) ?? head;
    if (seals.length < BATCH) return head;
  }
}

const sealBatch = (db: Database, clinicId: string, key: Buffer): Promise<auditSeals.Seal[]> =>
  readOnRecord(db, clinicId, async (sql) => {
    // In a statement of its own: the next one sees what whoever held the lock before us has committed.
    if (!(await auditSeals.tryLock(sql))) return [];
    const head = await auditSeals.head(sql);
    const events = await auditSeals.unsealed(sql, BATCH);
    let { sequence, digest } = head ?? { sequence: 0, digest: NO_DIGEST };
    const seals = events.map((event) => {
      sequence += 1;
      digest = linkDigest(key, { previous: digest, clinicId, sequence, event });
      return { sequence, eventId: event.id, digest };
    });
    if (seals.length > 0) await auditSeals.insert(sql, seals);
    return seals;
  });
