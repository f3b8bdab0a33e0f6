import type { Person } from '#server/contract/accounts.endpoints.ts';

export type Role = Person['role'];

export const ROLE_WORDS: Record<Role, string> = {
  'front-desk': 'front desk',
  nurse: 'nurse',
  clinician: 'clinician',
  admin: 'admin',
  patient: 'patient',
};
