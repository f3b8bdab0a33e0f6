/** Patients draw differently among equal plans, and one patient the same each time. */
export const seedOf = (patientId: string): number => Number.parseInt(patientId.slice(-7), 16);
