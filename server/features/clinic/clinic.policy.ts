import { admins, everybodySignedIn } from '#server/policy.ts';

/** Patients too: its hours, its telephone number, its time zone. */
export const getClinic = everybodySignedIn;
export const updateClinic = admins;
