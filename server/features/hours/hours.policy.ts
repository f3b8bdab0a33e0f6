import { admins } from '#server/policy.ts';

/** What holds for every day to come, and for everybody who works here, is the admin's. */
export const readHours = admins;
export const changeHours = admins;
