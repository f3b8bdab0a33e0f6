import type { Tx } from '#server/db/in-clinic.ts';
import type { GateKind } from '#server/scheduling/gates/gates.ts';
import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';
import type { Instant, LocalDate, LocalTime, MonitoringRatios } from '#server/scheduling/time/calendar.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';

/** A clinic as it opens: what the demo and the tests set up, and no use case offers yet. */
export type NewClinic = {
  readonly name: string;
  readonly zone: string;
  readonly phone: string | null;
  readonly slotMinutes: number;
  readonly monitoring: MonitoringRatios;
  readonly isDemo: boolean;
  /** What must be done before a session; nothing where it is left out. */
  readonly gates?: readonly GateKind[];
  readonly createdAt: Instant;
  readonly openingHours: readonly {
    readonly id: string;
    readonly weekday: number;
    readonly opensAt: LocalTime;
    readonly closesAt: LocalTime;
  }[];
  readonly pools: readonly { readonly id: string; readonly name: string }[];
  readonly chairs: readonly { readonly id: string; readonly poolId: string; readonly name: string }[];
  readonly staff: readonly {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly role: Exclude<Role, 'patient'>;
    readonly trained: boolean;
  }[];
  readonly shifts: readonly {
    readonly id: string;
    readonly staffId: string;
    readonly weekday: number;
    readonly startsAt: LocalTime;
    readonly endsAt: LocalTime;
    readonly validFrom: LocalDate;
    readonly validTo: LocalDate | null;
  }[];
  readonly closures: readonly {
    readonly id: string;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
    readonly chairId: string | null;
    readonly staffId: string | null;
    readonly reason: string;
  }[];
  readonly protocols: readonly {
    readonly id: string;
    readonly versionId: string;
    readonly name: string;
    readonly description: string;
    readonly status: 'active' | 'retired';
    readonly definition: ProtocolDefinition;
    readonly poolIds: readonly string[];
  }[];
};

/** Opens the clinic whose id the transaction is in. Lists come in the order in which they are to be shown. */
export async function insertClinic(tx: Tx, clinic: NewClinic): Promise<void> {
  const { clinicId, prisma } = tx;
  const { openingHours, pools, chairs, staff, shifts, closures, protocols, createdAt, gates, ...settings } =
    clinic;
  await prisma.clinic.create({
    data: {
      id: clinicId,
      ...settings,
      gates: [...(gates ?? [])] as object[],
      createdAt: new Date(createdAt),
    },
  });
  await prisma.openingHours.createMany({ data: openingHours.map((row) => ({ clinicId, ...row })) });
  await prisma.pool.createMany({ data: pools.map((row, position) => ({ clinicId, position, ...row })) });
  await prisma.chair.createMany({ data: chairs.map((row, position) => ({ clinicId, position, ...row })) });
  await prisma.staff.createMany({ data: staff.map((row) => ({ clinicId, ...row })) });
  await prisma.staffShift.createMany({
    data: shifts.map(({ validFrom, validTo, ...row }) => ({
      clinicId,
      ...row,
      validFrom: new Date(`${validFrom}T00:00:00Z`),
      validTo: validTo === null ? null : new Date(`${validTo}T00:00:00Z`),
    })),
  });
  await prisma.closure.createMany({
    data: closures.map(({ startsAt, endsAt, ...row }) => ({
      clinicId,
      ...row,
      startsAt: new Date(startsAt),
      endsAt: new Date(endsAt),
    })),
  });
  await prisma.protocol.createMany({
    data: protocols.map(({ id, name, description, status }, position) => ({
      clinicId,
      id,
      name,
      description,
      status,
      position,
    })),
  });
  await prisma.protocolVersion.createMany({
    data: protocols.map(({ id, versionId, definition }) => ({
      clinicId,
      id: versionId,
      protocolId: id,
      version: 1,
      definition: definition as object,
      publishedAt: new Date(createdAt),
    })),
  });
  await prisma.protocolPool.createMany({
    data: protocols.flatMap(({ id, poolIds }) =>
      poolIds.map((poolId, position) => ({ clinicId, protocolId: id, poolId, position })),
    ),
  });
}
