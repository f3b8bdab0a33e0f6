import type { Tx } from '#server/db/in-clinic.ts';
import type { LocalDate } from '#server/scheduling/time/calendar.ts';

export type ChairRecord = {
  readonly id: string;
  readonly name: string;
  readonly poolId: string;
  readonly poolName: string;
  readonly position: number;
  /** The day from which on nothing can be booked on it. */
  readonly outOfUseFrom: LocalDate | null;
};

/** In the order in which the board shows them. */
export async function list(tx: Tx): Promise<ChairRecord[]> {
  const chairs = await tx.prisma.chair.findMany({
    where: { clinicId: tx.clinicId },
    select: {
      id: true,
      name: true,
      poolId: true,
      position: true,
      outOfUseFrom: true,
      pool: { select: { name: true } },
    },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
  return chairs.map(({ pool, outOfUseFrom, ...chair }) => ({
    ...chair,
    poolName: pool.name,
    outOfUseFrom: outOfUseFrom?.toISOString().slice(0, 10) ?? null,
  }));
}
