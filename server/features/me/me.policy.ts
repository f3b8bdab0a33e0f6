import { patients } from '#server/policy.ts';

/** Their own: the use case asks for the patient who is signed in, and takes no id. */
export const listMySessions = patients;
