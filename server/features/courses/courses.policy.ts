import { bookers, staff, treating } from '#server/policy.ts';

export const bookCourse = bookers;
export const readCourses = staff;

/** How somebody felt, and how long it lasted. */
export const readRecovery = treating;
