import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request, { type Response } from 'supertest';
import { ENDPOINTS } from '#server/contract/api.ts';
import type { Endpoint } from '#server/contract/endpoint.ts';
import { newId } from '#server/platform/ids.ts';
import { openStaffedClinic, type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/** What other sites make a browser send, with the cookies of whoever is signed in. */
let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let host: string;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
  clinic = await openStaffedClinic(t.db);
  host = new URL(api.url).host;
});
afterAll(async () => {
  await api.close();
  await t.close();
});

type Headers = Readonly<Record<string, string>>;

const send = async (endpoint: Pick<Endpoint, 'method' | 'path'>, headers: Headers, body: object = {}) => {
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const path = endpoint.path.replaceAll(/:\w+/g, newId());
  const cookie = await t.cookieOf(clinic.people['front-desk']);
  return request(api.url)
    [method](`/api/v1${path}`)
    .set({ Cookie: cookie, ...headers })
    .send(body);
};

const isRefused = ({ status, body }: Response): boolean => status === 403 && body.type === 'cross-site';

/** Endpoints by what they change; reading changes nothing, and no other site is shown what was read. */
const CHANGING = ENDPOINTS.filter(({ method }) => method !== 'GET');

describe.each(CHANGING.map((endpoint) => [endpoint.id, endpoint] as const))('%s', (_, endpoint) => {
  test('is refused where another site made the browser send it', async () => {
    const elsewhere: readonly Headers[] = [
      { Origin: 'https://elsewhere.example' },
      { Origin: `https://${host}` },
      { Origin: 'http://127.0.0.1:1' },
      { Origin: `http://${host}.elsewhere.example` },
      { Origin: 'null' },
      { Origin: '' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'cross-site', Origin: `http://${host}` },
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://elsewhere.example' },
    ];
    for (const headers of elsewhere) {
      const answer = await send(endpoint, headers);
      expect([headers, isRefused(answer)]).toEqual([headers, true]);
    }
  });

  test('is let through from the page itself, and from a program that is no browser', async () => {
    const own: readonly Headers[] = [
      {},
      { Origin: `http://${host}` },
      { 'Sec-Fetch-Site': 'same-origin', Origin: `http://${host}` },
      { 'Sec-Fetch-Site': 'none' },
    ];
    for (const headers of own) {
      const answer = await send(endpoint, headers);
      expect([headers, isRefused(answer)]).toEqual([headers, false]);
    }
  });
});

describe('a form of another site', () => {
  const PATIENTS = { method: 'POST', path: '/patients' } as const;
  const ANA = { givenName: 'Ana', familyName: 'Lima', dateOfBirth: '1980-05-02' };
  const registered = async () =>
    (await t.superuser.query('SELECT 1 FROM patient WHERE clinic_id = $1', [clinic.clinicId])).rows.length;

  test('registers nobody, whoever is signed in; the page does', async () => {
    clinic = await openStaffedClinic(t.db);
    expect(isRefused(await send(PATIENTS, { Origin: 'https://elsewhere.example' }, ANA))).toBe(true);
    expect(await registered()).toBe(0);
    expect((await send(PATIENTS, { Origin: `http://${host}` }, ANA)).status).toBe(201);
    expect(await registered()).toBe(1);
  });

  test('signs nobody out', async () => {
    const cookie = await t.cookieOf(clinic.people['front-desk']);
    await send({ method: 'POST', path: '/auth/sign-out' }, { 'Sec-Fetch-Site': 'cross-site' });
    const me = await request(api.url).get('/api/v1/auth/me').set('Cookie', cookie);
    expect(me.status).toBe(200);
  });
});

test('what is read is shown to no other site: nothing of an answer lets it', async () => {
  const origin = { Origin: 'https://elsewhere.example' };
  for (const answer of [
    await send({ method: 'GET', path: '/clinic' }, origin),
    await request(api.url)
      .options('/api/v1/patients')
      .set({ ...origin, 'Access-Control-Request-Method': 'POST' }),
  ]) {
    const allowing = Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'));
    expect(allowing).toEqual([]);
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
  }
});

test('where people open the page at an address, its origin is that, whatever host the request names', async () => {
  const behindTls = await startApi(t, { publicUrl: 'https://evenkeel.example.com' });
  const desk = behindTls.as(clinic.people['front-desk']);
  const add = (headers: Headers) => desk.post('/patients', {}, headers);
  expect((await add({ Origin: 'https://evenkeel.example.com' })).body.type).toBe('invalid-request');
  for (const headers of [
    { Origin: behindTls.url },
    { Origin: 'http://evenkeel.example.com' },
    { Origin: 'https://evenkeel.example.com:8443' },
    { Origin: 'https://elsewhere.example', Host: 'elsewhere.example' },
  ]) {
    expect(isRefused(await add(headers))).toBe(true);
  }
  await behindTls.close();
});
