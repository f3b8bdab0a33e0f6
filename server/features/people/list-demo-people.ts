import type { Person } from '#server/contract/people.endpoints.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import type { PublicContext } from '#server/platform/context.ts';
import * as people from '#server/repositories/people.ts';

/** Whom the page may act as until sign-in exists; nobody, where that is switched off. */
export async function listDemoPeople({ db, demoSeam }: PublicContext): Promise<{ items: Person[] }> {
  if (!demoSeam) return { items: [] };
  const found = await people.listDemoPeople(beforeClinic(db));
  return { items: found.map(({ id, name, role }) => ({ id, name, role })) };
}
