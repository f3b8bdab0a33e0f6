import type { Role } from '#server/scheduling/vocabulary.ts';

/** "Only a nurse or a clinician does this." */
export const whoMay = (roles: readonly Role[]): string =>
  roles.length === 0
    ? 'It is done where the course is reviewed.'
    : `Only ${roles.map((role) => WORDS[role]).join(' or ')} does this.`;

const WORDS: Readonly<Record<Role, string>> = {
  'front-desk': 'the front desk',
  nurse: 'a nurse',
  clinician: 'a clinician',
  admin: 'an admin',
  patient: 'the patient',
};
