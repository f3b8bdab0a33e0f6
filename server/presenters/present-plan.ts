import type { Plan } from '#server/contract/plan.ts';
import type { ProtocolRecord } from '#server/repositories/protocols.ts';
import { boosterWindow } from '#server/scheduling/booster/booster.ts';
import type { ReadablePlan } from '#server/scheduling/plan/plan-reasons.ts';
import { blockMinutes } from '#server/scheduling/protocol.ts';
import { dateOfEpochDay, formatInstant, timeOfMinute } from '#server/scheduling/time/clinic-time.ts';

/** A plan, with the booster window that would follow it. */
export function presentPlan(
  { sessions, cost, reasons }: ReadablePlan,
  { definition, poolIds }: ProtocolRecord,
  zone: string,
): Plan {
  const blockMs = blockMinutes(definition.block) * 60_000;
  const [first, last] = [sessions[0], sessions.at(-1)];
  const dated = sessions.map(({ epochDay, phase }) => ({
    on: dateOfEpochDay(epochDay),
    phase,
    state: 'to-come' as const,
  }));
  const window = boosterWindow(definition.booster, null, dated);
  if (!first || !last || !window) throw new Error('A plan has a session.');
  return {
    sessions: sessions.map(({ sequence, phase, startsAt, poolIndex }) => ({
      sequence,
      phase,
      startsAt: formatInstant(startsAt, zone),
      endsAt: formatInstant(startsAt + blockMs, zone),
      poolId: poolIds[poolIndex] ?? '',
    })),
    cost,
    reasons: reasons.map((reason) => ({ ...reason, sequences: [...reason.sequences] })),
    firstOn: dateOfEpochDay(first.epochDay),
    lastOn: dateOfEpochDay(last.epochDay),
    spanDays: last.epochDay - first.epochDay,
    usualTime: timeOfMinute(first.minute),
    boosterWindow: window,
  };
}
