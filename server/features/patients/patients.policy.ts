import { admins, bookers, staff } from '#server/policy.ts';

export const readPatients = staff;
export const keepRegister = bookers;
export const forget = admins;
