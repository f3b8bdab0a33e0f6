import type { Database } from '#server/db/database.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import { openInEmergency } from '#server/features/restriction/restriction.policy.ts';
import type { Actor } from '#server/platform/context.ts';
import { findClosed } from '#server/repositories/restrictions.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';

type Asking = { readonly db: Database; readonly actor?: Actor; readonly now: Instant };

/**
 * A restricted record is not there for whoever is outside its care team, so every use case says `not-found` of it,
 * of its courses and of their sessions. Where the request named one of these, it is told so here, for all of them: to
 * staff, who know whom to ask, and to those who may open it in an emergency, whose it is.
 */
export async function nameRestricted(
  error: unknown,
  { db, actor, now }: Asking,
  request: object,
): Promise<unknown> {
  if (!(error instanceof AppError) || error.type !== 'not-found') return error;
  if (!actor || actor.role === 'patient') return error;
  const ids = idsIn(request);
  if (ids.length === 0) return error;
  const patientId = await readInClinic(db, { actor, now }, (sql) => findClosed(sql, ids));
  if (patientId === null) return error;
  const mayOpen = openInEmergency(actor);
  const detail = mayOpen ? 'Ask somebody of the care team. In an emergency, open it and say why.' : undefined;
  return new AppError('record-restricted', detail, { mayOpen, ...(mayOpen && { patientId }) });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Every id that the request has, wherever. */
function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return UUID.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : [];
}
