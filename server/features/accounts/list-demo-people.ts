import type { listDemoPeople as endpoint } from '#server/contract/accounts.endpoints.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import type { PublicContext } from '#server/platform/context.ts';
import { DEMO_PASSWORD } from '#server/platform/demo-password.ts';
import * as people from '#server/repositories/people.ts';

/** Who may sign in to the demo; nobody, where this is no demo. */
export async function listDemoPeople({ db, demo }: PublicContext): Promise<ResponseOf<typeof endpoint>> {
  if (!demo) return { items: [], password: null };
  const found = await people.listDemoPeople(beforeClinic(db));
  return { items: found.map(({ name, role, email }) => ({ name, role, email })), password: DEMO_PASSWORD };
}
