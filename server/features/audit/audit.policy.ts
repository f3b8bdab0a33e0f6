import { admins } from '#server/policy.ts';

export const readAuditTrail = admins;
export const verifyAudit = admins;
