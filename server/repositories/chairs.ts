import type { Tx } from '#server/db/in-clinic.ts';

export type ChairRecord = {
  readonly id: string;
  readonly name: string;
  readonly poolId: string;
  readonly poolName: string;
  readonly position: number;
};

/** The chairs in use, in the order in which the board shows them. */
export async function list(tx: Tx): Promise<ChairRecord[]> {
  const chairs = await tx.prisma.chair.findMany({
    where: { clinicId: tx.clinicId, active: true },
    select: { id: true, name: true, poolId: true, position: true, pool: { select: { name: true } } },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
  return chairs.map(({ pool, ...chair }) => ({ ...chair, poolName: pool.name }));
}
