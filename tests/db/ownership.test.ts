import { readdir, readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Accounts } from '#server/accounts/accounts.ts';
import { createDatabase, type Database } from '#server/db/database.ts';
import { beforeClinic, readInClinic } from '#server/db/in-clinic.ts';
import { newId } from '#server/platform/ids.ts';
import { findSignedIn, listDemoPeople, type SignedInPerson } from '#server/repositories/people.ts';
import { aSession, bookSessions, openClinic, registerPatient } from '#tests/support/a-clinic.ts';
import { anAccount } from '#tests/support/an-account.ts';
import { accountsIn, type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { tokenHashOf } from '#tests/support/token-hash.ts';

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

/** By the files themselves; `edit` where a role of theirs must be one that this server does not have. */
async function migrate(url: string, edit = (sql: string) => sql): Promise<void> {
  const folder = new URL('../../prisma/migrations/', import.meta.url);
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const { name } of names.sort((a, b) => a.name.localeCompare(b.name))) {
      await client.query(edit(await readFile(new URL(`${name}/migration.sql`, folder), 'utf8')));
    }
  } finally {
    await client.end();
  }
}

/** What an owner has of the schemas that migrations make. */
async function tablesOf(url: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(
    `SELECT DISTINCT relnamespace::regnamespace::text AS schema FROM pg_class
     WHERE relowner = '${owner}'::regrole AND relkind = 'r'`,
  );
  await client.end();
  return rows.map(({ schema }) => schema);
}

const grantTo = (role: string) => `GRANT ${role} TO ${owner} WITH INHERIT FALSE, SET TRUE;`;

describe('an owner who may not make roles', () => {
  test('nor become the application is told what to ask for, and nothing is half done', async () => {
    const { url, drop } = await ownedDatabase('NOSUPERUSER NOCREATEROLE');
    try {
      await expect(migrate(url)).rejects.toMatchObject({
        message: `${owner} may not become evenkeel_app.`,
        hint: `As an administrator: GRANT evenkeel_app TO ${owner};`,
      });
      expect(await tablesOf(url)).toEqual([]);
    } finally {
      await drop();
    }
  });

  test('nor become who signs people in is told what to ask for, and has no table of accounts', async () => {
    const { url, drop } = await ownedDatabase('NOSUPERUSER NOCREATEROLE', grantTo('evenkeel_app'));
    try {
      await expect(migrate(url)).rejects.toMatchObject({
        message: `${owner} may not become evenkeel_auth.`,
        hint: `As an administrator: GRANT evenkeel_auth TO ${owner};`,
      });
      expect(await tablesOf(url)).toEqual(['public']);
    } finally {
      await drop();
    }
  });

  test('is told how to make the role that signs people in, where there is none', async () => {
    const { url, drop } = await ownedDatabase('NOSUPERUSER NOCREATEROLE', grantTo('evenkeel_app'));
    try {
      await expect(
        migrate(url, (sql) => sql.replaceAll('evenkeel_auth', 'nobody_yet')),
      ).rejects.toMatchObject({
        message: `The role nobody_yet does not exist, and ${owner} may not make it.`,
        hint: `As an administrator: CREATE ROLE nobody_yet NOLOGIN; GRANT nobody_yet TO ${owner};`,
      });
      expect(await tablesOf(url)).toEqual(['public']);
    } finally {
      await drop();
    }
  });
});

describe('with an owner who is no superuser', () => {
  let db: Database;
  let accounts: Accounts;
  let end: () => Promise<void>;

  beforeEach(async () => {
    const { url, drop } = await ownedDatabase(
      'NOSUPERUSER NOCREATEROLE',
      grantTo('evenkeel_app') + grantTo('evenkeel_auth'),
    );
    await migrate(url);
    db = createDatabase(url);
    accounts = accountsIn(url);
    end = async () => {
      await db.close();
      await accounts.close();
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

  test('who asks is known before their clinic is: staff and patients by their session, and nobody else', async () => {
    const clinic = await openClinic(db);
    const ana = await registerPatient(db, clinic);
    await anAccount({ db, accounts }, clinic, 'nurse@example.com', { staffId: clinic.nurseId });
    await anAccount({ db, accounts }, clinic, 'ana@example.com', { patientId: ana });
    const ask = (tokenHash: string): Promise<SignedInPerson | null> =>
      findSignedIn(beforeClinic(db), { tokenHash, isActive: true }, { staff: 10, patient: 15 });

    expect(await ask(await tokenHashOf(accounts, 'nurse@example.com'))).toMatchObject({
      clinicId: clinic.clinicId,
      personId: clinic.nurseId,
      role: 'nurse',
      name: 'The nurse',
      patientId: null,
    });
    expect(await ask(await tokenHashOf(accounts, 'ana@example.com'))).toMatchObject({
      clinicId: clinic.clinicId,
      personId: ana,
      role: 'patient',
      name: 'Ana Lima',
      patientId: ana,
    });
    expect(await ask('no hash of any token')).toBeNull();
    expect((await db.pool.query('SELECT 1 FROM patient UNION ALL SELECT 1 FROM membership')).rows).toEqual(
      [],
    );
  });

  test('the people of a demo clinic are those of it who have an account; of other clinics nobody', async () => {
    const demo = await openClinic(db, { isDemo: true });
    const real = await openClinic(db);
    const ana = await registerPatient(db, demo, 'Ana Lima');
    await registerPatient(db, demo, 'Nora Noaccount');
    const rea = await registerPatient(db, real, 'Rea Real');
    await anAccount({ db, accounts }, demo, 'ana@example.com', { patientId: ana });
    await anAccount({ db, accounts }, demo, 'nurse@example.com', { staffId: demo.nurseId });
    await anAccount({ db, accounts }, real, 'rea@example.com', { patientId: rea });
    await anAccount({ db, accounts }, real, 'other-nurse@example.com', { staffId: real.nurseId });
    expect(await listDemoPeople(beforeClinic(db))).toEqual([
      {
        clinicId: demo.clinicId,
        id: demo.nurseId,
        name: 'The nurse',
        role: 'nurse',
        email: 'nurse@example.com',
      },
      { clinicId: demo.clinicId, id: ana, name: 'Ana Lima', role: 'patient', email: 'ana@example.com' },
    ]);
  });
});
