import { bookers, staff } from '#server/policy.ts';

export const listFreedChairs = staff;
export const listCandidates = staff;
/** What is accepted is booked: those who book may. */
export const offer = bookers;
