import { type Policy, treating } from '#server/policy.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';

/** Who will read an answer, where and when: what a presenter needs to know besides what it presents. */
export type SeenBy = {
  readonly role: Role;
  /** The clinic's: instants are written with its offset. */
  readonly zone: string;
  readonly now: Instant;
};

/** Who is told what says something of a patient's health. Whoever is not named here is not told. */
export const seesClinical: Policy = treating;
