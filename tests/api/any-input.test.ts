import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import request from 'supertest';
import { ENDPOINTS } from '#server/contract/api.ts';
import type { Endpoint } from '#server/contract/endpoint.ts';
import { Problem } from '#server/contract/problem.ts';
import { ROLES, type Role } from '#server/scheduling/vocabulary.ts';
import { type AnyRequest, anyRequest, type Known } from '#tests/support/any-request.ts';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { attendAll, bookFor, newYork, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { gateKind } from '#tests/support/gates.ts';
import { orderFor } from '#tests/support/one-session.ts';
import { overlaps } from '#tests/support/stored.ts';

/** A clinic with courses in every stage, and whatever may be sent to it: each answer is one that the contract promises. */
let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let people: Record<Role, string>;
let known: Known;
/** Which roles may call what, where not anybody may. */
let mayCall: Record<string, readonly Role[] | undefined>;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
  clinic = await openStaffedClinic(t.db, {
    gates: [gateKind('bladder-check'), gateKind('monitoring-form', { routes: null })],
  });
  const ana = await aPatient(t.db, clinic);
  const bo = await aPatient(t.db, clinic, 'Bo Hara');
  api.now = MONDAY_8AM;
  const first = await bookFor(api, clinic, ana);
  const second = await bookFor(api, clinic, bo, sixAt('12:00'));
  await attendAll(api, clinic, second);
  await orderFor(api, clinic, second);
  api.now = CLOCKS[1];
  const moves = first.sessions.slice(3).map(({ id, startsAt }) =>
    api.as(clinic.people.clinician).post(`/courses/${first.id}/change-previews`, {
      mode: 'move',
      sessionId: id,
      startsAt: startsAt.replace('T10:00', 'T14:00'),
    }),
  );
  people = { ...clinic.people, patient: ana };
  mayCall = await rolesByOperation();
  known = {
    patientId: [ana, bo],
    courseId: [first.id, second.id],
    sessionId: [...first.sessions, ...second.sessions.slice(4)].map(({ id }) => id),
    protocolId: [clinic.protocolId, clinic.protocolId, clinic.retiredProtocolId],
    poolId: [clinic.poolId],
    token: (await Promise.all(moves)).map(({ body }) => body.token),
  };
});
afterAll(async () => {
  await api.close();
  await t.close();
});

async function rolesByOperation(): Promise<typeof mayCall> {
  const { body } = await api.as(null).get('/openapi.json');
  const operations = Object.values(body.paths).flatMap((byMethod) => Object.values(byMethod as object));
  return Object.fromEntries(operations.map((operation) => [operation.operationId, operation['x-roles']]));
}

/** Before the courses, in the middle of them, and when boosters are due. */
const CLOCKS = [MONDAY_8AM, newYork('2026-03-10', '10:00'), newYork('2026-04-17', '09:00')] as const;

async function send({ method: verb }: Endpoint, { path, headers, body }: AnyRequest, role: Role) {
  const method = verb.toLowerCase() as 'get' | 'post' | 'put' | 'patch';
  const call = request(api.url)
    [method](`/api/v1${path}`)
    .set({ ...headers, Cookie: await t.cookieOf(people[role] ?? '') });
  return body === undefined
    ? call
    : call.set('Content-Type', 'application/json').send(JSON.stringify(body) ?? '');
}

const ASKED = ENDPOINTS.filter(({ params, query, headers, body }) => params ?? query ?? headers ?? body);

describe.each(ASKED.map((endpoint) => [endpoint.id, endpoint] as const))('%s', (_, endpoint) => {
  test('answers whatever it is sent as the contract promises', async () => {
    const roles = mayCall[endpoint.id] ?? ROLES;
    const asked = fc.tuple(
      anyRequest(endpoint, known),
      fc.constantFrom(...roles),
      fc.constantFrom(...CLOCKS),
    );
    const met = new Set<string>();
    await fc.assert(
      fc.asyncProperty(asked, async ([sent, role, now]) => {
        api.now = now;
        const { status, body, headers } = await send(endpoint, sent, role);
        met.add(body.type ?? 'done');
        if (status === endpoint.status) {
          endpoint.response.parse(body);
        } else {
          expect(status).toBeGreaterThanOrEqual(400);
          expect(status).toBeLessThan(500);
          expect(headers['content-type']).toMatch(/^application\/problem\+json/);
          Problem.parse(body);
        }
      }),
      { seed: 20_260_302, numRuns: 16 },
    );
    // Not all of it was stopped at the door; passwords, codes and links cannot be guessed, and are tried elsewhere.
    if (endpoint.tag === 'accounts') return;
    expect([...met].filter((type) => type !== 'invalid-request')).not.toEqual([]);
  });
});

test('after all of that the schedule is sound, and nothing failed on our side', async () => {
  expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);
  expect(api.logs.filter((line) => line.includes('request failed'))).toEqual([]);
});
