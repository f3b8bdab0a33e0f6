import type { PatientFields } from '#server/repositories/patients.ts';

/** What the register says of somebody, for the audit trail: `after.givenName` and so on. */
export const valuesOf = (
  when: 'before' | 'after',
  fields: Partial<PatientFields>,
): Record<string, string | null | undefined> =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [`${when}.${field}`, value]));
