import type { SessionTicks } from '#server/contract/tick.ts';
import { setTicks as mayTick } from '#server/features/sessions/sessions.policy.ts';
import type { TickRecord } from '#server/repositories/session-ticks.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import { mayBeTicked } from '#server/scheduling/session/session-ticks.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import type { TickCode } from '#server/scheduling/vocabulary.ts';
import { type SeenBy, seesClinical } from './seen-by.ts';

/** Who lets somebody out at the door must know whether they may go, and with whom. How they felt is not for them. */
const AT_THE_DOOR: readonly TickCode[] = ['ready-to-leave', 'escort-here'];

export const presentTicks = (
  session: SessionRecord,
  ticks: readonly TickRecord[],
  seen: SeenBy,
): SessionTicks => ({
  sessionId: session.id,
  ticks: ticks
    .filter(({ code }) => seesClinical(seen) || AT_THE_DOOR.includes(code))
    .map(({ code, answer, notedAt, notedBy }) => ({
      code,
      answer,
      notedAt: formatInstant(notedAt, seen.zone),
      notedBy: { id: notedBy.id, name: notedBy.name },
    })),
  mayTick: mayBeTicked(session) && mayTick(seen),
});
