import type { getMe } from '#server/contract/accounts.endpoints.ts';
import type { Clinic, Protocol } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { Patient, PatientListItem } from '#server/contract/patients.endpoints.ts';
import type { Plan, PlannedSession, StartTimes } from '#server/contract/plan.ts';
import type { Session } from '#server/contract/session.ts';

/** What the server would answer at a clinic in New York on Tuesday 2 March 2027, at 8:30. */

const id = (end: number) => `01950000-0000-7000-8000-${String(end).padStart(12, '0')}`;

export const IDS = {
  clinic: id(1),
  pool: id(2),
  protocol: id(3),
  ana: id(10),
  otherAna: id(11),
  course: id(20),
  dana: id(30),
};

export const ZONE = 'America/New_York';
export const TODAY = '2027-03-02';

/** Hours without a first or a last day. */
export const ALWAYS = { validFrom: null, validTo: null };

export const aClinic = (change: Partial<Clinic> = {}): Clinic => ({
  id: IDS.clinic,
  name: 'Harbour Clinic',
  zone: ZONE,
  phone: '+1 212 555 0100',
  slotMinutes: 15,
  isDemo: true,
  openingHours: [1, 2, 3, 4, 5].map((weekday) => ({
    weekday,
    opensAt: '08:00',
    closesAt: '18:00',
    ...ALWAYS,
  })),
  pools: [{ id: IDS.pool, name: 'Infusion chairs' }],
  now: '2027-03-02T08:30:00-05:00',
  today: TODAY,
  nextOpenOn: TODAY,
  ...change,
});

/** Whoever is signed in: the front desk, unless another is asked for. */
export const aMe = (change: Partial<ResponseOf<typeof getMe>> = {}): ResponseOf<typeof getMe> => ({
  id: IDS.dana,
  name: 'Dana Whitlock',
  role: 'front-desk',
  idleMinutes: 10,
  secondFactor: 'not-needed',
  ...change,
});

export const aProtocol = (change: Partial<Protocol> = {}): Protocol => ({
  id: IDS.protocol,
  name: 'IV induction',
  description: 'Six infusions over three weeks, then boosters',
  route: 'iv',
  status: 'active',
  version: 1,
  sessionCount: 6,
  blockMinutes: 120,
  block: [{ part: 'administration', minutes: 120 }],
  phases: [
    {
      phase: 'induction',
      sessions: 6,
      perWeek: 2,
      minClearDays: 1,
      maxInRolling7Days: 3,
      targetSpanDays: { min: 14, max: 21 },
      maxSpanDays: 28,
    },
  ],
  booster: { firstInterval: 'P4W', flexDays: 7, intervalLadder: ['P4W', 'P6W'], minIntervalDays: 7 },
  ...change,
});

export const aPatient = (change: Partial<Patient> = {}): Patient => ({
  id: IDS.ana,
  givenName: 'Ana',
  familyName: 'Ruiz',
  dateOfBirth: '1984-02-03',
  phone: '+1 212 555 0142',
  email: null,
  createdAt: '2027-02-20T10:00:00-05:00',
  isRestricted: false,
  ...change,
});

export const listed = (
  patient: Patient,
  currentCourse: PatientListItem['currentCourse'] = null,
): PatientListItem => ({ ...patient, currentCourse });

/** New York leaves winter time on 14 March 2027. */
const offsetOn = (date: string) => (date < '2027-03-14' ? '-05:00' : '-04:00');

/** `2027-03-02 09:00` as the clinic's clock reads it. */
export function at(date: string, time = '09:00'): string {
  return `${date}T${time}:00${offsetOn(date)}`;
}

const hoursLater = (instant: string, hours: number) =>
  `${instant.slice(0, 11)}${String(Number(instant.slice(11, 13)) + hours).padStart(2, '0')}${instant.slice(13)}`;

/** Tuesdays and Fridays at nine, three weeks long. */
export const TUE_FRI = ['2027-03-02', '2027-03-05', '2027-03-09', '2027-03-12', '2027-03-16', '2027-03-19'];

export const planned = (starts: readonly string[]): PlannedSession[] =>
  starts.map((startsAt, i) => ({
    sequence: i + 1,
    phase: 'induction',
    startsAt,
    endsAt: hoursLater(startsAt, 2),
    poolId: IDS.pool,
  }));

export const aPlan = (
  starts: readonly string[] = TUE_FRI.map((day) => at(day)),
  change: Partial<Plan> = {},
): Plan => ({
  sessions: planned(starts),
  cost: 0,
  reasons: [],
  firstOn: starts[0]?.slice(0, 10) ?? TODAY,
  lastOn: starts.at(-1)?.slice(0, 10) ?? TODAY,
  spanDays: 17,
  usualTime: '09:00',
  boosterWindow: {
    dueOn: '2027-04-16',
    earliestOn: '2027-04-09',
    latestOn: '2027-04-23',
    interval: 'P4W',
    asNeeded: false,
    source: 'protocol',
    anchorOn: '2027-03-19',
    provisional: true,
  },
  ...change,
});

export const aSession = (change: Partial<Session> & { sequence: number }): Session => ({
  id: id(100 + change.sequence),
  courseId: IDS.course,
  patientId: IDS.ana,
  patientName: 'Ana Ruiz',
  protocolName: 'IV induction',
  route: 'iv',
  place: change.phase === 'maintenance' ? change.sequence - 6 : change.sequence,
  plannedCount: 6,
  phase: 'induction',
  status: 'booked',
  startsAt: at(TODAY),
  endsAt: at(TODAY, '11:00'),
  block: [{ part: 'administration', minutes: 120 }],
  poolId: IDS.pool,
  chairId: id(5),
  chairName: 'Chair 1',
  movedFrom: null,
  arrivedAt: null,
  checkedInAt: null,
  startedAt: null,
  completedAt: null,
  heldAt: null,
  cancelReason: null,
  overrides: [],
  gateLight: 'green',
  prompts: [],
  actions: [],
  ...change,
});

export const aCourse = (change: Partial<Course> = {}): Course => ({
  id: IDS.course,
  patientId: IDS.ana,
  patientName: 'Ana Ruiz',
  protocol: { id: IDS.protocol, name: 'IV induction', version: 1, route: 'iv' },
  state: 'induction',
  version: 1,
  plannedCount: 6,
  createdAt: '2027-02-22T09:00:00-05:00',
  sessions: TUE_FRI.map((day, i) =>
    aSession({ sequence: i + 1, startsAt: at(day), endsAt: at(day, '11:00') }),
  ),
  boosterWindow: aPlan().boosterWindow,
  bookedBoosterId: null,
  boosterOutsideWindow: false,
  lackingCount: 0,
  hold: null,
  interruption: null,
  parentCourseId: null,
  follows: null,
  followedBy: null,
  changes: [],
  actions: [],
  ...change,
});

/** Two days: one with a refused nine o'clock, one closed. */
export const someStartTimes = (): StartTimes => ({
  days: [
    {
      date: '2027-03-03',
      freeCount: 6,
      starts: ['09:00', '09:15', '09:30', '09:45', '10:00', '10:15', '10:30', '10:45'].map((time, i) => ({
        startsAt: at('2027-03-03', time),
        poolId: IDS.pool,
        refusals:
          i < 2
            ? [
                {
                  code: 'too-close',
                  detail: 'Too close to session 1: one clear day needed.',
                  severity: 'hard',
                  sequence: 1,
                },
              ]
            : [],
      })),
    },
    { date: '2027-03-04', freeCount: 0, closedReason: 'Closed: Staff training', starts: [] },
    {
      date: '2027-03-05',
      freeCount: 2,
      starts: ['09:00', '09:15'].map((time) => ({
        startsAt: at('2027-03-05', time),
        poolId: IDS.pool,
        refusals: [],
      })),
    },
  ],
});
