import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ENDPOINTS } from '#server/contract/api.ts';
import type { Endpoint } from '#server/contract/endpoint.ts';
import type { Session } from '#server/contract/session.ts';
import { ROLES, type Role } from '#server/scheduling/vocabulary.ts';
import {
  aPatient,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { bookFor, newYork, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { gateKind } from '#tests/support/gates.ts';
import { sessionsIn } from '#tests/support/signed-in.ts';

/**
 * Who may call what, written down a second time on purpose: whoever opens an endpoint to a role, or adds one, says so
 * here too. D: front desk, N: nurse, C: clinician, A: admin, P: patient. Nobody else may: neither somebody whose session
 * is over, nor, of what belongs to a clinic, the staff of another.
 */
const MATRIX: Readonly<Record<string, string>> = {
  listDemoPeople: 'anybody',
  signIn: 'anybody',
  signInBySecondFactor: 'anybody',
  requestPatientCode: 'anybody',
  signInAsPatient: 'anybody',
  signOut: 'anybody',
  getMe: 'DNCAP',
  setUpSecondFactor: 'DNCAP',
  confirmSecondFactor: 'DNCAP',
  renewRecoveryCodes: 'DNCAP',
  changePassword: 'DNCAP',
  requestPasswordReset: 'anybody',
  resetPassword: 'anybody',
  invite: '   A ',
  listInvitations: '   A ',
  withdrawInvitation: '   A ',
  readInvitation: 'anybody',
  acceptInvitation: 'anybody',
  listStaff: '   A ',
  endStaffAccess: '   A ',
  resetSecondFactor: '   A ',
  forgetStaff: '   A ',
  getOwnAccount: 'DNCAP',
  listOwnSessions: 'DNCAP',
  endOwnSession: 'DNCAP',
  signOutEverywhere: 'DNCAP',
  getClinic: 'DNCAP',
  updateClinic: '   A ',
  listChairs: 'DNCA ',
  listProtocols: 'DNCA ',
  listPatients: 'DNCA ',
  addPatient: 'D CA ',
  getPatient: 'DNCA ',
  updatePatient: 'D CA ',
  forgetPatient: '   A ',
  listPatientCourses: 'DNCA ',
  getRestriction: 'DNCA ',
  setRestriction: '  CA ',
  openInEmergency: '  CA ',
  closeEmergencyAccess: '  CA ',
  planCourse: 'D CA ',
  listPlanStartTimes: 'D CA ',
  bookCourse: 'D CA ',
  listCourses: 'DNCA ',
  getCourse: 'DNCA ',
  getCourseRecovery: ' NCA ',
  setCourseRecovery: '  C  ',
  previewChange: 'D CA ',
  commitChange: 'D CA ',
  listCourseChanges: 'DNCA ',
  undoCourseChange: 'DNCA ',
  getCourseGates: 'DNCA ',
  markGate: ' NCA ',
  waiveGate: '  C  ',
  takeBackGate: ' NCA ',
  listOpenGates: 'DNCA ',
  getExposure: '  C  ',
  setTreatedElsewhere: '  C  ',
  previewClosure: 'D CA ',
  commitClosure: 'D CA ',
  listClosures: 'DNCA ',
  removeClosure: 'D CA ',
  listBrokenCourses: 'DNCA ',
  getHours: '   A ',
  previewHoursChange: '   A ',
  commitHoursChange: '   A ',
  listFreedChairs: 'DNCA ',
  listBackfillCandidates: 'DNCA ',
  makeOffer: 'D CA ',
  acceptOffer: 'D CA ',
  declineOffer: 'D CA ',
  withdrawOffer: 'D CA ',
  listWaitlist: 'DNCA ',
  joinWaitlist: 'DNCA ',
  leaveWaitlist: 'D CA ',
  setBoosterOrder: '  C  ',
  previewBoosterOrder: '  C  ',
  commitBoosterOrder: '  C  ',
  getBoosterSuggestions: ' NCA ',
  listBoosterOrders: 'DNCA ',
  bookBooster: 'D CA ',
  listBoosterStartTimes: 'D CA ',
  listDueBoosters: 'DNCA ',
  listSessions: 'DNCA ',
  arriveSession: 'DNCA ',
  checkInSession: 'DNCA ',
  startSession: ' NCA ',
  completeSession: ' NCA ',
  getSessionTicks: 'DNCA ',
  setSessionTicks: ' NCA ',
  noShowSession: 'DNCA ',
  cancelSession: 'DNCA ',
  undoSessionStep: 'DNCA ',
  holdSession: ' NCA ',
  releaseSession: '  C  ',
  listSessionStartTimes: 'D CA ',
  getResponseSettings: ' NCA ',
  updateResponseSettings: '   A ',
  addAssessment: ' NC  ',
  getCourseResponse: ' NCA ',
  setBaseline: '  C  ',
  addCourseReview: '  C  ',
  reportRelapse: 'DNCA ',
  listCaseload: ' NC  ',
  getMyResponse: '    P',
  addMyAssessment: '    P',
  reportMyRelapse: '    P',
  listMySessions: '    P',
  listAuditEvents: '   A ',
  getAccessHistory: '   A ',
  exportAuditEvents: '   A ',
  verifyAudit: '   A ',
};

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
/** Who is signed in, of each role. */
let people: Record<Role, string>;
/** Who was signed in until a moment ago. */
let former: Record<Role, string>;
/** Of another clinic: who works there, and whoever has a course there. */
let others: Record<Role, string>;

/** What there is in the clinic of `people` that `others` might ask for. */
type Ids = Record<
  | 'patient'
  | 'course'
  | 'session'
  | 'gateRecord'
  | 'protocol'
  | 'pool'
  | 'staff'
  | 'invitation'
  | 'closure'
  | 'change'
  | 'freed-chair'
  | 'offer'
  | 'waitlist',
  string
>;
let ours: Ids;

beforeAll(async () => {
  t = await testDatabase();
  // Some calls end the session that they are made in, so each has one of its own; but for those that are over.
  const cookieOf = (id: string) =>
    Object.values(former ?? {}).includes(id) ? t.cookieOf(id) : sessionsIn(t.superuser)(id);
  api = await startApi({ ...t, cookieOf });
  clinic = await openStaffedClinic(t.db, { gates: [gateKind('consent')] });
  people = { ...clinic.people, patient: await aPatient(t.db, clinic, 'Ana Quetzal') };
  const { id, sessions } = await bookFor(api, clinic, people.patient);
  ours = {
    patient: people.patient,
    course: id,
    session: sessions[0]?.id ?? '',
    gateRecord: await aGateRecord(id),
    protocol: clinic.protocolId,
    pool: clinic.poolId,
    staff: await aColleague(),
    invitation: await anInvitation(),
    closure: await aClosure(),
    change: await aChange(id, sessions.at(-1)),
    ...(await anOffer()),
  };
  former = await everybodyOf(await openStaffedClinic(t.db));
  for (const person of Object.values(former)) await t.cookieOf(person);
  await t.superuser.query(
    `UPDATE auth.session SET "expiresAt" = now() - interval '1 second' WHERE "userId" = ANY ($1)`,
    [Object.values(former)],
  );
  others = await everybodyOf(await openStaffedClinic(t.db, { name: 'Uptown Clinic' }));
});
/** That the last session of a course was moved to the afternoon. */
async function aChange(course: string, session: Session | undefined): Promise<string> {
  const desk = api.as(clinic.people['front-desk']);
  const startsAt = session?.startsAt.replace('T10:00', 'T15:00');
  const asked = { mode: 'move', sessionId: session?.id, startsAt };
  const { token } = (await desk.post(`/courses/${course}/change-previews`, asked)).body;
  await desk.post(`/courses/${course}/changes`, { token });
  return (await desk.get(`/courses/${course}/changes`)).body.items[0].id;
}
/** That somebody has cancelled two sessions, and the chair of one is offered to another, who waits for something else too. */
async function anOffer(): Promise<Pick<Ids, 'freed-chair' | 'offer' | 'waitlist'>> {
  const desk = api.as(clinic.people['front-desk']);
  const ben = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Ben Cole'), sixAt('12:00'));
  const cy = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Cy Dunn'), sixAt('14:00'));
  const wait = async (sessionId: string | undefined): Promise<string> =>
    (await desk.post('/waitlist', { courseId: cy.id, sessionId, until: '2026-03-31' })).body.id;
  const [first, second, third] = cy.sessions.map(({ id }) => id);
  await wait(first);
  await wait(second);
  const waitlist = await wait(third);
  for (const session of ben.sessions.slice(0, 2)) {
    await desk.post(`/sessions/${session.id}/cancel`, { reason: 'other' });
  }
  const [chair, other] = (await desk.get('/worklists/freed-chairs')).body.items;
  const asked = { courseId: cy.id, kind: 'move', sessionId: first };
  const offer = (await desk.post(`/freed-chairs/${chair.id}/offers`, asked)).body.id;
  return { 'freed-chair': other.id, offer, waitlist };
}
/** That consent is on file, so that the sessions of a course are booked. */
async function aGateRecord(course: string): Promise<string> {
  const done = { kind: 'consent', doneOn: '2026-03-02' };
  const { body } = await api.as(clinic.people.nurse).post(`/courses/${course}/gates`, done);
  return body.items[0].record.id;
}
/** Somebody of the staff who is none of `people`. */
const aColleague = async (): Promise<string> =>
  (
    await t.superuser.query('SELECT id FROM staff WHERE clinic_id = $1 AND NOT id = ANY ($2)', [
      clinic.clinicId,
      Object.values(clinic.people),
    ])
  ).rows[0].id;
const aClosure = async (): Promise<string> =>
  (
    await t.superuser.query(
      `INSERT INTO closure (clinic_id, id, starts_at, ends_at, reason)
       VALUES ($1, gen_random_uuid(), '2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z', 'Stocktaking') RETURNING id`,
      [clinic.clinicId],
    )
  ).rows[0].id;
const anInvitation = async (): Promise<string> =>
  (
    await t.superuser.query(
      `INSERT INTO invitation (clinic_id, id, name, email, role, trained, token_hash, invited_at, expires_at)
       VALUES ($1, gen_random_uuid(), 'Mia Berg', 'mia@example.com', 'nurse', true, 'any', now(), now()) RETURNING id`,
      [clinic.clinicId],
    )
  ).rows[0].id;
const everybodyOf = async (of: StaffedClinic): Promise<Record<Role, string>> => ({
  ...of.people,
  patient: await aPatient(t.db, of, 'Zoe Uptown'),
});
afterAll(async () => {
  await api.close();
  await t.close();
});

/** With an id of nothing and an empty body: who is let in meets a refusal of another kind, or an answer. */
async function call(
  endpoint: Endpoint,
  personId: string | null,
  id = '01950000-0000-7000-8000-000000000000',
  { query = '', body = {} }: Asked = {},
) {
  const path = `${endpoint.path.replace(':id', id)}${query}`;
  const caller = api.as(personId);
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  return method === 'get' || method === 'delete' ? caller[method](path) : caller[method](path, body);
}

/** What is to be sent, so that nothing but the clinic is in the way. */
type Asked = { readonly query?: string; readonly body?: object };
const RANGE = '?from=2026-03-03&to=2026-03-09';
const asked = (): Readonly<Record<string, Asked>> => {
  const course = { patientId: ours.patient, protocolId: ours.protocol };
  const sessions = sixAt('14:00');
  return {
    listPatients: { query: '?q=quetzal' },
    updatePatient: { body: { phone: null } },
    forgetPatient: { body: { reason: 'asked-for' } },
    forgetStaff: { body: { reason: 'asked-for' } },
    setRestriction: { body: { isRestricted: false, reason: 'Any' } },
    openInEmergency: { body: { reason: 'Any that is long enough' } },
    planCourse: { body: { ...course, from: '2026-03-02' } },
    listPlanStartTimes: { body: { ...course, sessions, sequence: 1, from: '2026-03-02', to: '2026-03-09' } },
    bookCourse: { body: { ...course, sessions } },
    previewChange: {
      body: { mode: 'move', sessionId: ours.session, startsAt: newYork('2026-03-04', '14:00') },
    },
    commitChange: { body: { token: 'any' } },
    undoCourseChange: { body: { changeId: ours.change } },
    previewClosure: {
      body: {
        closure: {
          startsAt: newYork('2026-03-09', '08:00'),
          endsAt: newYork('2026-03-09', '18:00'),
          chairId: clinic.chairIds[0],
          reason: 'Any',
        },
      },
    },
    previewHoursChange: {
      body: { change: { kind: 'chair', chairId: clinic.chairIds[0], from: '2026-03-09', inUse: false } },
    },
    setBoosterOrder: { body: { interval: 'P4W', reason: 'Any' } },
    previewBoosterOrder: { body: { interval: 'P4W' } },
    commitBoosterOrder: { body: { token: 'any', reason: 'Any' } },
    bookBooster: { body: { startsAt: newYork('2026-04-17') } },
    listBoosterStartTimes: { query: RANGE },
    listSessionStartTimes: { query: RANGE },
    listSessions: { query: RANGE },
    cancelSession: { body: { reason: 'other' } },
    addAssessment: { body: { instrument: 'madrs', total: 30, assessedOn: '2026-03-02' } },
    setBaseline: { body: { assessmentId: null } },
    addCourseReview: { body: { kind: 'mid-course', outcome: 'continue' } },
    addMyAssessment: { body: { instrument: 'phq-9', total: 12, assessedOn: '2026-03-02' } },
    markGate: { body: { kind: 'consent', doneOn: '2026-03-02' } },
    waiveGate: { body: { kind: 'consent', sessionId: ours.session, reason: 'Any' } },
    takeBackGate: { body: { recordId: ours.gateRecord } },
    setTreatedElsewhere: { body: { elsewhere: 'no' } },
    setSessionTicks: { body: { ticks: { nausea: true } } },
    setCourseRecovery: { body: { extraMinutes: 15 } },
    makeOffer: { body: { courseId: ours.course, kind: 'add' } },
    joinWaitlist: { body: { courseId: ours.course, sessionId: ours.session, until: '2026-03-31' } },
  };
};

/** The id that stands in a path: `/courses/:id/changes` is about a course. */
const idIn = ({ path }: Endpoint): string => {
  if (path === '/auth/sessions/:id') return 'a-session-of-somebody-else';
  const [, noun = ''] = /^(?:\/me)?\/([\w-]+?)s?\/:id/.exec(path) ?? [];
  return ours[noun as keyof Ids] ?? '';
};

test('the matrix names every endpoint of the contract, and no other', () => {
  expect(Object.keys(MATRIX).sort()).toEqual(ENDPOINTS.map(({ id }) => id).sort());
});

describe.each(ENDPOINTS.map((endpoint) => [endpoint.id, endpoint] as const))('%s', (id, endpoint) => {
  const row = MATRIX[id] ?? '';

  test.each(ROLES.map((role, column) => [role, column] as const))('by %s', async (role, column) => {
    const mayCall = row === 'anybody' || (row[column] ?? ' ') !== ' ';
    const answer = await call(endpoint, people[role]);
    expect(answer.status).not.toBe(401);
    expect(answer.status === 403 && answer.body.type === 'not-allowed').toBe(!mayCall);
    expect(answer.status).toBeLessThan(500);
  });

  test('by nobody', async () => {
    const answer = await call(endpoint, null);
    if (row === 'anybody') expect([200, 400]).toContain(answer.status);
    else expect(answer.status).toBe(401);
  });

  /** Whoever may call it, were they signed in here. */
  const allowed = ROLES.find((_, column) => (row[column] ?? ' ') !== ' ') ?? 'nurse';

  test(`by somebody whose session is over, ${allowed}`, async () => {
    const answer = await call(endpoint, former[allowed]);
    if (row === 'anybody') expect([200, 400]).toContain(answer.status);
    else expect(answer.body).toMatchObject({ type: 'not-signed-in', status: 401 });
  });

  test(`by somebody of another clinic, ${allowed}, with what is ours`, async () => {
    const before = await everythingOurs();
    const answer = await call(endpoint, others[allowed], idIn(endpoint), asked()[id]);
    const isAboutOurs = endpoint.path.includes(':id') || asked()[id]?.body !== undefined;
    if (id === 'commitChange' || id === 'commitBoosterOrder') expect(answer.body.type).toBe('token-invalid');
    else if (isAboutOurs) expect(answer.status).toBe(404);
    else expect([200, 400]).toContain(answer.status);
    expect(answer.text).not.toMatch(/Quetzal|Harbor/);
    for (const ourId of [...Object.values(ours), ...clinic.chairIds, ...Object.values(clinic.people)]) {
      expect(answer.text).not.toContain(ourId);
    }
    expect(await everythingOurs()).toEqual(before);
    // To somebody of ours the same is there.
    if (!isAboutOurs || id === 'endOwnSession') return;
    const { body } = await call(endpoint, people[allowed], idIn(endpoint), asked()[id]);
    expect(['not-found', 'invalid-request']).not.toContain(body.type);
  });
});

const everythingOurs = async (): Promise<unknown> =>
  (
    await t.superuser.query(
      `SELECT to_jsonb(c) AS clinic,
         (SELECT jsonb_agg(p ORDER BY id) FROM patient p WHERE clinic_id = c.id) AS patients,
         (SELECT jsonb_agg(o ORDER BY id) FROM course o WHERE clinic_id = c.id) AS courses,
         (SELECT jsonb_agg(s ORDER BY id) FROM session s WHERE clinic_id = c.id) AS sessions,
         (SELECT count(*) FROM session_event WHERE clinic_id = c.id) AS events,
         (SELECT count(*) FROM assessment WHERE clinic_id = c.id) AS assessments,
         (SELECT count(*) FROM course_review WHERE clinic_id = c.id) AS reviews,
         (SELECT count(*) FROM relapse_report WHERE clinic_id = c.id) AS relapses,
         (SELECT count(*) FROM booster_order WHERE clinic_id = c.id) AS orders
       FROM clinic c WHERE id = $1`,
      [clinic.clinicId],
    )
  ).rows;

test('nothing but setting up a second factor may be done without it', () => {
  const early = ENDPOINTS.filter((endpoint) => endpoint.beforeSecondFactor).map(({ id }) => id);
  expect(early.sort()).toEqual(['confirmSecondFactor', 'getMe', 'setUpSecondFactor', 'signOutEverywhere']);
});

test('somebody who has left the clinic is nobody', async () => {
  await t.superuser.query('UPDATE staff SET active = false WHERE id = $1', [people.admin]);
  expect((await api.as(people.admin).get('/clinic')).body.type).toBe('not-signed-in');
});
