import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seedDemo } from '#prisma/seed.ts';
import { beforeClinic, inClinic, readInClinic } from '#server/db/in-clinic.ts';
import { getBoosterSuggestions } from '#server/features/boosters/get-booster-suggestions.ts';
import { listBoosterOrders } from '#server/features/boosters/list-booster-orders.ts';
import { listDueBoosters } from '#server/features/boosters/list-due-boosters.ts';
import { previewBoosterOrder } from '#server/features/boosters/preview-booster-order.ts';
import { listChairs } from '#server/features/chairs/list-chairs.ts';
import { getClinic } from '#server/features/clinic/get-clinic.ts';
import { bookCourse } from '#server/features/courses/book-course.ts';
import { listPatientCourses } from '#server/features/courses/list-patient-courses.ts';
import { listOpenGates } from '#server/features/gates/list-open-gates.ts';
import { listMySessions } from '#server/features/me/list-my-sessions.ts';
import { searchPatients } from '#server/features/patients/search-patients.ts';
import { listProtocols } from '#server/features/protocols/list-protocols.ts';
import { listCaseload } from '#server/features/response/list-caseload.ts';
import { listBoard } from '#server/features/sessions/list-board.ts';
import type { Actor, Context } from '#server/platform/context.ts';
import { DEMO_PASSWORD } from '#server/platform/demo-password.ts';
import { newId } from '#server/platform/ids.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import * as courses from '#server/repositories/courses.ts';
import { isOutside, needsOf, windowOf } from '#server/repositories/for-core.ts';
import { findSignedIn, listDemoPeople } from '#server/repositories/people.ts';
import { courseViolations } from '#server/scheduling/course/course-rules.ts';
import { datedSessions } from '#server/scheduling/course/course-sessions.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import { checkStart } from '#server/scheduling/room/start-times.ts';
import { longerRecovery, RECOVERY_RULES, recoveryOf } from '#server/scheduling/session/recovery.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { addDays, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { HOLDING_STATUSES, type Role, type SessionStatus } from '#server/scheduling/vocabulary.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { tokenHashOf } from '#tests/support/token-hash.ts';

const ZONE = 'America/New_York';
const DAY = 86_400_000;
/** Half a year is lived. */
const SEED_MS = 120_000;

type Demo = TestDatabase & { readonly clinicId: string; readonly now: number };

async function demoAt(now: number): Promise<Demo> {
  const t = await testDatabase();
  const { clinicId } = await seedDemo(depsAt(t, now));
  return { ...t, clinicId, now };
}

const depsAt = ({ db, accounts }: Pick<TestDatabase, 'db' | 'accounts'>, now: number) => ({
  db,
  accounts,
  clock: { now: () => now },
  newId,
  secret: 'a secret of these tests',
});

/** As whom the demo lets sign in, of a role. */
async function as(demo: Demo, role: Role): Promise<Context> {
  const people = await listDemoPeople(beforeClinic(demo.db));
  const person = people.find((one) => one.role === role);
  if (!person) throw new Error(`Nobody in the demo is a ${role}.`);
  const { clinicId, id: personId, name } = person;
  const patientId = role === 'patient' ? personId : null;
  const nobody = { userId: null, sessionId: null, secondFactor: 'not-needed' } as const;
  const actor: Actor = { personId, clinicId, role, name, patientId, ...nobody };
  return { ...depsAt(demo, demo.now), actor, now: demo.now, requestId: 'test', address: null };
}

const nothing = { params: undefined, query: undefined, headers: undefined, body: undefined };
const page = { ...nothing, query: { limit: 200 } };

/** Every course of the clinic, and its calendar from the first day to the last. */
const allCourses = ({ db, clinicId, now }: Demo) =>
  readInClinic(db, clinicId, async (sql) => {
    const ids = await sql.rows<{ id: string }>('SELECT id FROM course WHERE clinic_id = $1::uuid', [
      clinicId,
    ]);
    const found: courses.CourseRecord[] = [];
    for (const { id } of ids) found.push((await courses.findById(sql, id)) as courses.CourseRecord);
    const calendar = await loadCalendar(sql, { fromInstant: now - 200 * DAY, toInstant: now + 200 * DAY });
    return { found, calendar };
  });

const holds = ({ status }: { readonly status: SessionStatus }): boolean =>
  (HOLDING_STATUSES as readonly SessionStatus[]).includes(status);

/** What the core has against where the sessions of the courses are, in words. */
function brokenRules(found: readonly courses.CourseRecord[], calendar: ClinicCalendar): string[] {
  return found.flatMap((course) => {
    const { definition } = course.protocol;
    const held = course.sessions.filter(holds);
    const planned = datedSessions(definition, ZONE, course.sessions);
    const ofClinic = held.flatMap((session) => {
      const needs = {
        ...needsOf(course.protocol, course.patientId),
        ignoreSessionIds: new Set([session.id]),
      };
      const availability = availabilityFor(calendar, needs, 0);
      return checkStart(availability, calendar, needs, session.startsAt, session.sequence).violations;
    });
    return [...courseViolations(planned), ...ofClinic].map(
      ({ code, sequence }) => `${course.patientName}, session ${sequence}: ${code}`,
    );
  });
}

/** Sessions that share a chair or a patient at the same time. */
const doublyBooked = ({ superuser, clinicId }: Demo) =>
  superuser
    .query(
      `SELECT a.id FROM session a JOIN session b ON b.clinic_id = a.clinic_id AND b.id > a.id
         AND (b.chair_id = a.chair_id OR b.patient_id = a.patient_id)
         AND b.starts_at < coalesce(a.released_at, a.ends_at) AND a.starts_at < coalesce(b.released_at, b.ends_at)
       WHERE a.clinic_id = $1 AND a.status = ANY ($2) AND b.status = ANY ($2)`,
      [clinicId, HOLDING_STATUSES],
    )
    .then(({ rows }) => rows);

/** What is marked as happened after now, or was never lived although it is over. */
const outOfTime = ({ superuser, clinicId, now }: Demo) =>
  superuser
    .query(
      `SELECT id FROM session_event WHERE clinic_id = $1 AND at > $2
       UNION ALL
       SELECT id FROM session WHERE clinic_id = $1 AND status IN ('booked', 'arrived', 'checked-in') AND ends_at < $2
       UNION ALL
       SELECT id FROM session WHERE clinic_id = $1 AND status = 'fulfilled'
         AND NOT (arrived_at <= checked_in_at AND checked_in_at < started_at AND started_at < completed_at)`,
      [clinicId, new Date(now)],
    )
    .then(({ rows }) => rows);

// Wed 25 Mar 2026, 11:20 in New York
const WEDNESDAY = Date.parse('2026-03-25T11:20:00-04:00');
// Sun 8 Mar 2026, 3:05 in New York, five minutes after 2:00 became 3:00
const SUNDAY = Date.parse('2026-03-08T03:05:00-04:00');

let wednesday: Demo;
let sunday: Demo;
beforeAll(async () => {
  [wednesday, sunday] = await Promise.all([demoAt(WEDNESDAY), demoAt(SUNDAY)]);
}, SEED_MS);
afterAll(async () => {
  await wednesday?.close();
  await sunday?.close();
});

describe('the demo clinic on a Wednesday morning', () => {
  const TODAY = '2026-03-25';
  let demo: Demo;
  beforeAll(() => {
    demo = wednesday;
  });

  test('has six chairs, three nurses, two clinicians, a desk and an admin', async () => {
    const { items: chairs } = await listChairs(await as(demo, 'admin'));
    expect(chairs).toHaveLength(6);
    const { rows } = await demo.superuser.query(
      'SELECT role, count(*)::int AS n FROM staff WHERE active GROUP BY role ORDER BY role',
    );
    expect(rows).toEqual([
      { role: 'admin', n: 1 },
      { role: 'clinician', n: 2 },
      { role: 'front-desk', n: 1 },
      { role: 'nurse', n: 3 },
    ]);
  });

  test('lets one of each role sign in, by the address that is theirs in the clinic and the password of the demo', async () => {
    const people = await listDemoPeople(beforeClinic(demo.db));
    expect(people.map(({ role, email }) => [role, email])).toEqual([
      ['front-desk', 'desk@demo.evenkeel.example'],
      ['nurse', 'nurse@demo.evenkeel.example'],
      ['clinician', 'clinician@demo.evenkeel.example'],
      ['admin', 'admin@demo.evenkeel.example'],
      ['patient', 'patient@demo.evenkeel.example'],
    ]);
    for (const { id, clinicId, role, name, email } of people) {
      const tokenHash = await tokenHashOf(demo.accounts, email, DEMO_PASSWORD);
      const idle = { staff: 10, patient: 15 };
      const person = await findSignedIn(beforeClinic(demo.db), { tokenHash, isActive: true }, idle);
      expect(person).toMatchObject({ personId: id, clinicId, role, name });
      const { rows } = await demo.superuser.query(
        'SELECT email FROM staff WHERE id = $1 UNION ALL SELECT email FROM patient WHERE id = $1',
        [id],
      );
      expect(rows).toEqual([{ email }]);
    }
  });

  test('offers a patient who has had three sessions, with the next in a day or two', async () => {
    const { items, boosterWindow } = await listMySessions(await as(demo, 'patient'));
    expect(items.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'booked',
      'booked',
      'booked',
    ]);
    const next = localDateOf(Date.parse(items[3]?.startsAt ?? ''), ZONE);
    expect([addDays(TODAY, 1), addDays(TODAY, 2)]).toContain(next);
    expect(items[3]?.prepare).not.toHaveLength(0);
    expect(boosterWindow).toMatchObject({ source: 'protocol', interval: 'P4W', provisional: true });
  });

  test('has at least sixty courses, some in each state', async () => {
    const { found } = await allCourses(demo);
    expect(found.length).toBeGreaterThanOrEqual(60);
    const count = (state: string) => found.filter((course) => course.state === state).length;
    expect(count('induction')).toBeGreaterThan(20);
    expect(count('assessment')).toBeGreaterThanOrEqual(3);
    expect(count('maintenance')).toBeGreaterThan(15);
    expect(count('stopped')).toBeGreaterThanOrEqual(3);
    expect(count('on-hold')).toBeGreaterThanOrEqual(1);
  });

  test('has sessions that were put back for missed ones, by a change that is on record', async () => {
    const { found } = await allCourses(demo);
    const putBack = found.filter(({ sessions }) =>
      sessions.some(({ sequence, phase }) => sequence > 6 && phase === 'induction'),
    );
    expect(putBack.length).toBeGreaterThanOrEqual(2);
    const { rows } = await demo.superuser.query('SELECT DISTINCT mode FROM course_change ORDER BY mode');
    expect(rows.map((row): string => row.mode)).toEqual([
      'cancel',
      'hold',
      'move',
      'no-show',
      'replan',
      'stop',
    ]);
  });

  test('has who left ticked as ready and fetched, most how they felt, and somebody whose recovery takes long', async () => {
    const { rows } = await demo.superuser.query(
      `SELECT count(*) FILTER (WHERE k.answer AND k.code IN ('ready-to-leave', 'escort-here'))::int AS leaving,
         count(DISTINCT k.session_id) FILTER (WHERE k.answer AND k.code NOT IN ('ready-to-leave', 'escort-here'))::int AS felt,
         (SELECT count(*)::int FROM session WHERE status = 'fulfilled') AS fulfilled
       FROM session_tick k`,
    );
    const [{ leaving, felt, fulfilled }] = rows;
    expect(leaving).toBe(fulfilled * 2);
    expect(felt).toBeGreaterThan(fulfilled / 4);
    expect(felt).toBeLessThan(fulfilled);
    const { found } = await allCourses(demo);
    const slow = found.filter(({ sessions, protocol }) => {
      const recoveries = sessions
        .filter(({ status }) => status === 'fulfilled')
        .map((session) => recoveryOf(session, RECOVERY_RULES));
      return longerRecovery(recoveries, protocol.definition.block.observation, RECOVERY_RULES) !== null;
    });
    const names = slow.map(({ patientName }) => patientName);
    expect(names).toEqual(expect.arrayContaining(['Constance Merriweather', 'Ingrid Sørensen']));
    expect(names.length).toBeLessThan(10);
  });

  test('has scores before each session, somebody whom it helps little, one whose symptoms come back, and most reviewed', async () => {
    const { rows } = await demo.superuser.query(
      `SELECT count(*)::int AS given, count(*) FILTER (WHERE EXISTS (
         SELECT FROM assessment a
         WHERE a.course_id = s.course_id AND a.instrument = 'phq-9' AND a.entered_at BETWEEN s.arrived_at AND s.started_at
       ))::int AS scored
       FROM session s WHERE status = 'fulfilled'`,
    );
    expect(rows[0].given).toBeGreaterThan(250);
    expect(rows[0].scored).toBe(rows[0].given);
    const { items } = await listCaseload(await as(demo, 'clinician'), {
      ...nothing,
      query: { limit: 200, mine: false },
    });
    const inNeed = (code: string, review: string | null = null) =>
      items.filter(({ needs }) => needs.some((need) => need.code === code && need.review === review)).length;
    expect(items[0]?.needs[0]?.code).toBe('relapse-reported');
    expect(inNeed('relapse-reported')).toBe(1);
    expect(inNeed('futility-signal')).toBeGreaterThan(1);
    expect(inNeed('response-review-due', 'end-of-induction')).toBeGreaterThan(2);
    expect(items.filter(({ needs }) => needs.length === 0).length).toBeGreaterThan(25);
    expect(items.filter(({ level }) => level === 'response' || level === 'remission').length).toBeGreaterThan(
      15,
    );
  });

  test('breaks no rule with any session that holds its time', async () => {
    const { found, calendar } = await allCourses(demo);
    expect(brokenRules(found, calendar)).toEqual([]);
    const strays = found.flatMap((course) => {
      const window = windowOf(course, course.protocol.definition, ZONE);
      return course.sessions.filter(
        (session) =>
          session.status === 'booked' && session.phase === 'maintenance' && isOutside(session, window, ZONE),
      );
    });
    expect(strays).toEqual([]);
    expect(await doublyBooked(demo)).toEqual([]);
  });

  test('has somebody who says that it comes back, and whose booked booster a step back would bring sooner', async () => {
    const clinician = await as(demo, 'clinician');
    const { found } = await allCourses(demo);
    const sooner: string[] = [];
    for (const { id } of found.filter(({ state }) => state === 'maintenance')) {
      const ofCourse = { ...nothing, params: { id } };
      const { suggestions } = await getBoosterSuggestions(clinician, ofCourse);
      const back = suggestions.find(({ code }) => code === 'step-back');
      if (!back) continue;
      const order = { interval: back.interval, asNeeded: false };
      const { outside } = await previewBoosterOrder(clinician, { ...ofCourse, body: order });
      sooner.push(...outside.flatMap(({ startsAt, move }) => (move && move.startsAt < startsAt ? [id] : [])));
    }
    expect(sooner.length).toBeGreaterThanOrEqual(1);
  });

  test('was lived until now: nothing is left behind, and nothing is ahead of its time', async () => {
    expect(await outOfTime(demo)).toEqual([]);
  });

  test('has somebody in the chair today, somebody waiting, some over, some to come, one missed and one called off', async () => {
    const { items, days } = await listBoard(await as(demo, 'front-desk'), {
      ...nothing,
      query: { from: TODAY },
    });
    const of = (status: string) => items.filter((session) => session.status === status);
    expect(of('checked-in').filter(({ startedAt }) => startedAt !== null).length).toBeGreaterThanOrEqual(2);
    expect(of('arrived').length).toBeGreaterThanOrEqual(1);
    expect(of('fulfilled').length).toBeGreaterThanOrEqual(3);
    expect(of('booked').length).toBeGreaterThanOrEqual(4);
    expect(of('noshow').length).toBeGreaterThanOrEqual(1);
    expect(of('cancelled').length).toBeGreaterThanOrEqual(1);
    expect(days[0]?.closures).toMatchObject([{ reason: 'Infusion pump being serviced' }]);
  });

  test('has about half of its chairs taken in the next two weeks', async () => {
    const { items } = await listBoard(await as(demo, 'nurse'), {
      ...nothing,
      // Thursday to Wednesday
      query: { from: addDays(TODAY, 1), to: addDays(TODAY, 14) },
    });
    const hours = items
      .filter(holds)
      .reduce(
        (sum, { startsAt, endsAt }) => sum + (Date.parse(endsAt) - Date.parse(startsAt)) / 3_600_000,
        0,
      );
    // Ten weekdays of ten hours and two Saturday mornings of four, in six chairs.
    const share = hours / (6 * (10 * 10 + 2 * 4));
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
  });

  test('has boosters that are overdue and boosters that are due soon, and says so', async () => {
    const { items } = await listDueBoosters(await as(demo, 'front-desk'), page);
    expect(items.filter(({ dueInDays }) => (dueInDays ?? 0) < 0).length).toBeGreaterThanOrEqual(3);
    expect(items.filter(({ dueInDays }) => (dueInDays ?? -1) >= 0).length).toBeGreaterThanOrEqual(2);
  });

  test('has intervals that went forward and back again, and orders as needed', async () => {
    const clinician = await as(demo, 'clinician');
    const { found } = await allCourses(demo);
    const histories: (string | null)[][] = [];
    for (const { id, state } of found) {
      if (state !== 'maintenance') continue;
      const { items } = await listBoosterOrders(clinician, { ...nothing, params: { id } });
      histories.push(items.map(({ interval }) => interval).reverse());
      for (const { reason } of items) expect(reason).toBeTruthy();
    }
    expect(histories).toContainEqual(['P4W', 'P6W', 'P4W']);
    expect(histories).toContainEqual(['P1W', 'P2W', 'P4W']);
    expect(histories).toContainEqual([null]);
  });

  test('has sessions that were moved, missed, and cancelled for reasons of many kinds', async () => {
    const { rows } = await demo.superuser.query(
      `SELECT count(*) FILTER (WHERE moved_from IS NOT NULL)::int AS moved, count(*) FILTER (WHERE status = 'noshow')::int AS missed,
         count(DISTINCT cancel_reason)::int AS reasons FROM session`,
    );
    expect(rows[0].moved).toBeGreaterThanOrEqual(4);
    expect(rows[0].missed).toBeGreaterThanOrEqual(3);
    expect(rows[0].reasons).toBeGreaterThanOrEqual(6);
  });

  test('has most done that must be done before a session, and something of each kind to see to', async () => {
    const query = { limit: 200 };
    const nurse = await as(wednesday, 'nurse');
    const { items } = await listOpenGates(nurse, { ...nothing, query });
    const open = items.flatMap(({ gates = [] }) => gates.map(({ kind, state }) => `${kind} ${state}`));
    expect(open).toEqual(
      expect.arrayContaining([
        'eligibility open',
        'consent expiring',
        'response-review open',
        'pregnancy-check expired',
        'monitoring-form overdue',
      ]),
    );
    expect(items.filter(({ light }) => light === 'red').length).toBeLessThan(6);
    // Consent ends between two sessions: the later one waits already.
    const ending = items.find(({ gates }) => gates?.some((one) => one.kind === 'consent'));
    const found = await listPatientCourses(nurse, { ...nothing, params: { id: ending?.patientId ?? '' } });
    expect(found.items[0]?.sessions.map(({ status }) => status).slice(-2)).toEqual(['booked', 'pending']);
  });

  test('has more than two thousand patients to search, whatever their names', async () => {
    const desk = await as(demo, 'front-desk');
    const [{ n }] = (await inClinic(demo.db, demo.clinicId, (tx) =>
      tx.rows('SELECT count(*)::int AS n FROM patient'),
    )) as [{ n: number }];
    expect(n).toBeGreaterThan(2_000);
    const find = async (q: string) =>
      (await searchPatients(desk, { ...nothing, query: { q, limit: 20 } })).items.map(
        ({ givenName, familyName }) => `${givenName} ${familyName}`,
      );
    expect(await find('featherstonehaugh max')).toEqual([
      'Maximiliana Theodora Alexandrina Featherstonehaugh-Cholmondeley von Hohenlohe-Langenburg',
    ]);
    expect(await find('odwyer')).toEqual(["Patrick O'Dwyer"]);
    expect(await find('sorensen')).toEqual(['Ingrid Sørensen']);
    const { rows } = await demo.superuser.query(
      'SELECT given_name FROM patient GROUP BY given_name, family_name, date_of_birth HAVING count(*) > 1',
    );
    expect(rows).toEqual([]);
  });

  test('has somebody who came back after a course that stopped', async () => {
    const desk = await as(demo, 'front-desk');
    const { items } = await searchPatients(desk, { ...nothing, query: { q: 'tomas iglesias', limit: 5 } });
    const { items: both } = await listPatientCourses(desk, {
      ...nothing,
      params: { id: items[0]?.id ?? '' },
    });
    expect(both.map(({ state }) => state)).toEqual(['induction', 'stopped']);
  });

  test('has the protocols of the presets, six infusions first, and one that is no longer booked', async () => {
    const desk = await as(demo, 'front-desk');
    const { items } = await listProtocols(desk, { ...nothing, query: { includeRetired: true } });
    expect(
      items.map(({ route, sessionCount, blockMinutes, status }) => [
        route,
        sessionCount,
        blockMinutes,
        status,
      ]),
    ).toEqual([
      ['iv', 6, 120, 'active'],
      ['iv', 6, 120, 'active'],
      ['im', 6, 90, 'active'],
      ['intranasal', 12, 165, 'active'],
      ['iv', 6, 120, 'active'],
      ['iv', 4, 120, 'retired'],
    ]);
    const retired = items.find(({ status }) => status === 'retired')?.id ?? '';
    const { actor } = await as(demo, 'patient');
    await expect(
      bookCourse(desk, {
        ...nothing,
        headers: {},
        body: {
          patientId: actor.personId,
          protocolId: retired,
          // Mon 6 Apr 2026, 10:00 in New York
          sessions: [{ startsAt: '2026-04-06T10:00:00-04:00' }],
        },
      }),
    ).rejects.toMatchObject({ type: 'protocol-retired' });
  });

  test('is made once: a second one in the same database is refused', async () => {
    await expect(seedDemo(depsAt(demo, WEDNESDAY))).rejects.toThrow(
      'There is a demo clinic in this database already',
    );
  });
});

describe('the demo clinic in the night in which the clocks went forward, a Sunday', () => {
  let demo: Demo;
  beforeAll(() => {
    demo = sunday;
  });

  test('breaks no rule, and was lived until now', async () => {
    const { found, calendar } = await allCourses(demo);
    expect(found.length).toBeGreaterThanOrEqual(60);
    expect(brokenRules(found, calendar)).toEqual([]);
    expect(await doublyBooked(demo)).toEqual([]);
    expect(await outOfTime(demo)).toEqual([]);
  });

  test('opens on the Monday, which is well filled and on which nobody has come yet', async () => {
    const desk = await as(demo, 'front-desk');
    const { nextOpenOn } = await getClinic(desk);
    expect(nextOpenOn).toBe('2026-03-09');
    const { items } = await listBoard(desk, { ...nothing, query: { from: nextOpenOn } });
    const held = items.filter(holds);
    expect(new Set(held.map(({ status }) => status))).toEqual(new Set(['booked']));
    expect(held.length).toBeGreaterThanOrEqual(12);
    expect(new Set(held.map(({ chairName }) => chairName)).size).toBe(6);
  });

  test('offers a patient who has had three sessions, with the next on Monday or Tuesday', async () => {
    const { items } = await listMySessions(await as(demo, 'patient'));
    expect(items.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(['2026-03-09', '2026-03-10']).toContain(localDateOf(Date.parse(items[3]?.startsAt ?? ''), ZONE));
  });
});
