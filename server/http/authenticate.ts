import type { Request } from 'express';
import { beforeClinic } from '#server/db/in-clinic.ts';
import type { Actor, Deps } from '#server/platform/context.ts';
import { findActingPerson } from '#server/repositories/people.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Who is asking; null where nobody is signed in.
 *
 * A SEAM: until people sign in, a caller says whom they act as in `X-Acting-Person`, and is believed, on a server that
 * says so (`demoSeam`). Real sign-in replaces the body of this function and nothing else.
 */
export async function authenticate(req: Request, { db, demoSeam }: Deps): Promise<Actor | null> {
  const personId = req.get('x-acting-person');
  if (!demoSeam || !personId || !UUID.test(personId)) return null;
  const person = await findActingPerson(beforeClinic(db), personId);
  return person && { personId: personId.toLowerCase(), ...person };
}
