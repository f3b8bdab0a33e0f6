import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { Problem } from '#server/contract/problem.ts';
import { PROBLEM_TYPES } from '#server/contract/problem-types.ts';
import { createDatabase } from '#server/db/database.ts';
import { PROBLEMS } from '#server/http/problems.ts';
import {
  aPatient,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let ana: string;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
  clinic = await openStaffedClinic(t.db);
  ana = await aPatient(t.db, clinic);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const asDesk = async () => ({
  Cookie: await t.cookieOf(clinic.people['front-desk']),
  'Content-Type': 'application/json',
});

const post = async (body: string | Buffer, headers: Record<string, string> = {}) =>
  request(api.url)
    .post('/api/v1/patients')
    .set({ ...(await asDesk()), ...headers })
    // supertest would write a Buffer as JSON.
    .serialize((sent: unknown) => sent as string)
    .send(body as string);

describe('the table of refusals', () => {
  test('tells of every one what it means and what to do', () => {
    for (const type of PROBLEM_TYPES) {
      expect(PROBLEMS[type].title).toMatch(/^\S.*\S$/);
      expect(PROBLEMS[type].remedy).toMatch(/\.$/);
      expect(PROBLEMS[type].status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('a refusal', () => {
  test('is problem details, with the id of the request', async () => {
    const answer = await api.as(clinic.people['front-desk']).get('/patients/nobody');
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    const problem = Problem.parse(answer.body);
    expect(problem).toMatchObject({ type: 'invalid-request', status: 400 });
    expect(problem.errors).toEqual([{ pointer: '/params/id', detail: 'Must be an id (a UUID).' }]);
    expect(problem.requestId).toBe(answer.headers['x-request-id']);
  });

  test('names everything that is wrong, wherever it was sent', async () => {
    const answer = await api
      .as(clinic.people['front-desk'])
      .patch('/patients/nobody?really=yes', { givenName: '', shoeSize: 42, dateOfBirth: '2026-02-30' });
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/params/id',
      '/query/really',
      '/body/givenName',
      '/body/dateOfBirth',
      '/body/shoeSize',
    ]);
  });

  test('escapes the names of fields in its pointers', async () => {
    const { body } = await api.as(clinic.people['front-desk']).post('/patients', { 'a/b~c': 1 });
    expect(body.errors).toContainEqual({
      pointer: '/body/a~1b~0c',
      detail: 'Is not known here. Leave it out.',
    });
  });

  test('of somebody unknown comes before any of what they sent', async () => {
    const answer = await api.as(null).post('/patients', { shoeSize: 42 });
    expect(answer.body).toMatchObject({ type: 'not-signed-in', status: 401 });
    expect(answer.body.errors).toBeUndefined();
  });
});

describe('an address', () => {
  test.each(['/nothing', '/patients/x/y', '/PATIENTS', '/../patients', '/'])(
    '%s is not there',
    async (path) => {
      const answer = await api.as(clinic.people['front-desk']).get(path);
      expect(answer.body).toMatchObject({ type: 'not-found', status: 404 });
    },
  );

  test('with a percent sign that begins nothing is refused', async () => {
    for (const path of ['/patients/%', '/patients/%E0%A4%A', '/patients/%ff']) {
      const answer = await api.as(clinic.people['front-desk']).get(path);
      expect(answer.body).toMatchObject({ type: 'invalid-request', status: 400 });
    }
  });

  test('says which methods it takes', async () => {
    const answer = await request(api.url).delete(`/api/v1/patients/${ana}`);
    expect(answer.body).toMatchObject({ type: 'method-not-allowed', status: 405 });
    expect(answer.headers.allow).toBe('GET, PATCH, HEAD, OPTIONS');
    const asked = await request(api.url).options('/api/v1/patients');
    expect(asked.headers.allow).toBe('POST, GET, HEAD, OPTIONS');
  });
});

describe('a body', () => {
  test.each([
    ['that is not JSON', '{', 'invalid-json'],
    ['that is JSON and more', '{} {}', 'invalid-json'],
    ['with a byte order mark', '\ufeff{}', 'invalid-json'],
    ['that is no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'invalid-json'],
    ['that is a list', '[]', 'invalid-request'],
    ['that is a number', '5', 'invalid-request'],
    ['that is null', 'null', 'invalid-request'],
    ['that is a text', '"Ana"', 'invalid-request'],
    ['that is empty', '', 'invalid-request'],
    ['with keys of every object', '{"__proto__":{"givenName":"Ana"},"constructor":1}', 'invalid-request'],
    ['as deep as it is long', `${'['.repeat(40_000)}${']'.repeat(40_000)}`, 'invalid-request'],
    ['of more than 100 kB', JSON.stringify({ givenName: 'x'.repeat(102_400) }), 'body-too-large'],
  ])('%s is refused', async (_, body, type) => {
    const answer = await post(body);
    expect(answer.body.type).toBe(type);
    expect(answer.status).toBe(PROBLEMS[answer.body.type as 'invalid-json'].status);
  });

  test.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=utf-16', {}],
    ['application/json; charset', {}],
    ['application/json', { 'Content-Encoding': 'gzip' }],
    ['', {}],
  ])('sent as "%s" %j is not read', async (contentType, headers) => {
    const answer = await post('{}', { 'Content-Type': contentType, ...headers });
    expect(answer.body).toMatchObject({ type: 'unsupported-media-type', status: 415 });
  });

  test('that ends too early makes no answer, and harms nobody', async () => {
    const headers = { ...(await asDesk()), 'Content-Length': '1000' };
    await new Promise<void>((resolve) => {
      const call = httpRequest(`${api.url}/api/v1/patients`, { method: 'POST', headers });
      call.on('error', () => resolve());
      call.on('response', () => resolve());
      call.write('{"givenName":');
      setTimeout(() => call.destroy(), 50);
    });
    expect((await api.as(clinic.people['front-desk']).get('/clinic')).status).toBe(200);
  });
});

describe('what is too much', () => {
  test('an address or a header that is longer than a request may be is refused before anybody reads it', async () => {
    const longest = 'x'.repeat(17_000); // Node reads 16 kB
    expect((await request(api.url).get(`/api/v1/patients?q=${longest}`)).status).toBe(431);
    expect((await request(api.url).get('/api/v1/clinic').set('X-Long', longest)).status).toBe(431);
    expect((await api.as(clinic.people['front-desk']).get('/clinic')).status).toBe(200);
  });

  test('a body that says no length is read no further than 100 kB, and its sender let go', async () => {
    const headers = { ...(await asDesk()), 'Transfer-Encoding': 'chunked' };
    const call = httpRequest(`${api.url}/api/v1/patients`, { method: 'POST', headers });
    const sending = setInterval(() => call.write('x'.repeat(20_000)), 10);
    const patience = setTimeout(() => call.destroy(), 5_000);
    let status: number | undefined;
    call.on('response', (answer) => {
      status = answer.statusCode;
      answer.resume();
    });
    call.on('error', () => {}); // whoever goes on sending is cut off
    const begun = performance.now();
    await new Promise((resolve) => call.once('close', resolve));
    clearInterval(sending);
    clearTimeout(patience);
    expect(status).toBe(413);
    expect(performance.now() - begun).toBeLessThan(4_000); // it would have gone on
  });
});

describe('keys that every object has', () => {
  const anything: object = {};
  const ana = { givenName: 'Ana', familyName: 'Lima', dateOfBirth: '1980-05-02' };

  test.each([
    ['__proto__', JSON.stringify(ana).replace('}', ',"__proto__":{"allowDuplicate":true}}')],
    ['constructor', JSON.stringify({ ...ana, constructor: { prototype: { allowDuplicate: true } } })],
    ['prototype', JSON.stringify({ ...ana, prototype: { allowDuplicate: true } })],
  ])('%s in a body is a field that nobody knows, and reaches no other object', async (key, body) => {
    const answer = await post(body);
    expect(answer.body.type).toBe('invalid-request');
    expect(answer.body.errors).toEqual([
      { pointer: `/body/${key}`, detail: 'Is not known here. Leave it out.' },
    ]);
    expect('allowDuplicate' in anything).toBe(false);
  });

  test.each([
    '__proto__=limit',
    '__proto__[limit]=1',
    'constructor[prototype][limit]=1',
    'limit[__proto__]=1',
  ])('?%s is one too', async (query) => {
    const { body } = await api.as(clinic.people['front-desk']).get(`/patients?${query}`);
    expect(body.type).toBe('invalid-request');
    expect('limit' in anything).toBe(false);
  });
});

describe('what fails on our side', () => {
  test('is told as that, and says nothing of how we are made, neither to the caller nor in the log', async () => {
    await t.superuser.query('ALTER TABLE chair RENAME COLUMN position TO place');
    const before = api.logs.length;
    const answer = await api.as(clinic.people['front-desk']).get('/chairs');
    await until(() => api.logs.length >= before + 2);
    await t.superuser.query('ALTER TABLE chair RENAME COLUMN place TO position');
    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({
      type: 'internal',
      title: PROBLEMS.internal.title,
      status: 500,
      detail: PROBLEMS.internal.remedy,
      requestId: answer.headers['x-request-id'],
    });
    const [line] = api.logs.slice(before).filter((one) => one.includes('request failed'));
    expect(JSON.parse(line ?? '')).toMatchObject({
      requestId: answer.body.requestId,
      at: expect.any(Array),
    });
    expect((await api.as(clinic.people['front-desk']).get('/chairs')).status).toBe(200);
  });
});

describe('what is logged', () => {
  test('is ids, method, route, status and time: no address, no body, no header', async () => {
    const before = api.logs.length;
    await api.as(clinic.people['front-desk']).get('/patients?q=Quetzalcoatl');
    await api
      .as(clinic.people['front-desk'])
      .post('/patients', { givenName: 'Quetzalcoatl', familyName: 'Lima', dateOfBirth: '1980-05-02' });
    await api.as(clinic.people['front-desk']).get(`/patients/${ana}`);
    await until(() => api.logs.length >= before + 3);
    const lines = api.logs.slice(before);
    expect(lines.join('')).not.toMatch(/Quetzalcoatl|Lima|1980/);
    expect(lines.join('')).not.toContain(ana);
    const shown = lines.map((line) => JSON.parse(line));
    expect(shown.map(({ method, route, status }) => ({ method, route, status }))).toEqual([
      { method: 'GET', route: '/patients', status: 200 },
      { method: 'POST', route: '/patients', status: 201 },
      { method: 'GET', route: '/patients/:id', status: 200 },
    ]);
    for (const line of shown)
      expect(line).toMatchObject({ requestId: expect.any(String), ms: expect.any(Number) });
  });
});

describe('a server without its database', () => {
  test('is alive and not ready, and says so in every answer', async () => {
    // Port 9 is "discard": nobody answers there.
    const db = createDatabase('postgresql://nobody:nothing@127.0.0.1:9/none');
    const cut = await startApi({ ...t, db });
    const alive = await request(cut.url).get('/healthz');
    const ready = await request(cut.url).get('/readyz');
    const answer = await cut.as(clinic.people['front-desk']).get('/clinic');
    await cut.close();
    await db.close();
    expect(alive.body).toEqual({ status: 'ok' });
    expect(ready.body).toMatchObject({ type: 'unavailable', status: 503 });
    expect(answer.body).toMatchObject({ type: 'unavailable', status: 503 });
    expect(answer.headers['retry-after']).toBe('5');
    expect(JSON.stringify(answer.body)).not.toMatch(/127\.0\.0\.1|nobody|ECONN/);
  });

  test('and one with it is ready', async () => {
    expect((await request(api.url).get('/readyz')).body).toEqual({ status: 'ready' });
  });
});

async function until(isSo: () => boolean): Promise<void> {
  for (let n = 0; n < 100 && !isSo(); n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}
