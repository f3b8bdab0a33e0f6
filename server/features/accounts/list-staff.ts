import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { listStaff as endpoint, StaffMember } from '#server/contract/staff.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { AccountContext } from '#server/platform/context.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as staff from '#server/repositories/staff.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { needsSecondFactor } from './accounts.policy.ts';

export async function listStaff({
  db,
  actor,
  accounts,
  demo,
}: AccountContext): Promise<ResponseOf<typeof endpoint>> {
  const { zone, members } = await readInClinic(db, actor.clinicId, async (sql) => ({
    zone: await clinicZone.find(sql),
    members: await staff.list(sql),
  }));
  const standings = await accounts.standings(members.flatMap(({ userId }) => userId ?? []));
  return {
    items: members.map(({ userId, active, ...member }) => {
      const standing = standings.get(userId ?? '');
      const lastSignedInAt = standing?.lastSignedInAt ?? null;
      return {
        ...member,
        access: !active ? 'ended' : standing ? 'open' : 'none',
        secondFactor: demo ? 'not-needed' : secondFactorOf(member, standing?.hasSecondFactor),
        lastSignedInAt: lastSignedInAt === null ? null : formatInstant(lastSignedInAt, zone),
      };
    }),
  };
}

function secondFactorOf(member: Pick<StaffMember, 'role'>, isSet = false): StaffMember['secondFactor'] {
  if (isSet) return 'set';
  return needsSecondFactor(member) ? 'missing' : 'not-needed';
}
