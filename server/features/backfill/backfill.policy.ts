import { staff } from '#server/policy.ts';

export const listFreedChairs = staff;
export const listCandidates = staff;
