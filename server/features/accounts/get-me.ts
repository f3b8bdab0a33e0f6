import type { getMe as endpoint } from '#server/contract/accounts.endpoints.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { AccountContext } from '#server/platform/context.ts';

export async function getMe({ actor, idleMinutes }: AccountContext): Promise<ResponseOf<typeof endpoint>> {
  const idle = actor.role === 'patient' ? idleMinutes.patient : idleMinutes.staff;
  const { personId: id, name, role, secondFactor } = actor;
  return { id, name, role, secondFactor, idleMinutes: idle };
}
