import type { NewClinic } from '#server/repositories/seed-writes.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { PRESET_GATES } from './gates.ts';
import { PRESET_PROTOCOLS } from './protocols.ts';

const MON_TO_FRI = [1, 2, 3, 4, 5];
const HOURS = { opensAt: '09:00', closesAt: '17:00' };

/** What a clinic has on its first day, so that its admin can sign in and work: defaults that every clinic changes. */
export function firstClinic(
  { name, zone, chairs, createdAt }: FirstClinicSettings,
  newId: () => string,
): NewClinic {
  const poolId = newId();
  return {
    name,
    zone,
    phone: null,
    slotMinutes: 15,
    // Two patients a nurse during the infusion, four while they are observed (CLINICAL R32: our choice).
    monitoring: { prep: null, administration: 2, observation: 4, turnover: null },
    isDemo: false,
    gates: PRESET_GATES,
    createdAt,
    openingHours: MON_TO_FRI.map((weekday) => ({ id: newId(), weekday, ...HOURS })),
    pools: [{ id: poolId, name: 'Infusion' }],
    chairs: Array.from({ length: chairs }, (_, index) => ({
      id: newId(),
      poolId,
      name: `Chair ${index + 1}`,
    })),
    staff: [],
    shifts: [],
    closures: [],
    protocols: Object.values(PRESET_PROTOCOLS).map((protocol) => ({
      id: newId(),
      versionId: newId(),
      ...protocol,
      status: 'active' as const,
      poolIds: [poolId],
    })),
  };
}

export type FirstClinicSettings = {
  readonly name: string;
  readonly zone: string;
  readonly chairs: number;
  readonly createdAt: Instant;
};
