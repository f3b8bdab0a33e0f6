import { knownPatient } from '#server/booking/known.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { getRestriction as endpoint, Restriction } from '#server/contract/restriction.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as patients from '#server/repositories/patients.ts';
import * as restrictions from '#server/repositories/restrictions.ts';
import { presentAccess } from './present-restriction.ts';
import * as may from './restriction.policy.ts';

export const getRestriction = (
  { db, actor, now }: Context,
  { params: { id } }: ParsedRequestOf<typeof endpoint>,
): Promise<Restriction> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const { isRestricted } = knownPatient(await patients.findById(sql, id));
    const careTeam = await restrictions.listCareTeam(sql, id);
    const open = await restrictions.listOpen(sql, id, now);
    const zone = await clinicZone.find(sql);
    const careTeamIds = careTeam.map((member) => member.id);
    const mayChange = may.setRestrictionOf(actor, { isRestricted, careTeamIds });
    return {
      isRestricted,
      careTeam,
      emergencyAccesses: open.map((access) => presentAccess(access, actor.personId, zone)),
      mayChange,
      staff: mayChange ? await restrictions.listStaff(sql) : [],
    };
  });
