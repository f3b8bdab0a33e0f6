import { bookers, staff } from '#server/policy.ts';

export const bookCourse = bookers;
export const readCourses = staff;
