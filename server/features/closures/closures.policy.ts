import { bookers, staff } from '#server/policy.ts';

/** To close is to move what is booked: those who book may. Looking at what it would do is part of it. */
export const close = bookers;
export const reopen = bookers;

export const listClosures = staff;
export const listBrokenCourses = staff;
