import { staff } from '#server/policy.ts';

export const listProtocols = staff;
