import type { Database } from '#server/db/database.ts';
import { inClinic, underClinicLock } from '#server/db/in-clinic.ts';
import { newId } from '#server/platform/ids.ts';
import { insertCourse, type NewSession } from '#server/repositories/course-bookings.ts';
import type { Repacked } from '#server/repositories/course-writes.ts';
import * as patients from '#server/repositories/patients.ts';
import { insertClinic, type NewClinic } from '#server/repositories/seed-writes.ts';
import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';

/** A small clinic in New York: two chairs, one person of each role, six infusions in three weeks. */
export type OpenClinic = {
  readonly clinicId: string;
  readonly poolId: string;
  readonly chairs: readonly [string, string];
  readonly deskId: string;
  readonly nurseId: string;
  readonly clinicianId: string;
  readonly protocolId: string;
  readonly versionId: string;
};

// 8am EDT on the day the clinic opened
const OPENED = Date.parse('2026-03-02T08:00:00-05:00');

/** 15 + 40 + 30 + 15 = 100 minutes in the chair. */
export const BLOCK = { prep: 15, administration: 40, observation: 30, turnover: 15 };
const BLOCK_MS = 100 * 60_000;

export const SIX_INFUSIONS: ProtocolDefinition = {
  route: 'iv',
  block: BLOCK,
  phases: [
    {
      phase: 'induction',
      sessions: 6,
      perWeek: 2,
      minClearDays: 1,
      maxClearDays: 7,
      maxInRolling7Days: 3,
      targetSpanDays: { min: 14, max: 21 },
      maxSpanDays: 28,
    },
  ],
  booster: {
    intervalLadder: ['P1W', 'P2W', 'P4W', 'P6W', 'P8W', 'P12W'],
    defaultIntervals: [{ interval: 'P4W', count: 1 }],
    flexDays: 7,
    flexDaysShort: 3,
    shortIntervalDays: 14,
    minIntervalDays: 7,
    asNeededMonths: 6,
  },
  prescriberOnSite: false,
  trainedMinimum: 2,
  prepare: ['Do not eat for four hours before.'],
};

export async function openClinic(db: Database, settings: Partial<NewClinic> = {}): Promise<OpenClinic> {
  const clinicId = newId();
  const poolId = newId();
  const chairs = [newId(), newId()] as const;
  const staff = (['front-desk', 'nurse', 'clinician', 'admin'] as const).map((role) => ({
    id: newId(),
    role,
    name: `The ${role}`,
    email: `${role}@example.com`,
    trained: role !== 'admin',
  }));
  const protocolId = newId();
  const versionId = newId();
  await inClinic(db, clinicId, (tx) =>
    insertClinic(tx, {
      name: 'Harbor Clinic',
      zone: 'America/New_York',
      phone: null,
      slotMinutes: 15,
      monitoring: { prep: null, administration: 2, observation: 4, turnover: null },
      isDemo: false,
      createdAt: OPENED,
      openingHours: [1, 2, 3, 4, 5].map((weekday) => ({
        id: newId(),
        weekday,
        opensAt: '08:00',
        closesAt: '18:00',
      })),
      pools: [{ id: poolId, name: 'Infusion' }],
      chairs: chairs.map((id, index) => ({ id, poolId, name: `Chair ${index + 1}` })),
      staff,
      shifts: staff.slice(0, 3).map(({ id }) => ({
        id: newId(),
        staffId: id,
        weekday: 1,
        startsAt: '08:00',
        endsAt: '18:00',
        validFrom: '2026-01-01',
        validTo: null,
      })),
      closures: [],
      protocols: [
        {
          id: protocolId,
          versionId,
          name: 'Six infusions',
          description: 'Six infusions over two to three weeks',
          status: 'active',
          definition: SIX_INFUSIONS,
          poolIds: [poolId],
        },
      ],
      ...settings,
    }),
  );
  const [desk, nurse, clinician] = staff;
  return {
    clinicId,
    poolId,
    chairs,
    deskId: desk?.id ?? '',
    nurseId: nurse?.id ?? '',
    clinicianId: clinician?.id ?? '',
    protocolId,
    versionId,
  };
}

/** Registers 'Ana Lima', born 2 May 1980 unless said otherwise; answers the id. */
export async function registerPatient(
  db: Database,
  clinic: OpenClinic,
  name = 'Ana Lima',
  more: Partial<patients.PatientFields> = {},
): Promise<string> {
  const id = newId();
  const [givenName = '', ...rest] = name.split(' ');
  await inClinic(db, clinic.clinicId, (tx) =>
    patients.insert(tx, {
      id,
      givenName,
      familyName: rest.join(' '),
      dateOfBirth: '1980-05-02',
      phone: null,
      email: null,
      createdAt: OPENED,
      ...more,
    }),
  );
  return id;
}

/** The session that starts then, in the first chair unless said otherwise. */
export const aSession = (
  clinic: OpenClinic,
  startsAt: string,
  more: Partial<NewSession> = {},
): NewSession => ({
  id: newId(),
  sequence: 1,
  phase: 'induction',
  status: 'booked',
  startsAt: Date.parse(startsAt),
  endsAt: Date.parse(startsAt) + BLOCK_MS,
  block: BLOCK,
  poolId: clinic.poolId,
  chairId: clinic.chairs[0],
  ...more,
});

/** Books a course of these sessions under the clinic's lock, without asking the core; answers the course's id. */
export async function bookSessions(
  db: Database,
  clinic: OpenClinic,
  patientId: string,
  sessions: readonly NewSession[],
  repack: readonly Repacked[] = [],
): Promise<string> {
  const courseId = newId();
  await underClinicLock(db, clinic.clinicId, (tx) =>
    insertCourse(tx, {
      course: {
        id: courseId,
        patientId,
        protocolVersionId: clinic.versionId,
        state: 'induction',
        plannedCount: 6,
        createdAt: OPENED,
        createdBy: clinic.deskId,
      },
      sessions: sessions.map((session, index) => ({ ...session, sequence: index + 1 })),
      repack,
      events: sessions.map((session) => ({
        id: newId(),
        sessionId: session.id,
        at: OPENED,
        actorId: clinic.deskId,
        kind: 'book',
        fromStatus: null,
        toStatus: session.status,
      })),
      idempotency: null,
    }),
  );
  return courseId;
}
