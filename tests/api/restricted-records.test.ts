import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import { ENDPOINTS } from '#server/contract/api.ts';
import type { AuditEvent } from '#server/contract/audit.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { Endpoint } from '#server/contract/endpoint.ts';
import { newId } from '#server/platform/ids.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, book, bookFor, newYork, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { gateKind } from '#tests/support/gates.ts';
import { type MailSink, mailSink } from '#tests/support/mail-sink.ts';

type StaffRole = Exclude<Role, 'patient'>;
const STAFF_ROLES: readonly StaffRole[] = ['front-desk', 'nurse', 'clinician', 'admin'];

const NAME = 'Zelda Quillfeather';
const WHO = { dateOfBirth: '1971-11-23', phone: '+1 212 555 0177', email: 'zelda.q@example.com' };
/** What nobody outside the care team reads anywhere, however it is written. */
const SECRET = /quillfeather|zelda|1971-11|555.?0177|23 Nov/i;

const REASON = 'She works in our accounts department';
const EMERGENCY = 'Fainted at home, her mother is on the telephone';

let t: TestDatabase;
let api: TestApi;
let sink: MailSink;
let clinic: StaffedClinic;
/** On the care team, and not: one of each role. */
let inside: StaffedClinic['people'];
let outside: StaffedClinic['people'];
let zelda: string;
let course: Course;

beforeAll(async () => {
  t = await testDatabase();
  sink = await mailSink();
  api = await startApi(t, { mailer: sink.mailer, publicUrl: 'http://127.0.0.1' });
});
afterAll(async () => {
  await api.close();
  await sink.close();
  await t.close();
});

beforeEach(async () => {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db, { gates: [gateKind('bladder-check')] });
  inside = clinic.people;
  outside = await secondOfEachRole(clinic);
  zelda = await aPatient(t.db, clinic, NAME, WHO);
  course = await bookFor(api, clinic, zelda);
});

async function secondOfEachRole({ clinicId }: StaffedClinic): Promise<StaffedClinic['people']> {
  const ids = { 'front-desk': newId(), nurse: newId(), clinician: newId(), admin: newId() };
  for (const [role, id] of Object.entries(ids)) {
    await t.superuser.query(
      'INSERT INTO staff (clinic_id, id, name, email, role) VALUES ($1, $2::uuid, $3, $4, $5)',
      [clinicId, id, `The other ${role}`, `other.${role}@example.com`, role],
    );
  }
  return ids;
}

const restriction = () => `/patients/${zelda}/restriction`;
const emergency = () => `/patients/${zelda}/emergency-access`;

const restrict = (careTeam: readonly string[] = Object.values(inside), by = inside.clinician) =>
  api.as(by).put(restriction(), { isRestricted: true, reason: REASON, careTeam });

const breakGlass = (by: string, reason = EMERGENCY) => api.as(by).post(emergency(), { reason });

/** A booster of hers is due: all that was planned took place, and it is the middle of April. */
async function livedThrough(): Promise<void> {
  await t.superuser.query(`UPDATE session SET status = 'fulfilled' WHERE course_id = $1`, [course.id]);
  await t.superuser.query(`UPDATE course SET state = 'assessment' WHERE id = $1`, [course.id]);
  api.now = '2026-04-15T08:00:00-04:00'; // Wed 15 Apr 2026, 8:00 in New York
}

/** Every endpoint that there is, but for those of signing in; and the few whose calls would end the walk. */
const WALKED = ENDPOINTS.filter(
  ({ id, tag, method }) => (tag !== 'accounts' || method === 'GET') && id !== 'openInEmergency',
);

/** What is to be sent, so that nothing but the restriction is in the way. An endpoint with a body stands here. */
const BODIES = (): Readonly<Record<string, object>> => {
  const about = { patientId: zelda, protocolId: clinic.protocolId };
  const sessions = sixAt('14:00');
  const reason = 'Any reason at all';
  return {
    updatePatient: { phone: null },
    forgetPatient: { reason: 'asked-for' },
    setRestriction: { isRestricted: false, reason },
    planCourse: { ...about, from: '2026-05-04' },
    listPlanStartTimes: { ...about, sessions, sequence: 1, from: '2026-03-02', to: '2026-03-09' },
    bookCourse: { ...about, sessions },
    previewChange: {
      mode: 'move',
      sessionId: course.sessions[0]?.id,
      startsAt: newYork('2026-03-04', '14:00'),
    },
    commitChange: { token: 'any' },
    undoCourseChange: { changeId: newId() },
    setBoosterOrder: { interval: 'P4W', reason },
    previewBoosterOrder: { interval: 'P4W' },
    commitBoosterOrder: { token: 'any', reason },
    bookBooster: { startsAt: newYork('2026-04-17') },
    cancelSession: { reason: 'other' },
    setSessionTicks: { ticks: { nausea: true } },
    setCourseRecovery: { extraMinutes: 15 },
    addPatient: { givenName: 'Bo', familyName: 'Hara', dateOfBirth: '1990-01-01', allowDuplicate: true },
    updateClinic: { phone: '+1 212 555 0100' },
    verifyAudit: {},
    updateResponseSettings: { patientsSeeOwn: false },
    addAssessment: { instrument: 'madrs', total: 30, assessedOn: '2026-03-01' },
    setBaseline: { assessmentId: null },
    addCourseReview: { kind: 'mid-course', outcome: 'continue' },
    reportRelapse: {},
    addMyAssessment: { instrument: 'phq-9', total: 12, assessedOn: '2026-03-01' },
    reportMyRelapse: {},
    // The day of her first session.
    previewClosure: {
      closure: {
        startsAt: newYork('2026-03-03', '08:00'),
        endsAt: newYork('2026-03-03', '18:00'),
        reason: 'Any',
      },
    },
    commitClosure: { token: 'any', leftSessionIds: [] },
    markGate: { kind: 'bladder-check', doneOn: '2026-03-02' },
    waiveGate: { kind: 'bladder-check', sessionId: course.sessions[0]?.id, reason },
    takeBackGate: { recordId: newId() },
    setTreatedElsewhere: { elsewhere: 'no' },
    // Closed on the weekday of her first session.
    previewHoursChange: {
      change: {
        kind: 'opening-hours',
        from: '2026-03-03',
        hours: [{ weekday: 1, opensAt: '08:00', closesAt: '18:00' }],
      },
    },
    commitHoursChange: { token: 'any', leftSessionIds: [] },
    makeOffer: { courseId: course.id, kind: 'add' },
    acceptOffer: {},
    declineOffer: {},
    withdrawOffer: {},
    joinWaitlist: { courseId: course.id, sessionId: course.sessions[0]?.id, until: '2026-05-04' },
    leaveWaitlist: {},
  };
};

const QUERIES: Readonly<Record<string, string>> = {
  listSessions: '?from=2026-03-02&to=2026-03-29',
  listBoosterStartTimes: '?from=2026-04-15&to=2026-04-21',
  listSessionStartTimes: '?from=2026-03-03&to=2026-03-09',
  listPatients: '?q=',
};

/** The record itself, a course of it, a session of that: whatever the path names. Null where it names none of them. */
function nameOf({ path }: Endpoint): string | null {
  if (path.startsWith('/patients/:id')) return zelda;
  if (path.startsWith('/courses/:id')) return course.id;
  return path.startsWith('/sessions/:id') ? (course.sessions[0]?.id ?? null) : null;
}

const isAboutHer = (endpoint: Endpoint): boolean =>
  nameOf(endpoint) !== null || JSON.stringify(BODIES()[endpoint.id] ?? {}).includes(zelda);

async function call(endpoint: Endpoint, personId: string): Promise<Response> {
  const path = `${endpoint.path.replace(':id', nameOf(endpoint) ?? newId())}${QUERIES[endpoint.id] ?? ''}`;
  const caller = api.as(personId);
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  if (method === 'get' || method === 'delete') return caller[method](path);
  return caller[method](path, BODIES()[endpoint.id] ?? {});
}

const everythingOfHers = async (): Promise<unknown> =>
  (
    await t.superuser.query(
      `SELECT to_jsonb(p) AS patient,
         (SELECT jsonb_agg(c ORDER BY id) FROM course c WHERE patient_id = p.id) AS courses,
         (SELECT jsonb_agg(s ORDER BY id) FROM session s WHERE patient_id = p.id) AS sessions,
         (SELECT count(*) FROM booster_order o JOIN course c ON c.id = o.course_id WHERE patient_id = p.id) AS orders,
         (SELECT count(*) FROM gate_record g WHERE g.patient_id = p.id) AS gates,
         (SELECT jsonb_agg(m ORDER BY staff_id) FROM care_team_member m WHERE patient_id = p.id) AS team
       FROM patient p WHERE id = $1`,
      [zelda],
    )
  ).rows;

/** Lifts it; asks for a change, or a record, that there is not. */
const ENDS_IT = ['setRestriction', 'takeBackGate', 'undoCourseChange'];

describe.each(STAFF_ROLES)('to the %s', (role) => {
  test('outside the care team no endpoint tells of a restricted record, or does anything with it', async () => {
    answered(await restrict(), 200);
    const before = await everythingOfHers();
    const ids = new RegExp([course.id, ...course.sessions.map(({ id }) => id)].join('|'));
    for (const due of [false, true]) {
      if (due) await livedThrough();
      for (const endpoint of WALKED) {
        const { status, text, body } = await call(endpoint, outside[role]);
        // Typed for the walk, so that a failure says where.
        const told = { endpoint: endpoint.id, tells: SECRET.exec(text)?.[0], leadsOn: ids.exec(text)?.[0] };
        const isTrail = endpoint.tag === 'audit';
        expect(isTrail ? { ...told, leadsOn: undefined } : told).toEqual({ endpoint: endpoint.id });
        if (!isAboutHer(endpoint) || body.type === 'not-allowed' || body.type === 'token-invalid') continue;
        expect({ endpoint: endpoint.id, status, type: body.type }).toEqual({
          endpoint: endpoint.id,
          status: 403,
          type: 'record-restricted',
        });
        const mayOpen = role === 'clinician' || role === 'admin';
        expect(body.mayOpen).toBe(mayOpen);
        expect(body.patientId).toBe(mayOpen ? zelda : undefined);
      }
      if (!due) expect(await everythingOfHers()).toEqual(before);
    }
  }, 60_000);

  test('on the care team the same endpoints tell it', async () => {
    answered(await restrict(), 200);
    const telling: string[] = [];
    for (const due of [false, true]) {
      if (due) await livedThrough();
      for (const endpoint of WALKED.filter(({ method }) => method === 'GET')) {
        const { text } = await call(endpoint, inside[role]);
        if (SECRET.test(text)) telling.push(endpoint.id);
      }
    }
    expect(telling).toEqual(
      expect.arrayContaining([
        'listPatients',
        'getPatient',
        'listCourses',
        'getCourse',
        'listSessions',
        'listDueBoosters',
        // The front desk is told whose sessions wait, and hers do not.
        ...(role === 'front-desk' ? [] : ['listOpenGates']),
      ]),
    );
  }, 60_000);

  test('on the care team nothing is refused for being restricted, or not found', async () => {
    answered(await restrict(), 200);
    for (const endpoint of WALKED.filter((one) => isAboutHer(one) && !ENDS_IT.includes(one.id))) {
      // A use case that goes through the door without saying who asks finds nothing.
      const { body } = await call(endpoint, inside[role]);
      const refused = ['record-restricted', 'not-found'].includes(body.type);
      expect({ endpoint: endpoint.id, refused }).toEqual({ endpoint: endpoint.id, refused: false });
    }
  }, 60_000);
});

test('an endpoint with a body stands on the list of this walk', () => {
  const without = WALKED.filter(
    ({ id, body, path }) => body && !(id in BODIES()) && !/^\/sessions\/:id\/\w/.test(path),
  );
  expect(without.map(({ id }) => id)).toEqual([]);
});

test('a preview that was made before is committed no more, and no kept answer is given again', async () => {
  const desk = api.as(inside['front-desk']);
  const ana = await aPatient(t.db, clinic, 'Ana Lima');
  const kept = await book(api, clinic, ana, sixAt('14:00'), { 'Idempotency-Key': 'of-ana-lima' });
  expect(kept.status).toBe(201);
  const preview = await desk.post(`/courses/${course.id}/change-previews`, {
    mode: 'move',
    sessionId: course.sessions[0]?.id,
    startsAt: newYork('2026-03-03', '15:00'),
  });
  const { token } = answered<{ token: string }>(preview, 200);

  answered(await restrict([]), 200);
  answered(
    await api
      .as(inside.clinician)
      .put(`/patients/${ana}/restriction`, { isRestricted: true, reason: REASON }),
    200,
  );
  const refused = { type: 'record-restricted', status: 403, mayOpen: false };
  expect((await desk.post(`/courses/${course.id}/changes`, { token })).body).toMatchObject(refused);
  const again = await book(api, clinic, ana, sixAt('14:00'), { 'Idempotency-Key': 'of-ana-lima' });
  expect(again.body).toMatchObject(refused);
  expect(again.text).not.toMatch(/Lima/);
});

test('an order that was previewed before is set no more', async () => {
  const clinician = api.as(outside.clinician);
  const preview = await clinician.post(`/courses/${course.id}/booster-order-previews`, { interval: 'P6W' });
  const { token } = answered<{ token: string }>(preview, 200);
  answered(await restrict(), 200);
  const order = { token, reason: 'Holds for longer' };
  const refused = await clinician.post(`/courses/${course.id}/booster-order-changes`, order);
  expect(refused.body).toMatchObject({ type: 'record-restricted', status: 403 });
  expect(refused.body.orderPreview).toBeUndefined();
  const orders = await api.as(inside.clinician).get(`/courses/${course.id}/booster-orders`);
  expect(orders.body.items).toEqual([]);
});

describe('the board', () => {
  const board = async (by: string) =>
    answered<{ items: unknown[]; restricted: object[]; days: { sessionCount: number }[] }>(
      await api.as(by).get('/sessions?from=2026-03-03'),
      200,
    );

  test('shows whoever is outside a chair that is taken, when, and in what state, and no more', async () => {
    answered(await restrict(), 200);
    const { items, restricted, days } = await board(outside['front-desk']);
    expect(items).toEqual([]);
    expect(restricted).toEqual([
      {
        status: 'booked',
        startsAt: course.sessions[0]?.startsAt,
        endsAt: course.sessions[0]?.endsAt,
        chairId: course.sessions[0]?.chairId,
        chairName: 'Chair 1',
      },
    ]);
    expect(days[0]?.sessionCount).toBe(1);
  });

  test('shows the care team the session itself, so the front desk on it receives her', async () => {
    answered(await restrict(), 200);
    const { items, restricted } = await board(inside['front-desk']);
    expect([items.length, restricted]).toEqual([1, []]);
    const [first] = course.sessions;
    answered(
      await api.as(inside['front-desk']).post(`/sessions/${first?.id}/cancel`, { reason: 'other' }),
      200,
    );
    expect((await board(outside['front-desk'])).restricted).toEqual([]);
  });
});

describe('around a restricted session', () => {
  test('nobody gets its chair, and no refusal, plan or start time says whose it is', async () => {
    const small = await openStaffedClinic(t.db, { chairs: 1 });
    clinic = small;
    inside = small.people;
    zelda = await aPatient(t.db, small, NAME, WHO);
    course = await bookFor(api, small, zelda);
    answered(await restrict([]), 200);
    const bo = await aPatient(t.db, small, 'Bo Hara');
    const desk = api.as(small.people['front-desk']);
    const about = { patientId: bo, protocolId: small.protocolId };

    const taken = await book(api, small, bo, sixAt('11:00'));
    expect(taken.body).toMatchObject({ type: 'slot-taken', lost: [1, 2, 3, 4, 5, 6] });
    expect(taken.body.alternatives.length).toBeGreaterThan(0);
    const starts = await desk.post('/course-plans/start-times', {
      ...about,
      sessions: sixAt('14:00'),
      sequence: 1,
      from: '2026-03-03',
      to: '2026-03-03',
    });
    expect(starts.text).toContain('chair-full');
    const plans = await desk.post('/course-plans', { ...about, from: '2026-03-02' });
    const booked = await book(api, small, bo, sixAt('14:00'));
    const moved = await desk.post(`/courses/${booked.body.id}/change-previews`, {
      mode: 'move',
      sessionId: booked.body.sessions[0].id,
      startsAt: newYork('2026-03-03', '11:00'),
    });
    expect(moved.text).toContain('chair-full');
    const ids = new RegExp([zelda, course.id, ...course.sessions.map(({ id }) => id)].join('|'));
    for (const { text } of [taken, starts, plans, booked, moved]) {
      expect(text).not.toMatch(SECRET);
      expect(text).not.toMatch(ids);
    }
  });

  test('whoever is outside may have it moved to another chair, as any other, by booking beside it', async () => {
    const [chairOne, chairTwo, chairThree] = clinic.chairIds;
    await t.superuser.query(`UPDATE chair SET out_of_use_from = '2026-01-01' WHERE id = $1`, [chairThree]);
    answered(await restrict([]), 200);
    const bo = await aPatient(t.db, clinic, 'Bo Hara');
    const early = answered<Course>(await book(api, clinic, bo, sixAt('08:00')), 201);
    const sit = (chairId: string | undefined, courseId: string) =>
      t.superuser.query('UPDATE session SET chair_id = $1 WHERE course_id = $2', [chairId, courseId]);
    await sit(chairOne, early.id);
    await sit(chairTwo, course.id);

    // 9:00 to 10:40, between 8:00 to 9:40 in chair 1 and hers, 10:00 to 11:40 in chair 2.
    const cy = await aPatient(t.db, clinic, 'Cy Park');
    answered(await book(api, clinic, cy, sixAt('09:00')), 201);
    const { rows } = await t.superuser.query('SELECT DISTINCT chair_id FROM session WHERE course_id = $1', [
      course.id,
    ]);
    expect(rows).toEqual([{ chair_id: chairOne }]);
  });
});

describe('restricting', () => {
  test('puts whoever does it on the team, and shuts everybody else out at once', async () => {
    const { body } = await restrict([inside.nurse]);
    expect(body).toMatchObject({ isRestricted: true });
    expect(body.careTeam.map(({ id }: { id: string }) => id).sort()).toEqual(
      [inside.clinician, inside.nurse].sort(),
    );
    expect((await api.as(inside.nurse).get(`/patients/${zelda}`)).body).toMatchObject({ isRestricted: true });
    expect((await api.as(inside.admin).get(`/patients/${zelda}`)).body.type).toBe('record-restricted');
  });

  test('is lifted by the team, and then everybody sees the record', async () => {
    answered(await restrict(), 200);
    const lifted = await api
      .as(inside.admin)
      .put(restriction(), { isRestricted: false, reason: 'She asked' });
    expect(lifted.body).toEqual({ isRestricted: false, careTeam: [] });
    answered(await api.as(outside.nurse).get(`/patients/${zelda}`), 200);
  });

  test.each(['front-desk', 'nurse'] as const)('is not for the %s, on the team or not', async (role) => {
    answered(await restrict(), 200);
    for (const by of [inside[role], outside[role]]) {
      const asked = await api.as(by).put(restriction(), { isRestricted: false, reason: 'She asked' });
      expect(asked.body.type).toBe('not-allowed');
    }
  });

  test('takes somebody off, and adds somebody', async () => {
    answered(await restrict(), 200);
    answered(await restrict([inside.clinician, outside.nurse]), 200);
    answered(await api.as(outside.nurse).get(`/courses/${course.id}`), 200);
    expect((await api.as(inside.nurse).get(`/courses/${course.id}`)).status).toBe(403);
  });

  test('lets nobody in who left and is back, to other work perhaps, unless they are asked anew', async () => {
    answered(await restrict(), 200);
    answered(await api.as(outside.admin).delete(`/staff/${inside.nurse}/access`), 200);
    await t.superuser.query(`UPDATE staff SET active = true, role = 'front-desk' WHERE id = $1`, [
      inside.nurse,
    ]);
    expect((await api.as(inside.nurse).get(`/patients/${zelda}`)).body.type).toBe('record-restricted');
  });

  test('leaves somebody on the team who can lift it', async () => {
    answered(await restrict(), 200);
    expect((await restrict([inside.nurse])).body.type).toBe('care-team-without-lead');
    const stranger = await restrict([inside.clinician, newId()]);
    expect(stranger.body).toMatchObject({
      type: 'invalid-request',
      errors: [{ pointer: '/body/careTeam/1' }],
    });
  });

  test('by one and lifting by another at once leaves a team exactly where the record is restricted', async () => {
    for (let round = 0; round < 10; round += 1) {
      answered(await restrict(), 200);
      const answers = await Promise.all([
        api.as(inside.admin).put(restriction(), { isRestricted: false, reason: 'She asked' }),
        restrict([inside.clinician, outside.nurse]),
        restrict([inside.clinician]),
      ]);
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      const { rows } = await t.superuser.query(
        `SELECT p.restricted_at IS NOT NULL AS restricted, count(m.staff_id)::int AS team
         FROM patient p LEFT JOIN care_team_member m ON m.clinic_id = p.clinic_id AND m.patient_id = p.id
         WHERE p.id = $1 GROUP BY p.restricted_at`,
        [zelda],
      );
      expect(rows).toEqual([
        rows[0]?.restricted ? { restricted: true, team: expect.any(Number) } : { restricted: false, team: 0 },
      ]);
      if (rows[0]?.restricted) expect(rows[0].team).toBeGreaterThan(0);
      answered(
        await api.as(inside.clinician).put(restriction(), { isRestricted: false, reason: 'She asked' }),
        200,
      );
    }
  });

  test('is no matter to the patient, who sees what is theirs', async () => {
    answered(await restrict(), 200);
    const own = answered<{ items: { courseId: string }[] }>(await api.as(zelda).get('/me/sessions'), 200);
    expect(own.items.map(({ courseId }) => courseId)).toContain(course.id);
  });

  test('does not make the register take somebody of the same name for her', async () => {
    answered(await restrict(), 200);
    const [givenName, familyName] = NAME.split(' ');
    const same = { givenName, familyName, dateOfBirth: WHO.dateOfBirth };
    expect((await api.as(outside['front-desk']).post('/patients', same)).status).toBe(201);
    expect((await api.as(inside['front-desk']).post('/patients', same)).body.type).toBe('patient-exists');
  });
});

describe('breaking the glass', () => {
  beforeEach(async () => {
    answered(await restrict(), 200);
  });

  test('opens the record to whoever did it, for an hour, and to nobody else', async () => {
    const { body } = await breakGlass(outside.clinician);
    expect(body).toEqual({
      id: expect.any(String),
      openedBy: { id: outside.clinician, name: 'The other clinician' },
      openedAt: MONDAY_8AM,
      until: '2026-03-02T09:00:00-05:00',
      isOwn: true,
    });
    const other = api.as(outside.clinician);
    answered(await other.get(`/courses/${course.id}`), 200);
    expect((await other.get('/patients?q=quill')).body.items).toHaveLength(1);
    expect((await other.get('/sessions?from=2026-03-03')).body).toMatchObject({
      items: [{}],
      restricted: [],
    });
    expect((await api.as(outside.admin).get(`/patients/${zelda}`)).status).toBe(403);

    api.now = '2026-03-02T08:59:59-05:00';
    answered(await other.get(`/patients/${zelda}`), 200);
    api.now = '2026-03-02T09:00:00-05:00';
    expect((await other.get(`/patients/${zelda}`)).body.type).toBe('record-restricted');
  });

  test('lasts as long as the clinic’s settings say', async () => {
    await t.superuser.query('UPDATE clinic SET emergency_access_minutes = 15 WHERE id = $1', [
      clinic.clinicId,
    ]);
    expect((await breakGlass(outside.admin)).body.until).toBe('2026-03-02T08:15:00-05:00');
  });

  test('is closed early by whoever did it', async () => {
    answered(await breakGlass(outside.clinician), 201);
    answered(await api.as(outside.clinician).delete(emergency()), 200);
    expect((await api.as(outside.clinician).get(`/patients/${zelda}`)).status).toBe(403);
    expect((await breakGlass(outside.clinician)).status).toBe(201);
  });

  test('stands above the record for whoever sees it, the care team too', async () => {
    answered(await breakGlass(outside.clinician), 201);
    for (const [by, isOwn] of [
      [outside.clinician, true],
      [inside.nurse, false],
    ] as const) {
      const { body } = await api.as(by).get(restriction());
      expect(body.emergencyAccesses).toEqual([
        expect.objectContaining({ openedBy: { id: outside.clinician, name: 'The other clinician' }, isOwn }),
      ]);
    }
  });

  test('restricts and lifts nothing, but by an admin', async () => {
    for (const by of [outside.clinician, outside.admin]) answered(await breakGlass(by), 201);
    const lift = { isRestricted: false, reason: 'To be on the safe side' };
    expect((await api.as(outside.clinician).get(restriction())).body).toMatchObject({
      mayChange: false,
      staff: [],
    });
    expect((await api.as(outside.clinician).put(restriction(), lift)).body.type).toBe('not-allowed');
    answered(await api.as(outside.admin).put(restriction(), lift), 200);
  });

  test('wants a reason', async () => {
    const { body } = await breakGlass(outside.clinician, 'Urgent');
    expect(body).toMatchObject({ type: 'invalid-request', errors: [{ pointer: '/body/reason' }] });
    expect((await api.as(outside.clinician).get(`/patients/${zelda}`)).status).toBe(403);
  });

  test('is for clinicians and admins, and for whom the record is shut', async () => {
    for (const role of ['front-desk', 'nurse'] as const) {
      expect((await breakGlass(outside[role])).body.type).toBe('not-allowed');
    }
    expect((await breakGlass(inside.clinician)).body.type).toBe('record-open');
    const ana = await aPatient(t.db, clinic, 'Ana Lima');
    const open = await api.as(outside.admin).post(`/patients/${ana}/emergency-access`, { reason: EMERGENCY });
    expect(open.body.type).toBe('record-open');
    const nobody = await api
      .as(outside.admin)
      .post(`/patients/${newId()}/emergency-access`, { reason: EMERGENCY });
    expect(nobody.body.type).toBe('not-found');
  });

  test('is mailed to every admin: who, when and which, and not whose or why', async () => {
    const from = sink.mails.length;
    answered(await breakGlass(outside.clinician), 201);
    while (sink.mails.length < from + 2) await sink.next();
    const mails = sink.mails.slice(from);
    const to = mails.flatMap((mail) => (Array.isArray(mail.to) ? mail.to : mail.to ? [mail.to] : []));
    expect(to.map(({ text }) => text).sort()).toEqual(['admin@example.com', 'other.admin@example.com']);
    for (const { subject, text } of mails) {
      expect(subject).toBe('A restricted record was opened at Harbor Clinic');
      expect(text).toContain('The other clinician (clinician)');
      expect(text).toContain('Mon, Mar 2, 8:00 AM EST');
      expect(text).toContain(`http://127.0.0.1/audit?patient=${zelda}`);
      expect(`${subject} ${text}`).not.toMatch(SECRET);
      expect(text).not.toMatch(/fainted|mother/i);
    }
  });

  test('leaves lines that an admin outside reads: by whom, why and until when, and nobody’s name', async () => {
    answered(await breakGlass(outside.clinician), 201);
    answered(await api.as(outside.clinician).get(`/patients/${zelda}`), 200);
    answered(await api.as(outside.clinician).delete(emergency()), 200);
    const trail = await api.as(outside.admin).get(`/audit-events?patient=${zelda}`);
    const lines = answered<{ items: AuditEvent[] }>(trail, 200).items;
    expect(lines.map(({ kind }) => kind).slice(0, 4)).toEqual([
      'emergency-access.close',
      'patient.read',
      'emergency-access.open',
      'record.restrict',
    ]);
    expect(lines[2]).toMatchObject({
      actor: { name: 'The other clinician' },
      patient: { id: zelda, name: null },
      detail: { until: '2026-03-02T09:00:00-05:00' },
      values: [{ name: 'reason', value: EMERGENCY }],
    });
    expect(lines[3]).toMatchObject({ values: [] });
    expect(trail.text).not.toMatch(SECRET);
    const csv = await api.as(outside.admin).get(`/audit-events.csv?patient=${zelda}`);
    expect(csv.text).toContain('emergency-access.open');
    expect(csv.text).not.toMatch(SECRET);
    // To an admin on the care team the same lines tell all.
    expect((await api.as(inside.admin).get(`/audit-events?patient=${zelda}`)).text).toContain(REASON);
  });
});
