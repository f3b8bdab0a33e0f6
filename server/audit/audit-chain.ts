import type { Logger } from 'pino';
import type { Database } from '#server/db/database.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import * as auditSeals from '#server/repositories/audit-seals.ts';
import { type Anchor, anchorsIn } from './anchors.ts';
import { chainKey } from './link.ts';
import { sealClinic } from './seal-clinic.ts';
import { type Verification, verifyClinic } from './verify-clinic.ts';

/** The chain over every clinic's audit trail. */
export type AuditChain = {
  /** Seals what awaits it, in every clinic, and anchors the new heads. */
  seal(): Promise<void>;
  verify(clinicId: string): Promise<Verification>;
};

export function openAuditChain(
  { db, secret, anchorsFile }: { db: Database; secret: string; anchorsFile: string },
  logger: Pick<Logger, 'error'>,
): AuditChain {
  const key = chainKey(secret);
  const anchors = anchorsIn(anchorsFile);
  /** Heads whose anchor could not be written yet: a full disk, say. */
  const pending = new Map<string, Anchor>();

  const anchorAll = async () => {
    for (const [clinicId, anchor] of pending) {
      await anchors.add(anchor);
      // Another head may have come meanwhile, whose anchor is still to be written.
      if (pending.get(clinicId) === anchor) pending.delete(clinicId);
    }
  };
  return {
    async seal() {
      for (const clinicId of await auditSeals.clinicsToSeal(beforeClinic(db))) {
        try {
          const head = await sealClinic(db, clinicId, key);
          if (head) pending.set(clinicId, { clinicId, sequence: head.sequence, digest: head.digest });
        } catch (error) {
          // One clinic's trouble is no other's.
          logger.error({ err: error }, 'an audit trail could not be sealed');
        }
      }
      await anchorAll();
    },
    // The anchors first: what is sealed meanwhile is then in the chain, and not yet among them.
    verify: async (clinicId) => verifyClinic(db, clinicId, { key, anchors: await anchors.of(clinicId) }),
  };
}
