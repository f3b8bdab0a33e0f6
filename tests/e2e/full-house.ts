import { inClinic, underClinicLock } from '#server/db/in-clinic.ts';
import type { SeedDeps } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { insertCourse } from '#server/repositories/course-bookings.ts';
import * as memberships from '#server/repositories/memberships.ts';
import * as patients from '#server/repositories/patients.ts';
import { insertClinic } from '#server/repositories/seed-writes.ts';
import { blockMinutes } from '#server/scheduling/protocol.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { instantAt, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { SessionStatus } from '#server/scheduling/vocabulary.ts';
import { SIX_INFUSIONS } from '#tests/support/a-clinic.ts';
import { FULL_HOUSE } from './demo-time.ts';

const ZONE = 'America/New_York';
const CHAIRS = 20;
/** An hour each, from 8:00 on. */
const SESSIONS_A_CHAIR = 8;
const BLOCK = { prep: 10, administration: 20, observation: 20, turnover: 10 };

const GIVEN = ['Ana', 'Bo', 'Chidi', 'Dalia', 'Emre', 'Freya', 'Giulia', 'Hiro', 'Inés', 'Jamal'];
const FAMILY = ['Lima', 'Hara', 'Okafor', 'Haddad', 'Yıldız', 'Lindqvist', 'Featherstonehaugh', "O'Brien"];

/** A clinic of twenty chairs with 160 sessions on one day: the most that the board is made for. */
export async function openFullHouse(
  { db, accounts }: Pick<SeedDeps, 'db' | 'accounts'>,
  now: Instant,
): Promise<void> {
  const clinicId = newId();
  const [poolId, protocolId, versionId] = [newId(), newId(), newId()];
  const [deskId, clinicianId, nurseId] = [newId(), newId(), newId()];
  const [adminId, otherAdminId] = [newId(), newId()];
  const chairIds = Array.from({ length: CHAIRS }, newId);
  await inClinic(db, clinicId, (tx) =>
    insertClinic(tx, {
      name: 'Full House Clinic',
      zone: ZONE,
      phone: null,
      slotMinutes: 15,
      monitoring: { prep: null, administration: null, observation: null, turnover: null },
      isDemo: false,
      createdAt: now,
      openingHours: [1, 2, 3, 4, 5].map((weekday) => ({
        id: newId(),
        weekday,
        opensAt: '08:00',
        closesAt: '18:00',
      })),
      pools: [{ id: poolId, name: 'Infusion' }],
      chairs: chairIds.map((id, index) => ({ id, poolId, name: `Chair ${index + 1}` })),
      staff: [
        { id: deskId, name: 'Noor Aziz', email: FULL_HOUSE.desk, role: 'front-desk', trained: false },
        {
          id: clinicianId,
          name: 'Dr. Ida Moss',
          email: FULL_HOUSE.clinician,
          role: 'clinician',
          trained: true,
        },
        { id: adminId, name: 'Greta Olsen', email: FULL_HOUSE.admin, role: 'admin', trained: false },
        { id: otherAdminId, name: 'Otto Lund', email: FULL_HOUSE.otherAdmin, role: 'admin', trained: false },
        { id: nurseId, name: 'Femi Adu', email: FULL_HOUSE.nurse, role: 'nurse', trained: true },
      ],
      shifts: [],
      closures: [],
      protocols: [
        {
          id: protocolId,
          versionId,
          name: 'Six infusions',
          description: 'Six infusions over two to three weeks',
          status: 'active',
          definition: { ...SIX_INFUSIONS, block: BLOCK },
          poolIds: [poolId],
        },
      ],
    }),
  );
  for (const [email, staffId] of [
    [FULL_HOUSE.desk, deskId],
    [FULL_HOUSE.clinician, clinicianId],
    [FULL_HOUSE.admin, adminId],
    [FULL_HOUSE.otherAdmin, otherAdminId],
    [FULL_HOUSE.nurse, nurseId],
  ] as const) {
    const userId = await accounts.addUser({ email, name: email, password: FULL_HOUSE.password });
    await inClinic(db, clinicId, (tx) => memberships.insert(tx, { userId, staffId }));
  }

  const date = localDateOf(now, ZONE);
  for (const [c, chairId] of chairIds.entries()) {
    for (let n = 0; n < SESSIONS_A_CHAIR; n += 1) {
      const startsAt = instantAt(date, (8 + n) * 60, ZONE) ?? now;
      const patientId = newId();
      const names = {
        givenName: GIVEN[(c + n) % GIVEN.length] ?? '',
        familyName: FAMILY[(c * 3 + n) % FAMILY.length] ?? '',
      };
      await inClinic(db, clinicId, (tx) =>
        patients.insert(tx, {
          id: patientId,
          ...names,
          dateOfBirth: '1980-05-02',
          phone: null,
          email: null,
          createdAt: now,
        }),
      );
      const session = {
        id: newId(),
        sequence: 1,
        phase: 'induction' as const,
        status: statusOf(startsAt, now),
        startsAt,
        endsAt: startsAt + blockMinutes(BLOCK) * 60_000,
        block: BLOCK,
        poolId,
        chairId,
      };
      await underClinicLock(db, clinicId, (tx) =>
        insertCourse(tx, {
          course: {
            id: newId(),
            patientId,
            protocolVersionId: versionId,
            state: 'induction',
            plannedCount: 6,
            createdAt: now,
            createdBy: deskId,
          },
          sessions: [session],
          repack: [],
          events: [],
          idempotency: null,
        }),
      );
    }
  }
}

/** The morning is over, the hour under way is in the chair, the rest is to come. */
function statusOf(startsAt: Instant, now: Instant): SessionStatus {
  if (startsAt + blockMinutes(BLOCK) * 60_000 <= now) return 'fulfilled';
  return startsAt <= now ? 'checked-in' : 'booked';
}
