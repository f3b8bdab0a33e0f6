import { staff } from '#server/policy.ts';

export const listChairs = staff;
