import type { Sql, Tx } from '#server/db/in-clinic.ts';
import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';

export type ProtocolStatus = 'active' | 'retired';

/** A protocol in one of its versions. */
export type ProtocolRecord = {
  readonly protocolId: string;
  readonly versionId: string;
  readonly version: number;
  readonly name: string;
  readonly description: string;
  readonly status: ProtocolStatus;
  readonly definition: ProtocolDefinition;
  /** The pools whose chairs it may use, best first. */
  readonly poolIds: readonly string[];
};

/** Every protocol in its newest version, in the clinic's order. */
export async function list(tx: Tx): Promise<ProtocolRecord[]> {
  const protocols = await tx.prisma.protocol.findMany({
    where: { clinicId: tx.clinicId },
    include: {
      versions: { orderBy: { version: 'desc' }, take: 1 },
      pools: { orderBy: { position: 'asc' } },
    },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
  return protocols.flatMap(({ id, name, description, status, versions: [newest], pools }) =>
    newest
      ? [
          {
            protocolId: id,
            versionId: newest.id,
            version: newest.version,
            name,
            description,
            status: status as ProtocolStatus,
            definition: newest.definition as unknown as ProtocolDefinition,
            poolIds: pools.map((pool) => pool.poolId),
          },
        ]
      : [],
  );
}

/** SQL for the columns of a ProtocolRecord, of `protocol pr` and `protocol_version pv`. */
export const PROTOCOL_COLUMNS = `
  pr.id AS "protocolId", pv.id AS "versionId", pv.version, pr.name, pr.description, pr.status, pv.definition,
  ARRAY(
    SELECT pp.pool_id::text FROM protocol_pool pp
    WHERE pp.clinic_id = pr.clinic_id AND pp.protocol_id = pr.id ORDER BY pp.position, pp.pool_id
  ) AS "poolIds"`;

/** SQL for a protocol in the version that a new course gets: $1 the clinic, `id` the protocol. */
export const newestVersion = (id: string): string => `
  SELECT ${PROTOCOL_COLUMNS}
  FROM protocol pr JOIN protocol_version pv ON pv.clinic_id = pr.clinic_id AND pv.protocol_id = pr.id
  WHERE pr.clinic_id = $1::uuid AND pr.id = ${id}::uuid
  ORDER BY pv.version DESC LIMIT 1`;

/** The protocol in the version that a new course gets; retired ones too, so that the refusal can say so. */
export async function findForBooking(sql: Sql, protocolId: string): Promise<ProtocolRecord | null> {
  const [protocol] = await sql.rows<ProtocolRecord>(
    newestVersion('$2'),
    [sql.clinicId, protocolId],
    'protocol_newest',
  );
  return protocol ?? null;
}
