import { beforeClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { PublicContext } from '#server/platform/context.ts';
import { weaknessOf } from '#server/platform/weak-password.ts';
import { findAccountHolder } from '#server/repositories/people.ts';

/** A password that others would guess is refused, and the field says why. */
export function refuseWeakPassword(password: string, about: readonly string[], field: string): void {
  const detail = weaknessOf(password, about);
  if (detail)
    throw new AppError('invalid-request', undefined, { errors: [{ pointer: `/body/${field}`, detail }] });
}

/** The same of somebody who has an account. */
export async function refuseWeakPasswordOf(
  { db }: PublicContext,
  userId: string,
  password: string,
  field: string,
): Promise<void> {
  const holder = await findAccountHolder(beforeClinic(db), userId);
  refuseWeakPassword(password, holder ? [holder.name, holder.email, holder.clinicName] : [], field);
}
