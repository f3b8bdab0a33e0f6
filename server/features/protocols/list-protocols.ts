import type { listProtocols as endpoint, Protocol } from '#server/contract/clinic.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { inClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as protocols from '#server/repositories/protocols.ts';
import { presentProtocol } from './present-protocol.ts';

export async function listProtocols(
  { db, actor }: Context,
  { query }: ParsedRequestOf<typeof endpoint>,
): Promise<{ items: Protocol[] }> {
  const all = await inClinic(db, actor.clinicId, protocols.list);
  const shown = all.filter(({ status }) => status === 'active' || query.includeRetired);
  return { items: shown.map(presentProtocol) };
}
