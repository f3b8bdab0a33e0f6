import { leads, type Policy, staff } from '#server/policy.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';

export const readRestriction = staff;
export const setRestriction = leads;

/** Whoever breaks the glass may look and work, and restricts or lifts nothing; but for an admin, or a team that has left would be for ever. */
export const setRestrictionOf = (
  asker: { readonly role: Role; readonly personId: string },
  record: { readonly isRestricted: boolean; readonly careTeamIds: readonly string[] },
): boolean =>
  setRestriction(asker) &&
  (!record.isRestricted || asker.role === 'admin' || record.careTeamIds.includes(asker.personId));

/** A care team has somebody who can lift the restriction. */
export const leadsCareTeam: Policy = leads;

export const openInEmergency = leads;
