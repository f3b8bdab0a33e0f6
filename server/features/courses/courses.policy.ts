import { bookers, clinicians, staff, treating } from '#server/policy.ts';

export const bookCourse = bookers;
/** That a patient needs another induction, a clinician decides (CLINICAL section 4). */
export const reinduce = clinicians;

export const readCourses = staff;

/** How somebody felt, and how long it lasted. */
export const readRecovery = treating;

/** A clinician books longer than the protocol says (CLINICAL R29). */
export const setRecovery = clinicians;
