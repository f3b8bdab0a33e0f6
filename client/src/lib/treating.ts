import type { Role } from './role-words.ts';

/** Those who are told what is clinical. Others do not even ask for it. */
export const isTreating = (role: Role | undefined): boolean =>
  role === 'nurse' || role === 'clinician' || role === 'admin';
