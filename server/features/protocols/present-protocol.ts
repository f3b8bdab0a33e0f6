import type { Protocol } from '#server/contract/clinic.endpoints.ts';
import type { ProtocolRecord } from '#server/repositories/protocols.ts';
import { blockMinutes, plannedCount } from '#server/scheduling/protocol.ts';
import { BLOCK_PARTS } from '#server/scheduling/vocabulary.ts';

export function presentProtocol({ definition, ...protocol }: ProtocolRecord): Protocol {
  const { block, booster } = definition;
  return {
    id: protocol.protocolId,
    name: protocol.name,
    description: protocol.description,
    route: definition.route,
    status: protocol.status,
    version: protocol.version,
    sessionCount: plannedCount(definition),
    blockMinutes: blockMinutes(block),
    block: BLOCK_PARTS.map((part) => ({ part, minutes: block[part] })),
    phases: definition.phases.map((phase) => ({
      phase: phase.phase,
      sessions: phase.sessions,
      perWeek: phase.perWeek,
      minClearDays: phase.minClearDays,
      maxInRolling7Days: phase.maxInRolling7Days,
      targetSpanDays: phase.targetSpanDays,
      maxSpanDays: phase.maxSpanDays,
    })),
    booster: {
      firstInterval: booster.defaultIntervals[0]?.interval ?? booster.intervalLadder[0] ?? '',
      flexDays: booster.flexDays,
      intervalLadder: [...booster.intervalLadder],
      minIntervalDays: booster.minIntervalDays,
    },
  };
}
