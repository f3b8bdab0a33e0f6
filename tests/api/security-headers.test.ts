import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request, { type Response } from 'supertest';
import { openStaffedClinic, type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
  clinic = await openStaffedClinic(t.db);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

/** Answers of every kind: what was asked for, and the ways in which it is refused. */
const ANSWERS: readonly (readonly [string, number, () => Promise<Response>])[] = [
  ['what was asked for', 200, () => desk().get('/patients')],
  ['a refusal of what was sent', 400, () => desk().post('/patients', { shoeSize: 42 })],
  ['a refusal of somebody unknown', 401, () => api.as(null).get('/patients')],
  ['a refusal of a role', 403, () => desk().get('/audit-events')],
  ['nothing there', 404, () => desk().get('/nothing')],
  ['a method that is not taken', 405, () => desk().delete('/patients')],
  ['what may be asked', 200, () => request(api.url).options('/api/v1/patients').then()],
  ['the description of the API', 200, () => desk().get('/openapi.json')],
  ['a table', 200, () => api.as(clinic.people.admin).get('/audit-events.csv')],
];
const desk = () => api.as(clinic.people['front-desk']);

describe.each(ANSWERS)('%s', (_, status, ask) => {
  test('is kept by nobody, framed by nobody, and run as nothing', async () => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    for (const name of ['x-powered-by', 'server', 'etag', 'strict-transport-security']) {
      expect([name, answer.headers[name]]).toEqual([name, undefined]);
    }
  });
});

test('browsers are bound to TLS where the page is opened by https, for a year and this host alone', async () => {
  const behindTls = await startApi(t, { publicUrl: 'https://evenkeel.example.com' });
  const { headers } = await behindTls.as(null).get('/clinic');
  await behindTls.close();
  expect(headers['strict-transport-security']).toBe('max-age=31536000');
});
