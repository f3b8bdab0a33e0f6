import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inClinic, readInClinic } from '#server/db/in-clinic.ts';
import * as patients from '#server/repositories/patients.ts';
import {
  aSession,
  bookSessions,
  type OpenClinic,
  openClinic,
  registerPatient,
} from '#tests/support/a-clinic.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let clinic: OpenClinic;

beforeAll(async () => {
  t = await testDatabase();
  clinic = await openClinic(t.db);
  await registerPatient(t.db, clinic, 'Ana Lima', { dateOfBirth: '1980-05-02', phone: '+1 (212) 555-0142' });
  await registerPatient(t.db, clinic, 'Anaïs Lindqvist-Berg', { dateOfBirth: '1991-02-05' });
  await registerPatient(t.db, clinic, "Bo O'Hara", { dateOfBirth: '1980-11-30', phone: '917 555 0199' });
  await registerPatient(t.db, clinic, 'Łucja Øst', { dateOfBirth: '1975-01-01' });
  await registerPatient(t.db, await openClinic(t.db), 'Ana Elsewhere');
});
afterAll(() => t.close());

const find = (q: string) =>
  readInClinic(t.db, clinic.clinicId, async (sql) =>
    (await patients.search(sql, { q, limit: 10 })).items.map((p) => `${p.givenName} ${p.familyName}`),
  );

describe('a patient is found', () => {
  test.each([
    ['ana', ['Ana Lima', 'Anaïs Lindqvist-Berg']],
    ['ana li', ['Ana Lima', 'Anaïs Lindqvist-Berg']],
    ['Lima, Ana', ['Ana Lima']],
    ['ANAIS', ['Anaïs Lindqvist-Berg']],
    ['anaïs', ['Anaïs Lindqvist-Berg']],
    ['berg', ['Anaïs Lindqvist-Berg']],
    ["o'hara", ["Bo O'Hara"]],
    ['ohara bo', ["Bo O'Hara"]],
    ['lucja ost', ['Łucja Øst']],
    ['  lima  ', ['Ana Lima']],
  ])('by name, as "%s"', async (q, names) => {
    expect(await find(q)).toEqual(names);
  });

  test.each([
    ['1980-05-02', ['Ana Lima']],
    ['5/2/1980', ['Ana Lima']],
    ['2/5/1980', ['Ana Lima']],
    ['2 May 1980', ['Ana Lima']],
    ['may 2nd, 1980', ['Ana Lima']],
    ['1980', ['Ana Lima', "Bo O'Hara"]],
    ['1980-1', ["Bo O'Hara"]],
    ['bo 1980-11-30', ["Bo O'Hara"]],
    ['ana 1980-11-30', []],
  ])('by date of birth, as "%s"', async (q, names) => {
    expect(await find(q)).toEqual(names);
  });

  test.each([
    ['212 555', ['Ana Lima']],
    ['(212) 555-0142', ['Ana Lima']],
    ['0199', ["Bo O'Hara"]],
  ])('by telephone, as "%s"', async (q, names) => {
    expect(await find(q)).toEqual(names);
  });

  test.each(['ima', '%', "'; --", 'a%b', '\u0000', '99/99/1980', '\\'])(
    'never by accident, as "%s"',
    async (q) => {
      await expect(find(q)).resolves.not.toContain('Ana Elsewhere');
    },
  );

  test('not by the middle of a word', async () => {
    expect(await find('ima')).toEqual([]);
  });
});

test('without a question everybody comes by family name, page by page, each once', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await readInClinic(t.db, clinic.clinicId, (sql) =>
      patients.search(sql, { limit: 2, ...(cursor ? { cursor } : {}) }),
    );
    expect(page.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.items.map((p) => p.familyName));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual(['Lima', 'Lindqvist-Berg', "O'Hara", 'Øst']);
});

test.each([
  '',
  'x',
  'bm90IGpzb24',
  Buffer.from('["a","b"]').toString('base64url'),
  Buffer.from('{}').toString('base64url'),
])('a cursor that no list gave ("%s") is an invalid request', async (cursor) => {
  await expect(
    readInClinic(t.db, clinic.clinicId, (sql) => patients.search(sql, { limit: 2, cursor })),
  ).rejects.toMatchObject({ type: 'invalid-request', extra: { errors: [{ pointer: '/query/cursor' }] } });
});

test('the list names the newest course that has not stopped', async () => {
  const bo = await registerPatient(t.db, clinic, 'Bodo Current');
  // Mon 2 Mar 2026, 13:00 in New York
  const courseId = await bookSessions(t.db, clinic, bo, [aSession(clinic, '2026-03-02T13:00:00-05:00')]);
  const { items } = await readInClinic(t.db, clinic.clinicId, (sql) =>
    patients.search(sql, { q: 'bodo', limit: 5 }),
  );
  expect(items[0]?.currentCourse).toEqual({
    id: courseId,
    protocolName: 'Six infusions',
    state: 'induction',
  });
});

test('the same person is recognised however the name was typed, and not with another date of birth', async () => {
  const same = (dateOfBirth: string) =>
    readInClinic(t.db, clinic.clinicId, (sql) =>
      patients.findSame(sql, { givenName: 'ANA', familyName: 'Límà', dateOfBirth }),
    );
  expect(await same('1980-05-02')).toMatchObject({ givenName: 'Ana', familyName: 'Lima' });
  expect(await same('1980-05-03')).toBeNull();
});

test('a correction changes what was said, and is found by its new name', async () => {
  const id = await registerPatient(t.db, clinic, 'Cleo Old', { phone: '1 1111' });
  const corrected = await inClinic(t.db, clinic.clinicId, (tx) =>
    patients.update(tx, id, { familyName: 'New', dateOfBirth: '1999-12-31', phone: null }),
  );
  expect(corrected).toMatchObject({
    id,
    givenName: 'Cleo',
    familyName: 'New',
    dateOfBirth: '1999-12-31',
    phone: null,
  });
  expect(await find('new cleo')).toEqual(['Cleo New']);
  expect(await find('old cleo')).toEqual([]);
});

test('a patient of another clinic cannot be corrected', async () => {
  const elsewhere = await openClinic(t.db);
  const id = await registerPatient(t.db, elsewhere, 'Eve Far');
  expect(
    await inClinic(t.db, clinic.clinicId, (tx) => patients.update(tx, id, { familyName: 'Near' })),
  ).toBeNull();
});
