import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ENDPOINTS } from '#server/contract/api.ts';
import type { Endpoint } from '#server/contract/endpoint.ts';
import { ROLES, type Role } from '#server/scheduling/vocabulary.ts';
import {
  aPatient,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/**
 * Who may call what, written down a second time on purpose: whoever opens an endpoint to a role, or adds one, says so
 * here too. D: front desk, N: nurse, C: clinician, A: admin, P: patient.
 */
const MATRIX: Readonly<Record<string, string>> = {
  listDemoPeople: 'anybody',
  signIn: 'anybody',
  signInBySecondFactor: 'anybody',
  signOut: 'anybody',
  getMe: 'DNCAP',
  setUpSecondFactor: 'DNCAP',
  confirmSecondFactor: 'DNCAP',
  renewRecoveryCodes: 'DNCAP',
  getClinic: 'DNCAP',
  updateClinic: '   A ',
  listChairs: 'DNCA ',
  listProtocols: 'DNCA ',
  listPatients: 'DNCA ',
  addPatient: 'D CA ',
  getPatient: 'DNCA ',
  updatePatient: 'D CA ',
  listPatientCourses: 'DNCA ',
  planCourse: 'D CA ',
  listPlanStartTimes: 'D CA ',
  bookCourse: 'D CA ',
  listCourses: 'DNCA ',
  getCourse: 'DNCA ',
  previewChange: 'D CA ',
  commitChange: 'D CA ',
  setBoosterOrder: '  C  ',
  listBoosterOrders: 'DNCA ',
  bookBooster: 'D CA ',
  listBoosterStartTimes: 'D CA ',
  listDueBoosters: 'DNCA ',
  listSessions: 'DNCA ',
  arriveSession: 'DNCA ',
  checkInSession: 'DNCA ',
  startSession: ' NCA ',
  completeSession: ' NCA ',
  noShowSession: 'DNCA ',
  cancelSession: 'DNCA ',
  listSessionStartTimes: 'D CA ',
  listMySessions: '    P',
};

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let people: Record<Role, string>;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
  clinic = await openStaffedClinic(t.db);
  people = { ...clinic.people, patient: await aPatient(t.db, clinic) };
});
afterAll(async () => {
  await api.close();
  await t.close();
});

/** With an id of nothing and an empty body: who is let in meets a refusal of another kind, or an answer. */
async function call(endpoint: Endpoint, personId: string | null) {
  const path = endpoint.path.replace(':id', '01950000-0000-7000-8000-000000000000');
  const caller = api.as(personId);
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch';
  return method === 'get' ? caller.get(path) : caller[method](path, {});
}

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
});

test('nothing but setting up a second factor may be done without it', () => {
  const early = ENDPOINTS.filter((endpoint) => endpoint.beforeSecondFactor).map(({ id }) => id);
  expect(early.sort()).toEqual(['confirmSecondFactor', 'getMe', 'setUpSecondFactor']);
});

test('somebody who has left the clinic is nobody', async () => {
  await t.superuser.query('UPDATE staff SET active = false WHERE id = $1', [people.admin]);
  expect((await api.as(people.admin).get('/clinic')).body.type).toBe('not-signed-in');
});
