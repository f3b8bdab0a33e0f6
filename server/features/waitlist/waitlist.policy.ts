import { bookers, staff } from '#server/policy.ts';

export const listWaitlist = staff;
/** Whoever hears the wish writes it down: nurses hear most of them. */
export const joinWaitlist = staff;
export const leaveWaitlist = bookers;
