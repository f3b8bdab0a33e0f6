import type { getMe as endpoint } from '#server/contract/accounts.endpoints.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { AccountContext } from '#server/platform/context.ts';
import { idleMinutesOf } from './accounts.policy.ts';

export async function getMe({ actor, idleMinutes }: AccountContext): Promise<ResponseOf<typeof endpoint>> {
  const idle = idleMinutesOf(actor, idleMinutes);
  const { personId: id, name, role, secondFactor } = actor;
  return { id, name, role, secondFactor, idleMinutes: idle };
}
