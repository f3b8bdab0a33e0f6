import type { StartTimes } from '#server/contract/plan.ts';
import type { StartTime, StartTimeDay } from '#server/scheduling/room/start-times.ts';
import { RULES } from '#server/scheduling/rules.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';

/** `bender`: whoever asks, where what follows takes a reason for a rule that is bent. */
export const presentStartTimes = (
  days: readonly StartTimeDay[],
  zone: string,
  bender: Role | null = null,
): StartTimes => ({
  days: days.map((day) => ({
    ...day,
    starts: day.starts.map((start) => ({
      ...start,
      startsAt: formatInstant(start.startsAt, zone),
      ...(bender && isFor(bender, start) && { mayBend: true as const }),
    })),
  })),
});

/** Is everything that refuses this start somebody's to let be? */
function isFor(role: Role, { refusals }: StartTime): boolean {
  const hard = refusals.filter(({ severity }) => severity === 'hard');
  return hard.length > 0 && hard.every(({ code }) => RULES[code].mayOverride.includes(role));
}
