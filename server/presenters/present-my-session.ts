import type { MySession } from '#server/contract/sessions.endpoints.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';

/** A session as its patient sees it. */
export const presentMySession = (
  { id, courseId, sequence, place, plannedCount, phase, status, startsAt, endsAt }: SessionRecord,
  prepare: readonly string[],
  zone: string,
): MySession => ({
  id,
  courseId,
  sequence,
  place,
  plannedCount,
  phase,
  status,
  startsAt: formatInstant(startsAt, zone),
  endsAt: formatInstant(endsAt, zone),
  prepare: [...prepare],
});
