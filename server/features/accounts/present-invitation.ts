import type { Invitation } from '#server/contract/staff-access.endpoints.ts';
import type { InvitationRecord } from '#server/repositories/invitations.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';

export const presentInvitation = (
  { invitedAt, expiresAt, acceptedAt, ...rest }: InvitationRecord,
  zone: string,
  now: Instant,
): Invitation => ({
  ...rest,
  invitedAt: formatInstant(invitedAt, zone),
  expiresAt: formatInstant(expiresAt, zone),
  status: acceptedAt !== null ? 'accepted' : expiresAt <= now ? 'expired' : 'open',
});
