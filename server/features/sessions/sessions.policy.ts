import { type Policy, staff, treating } from '#server/policy.ts';
import type { SessionVerb } from '#server/scheduling/session-lifecycle.ts';

export const listBoard = staff;

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
