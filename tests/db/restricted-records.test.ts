import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Entrant, inClinic, readInClinic, type Sql } from '#server/db/in-clinic.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import * as restrictions from '#server/repositories/restrictions.ts';
import {
  aSession,
  bookSessions,
  type OpenClinic,
  openClinic,
  registerPatient,
} from '#tests/support/a-clinic.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/** Mon 2 Mar 2026, 10:00 in New York. */
const TEN = Date.parse('2026-03-02T10:00:00-05:00');
const HOUR = 3_600_000;

let t: TestDatabase;
let harbor: OpenClinic;
let zelda: string;
let onTeam: string;
let offTeam: string;

beforeAll(async () => {
  t = await testDatabase();
  harbor = await openClinic(t.db, { name: 'Harbor' });
  zelda = await registerPatient(t.db, harbor);
  await bookSessions(t.db, harbor, zelda, [aSession(harbor, '2026-03-02T10:00:00-05:00')]);
  const { rows } = await t.superuser.query('SELECT id FROM staff WHERE clinic_id = $1 ORDER BY id LIMIT 2', [
    harbor.clinicId,
  ]);
  [onTeam, offTeam] = rows.map(({ id }) => id) as [string, string];
  await inClinic(t.db, as(onTeam), async (tx) => {
    await restrictions.replaceCareTeam(tx, zelda, [onTeam]);
    await restrictions.restrict(tx, zelda, TEN);
  });
});
afterAll(() => t.close());

const as = (personId: string, now = TEN): Entrant => ({
  actor: { clinicId: harbor.clinicId, personId },
  now,
});

/** How many rows of hers there are, by table, with no condition but what PostgreSQL adds. */
const seenBy = (entrant: Entrant) =>
  readInClinic(t.db, entrant, async (sql: Sql) => {
    const [row] = await sql.rows<{ patients: number; courses: number; sessions: number }>(
      `SELECT (SELECT count(*)::int FROM patient) AS patients, (SELECT count(*)::int FROM course) AS courses,
         (SELECT count(*)::int FROM session) AS sessions`,
    );
    return row;
  });

test('every table that is about a patient or a course is closed with the record, or says here why not', async () => {
  const { rows } = await t.superuser.query(
    `SELECT DISTINCT c.table_name FROM information_schema.columns c
     WHERE c.table_schema = 'public' AND (c.column_name IN ('patient_id', 'course_id', 'session_id') OR c.table_name = 'patient')
       AND NOT EXISTS (
         SELECT FROM pg_policy p
         WHERE p.polrelid = c.table_name::regclass AND p.polname = 'open_record' AND NOT p.polpermissive
       )
     ORDER BY 1`,
  );
  expect(rows.map(({ table_name }) => table_name)).toEqual([
    'audit_event', // ids, and admins read them; what is in words is left out by audit-trail.ts
    'care_team_member', // says who is let in
    'chair_offer', // a chair is held whoever it is held for: ids, times, an answer
    'course_event', // read by whoever sends messages, for nobody
    'emergency_access', // says who is let in
    'membership', // whose account it is
    'session', // a chair is taken whoever sits in it: ids, times, states
    'session_event', // the last step of a session whose course was found first
  ]);
});

describe('a restricted record', () => {
  test('is there for its care team and for its patient, and for nobody else', async () => {
    const all = { patients: 1, courses: 1, sessions: 1 };
    expect(await seenBy(as(onTeam))).toEqual(all);
    expect(await seenBy(as(zelda))).toEqual(all);
    expect(await seenBy(as(offTeam))).toEqual({ patients: 0, courses: 0, sessions: 1 });
  });

  test('is closed to work that is told no person', async () => {
    expect(await seenBy(harbor.clinicId)).toEqual({ patients: 0, courses: 0, sessions: 1 });
  });

  test('is changed by nobody who does not see it', async () => {
    const changed = await inClinic(t.db, as(offTeam), (tx) =>
      tx.prisma.patient.updateMany({ where: { clinicId: harbor.clinicId }, data: { restrictedAt: null } }),
    );
    expect(changed.count).toBe(0);
  });

  test('holds its chair in the calendar that bookings are made by, whoever books', async () => {
    const window = { fromInstant: TEN, toInstant: TEN + HOUR };
    const calendar = await readInClinic(t.db, as(offTeam), (sql) => loadCalendar(sql, window));
    expect(calendar.busy.map(({ patientId }) => patientId)).toEqual([zelda]);
  });

  test('is open to whoever opened it until its end, and to nobody after', async () => {
    const opened = { id: zelda, patientId: zelda, staffId: offTeam, openedAt: TEN };
    expect(await inClinic(t.db, as(offTeam), (tx) => restrictions.open(tx, opened))).toBe(TEN + HOUR);
    expect(await seenBy(as(offTeam, TEN + HOUR - 1))).toMatchObject({ patients: 1, courses: 1 });
    expect(await seenBy(as(offTeam, TEN + HOUR))).toMatchObject({ patients: 0, courses: 0 });
  });

  test('leaves nothing of whoever asked to the next on the same connection', async () => {
    const one = async (entrant: Entrant) =>
      readInClinic(t.db, entrant, (sql) =>
        sql.rows('SELECT current_person() AS person, pg_backend_pid() AS pid'),
      );
    const [before] = await one(as(onTeam));
    const [after] = await one(harbor.clinicId);
    expect(after).toEqual({ ...before, person: null });
  });
});
