import { AppError } from '#server/errors.ts';

/** A pool that was asked for by its id, and where in the request. */
export type AskedPool = { readonly pointer: string; readonly poolId: string | undefined };

/** Whoever asks for a pool must ask for one that the protocol uses. */
export function refuseOtherPools(asked: readonly AskedPool[], poolIds: readonly string[]): void {
  const errors = asked
    .filter(({ poolId }) => poolId !== undefined && !poolIds.includes(poolId))
    .map(({ pointer }) => ({
      pointer,
      detail: 'Is no pool that this protocol uses. Leave it out, and the best one is taken.',
    }));
  if (errors.length > 0) throw new AppError('invalid-request', undefined, { errors });
}
