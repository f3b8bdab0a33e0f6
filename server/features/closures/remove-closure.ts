import { audit } from '#server/booking/audit.ts';
import type { removeClosure as endpoint } from '#server/contract/closures.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as closures from '#server/repositories/closures.ts';
import { presentClosure } from './present-closure.ts';

/** Opens again. What was moved stays where it is: people have been told. */
export const removeClosure = (
  context: Context,
  { params: { id } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  underClinicLock(context.db, context, async (tx) => {
    const closure = await closures.findById(tx, id);
    if (!closure) throw new AppError('not-found', 'It is open again already.');
    const zone = await clinicZone.find(tx);
    await closures.remove(tx, id, audit(context, 'closure.remove', { subjects: { closureId: id } }));
    return { closure: presentClosure(closure, zone) };
  });
