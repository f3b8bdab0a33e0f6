import type { EmergencyAccess } from '#server/contract/restriction.endpoints.ts';
import type { OpenAccess } from '#server/repositories/restrictions.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';

export const presentAccess = (access: OpenAccess, personId: string, zone: string): EmergencyAccess => ({
  id: access.id,
  openedBy: { ...access.openedBy },
  openedAt: formatInstant(access.openedAt, zone),
  until: formatInstant(access.until, zone),
  isOwn: access.openedBy.id === personId,
});
