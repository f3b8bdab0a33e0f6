import * as audit from '#server/contract/audit.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { exportAuditEvents } from './export-audit-events.ts';
import { getAccessHistory } from './get-access-history.ts';
import { listAuditEvents } from './list-audit-events.ts';
import { verifyAudit } from './verify-audit.ts';

export function mountAudit(api: Api): void {
  mount(api, audit.listAuditEvents, listAuditEvents);
  mount(api, audit.getAccessHistory, getAccessHistory);
  mount(api, audit.exportAuditEvents, exportAuditEvents);
  mount(api, audit.verifyAudit, verifyAudit);
}
