import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { ChairOffer, FreedChair } from '#server/contract/backfill.ts';
import type { ChangePreview } from '#server/contract/change.ts';
import type { ClosurePreview } from '#server/contract/closure.ts';
import type { Course } from '#server/contract/course.ts';
import {
  aPatient,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, bookFor, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { NOTHING, stored } from '#tests/support/stored.ts';

/**
 * A server in a process of its own is killed in the middle of a booking, while another one lives. A trigger holds
 * whatever writes sessions for as long as the test holds the gate, so that the moment of the death is no matter of luck.
 */
let t: TestDatabase;
let survivor: TestApi;
let clinic: StaffedClinic;
let ana: string;
let gate: pg.Client;
let doomed: { url: string; process: ChildProcess };

const GATE = 4711;

beforeAll(async () => {
  t = await testDatabase();
  survivor = await startApi(t);
  await t.superuser.query(`
    CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${GATE}); RETURN NULL; END $$`);
});
beforeEach(async () => {
  clinic = await openStaffedClinic(t.db, { chairs: 1 });
  ana = await aPatient(t.db, clinic);
  gate = new pg.Client({ connectionString: t.superuserUrl });
  await gate.connect();
  doomed = await startServer();
});
afterEach(async () => {
  await kill();
  await gate.end();
  await t.superuser.query('DROP TRIGGER IF EXISTS gate ON session');
});
afterAll(async () => {
  await survivor.close();
  await t.close();
});

async function startServer(): Promise<typeof doomed> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/api-server.ts', t.serviceUrl], {
    cwd: new URL('../../', import.meta.url),
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface(child.stdout), 'line');
  return { url, process: child };
}

async function kill(): Promise<void> {
  const { process: child } = doomed;
  if (child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const closeGate = () => gate.query(`SELECT pg_advisory_lock(${GATE})`);
const openGate = () => gate.query(`SELECT pg_advisory_unlock(${GATE})`);

/** Somebody asks the doomed server for something, the front desk unless another is told; answers what became of it. */
const postThere = async (
  path: string,
  body: object,
  headers: Record<string, string> = {},
  by: keyof StaffedClinic['people'] = 'front-desk',
) =>
  fetch(`${doomed.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Cookie: await t.cookieOf(clinic.people[by]),
      ...headers,
    },
    body: JSON.stringify(body),
  }).then(
    () => 'answered',
    () => 'no answer',
  );

const bookThere = (key: string) =>
  postThere(
    '/courses',
    { patientId: ana, protocolId: clinic.protocolId, sessions: sixAt() },
    { 'Idempotency-Key': key },
  );

/** Until the backend of the booking is as told, by what PostgreSQL says of it. */
async function backendIs(condition: string): Promise<void> {
  for (let n = 0; n < 500; n += 1) {
    const { rows } = await t.superuser.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'evenkeel' AND ${condition}`,
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`No backend is: ${condition}`);
}
const AT_THE_GATE = `wait_event = 'advisory' AND pid IN (
  SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = ${GATE} AND NOT granted)`;

/** The gate holds whoever has written sessions, right after that statement ... */
const gateAfter = (what: 'INSERT' | 'UPDATE') =>
  t.superuser.query(
    `CREATE TRIGGER gate AFTER ${what} ON session FOR EACH STATEMENT EXECUTE FUNCTION wait_at_the_gate()`,
  );
/** ... or only when all is checked, by COMMIT or before it. */
const gateAtTheCheck = (what: 'INSERT' | 'UPDATE') =>
  t.superuser.query(
    `CREATE CONSTRAINT TRIGGER gate AFTER ${what} ON session DEFERRABLE INITIALLY DEFERRED
     FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate()`,
  );

/** The server dies while what it was asked for waits at the gate, in this statement where one is named. The gate stays shut. */
async function dieAtTheGate(ask: () => Promise<string>, statement?: string): Promise<void> {
  await closeGate();
  const fate = ask();
  await backendIs(statement === undefined ? AT_THE_GATE : `${AT_THE_GATE} AND query = '${statement}'`);
  await kill();
  expect(await fate).toBe('no answer');
}

/** It dies after all of it is written, the last of it by this statement, and before COMMIT is said. */
async function dieBeforeCommit(ask: () => Promise<string>, lastStatement: string): Promise<void> {
  await closeGate();
  const fate = ask();
  await backendIs(AT_THE_GATE);
  // Stopped, it cannot answer PostgreSQL: everything is written, and nobody says COMMIT.
  doomed.process.kill('SIGSTOP');
  await openGate();
  await backendIs(`state = 'idle in transaction' AND query LIKE '%${lastStatement}%'`);
  await kill();
  expect(await fate).toBe('no answer');
}

/** What was written of changes: in the history, for messages, and lines of a kind in the audit trail. */
async function writtenOfChanges(kind: string) {
  const { rows } = await t.superuser.query(
    `SELECT (SELECT count(*)::int FROM course_change WHERE clinic_id = $1) AS changes,
       (SELECT count(*)::int FROM course_event WHERE clinic_id = $1) AS events,
       (SELECT count(*)::int FROM audit_event WHERE clinic_id = $1 AND kind = $2) AS lines`,
    [clinic.clinicId, kind],
  );
  return rows[0];
}

/** Bo books the very same times. Waits of the database end after five seconds at the soonest: this is quicker. */
async function expectNextBookingAtOnce(): Promise<void> {
  const bo = await aPatient(t.db, clinic, 'Bo Hara');
  const began = performance.now();
  const course = await bookFor(survivor, clinic, bo);
  expect(performance.now() - began).toBeLessThan(4_000);
  expect(course.sessions).toMatchObject(sixAt());
}

describe('a server that is killed in the middle of a booking', () => {
  test('after the sessions are written and before COMMIT leaves nothing of the course', async () => {
    await gateAfter('INSERT');
    await dieBeforeCommit(() => bookThere('killed-before-commit'), 'INSERT INTO session');

    await expectNextBookingAtOnce();
    // Bo's course, and nothing of Ana's: no course, no session, no history, no key
    expect(await stored(t.superuser, clinic.clinicId)).toEqual({
      courses: 1,
      sessions: 6,
      events: 6,
      keys: 0,
    });
  });

  test('while the sessions are being written leaves nothing of the course', async () => {
    await gateAfter('INSERT');
    await dieAtTheGate(() => bookThere('killed-while-writing'));
    expect(await stored(t.superuser, clinic.clinicId)).toEqual(NOTHING);
    await openGate();

    await expectNextBookingAtOnce();
    expect(await stored(t.superuser, clinic.clinicId)).toEqual({
      courses: 1,
      sessions: 6,
      events: 6,
      keys: 0,
    });
  });

  test('while COMMIT is under way leaves the whole course, and the key tells so to whoever asks again', async () => {
    await gateAtTheCheck('INSERT');
    await dieAtTheGate(() => bookThere('killed-during-commit'), 'COMMIT');
    await openGate();

    const again = await bookFor(survivor, clinic, ana, sixAt(), {
      'Idempotency-Key': 'killed-during-commit',
    });
    expect(again.sessions).toMatchObject(sixAt());
    expect(await stored(t.superuser, clinic.clinicId)).toEqual({
      courses: 1,
      sessions: 6,
      events: 6,
      keys: 1,
    });
  });
});

describe('a server that is killed in the middle of a change', () => {
  let course: Course;
  let token: string;
  const desk = () => survivor.as(clinic.people['front-desk']);
  beforeEach(async () => {
    course = await bookFor(survivor, clinic, ana);
    const asked = { mode: 'stop', reason: 'moved' };
    const shown = await desk().post(`/courses/${course.id}/change-previews`, asked);
    token = answered<ChangePreview>(shown, 200).token ?? '';
  });
  const commitThere = () => postThere(`/courses/${course.id}/changes`, { token });
  const now = async (): Promise<Course> => answered(await desk().get(`/courses/${course.id}`), 200);
  const written = () => writtenOfChanges('course.stop');

  test('after all of it is written and before COMMIT leaves the course as it was', async () => {
    await gateAfter('UPDATE');
    await dieBeforeCommit(commitThere, 'UPDATE course SET version');

    // The token is still good for what it showed.
    expect(await now()).toEqual(course);
    expect(await written()).toEqual({ changes: 0, events: 0, lines: 0 });
    answered(await desk().post(`/courses/${course.id}/changes`, { token }), 200);
    expect((await now()).state).toBe('stopped');
  });

  test('while COMMIT is under way leaves the whole change, and says so to whoever sends it again', async () => {
    await gateAtTheCheck('UPDATE');
    await dieAtTheGate(commitThere, 'COMMIT');
    await openGate();

    const again = await desk().post(`/courses/${course.id}/changes`, { token });
    expect(again.body).toMatchObject({ type: 'preview-stale', status: 409 });
    const after = await now();
    expect(after).toMatchObject({ state: 'stopped', version: 2 });
    expect(new Set(after.sessions.map(({ status }) => status))).toEqual(new Set(['cancelled']));
    expect(await written()).toEqual({ changes: 1, events: 1, lines: 1 });
  });
});

describe.each([
  {
    what: 'closure',
    // Tue 10 Mar 2026, on which both courses have a session
    asked: {
      closure: {
        startsAt: '2026-03-10T00:00:00-04:00',
        endsAt: '2026-03-11T00:00:00-04:00',
        reason: 'The pipes are mended',
      },
    },
    preview: '/closure-previews',
    commit: '/closures',
    by: 'front-desk' as const,
    made: 'closure',
  },
  {
    what: 'change of hours',
    // The same Tuesday, and each that follows
    asked: {
      change: {
        kind: 'opening-hours',
        from: '2026-03-10',
        hours: [1, 3, 4, 5].map((weekday) => ({ weekday, opensAt: '08:00', closesAt: '18:00' })),
      },
    },
    preview: '/hours-change-previews',
    commit: '/hours-changes',
    by: 'admin' as const,
    made: 'opening_hours WHERE valid_from IS NOT NULL',
  },
])('a server that is killed in the middle of a $what', ({ asked, preview, commit, by, made }) => {
  let courses: Course[];
  let token: string;
  const here = () => survivor.as(clinic.people[by]);
  beforeEach(async () => {
    const bo = await aPatient(t.db, clinic, 'Bo Hara');
    courses = [
      await bookFor(survivor, clinic, ana, sixAt('09:00')),
      await bookFor(survivor, clinic, bo, sixAt('12:00')),
    ];
    const shown = answered<ClosurePreview>(await here().post(preview, asked), 200);
    expect(shown.repaired).toHaveLength(2);
    token = shown.token;
  });
  afterEach(() => t.superuser.query(`DROP FUNCTION IF EXISTS wait_in_the_second CASCADE`));
  const changeThere = () => postThere(commit, { token, leftSessionIds: [] }, {}, by);
  const nowAll = async () =>
    Promise.all(courses.map(async ({ id }) => answered<Course>(await here().get(`/courses/${id}`), 200)));
  const isMade = async () => {
    const of = made.includes('WHERE') ? made : `${made} WHERE true`;
    return (
      (await t.superuser.query(`SELECT FROM ${of} AND clinic_id = $1`, [clinic.clinicId])).rows.length > 0
    );
  };
  /** All is as it was, and the same can still be done. */
  const expectNothingDone = async () => {
    expect(await nowAll()).toEqual(courses);
    expect(await isMade()).toBe(false);
    answered(await here().post(commit, { token, leftSessionIds: [] }), 201);
    expect(await isMade()).toBe(true);
    expect((await nowAll()).map(({ version }) => version)).toEqual([2, 2]);
  };

  test('with one course repaired and the other not leaves both as they were, and what was to change as it was', async () => {
    // The trigger comes after the whole statement: in the save of the second course, two changes are written.
    await t.superuser.query(`
      CREATE FUNCTION wait_in_the_second() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT count(*) FROM course_change WHERE clinic_id = '${clinic.clinicId}') >= 2 THEN PERFORM pg_advisory_xact_lock_shared(${GATE}); END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER gate AFTER UPDATE ON session FOR EACH STATEMENT EXECUTE FUNCTION wait_in_the_second()`);
    await dieAtTheGate(changeThere);
    await openGate();

    await expectNothingDone();
  });

  test('with all of it written, while the last check is under way, leaves nothing of it', async () => {
    await gateAtTheCheck('UPDATE');
    await dieAtTheGate(changeThere, 'SET CONSTRAINTS ALL IMMEDIATE');
    await openGate();

    await expectNothingDone();
  });
});

describe('a server that is killed while somebody accepts a chair that was offered', () => {
  let course: Course;
  let offer: ChairOffer;
  const desk = () => survivor.as(clinic.people['front-desk']);
  const acceptThere = () => postThere(`/offers/${offer.id}/accept`, {});
  const now = async (): Promise<Course> => answered(await desk().get(`/courses/${course.id}`), 200);
  const freed = async (): Promise<FreedChair[]> => (await desk().get('/worklists/freed-chairs')).body.items;
  const waiting = async () => (await desk().get('/waitlist')).body.items;
  beforeEach(async () => {
    const bo = await bookFor(survivor, clinic, await aPatient(t.db, clinic, 'Bo Hara'));
    course = await bookFor(survivor, clinic, ana, sixAt('14:00'));
    const sessionId = course.sessions[0]?.id;
    const wish = { courseId: course.id, sessionId, until: '2026-03-31' };
    answered(await desk().post('/waitlist', wish), 201);
    answered(await desk().post(`/sessions/${bo.sessions[0]?.id}/cancel`, { reason: 'other' }), 200);
    const [chair] = await freed();
    const asked = { courseId: course.id, kind: 'move', sessionId };
    offer = answered(await desk().post(`/freed-chairs/${chair?.id}/offers`, asked), 201);
  });

  test('with the session moved and the offer not answered yet leaves it where it was, and the offer open', async () => {
    await gateAfter('UPDATE');
    await dieAtTheGate(acceptThere);
    await openGate();

    expect(await now()).toEqual(course);
    expect(await freed()).toMatchObject([{ isHeld: true, offer: { id: offer.id, state: 'open' } }]);
    expect(await waiting()).toHaveLength(1);
    answered(await desk().post(`/offers/${offer.id}/accept`), 200);
    expect((await now()).sessions[0]?.startsAt).toBe(offer.startsAt);
    expect(await waiting()).toEqual([]);
  });

  test('while COMMIT is under way leaves all of it done, and says so to whoever accepts it again', async () => {
    await gateAtTheCheck('UPDATE');
    await dieAtTheGate(acceptThere, 'COMMIT');
    await openGate();

    expect((await desk().post(`/offers/${offer.id}/accept`)).body.type).toBe('offer-over');
    expect((await now()).sessions[0]?.startsAt).toBe(offer.startsAt);
    expect(await waiting()).toEqual([]);
  });
});

describe('a server that is killed in the middle of a booster order', () => {
  let course: Course;
  let token: string;
  const clinician = () => survivor.as(clinic.people.clinician);
  const order = { reason: 'Holds for longer' };
  const now = async (): Promise<Course> => answered(await clinician().get(`/courses/${course.id}`), 200);
  /** Session 6 is on Friday 20 March, the booster four weeks later; by eight weeks it goes to Friday 15 May. */
  beforeEach(async () => {
    const { id } = await bookFor(survivor, clinic, ana);
    answered(await clinician().put(`/courses/${id}/booster-order`, { interval: 'P4W', ...order }), 200);
    const startsAt = '2026-04-17T10:00:00-04:00';
    course = answered(await clinician().post(`/courses/${id}/boosters`, { startsAt }), 201);
    const shown = await clinician().post(`/courses/${id}/booster-order-previews`, { interval: 'P8W' });
    token = answered<{ token: string }>(shown, 200).token;
  });
  const agreed = () => ({
    token,
    ...order,
    boosters: [{ sessionId: course.bookedBoosterId, choice: 'move' }],
  });
  const commitThere = () =>
    postThere(`/courses/${course.id}/booster-order-changes`, agreed(), {}, 'clinician');
  const intervals = async () =>
    (await clinician().get(`/courses/${course.id}/booster-orders`)).body.items.map(
      ({ interval }: { interval: string }) => interval,
    );
  const written = () => writtenOfChanges('booster-order.set');

  test('after all of it is written and before COMMIT leaves neither the order nor the move', async () => {
    await gateAfter('UPDATE');
    await dieBeforeCommit(commitThere, 'UPDATE course SET version');

    expect(await now()).toEqual(course);
    expect(await intervals()).toEqual(['P4W']);
    expect(await written()).toEqual({ changes: 0, events: 0, lines: 1 });
    // The token is still good for what it showed.
    answered(await clinician().post(`/courses/${course.id}/booster-order-changes`, agreed()), 200);
    expect(await intervals()).toEqual(['P8W', 'P4W']);
  });

  test('while COMMIT is under way leaves both, and says so to whoever sends it again', async () => {
    await gateAtTheCheck('UPDATE');
    await dieAtTheGate(commitThere, 'COMMIT');
    await openGate();

    const again = await clinician().post(`/courses/${course.id}/booster-order-changes`, agreed());
    expect(again.body).toMatchObject({ type: 'preview-stale', status: 409 });
    expect(again.body.orderPreview).toBeUndefined();
    expect(await intervals()).toEqual(['P8W', 'P4W']);
    const booster = (await now()).sessions.find(({ id }) => id === course.bookedBoosterId);
    expect(booster?.startsAt).toBe('2026-05-15T10:00:00-04:00');
    expect(await written()).toEqual({ changes: 1, events: 1, lines: 2 });
  });
});
