import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { getOwnAccount as endpoint } from '#server/contract/own-account.endpoints.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { AccountContext } from '#server/platform/context.ts';
import { findAccountHolder } from '#server/repositories/people.ts';

export async function getOwnAccount({ db, actor }: AccountContext): Promise<ResponseOf<typeof endpoint>> {
  const holder = await findAccountHolder(beforeClinic(db), actor.userId);
  if (!holder) throw new AppError('not-signed-in');
  return { name: holder.name, email: holder.email, role: actor.role };
}
