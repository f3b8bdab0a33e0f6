import type { Person } from '#server/contract/people.endpoints.ts';
import type { Context } from '#server/platform/context.ts';

export async function getMe({ actor }: Context): Promise<Person> {
  return { id: actor.personId, name: actor.name, role: actor.role };
}
