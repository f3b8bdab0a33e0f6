import { admins, carers, clinicians, patients, staff, treating } from '#server/policy.ts';

export const readSettings = treating;
export const updateSettings = admins;
export const enterScore = carers;
export const readResponse = treating;
/** What change is measured from, and what is decided by it, is a clinical decision. */
export const nameBaseline = clinicians;
export const reviewCourse = clinicians;
/** Whoever answers the telephone hears it. They are told nothing of what is known. */
export const reportRelapse = staff;
export const readCaseload = carers;
/** Their own: the use case asks for the patient who is signed in. */
export const ownResponse = patients;
