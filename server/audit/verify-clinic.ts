import type { Database } from '#server/db/database.ts';
import { readInClinic, type Sql } from '#server/db/in-clinic.ts';
import { saltedDigest } from '#server/platform/salted-digest.ts';
import * as auditSeals from '#server/repositories/audit-seals.ts';
import { linkDigest, NO_DIGEST } from './link.ts';

/** One thing that is not as it was written: what, and where. */
export type Finding = {
  readonly code:
    | 'event-altered'
    | 'event-missing'
    | 'seal-missing'
    | 'never-sealed'
    | 'value-altered'
    | 'anchor-differs'
    | 'tail-cut'
    | 'no-anchors';
  /** The place in the chain; null outside it. */
  readonly sequence: number | null;
  readonly eventId: string | null;
};

export type Verification = {
  readonly isIntact: boolean;
  /** Links of the chain that were recomputed. */
  readonly sealed: number;
  /** Events that await their seal, which the sealer sets within seconds. */
  readonly waiting: number;
  readonly anchors: number;
  /** Personal values that were erased. That breaks nothing. */
  readonly erased: number;
  /** The first of them, by their place. */
  readonly findings: readonly Finding[];
  readonly findingCount: number;
};

/** Whoever altered much need not be told every row of it. */
const SHOWN = 50;
const PAGE = 2_000;

/** Recomputes the chain of a clinic, and compares it with the anchors. */
export async function verifyClinic(
  db: Database,
  clinicId: string,
  { key, anchors }: { key: Buffer; anchors: ReadonlyMap<number, readonly string[]> },
): Promise<Verification> {
  return readInClinic(db, clinicId, async (sql) => {
    const findings: Finding[] = [];
    const found = (code: Finding['code'], sequence: number | null, eventId: string | null = null) => {
      findings.push({ code, sequence, eventId });
    };
    const { head, erased, sealed } = await walk(sql, { key, anchors }, found);

    for (const sequence of [...anchors.keys()].sort((a, b) => a - b)) {
      if (sequence > head) found('tail-cut', sequence);
    }
    if (anchors.size === 0 && head > 0) found('no-anchors', null);
    const { waiting, neverSealed, goneBeforeSeal } = await auditSeals.loose(sql);
    for (const id of goneBeforeSeal) found('event-missing', null, id);
    for (const id of neverSealed) found('never-sealed', null, id);

    return {
      isIntact: findings.length === 0,
      sealed,
      waiting,
      anchors: anchors.size,
      erased,
      findings: findings.slice(0, SHOWN),
      findingCount: findings.length,
    };
  });
}

type Found = (code: Finding['code'], sequence: number | null, eventId?: string | null) => void;

/**
 * Every link from the first. Where one does not fit, the next is held to what is stored, so that one alteration is one
 * finding, at its place.
 */
async function walk(
  sql: Sql,
  { key, anchors }: { key: Buffer; anchors: ReadonlyMap<number, readonly string[]> },
  found: Found,
): Promise<{ head: number; sealed: number; erased: number }> {
  let previous: auditSeals.Seal = { sequence: 0, eventId: '', digest: NO_DIGEST };
  let [sealed, erased] = [0, 0];
  for (;;) {
    const page = await auditSeals.chain(sql, previous.sequence, PAGE);
    for (const link of page) {
      const { sequence, eventId, digest, event } = link;
      const follows = sequence === previous.sequence + 1;
      if (!follows) found('seal-missing', previous.sequence + 1);
      if (!event) found('event-missing', sequence, eventId);
      // After a gap, what this link was made from is not there to compare with.
      else if (
        follows &&
        digest !== linkDigest(key, { previous: previous.digest, clinicId: sql.clinicId, sequence, event })
      ) {
        found('event-altered', sequence, eventId);
      }
      if (anchors.get(sequence)?.some((anchored) => anchored !== digest)) {
        found('anchor-differs', sequence, eventId);
      }
      erased += checkValues(link, found);
      sealed += 1;
      previous = link;
    }
    if (page.length < PAGE) return { head: previous.sequence, sealed, erased };
  }
}

/** Holds the values that are kept to their digests. Answers how many were erased. */
function checkValues({ sequence, eventId, event, values }: auditSeals.SealedEvent, found: Found): number {
  if (!event) return 0;
  const isOther = values.some(({ name, value, salt }) => event.digests[name] !== saltedDigest(salt, value));
  if (isOther) found('value-altered', sequence, eventId);
  const kept = new Set(values.map(({ name }) => name));
  return Object.keys(event.digests).filter((name) => !kept.has(name)).length;
}
