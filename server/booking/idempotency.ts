import { AppError } from '#server/errors.ts';
import { fingerprint } from '#server/platform/fingerprint.ts';
import type { NewIdempotencyRecord } from '#server/repositories/course-bookings.ts';
import type { IdempotencyRecord } from '#server/repositories/for-booking.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';

/** A request that carries an Idempotency-Key: whose key it is, and what was asked by it. */
export type KeyedRequest = { readonly actorId: string; readonly key: string; readonly requestHash: string };

/** Null where no key was sent: such a request is made as often as it is sent. */
export const keyedRequest = (
  actorId: string,
  key: string | undefined,
  request: unknown,
): KeyedRequest | null => (key === undefined ? null : { actorId, key, requestHash: fingerprint(request) });

/** The first answer to this very request; null where it is new. A key that asked for something else is refused. */
export function replayOf<Answer>(keyed: KeyedRequest | null, found: IdempotencyRecord | null): Answer | null {
  if (!keyed || !found) return null;
  if (found.requestHash !== keyed.requestHash) throw new AppError('idempotency-key-reused');
  return found.response as Answer;
}

export const keptAnswer = (
  keyed: KeyedRequest | null,
  response: unknown,
  createdAt: Instant,
): NewIdempotencyRecord | null => keyed && { ...keyed, status: 201, response, createdAt };
