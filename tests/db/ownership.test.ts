import { readdir, readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type Database } from '#server/db/database.ts';
import { beforeClinic, readInClinic } from '#server/db/in-clinic.ts';
import { newId } from '#server/platform/ids.ts';
import { findActingPerson, listDemoPeople } from '#server/repositories/people.ts';
import { aSession, bookSessions, openClinic, registerPatient } from '#tests/support/a-clinic.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

// A PostgreSQL that somebody else runs is owned by whom they say: here are owners of few rights, migrated from the same files.

let t: TestDatabase;
let owner: string;

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

beforeEach(() => {
  owner = `owner_${newId().replaceAll('-', '')}`;
});

/** A database of its own for an owner who may do only what is said. */
async function ownedDatabase(rights: string, prepare = ''): Promise<{ url: string; drop(): Promise<void> }> {
  await t.superuser.query(`CREATE ROLE ${owner} LOGIN PASSWORD 'pw' ${rights}`);
  if (prepare) await t.superuser.query(prepare);
  await t.superuser.query(`CREATE DATABASE ${owner} OWNER ${owner}`);
  const own = new URL(t.superuserUrl);
  own.pathname = `/${owner}`;
  const superuser = new pg.Client(own.href);
  await superuser.connect();
  await superuser.query('CREATE EXTENSION btree_gist');
  await superuser.end();
  own.username = owner;
  own.password = 'pw';
  return {
    url: own.href,
    drop: async () => {
      await t.superuser.query(`DROP DATABASE ${owner} WITH (FORCE)`);
      await t.superuser.query(`DROP ROLE ${owner}`);
    },
  };
}

async function migrate(url: string): Promise<void> {
  const folder = new URL('../../prisma/migrations/', import.meta.url);
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const { name } of names.sort((a, b) => a.name.localeCompare(b.name))) {
      await client.query(await readFile(new URL(`${name}/migration.sql`, folder), 'utf8'));
    }
  } finally {
    await client.end();
  }
}

test('an owner who may neither make nor become the application is told what to ask for, and nothing is half done', async () => {
  const { url, drop } = await ownedDatabase('NOSUPERUSER NOCREATEROLE');
  try {
    await expect(migrate(url)).rejects.toMatchObject({
      message: `${owner} may not become evenkeel_app.`,
      hint: `As an administrator: GRANT evenkeel_app TO ${owner};`,
    });
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query(`SELECT relname FROM pg_class WHERE relowner = '${owner}'::regrole`);
    await client.end();
    expect(rows).toEqual([]);
  } finally {
    await drop();
  }
});

describe('with an owner who is no superuser', () => {
  let db: Database;
  let end: () => Promise<void>;

  beforeEach(async () => {
    const { url, drop } = await ownedDatabase(
      'NOSUPERUSER NOCREATEROLE',
      `GRANT evenkeel_app TO ${owner} WITH INHERIT FALSE, SET TRUE`,
    );
    await migrate(url);
    db = createDatabase(url);
    end = async () => {
      await db.close();
      await drop();
    };
  });
  afterEach(() => end());

  test('a course is booked and read, while the owner outside a clinic sees no patient at all', async () => {
    const clinic = await openClinic(db);
    const ana = await registerPatient(db, clinic);
    // Mon 2 Mar 2026, 10:00 in New York
    await bookSessions(db, clinic, ana, [aSession(clinic, '2026-03-02T10:00:00-05:00')]);
    expect(await readInClinic(db, clinic.clinicId, (sql) => sql.rows('SELECT id FROM session'))).toHaveLength(
      1,
    );
    const tables = ['clinic', 'staff', 'patient', 'course', 'session', 'booster_order'];
    for (const table of tables) {
      expect((await db.pool.query(`SELECT 1 FROM ${table}`)).rows).toEqual([]);
    }
  });

  test('who asks is known before their clinic is: staff and patients by id, and nobody else', async () => {
    const clinic = await openClinic(db);
    const ana = await registerPatient(db, clinic);
    const ask = (id: string) => findActingPerson(beforeClinic(db), id);
    expect(await ask(clinic.nurseId)).toEqual({
      clinicId: clinic.clinicId,
      role: 'nurse',
      name: 'The nurse',
      patientId: null,
    });
    expect(await ask(ana)).toEqual({
      clinicId: clinic.clinicId,
      role: 'patient',
      name: 'Ana Lima',
      patientId: ana,
    });
    expect(await ask(newId())).toBeNull();
    expect((await db.pool.query('SELECT 1 FROM patient')).rows).toEqual([]);
  });

  test('the people of a demo clinic are its staff and patients with a course; of other clinics nobody', async () => {
    const demo = await openClinic(db, { isDemo: true });
    const real = await openClinic(db);
    const ana = await registerPatient(db, demo, 'Ana Lima');
    await registerPatient(db, demo, 'Nora Nocourse');
    const rea = await registerPatient(db, real, 'Rea Real');
    // Mon 2 Mar 2026, 10:00 in New York
    await bookSessions(db, demo, ana, [aSession(demo, '2026-03-02T10:00:00-05:00')]);
    await bookSessions(db, real, rea, [aSession(real, '2026-03-02T10:00:00-05:00')]);
    const people = await listDemoPeople(beforeClinic(db));
    expect(people.map(({ name, role, clinicId }) => [name, role, clinicId])).toEqual([
      ['The front-desk', 'front-desk', demo.clinicId],
      ['The nurse', 'nurse', demo.clinicId],
      ['The clinician', 'clinician', demo.clinicId],
      ['The admin', 'admin', demo.clinicId],
      ['Ana Lima', 'patient', demo.clinicId],
    ]);
  });
});
