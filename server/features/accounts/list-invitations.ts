import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { listInvitations as endpoint } from '#server/contract/staff-access.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { AccountContext } from '#server/platform/context.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as invitations from '#server/repositories/invitations.ts';
import { presentInvitation } from './present-invitation.ts';

export const listInvitations = ({ db, actor, now }: AccountContext): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, actor.clinicId, async (sql) => {
    const zone = await clinicZone.find(sql);
    const found = await invitations.list(sql);
    return { items: found.map((invitation) => presentInvitation(invitation, zone, now)) };
  });
