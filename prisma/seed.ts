import { beforeClinic, inClinic } from '#server/db/in-clinic.ts';
import type { SeedDeps } from '#server/platform/context.ts';
import * as patients from '#server/repositories/patients.ts';
import { listDemoPeople } from '#server/repositories/people.ts';
import { insertClinic } from '#server/repositories/seed-writes.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { letSignIn } from './demo/accounts.ts';
import { createAgenda } from './demo/agenda.ts';
import { expectCourse, nameOf } from './demo/begin-course.ts';
import { CAST } from './demo/cast.ts';
import { demoClinic, ZONE } from './demo/clinic.ts';
import { boardDayAt, daysOf } from './demo/days.ts';
import { registerOf } from './demo/register.ts';
import { restrictOne } from './demo/restricted-record.ts';
import { letSomeWait } from './demo/waitlist.ts';
import { actingAt, type World } from './demo/world.ts';

/** People in the register besides the cast. */
const OTHERS = 2_000;

/** What visits of the board's day are counted from while the clinic is closed. */
const ELEVEN = 11 * 60;

/**
 * The demo clinic: opened half a year ago, and lived day by day until now through the use cases, by a clock that is set
 * to each moment. Nothing of its past is written in: who was booked was planned, who came was checked in.
 */
export async function seedDemo(deps: SeedDeps): Promise<{ clinicId: string }> {
  const { db, newId } = deps;
  if ((await listDemoPeople(beforeClinic(db))).length > 0) {
    throw new Error('There is a demo clinic in this database already. Make the demo in an empty one.');
  }
  const now = deps.clock.now();
  const today = localDateOf(now, ZONE);
  const clinicId = newId();
  const { clinic, protocolIds } = demoClinic({ at: now, today }, newId);
  const others = registerOf(
    OTHERS,
    CAST.map(({ name }) => name),
  );
  await inClinic(db, clinicId, async (tx) => {
    await insertClinic(tx, clinic);
    await patients.insertMany(
      tx,
      others.map((person) => ({ id: newId(), ...person, createdAt: clinic.createdAt })),
    );
  });

  await letSignIn(
    deps,
    clinicId,
    clinic.staff.map(({ id, email, name }) => ({ staffId: id, email, name })),
  );

  const days = daysOf(clinic);
  const { date: boardDay, minuteOfNow } = boardDayAt(now, days);
  const world: World = {
    agenda: createAgenda(),
    days,
    protocolIds,
    today,
    boardDay,
    anchor: minuteOfNow === null ? ELEVEN : minuteOfNow - (minuteOfNow % clinic.slotMinutes),
    as: actingAt(deps, clinicId, clinic),
    patientIds: new Map(),
  };
  for (const member of CAST) expectCourse(world, member);
  await world.agenda.liveUntil(now);
  await restrictOne(world, clinic, now);
  await letSomeWait(world, now);
  await letSignIn(
    deps,
    clinicId,
    CAST.map((member) => ({
      patientId: world.patientIds.get(nameOf(member)) ?? '',
      email: member.email,
      name: nameOf(member),
    })),
  );
  return { clinicId };
}
