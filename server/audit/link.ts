import { createHmac } from 'node:crypto';
import type { SealableEvent } from '#server/repositories/audit-seals.ts';

/** Before the first link of a clinic. */
export const NO_DIGEST = '';

/** One secret is given; each use has a key of its own. */
export const chainKey = (secret: string): Buffer =>
  createHmac('sha256', secret).update('audit chain').digest();

/** The digest of one link: over the one before it, its place, and everything that the event says. */
export const linkDigest = (
  key: Buffer,
  link: {
    readonly previous: string;
    readonly clinicId: string;
    readonly sequence: number;
    readonly event: SealableEvent;
  },
): string => createHmac('sha256', key).update(canonical(link)).digest('base64url');

/** The same text for the same link, in whichever order PostgreSQL keeps the keys of its JSON. */
const canonical = ({ previous, clinicId, sequence, event }: Parameters<typeof linkDigest>[1]): string =>
  JSON.stringify([
    previous,
    clinicId,
    sequence,
    event.id,
    event.at,
    event.actorId,
    event.actorRole,
    event.kind,
    event.patientId,
    sorted(event.subjects),
    event.requestId,
    event.address,
    sorted(event.detail),
    sorted(event.digests),
  ]);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, of]) => [key, sorted(of)]);
}
