import * as audit from '#server/contract/audit.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import * as may from './audit.policy.ts';
import { exportAuditEvents } from './export-audit-events.ts';
import { getAccessHistory } from './get-access-history.ts';
import { listAuditEvents } from './list-audit-events.ts';
import { verifyAudit } from './verify-audit.ts';

export function mountAudit(api: Api): void {
  mount(api, audit.listAuditEvents, may.readAuditTrail, listAuditEvents);
  mount(api, audit.getAccessHistory, may.readAuditTrail, getAccessHistory);
  mount(api, audit.exportAuditEvents, may.readAuditTrail, exportAuditEvents);
  mount(api, audit.verifyAudit, may.verifyAudit, verifyAudit);
}
