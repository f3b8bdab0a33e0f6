import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { anchorsIn } from '#server/audit/anchors.ts';
import { type AuditChain, openAuditChain } from '#server/audit/audit-chain.ts';
import { chainKey, linkDigest } from '#server/audit/link.ts';
import { startSealer } from '#server/audit/sealer.ts';
import { audit, type Told } from '#server/booking/audit.ts';
import { readInClinic, readOnRecord } from '#server/db/in-clinic.ts';
import { newId } from '#server/platform/ids.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as auditSeals from '#server/repositories/audit-seals.ts';
import { type OpenClinic, openClinic } from '#tests/support/a-clinic.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

const SECRET = 'the secret of a server that seals';
// Mon 2 Mar 2026, 10:00 in New York
const NOW = Date.parse('2026-03-02T10:00:00-05:00');

let t: TestDatabase;
let clinic: OpenClinic;
let anchorsFile: string;
let chain: AuditChain;
const errors: unknown[] = [];

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

beforeEach(async () => {
  clinic = await openClinic(t.db);
  anchorsFile = path.join(tmpdir(), `evenkeel-anchors-${clinic.clinicId}.log`);
  chain = openAuditChain(
    { db: t.db, secret: SECRET, anchorsFile },
    { error: (...told: unknown[]) => void errors.push(told) },
  );
});
afterEach(async () => {
  await rm(anchorsFile, { force: true });
  expect(errors.splice(0)).toEqual([]);
});

const anEvent = (told: Told = {}, kind: Parameters<typeof audit>[1] = 'patient.read') =>
  audit(
    {
      newId,
      now: NOW,
      requestId: 'a-request',
      address: '192.0.2.7',
      actor: { personId: clinic.deskId, role: 'front-desk' },
    },
    kind,
    told,
  );

async function write(event = anEvent()): Promise<string> {
  await readOnRecord(t.db, clinic.clinicId, (sql) => auditEvents.insert(sql, event));
  return event.id;
}

/** Written and sealed, in three runs: three anchors. Answers the ids in order. */
async function writeSealed(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 1; i <= count; i += 1) {
    ids.push(await write());
    if (i % Math.ceil(count / 3) === 0 || i === count) await chain.seal();
  }
  return ids;
}

const found = async () => {
  const { findings, isIntact } = await chain.verify(clinic.clinicId);
  expect(isIntact).toBe(findings.length === 0);
  return findings;
};

/** As somebody who may do anything with the database, and has not the key. */
const tamper = (sql: string, values: unknown[] = []) => t.superuser.query(sql, [clinic.clinicId, ...values]);

/** Every digest anew, by whatever key. */
async function rehash(key: Buffer): Promise<void> {
  const links = await readInClinic(t.db, clinic.clinicId, (sql) => auditSeals.chain(sql, 0, 1_000));
  let previous = '';
  for (const { sequence, event } of links) {
    if (!event) throw new Error('The test cuts whole links.');
    previous = linkDigest(key, { previous, clinicId: clinic.clinicId, sequence, event });
    await tamper('UPDATE audit_seal SET digest = $2 WHERE clinic_id = $1 AND sequence = $3', [
      previous,
      sequence,
    ]);
  }
}

describe('the sealer', () => {
  test('chains events in the order of their ids, and says how far it is', async () => {
    const ids = await writeSealed(6);
    const links = await readInClinic(t.db, clinic.clinicId, (sql) => auditSeals.chain(sql, 0, 100));
    expect(links.map(({ sequence, eventId }) => [sequence, eventId])).toEqual(
      ids.map((id, i) => [i + 1, id]),
    );
    expect(await chain.verify(clinic.clinicId)).toEqual({
      isIntact: true,
      sealed: 6,
      waiting: 0,
      anchors: 3,
      erased: 0,
      findings: [],
      findingCount: 0,
    });
  });

  test('seals what a transaction commits late, after what was written later, and once', async () => {
    const late = anEvent();
    let commit = () => {};
    const hold = new Promise<void>((resolve) => {
      commit = resolve;
    });
    const slow = readOnRecord(t.db, clinic.clinicId, async (sql) => {
      await auditEvents.insert(sql, late);
      await hold;
    });
    const quick = await write();
    await chain.seal();
    commit();
    await slow;
    await chain.seal();
    await chain.seal();
    const links = await readInClinic(t.db, clinic.clinicId, (sql) => auditSeals.chain(sql, 0, 100));
    expect(links.map(({ eventId }) => eventId)).toEqual([quick, late.id]);
    expect(late.id < quick).toBe(true);
    expect(await found()).toEqual([]);
  });

  test('seals nothing that was rolled back', async () => {
    await expect(
      readOnRecord(t.db, clinic.clinicId, async (sql) => {
        await auditEvents.insert(sql, anEvent());
        throw new Error('it was not to be');
      }),
    ).rejects.toThrow('it was not to be');
    await chain.seal();
    expect(await chain.verify(clinic.clinicId)).toMatchObject({ isIntact: true, sealed: 0, waiting: 0 });
  });

  test('works beside another of its kind, and no event has two seals', async () => {
    for (let i = 0; i < 20; i += 1) await write();
    await Promise.all([chain.seal(), chain.seal(), chain.seal()]);
    await chain.seal();
    expect(await chain.verify(clinic.clinicId)).toMatchObject({ isIntact: true, sealed: 20, waiting: 0 });
  });

  test('catches up with more than it seals at once', async () => {
    await tamper(
      `WITH made AS (
         INSERT INTO audit_event (clinic_id, id, at, kind, subjects, request_id, detail, digests)
         SELECT $1, uuidv7(), now(), 'patient.read', '{}', 'a-request', '{"n": 1.50}', '{}' FROM generate_series(1, 2500)
         RETURNING id
       ) INSERT INTO audit_unsealed SELECT $1, id FROM made`,
    );
    await chain.seal();
    expect(await chain.verify(clinic.clinicId)).toMatchObject({ isIntact: true, sealed: 2_500, anchors: 1 });
  });

  test('runs every few moments, and once more when it is told to stop', async () => {
    const sealer = startSealer(chain, { error: (...told: unknown[]) => void errors.push(told) }, 10);
    await write();
    while ((await chain.verify(clinic.clinicId)).waiting > 0) await new Promise((r) => setTimeout(r, 10));
    await write();
    await sealer.stop();
    await write();
    expect(await chain.verify(clinic.clinicId)).toMatchObject({ isIntact: true, sealed: 2, waiting: 1 });
  });

  test('anchors what it could not anchor before', async () => {
    const nowhere = path.join(tmpdir(), `evenkeel-anchors-${newId()}`);
    await writeFile(nowhere, '');
    const blocked = openAuditChain(
      { db: t.db, secret: SECRET, anchorsFile: path.join(nowhere, 'audit-anchors.log') },
      { error: () => {} },
    );
    await write();
    await expect(blocked.seal()).rejects.toThrow();
    await rm(nowhere);
    await blocked.seal();
    expect(await blocked.verify(clinic.clinicId)).toMatchObject({ isIntact: true, sealed: 1, anchors: 1 });
    await rm(nowhere, { recursive: true });
  });
});

describe('the verifier finds', () => {
  test('one event that was altered, and where', async () => {
    const ids = await writeSealed(12);
    await tamper(`UPDATE audit_event SET patient_id = gen_random_uuid() WHERE clinic_id = $1 AND id = $2`, [
      ids[4],
    ]);
    expect(await found()).toEqual([{ code: 'event-altered', sequence: 5, eventId: ids[4] }]);
  });

  test.each([
    ['at', `at + interval '1 millisecond'`],
    ['actor_id', 'gen_random_uuid()'],
    ['actor_role', `'admin'`],
    ['kind', `'patient.update'`],
    ['patient_id', 'gen_random_uuid()'],
    ['subjects', `'{"courseId": "another"}'`],
    ['request_id', `'another'`],
    ['address', `'198.51.100.1'`],
    ['detail', `'{"after": {"status": "booked"}}'`],
    ['digests', `'{"reason": "another"}'`],
  ])('a change of %s', async (column, value) => {
    const [id] = await writeSealed(1);
    await tamper(`UPDATE audit_event SET ${column} = ${value} WHERE clinic_id = $1`);
    expect(await found()).toEqual([{ code: 'event-altered', sequence: 1, eventId: id }]);
  });

  test('one event that was deleted', async () => {
    const ids = await writeSealed(12);
    await tamper('DELETE FROM audit_event WHERE clinic_id = $1 AND id = $2', [ids[4]]);
    expect(await found()).toEqual([{ code: 'event-missing', sequence: 5, eventId: ids[4] }]);
  });

  test('one that was deleted with its seal', async () => {
    const ids = await writeSealed(12);
    await tamper('DELETE FROM audit_event WHERE clinic_id = $1 AND id = $2', [ids[4]]);
    await tamper('DELETE FROM audit_seal WHERE clinic_id = $1 AND event_id = $2', [ids[4]]);
    expect(await found()).toEqual([{ code: 'seal-missing', sequence: 5, eventId: null }]);
  });

  test('one that was deleted, and the rest counted anew', async () => {
    const ids = await writeSealed(12);
    await tamper('DELETE FROM audit_event WHERE clinic_id = $1 AND id = $2', [ids[4]]);
    await tamper('DELETE FROM audit_seal WHERE clinic_id = $1 AND event_id = $2', [ids[4]]);
    for (let sequence = 6; sequence <= 12; sequence += 1) {
      await tamper('UPDATE audit_seal SET sequence = $2 - 1 WHERE clinic_id = $1 AND sequence = $2', [
        sequence,
      ]);
    }
    expect(await found()).toContainEqual({ code: 'event-altered', sequence: 5, eventId: ids[5] });
    expect(await found()).toContainEqual({ code: 'tail-cut', sequence: 12, eventId: null });
  });

  test('that the newest ten were cut, with their seals', async () => {
    const ids = await writeSealed(15);
    await tamper('DELETE FROM audit_event WHERE clinic_id = $1 AND id = ANY ($2)', [ids.slice(5)]);
    await tamper('DELETE FROM audit_seal WHERE clinic_id = $1 AND sequence > 5');
    expect(await found()).toEqual([
      { code: 'tail-cut', sequence: 10, eventId: null },
      { code: 'tail-cut', sequence: 15, eventId: null },
    ]);
  });

  test('that the newest ten were cut, however much is sealed after that', async () => {
    const ids = await writeSealed(15);
    await tamper('DELETE FROM audit_event WHERE clinic_id = $1 AND id = ANY ($2)', [ids.slice(5)]);
    await tamper('DELETE FROM audit_seal WHERE clinic_id = $1 AND sequence > 5');
    await writeSealed(15);
    expect((await found()).map(({ code, sequence }) => [code, sequence])).toEqual([
      ['anchor-differs', 10],
      ['anchor-differs', 15],
    ]);
  });

  test('that the whole chain was hashed again by another key', async () => {
    const ids = await writeSealed(6);
    await tamper(`UPDATE audit_event SET kind = 'sign-in' WHERE clinic_id = $1 AND id = $2`, [ids[2]]);
    await rehash(chainKey('a guess'));
    const all = await found();
    expect(all.filter(({ code }) => code === 'event-altered')).toHaveLength(6);
    expect(all.filter(({ code }) => code === 'anchor-differs')).toHaveLength(3);
  });

  test('that the whole chain was hashed again by the right key, by its anchors', async () => {
    const ids = await writeSealed(6);
    await tamper(`UPDATE audit_event SET kind = 'sign-in' WHERE clinic_id = $1 AND id = $2`, [ids[2]]);
    await rehash(chainKey(SECRET));
    expect((await found()).map(({ code, sequence }) => [code, sequence])).toEqual([
      ['anchor-differs', 4],
      ['anchor-differs', 6],
    ]);
  });

  test('that everything was deleted', async () => {
    await writeSealed(3);
    await tamper('DELETE FROM audit_seal WHERE clinic_id = $1');
    await tamper('DELETE FROM audit_event WHERE clinic_id = $1');
    expect((await found()).map(({ code }) => code)).toEqual(['tail-cut', 'tail-cut', 'tail-cut']);
  });

  test('that the anchors are gone', async () => {
    await writeSealed(3);
    await rm(anchorsFile);
    expect(await found()).toEqual([{ code: 'no-anchors', sequence: null, eventId: null }]);
  });

  test('an event that was slipped in, and one that was taken before its seal', async () => {
    await writeSealed(1);
    const { rows } = await tamper(
      `INSERT INTO audit_event (clinic_id, id, at, kind, subjects, request_id, detail, digests)
       VALUES ($1, uuidv7(), now(), 'patient.read', '{}', 'a-request', '{}', '{}') RETURNING id`,
    );
    const gone = await write();
    await tamper('DELETE FROM audit_event WHERE clinic_id = $1 AND id = $2', [gone]);
    await chain.seal();
    expect(await found()).toEqual([
      { code: 'event-missing', sequence: null, eventId: gone },
      { code: 'never-sealed', sequence: null, eventId: rows[0].id },
    ]);
  });

  test('a personal value that was altered', async () => {
    const id = await write(anEvent({ personal: { reason: 'Slept well' } }));
    await chain.seal();
    await tamper(`UPDATE audit_personal SET value = 'Slept badly' WHERE clinic_id = $1`);
    expect(await found()).toEqual([{ code: 'value-altered', sequence: 1, eventId: id }]);
  });

  test('no more than it can show, and says how much there is', async () => {
    await writeSealed(60);
    await tamper(`UPDATE audit_event SET kind = 'sign-in' WHERE clinic_id = $1`);
    const { findings, findingCount } = await chain.verify(clinic.clinicId);
    expect([findings.length, findingCount]).toEqual([50, 60]);
  });

  test('nothing wrong in a line of the anchors that a crash cut short', async () => {
    await writeSealed(3);
    await writeFile(anchorsFile, `${await readFile(anchorsFile, 'utf8')}\n{"clinicId":"`);
    await writeSealed(3);
    expect(await chain.verify(clinic.clinicId)).toMatchObject({ isIntact: true, anchors: 6 });
  });
});

test('anchors that are added at once to a new file each have a line', async () => {
  const anchors = anchorsIn(anchorsFile);
  const sequences = Array.from({ length: 20 }, (_, index) => index + 1);
  await Promise.all(
    sequences.map((sequence) => anchors.add({ clinicId: clinic.clinicId, sequence, digest: 'd' })),
  );
  expect([...(await anchors.of(clinic.clinicId)).keys()].sort((a, b) => a - b)).toEqual(sequences);
});

describe('somebody who is forgotten', () => {
  const remembered = async () =>
    (await tamper('SELECT value FROM audit_personal WHERE clinic_id = $1 ORDER BY value')).rows.map(
      ({ value }) => value,
    );
  let ana: string;
  let adminId: string;

  beforeEach(async () => {
    ana = newId();
    await write(
      anEvent({ patientId: ana, personal: { 'after.givenName': 'Anastasia', 'after.phone': null } }),
    );
    await write(anEvent({ patientId: newId(), personal: { 'after.givenName': 'Bogumila' } }));
    await chain.seal();
    const { rows } = await tamper(`SELECT id FROM staff WHERE clinic_id = $1 AND role = 'admin'`);
    adminId = rows[0].id;
  });

  test('is in no value any more, and the chain holds', async () => {
    expect(await remembered()).toEqual(['Anastasia', 'Bogumila']);
    const forgotten = await readOnRecord(t.db, clinic.clinicId, (sql) =>
      auditSeals.forget(sql, ana, adminId),
    );
    expect(forgotten).toBe(1);
    expect(await remembered()).toEqual(['Bogumila']);
    expect(await chain.verify(clinic.clinicId)).toMatchObject({ isIntact: true, sealed: 2, erased: 1 });
  });

  test('is forgotten by an admin of the clinic alone', async () => {
    const elsewhere = await openClinic(t.db);
    const { rows } = await t.superuser.query(`SELECT id FROM staff WHERE clinic_id = $1 AND role = 'admin'`, [
      elsewhere.clinicId,
    ]);
    for (const by of [clinic.clinicianId, rows[0].id, newId()]) {
      await expect(
        readOnRecord(t.db, clinic.clinicId, (sql) => auditSeals.forget(sql, ana, by)),
      ).rejects.toMatchObject({ sqlState: '42501' });
    }
    const fromElsewhere = readOnRecord(t.db, elsewhere.clinicId, (sql) =>
      auditSeals.forget(sql, ana, rows[0].id),
    );
    expect(await fromElsewhere).toBe(0);
    expect(await remembered()).toEqual(['Anastasia', 'Bogumila']);
  });

  test('says nothing by the digest that stays', async () => {
    const { rows } = await tamper('SELECT digests::text AS digests FROM audit_event WHERE clinic_id = $1');
    expect(rows.map(({ digests }) => digests).join()).not.toMatch(/Anastasia|Bogumila/);
    const again = anEvent({ personal: { 'after.givenName': 'Anastasia' } });
    const [first] = rows;
    expect(JSON.parse(first.digests)['after.givenName']).not.toBe(again.digests['after.givenName']);
  });
});
