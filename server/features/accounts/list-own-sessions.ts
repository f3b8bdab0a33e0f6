import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { listOwnSessions as endpoint } from '#server/contract/own-sessions.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { AccountContext } from '#server/platform/context.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { idleMinutesOf } from './accounts.policy.ts';
import { deviceWords } from './device-words.ts';

export async function listOwnSessions({
  db,
  actor,
  accounts,
  idleMinutes,
}: AccountContext): Promise<ResponseOf<typeof endpoint>> {
  const idle = idleMinutesOf(actor, idleMinutes);
  const open = await accounts.sessions.list(actor.userId, idle);
  const zone = await readInClinic(db, actor.clinicId, clinicZone.find);
  return {
    items: open.map(({ id, startedAt, lastSeenAt, userAgent, address }) => ({
      id,
      isThis: id === actor.sessionId,
      startedAt: formatInstant(startedAt, zone),
      lastSeenAt: formatInstant(lastSeenAt, zone),
      device: deviceWords(userAgent),
      address,
    })),
  };
}
