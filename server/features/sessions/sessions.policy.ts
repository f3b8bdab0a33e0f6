import { clinicians, type Policy, staff, treating } from '#server/policy.ts';
import type { HeldStep } from '#server/scheduling/session/session-held.ts';
import type { SessionVerb } from '#server/scheduling/session/session-lifecycle.ts';

export const listBoard = staff;

/** Whoever is with the patient holds a session; that it may begin after all, a clinician decides (CLINICAL R46). */
export const holdSession: Readonly<Record<HeldStep, Policy>> = { hold: treating, release: clinicians };

/** The front desk is told what it needs at the door; see `presenters/present-ticks.ts`. */
export const readTicks = staff;

/** Whoever is with the patient, and so ends the session. */
export const setTicks = treating;

/** Whoever may take a step may take it back: of which step it is, `takeStep` is asked again. */
export const undoStep = staff;

/** The front desk receives people; what is done to them is for those who are with them. */
export const takeStep: Readonly<Record<SessionVerb, Policy>> = {
  arrive: staff,
  'check-in': staff,
  start: treating,
  complete: treating,
  'no-show': staff,
  cancel: staff,
};
