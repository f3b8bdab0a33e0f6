import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { LivingSession } from './session-lifecycle.ts';

/**
 * Held on the day (CLINICAL R46): the patient is in the house and something speaks against beginning, so a nurse stops
 * the session where it stands, and a clinician decides. It keeps its status and its chair; it cannot be started. Held is
 * a session of today: a course that waits is `on-hold`.
 */
export type HeldStep = 'hold' | 'release';

/** What may be done with it: held while it has not begun, and released while it is held. */
export function heldSteps({ status, startedAt, heldAt = null }: LivingSession): HeldStep[] {
  if (heldAt !== null) return ['release'];
  return (status === 'arrived' || status === 'checked-in') && startedAt === null ? ['hold'] : [];
}

/** Since when it is held after the step, or the steps that would do. */
export function applyHeldStep(
  session: LivingSession,
  step: HeldStep,
  now: Instant,
): { ok: true; heldAt: Instant | null } | { ok: false; allowed: HeldStep[] } {
  const allowed = heldSteps(session);
  if (!allowed.includes(step)) return { ok: false, allowed };
  return { ok: true, heldAt: step === 'hold' ? now : null };
}
