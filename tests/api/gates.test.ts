import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ChangePreview } from '#server/contract/change.ts';
import type { Course } from '#server/contract/course.ts';
import type { CourseGates, Exposure, GatedCourse } from '#server/contract/gates.endpoints.ts';
import type { Session } from '#server/contract/session.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, attend, attendAll, bookFor, newYork, sixAt } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { gateKind } from '#tests/support/gates.ts';
import { orderFor } from '#tests/support/one-session.ts';

/** What must be done before a session: a clinic that asks for it, and Ana's course, Tuesdays and Fridays of March at ten. */
let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let ana: string;
let course: Course;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
afterAll(async () => {
  await api.close();
  await t.close();
});
beforeEach(() => openFor({ gates: [gateKind('consent'), gateKind('eligibility')] }));

async function openFor(settings: Parameters<typeof openStaffedClinic>[1]): Promise<void> {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db, settings);
  ana = await aPatient(t.db, clinic);
  course = await bookFor(api, clinic, ana);
}

const as = (role: Exclude<Role, 'patient'>) => api.as(clinic.people[role]);
const mark = (kind: string, more: object = {}, by = as('clinician'), of = course) =>
  by.post(`/courses/${of.id}/gates`, { kind, doneOn: '2026-03-02', ...more });
const marked = async (...asked: Parameters<typeof mark>): Promise<CourseGates> =>
  answered(await mark(...asked), 201);
const gatesOf = async (by = as('nurse'), of = course): Promise<CourseGates> =>
  answered(await by.get(`/courses/${of.id}/gates`), 200);
const takeBack = (recordId: string, by = as('clinician'), of = course) =>
  by.post(`/courses/${of.id}/gates/take-back`, { recordId });
const waive = (kind: string, sessionId: string, by = as('clinician')) =>
  by.post(`/courses/${course.id}/gate-waivers`, { kind, sessionId, reason: 'Her sister signs on the day' });
const recordOf = (gates: CourseGates, kind: string): string =>
  gates.items?.find((gate) => gate.kind === kind)?.record?.id ?? '';
const read = async (of = course): Promise<Course> =>
  answered(await as('front-desk').get(`/courses/${of.id}`), 200);
const statuses = async (of = course) => (await read(of)).sessions.map(({ status }) => status);
const session = (sequence: number, of = course) =>
  of.sessions.find((one) => one.sequence === sequence) as Session;
const preview = async (change: object, by = as('front-desk')): Promise<ChangePreview> =>
  answered(await by.post(`/courses/${course.id}/change-previews`, change), 200);
const change = async (asked: object, by = as('front-desk')): Promise<Course> => {
  const { token } = await preview(asked, by);
  return answered(await by.post(`/courses/${course.id}/changes`, { token }), 200);
};
const undo = async (): Promise<Course> => {
  const { items } = (await as('front-desk').get(`/courses/${course.id}/changes`)).body;
  const by = as('clinician');
  return answered(await by.post(`/courses/${course.id}/undo`, { changeId: items[0].id }), 200);
};
const events = async (sessionId: string): Promise<string[]> =>
  (
    await t.superuser.query('SELECT kind FROM session_event WHERE session_id = $1 ORDER BY at, id', [
      sessionId,
    ])
  ).rows.map(({ kind }) => kind);
const six = <T>(one: T): T[] => Array(6).fill(one);

/** Consent is on file until session 5, and Ana is cleared. */
async function consentUntilSession5(): Promise<void> {
  await marked('eligibility');
  await marked('consent', { expiresOn: '2026-03-18' });
}

describe('a course', () => {
  test('waits with all its chairs until everything is done, and is booked at once', async () => {
    expect(await statuses()).toEqual(six('pending'));
    expect((await marked('consent', {}, as('nurse'))).light).toBe('red');
    expect(await statuses()).toEqual(six('pending'));
    const done = await marked('eligibility');
    expect(done).toMatchObject({ light: 'green', courseVersion: 2 });
    expect(await read()).toMatchObject({
      version: 2,
      sessions: six({ status: 'booked', gateLight: 'green' }),
    });
    expect(await events(session(1).id)).toEqual(['book', 'gate-done']);
  });

  test('holds its chairs while it waits: nobody else is given them', async () => {
    await openFor({ gates: [gateKind('consent')], chairs: 1 });
    const answer = await as('front-desk').post('/courses', {
      patientId: await aPatient(t.db, clinic, 'Bo Hara'),
      protocolId: clinic.protocolId,
      sessions: sixAt(),
    });
    expect(answer.body).toMatchObject({ type: 'slot-taken', lost: [1, 2, 3, 4, 5, 6] });
  });

  test('waits again once what was recorded is taken back, and the history keeps both', async () => {
    await marked('eligibility');
    const consent = recordOf(await marked('consent'), 'consent');
    const after = answered<CourseGates>(await takeBack(consent), 200);
    expect(after).toMatchObject({ light: 'red', courseVersion: 3 });
    expect(await statuses()).toEqual(six('pending'));
    expect((await takeBack(consent)).body.type).toBe('not-found');
    const { rows } = await t.superuser.query(
      'SELECT revokes_id FROM gate_record WHERE course_id = $1 ORDER BY recorded_at, id',
      [course.id],
    );
    expect(rows.map(({ revokes_id }) => revokes_id)).toEqual([null, null, consent]);
  });

  test('has session 6 red now, and not on the day, where consent ends between 5 and 6', async () => {
    await consentUntilSession5();
    const { sessions } = await read();
    expect(sessions.map(({ status, gateLight }) => [status, gateLight])).toEqual([
      ...Array(5).fill(['booked', 'green']),
      ['pending', 'red'],
    ]);
    const { items = [] } = await gatesOf();
    expect(items.find(({ kind }) => kind === 'consent')).toMatchObject({
      state: 'expiring',
      record: { doneOn: '2026-03-02', expiresOn: '2026-03-18', doneBy: { name: 'The clinician' } },
      firstOpen: { sequence: 6 },
      dueOn: '2026-03-20',
    });
  });

  test('is as it always was where the clinic asks for nothing', async () => {
    await openFor({});
    expect(await statuses()).toEqual(six('booked'));
    expect(await gatesOf()).toMatchObject({ light: 'green', items: [] });
    expect((await mark('consent')).body.errors).toMatchObject([{ pointer: '/body/kind' }]);
  });

  test('waits for what is about the patient as the other course does', async () => {
    await openFor({ gates: [gateKind('contraindication')] });
    const other = await bookFor(api, clinic, ana, sixAt('14:00'));
    expect(await statuses(other)).toEqual(six('booked'));
    const flag = recordOf(await marked('contraindication', {}, as('nurse')), 'contraindication');
    expect([await statuses(), await statuses(other)]).toEqual([six('pending'), six('pending')]);
    expect((await takeBack(flag, as('clinician'), other)).status).toBe(200);
    expect([await statuses(), await statuses(other)]).toEqual([six('booked'), six('booked')]);
    expect([(await read()).version, (await read(other)).version]).toEqual([3, 3]);
  });
});

describe('a change', () => {
  beforeEach(consentUntilSession5);

  test('that moves a session past the end of consent says that it will wait, and has it wait', async () => {
    const asked = { mode: 'move', sessionId: session(5).id, startsAt: newYork('2026-03-19') };
    const shown = await preview({ ...asked, startsAt: newYork('2026-03-18') });
    expect(shown.violations.map(({ code }) => code)).not.toContain('gate-open');
    await change({ mode: 'move', sessionId: session(6).id, startsAt: newYork('2026-03-23') });
    const late = await preview(asked);
    expect(late.violations).toContainEqual(
      expect.objectContaining({ code: 'gate-open', sequence: 5, severity: 'soft' }),
    );
    expect(late.after.sessions.map(({ status }) => status)).toEqual([
      ...Array(4).fill('booked'),
      'pending',
      'pending',
    ]);
    const { sessions } = await change(asked);
    expect(sessions.map(({ status }) => status)).toEqual([...Array(4).fill('booked'), 'pending', 'pending']);
    expect(await events(session(5).id)).toEqual(['book', 'gate-done', 'move']);
    // Taken back, it is in time again.
    expect((await undo()).sessions.map(({ status }) => status)).toEqual([
      ...Array(5).fill('booked'),
      'pending',
    ]);
  });

  test('that moves a session into the time of consent books it', async () => {
    await change({ mode: 'move', sessionId: session(5).id, startsAt: newYork('2026-03-16') });
    const { sessions } = await change({
      mode: 'move',
      sessionId: session(6).id,
      startsAt: newYork('2026-03-18'),
    });
    expect(sessions.map(({ status }) => status)).toEqual(six('booked'));
  });

  test('that ends a hold books nothing that a gate keeps waiting; nor does taking the hold back', async () => {
    const clinician = as('clinician');
    await change({ mode: 'hold', reason: 'Fever' }, clinician);
    expect(await statuses()).toEqual(six('pending'));
    const resumed = await change({ mode: 'resume' }, clinician);
    expect(resumed.sessions.map(({ status }) => status)).toEqual([...Array(5).fill('booked'), 'pending']);
    expect((await events(session(5).id)).slice(-2)).toEqual(['hold', 'resume']);
    await change({ mode: 'hold', reason: 'Fever' }, clinician);
    expect((await undo()).sessions.map(({ status }) => status)).toEqual([
      ...Array(5).fill('booked'),
      'pending',
    ]);
  });

  test('that ends a hold goes by what was recorded meanwhile', async () => {
    await change({ mode: 'hold', reason: 'Fever' }, as('clinician'));
    expect((await marked('consent')).light).toBe('green');
    expect(await statuses()).toEqual(six('pending'));
    const resumed = await change({ mode: 'resume' }, as('clinician'));
    expect(resumed.sessions.map(({ status }) => status)).toEqual(six('booked'));
  });

  test('that begins the course anew asks for everything anew', async () => {
    const shown = await change({ mode: 'restart', from: '2026-03-30' }, as('clinician'));
    expect(shown.state).toBe('stopped');
    const { items } = (await as('front-desk').get(`/patients/${ana}/courses`)).body as { items: Course[] };
    const fresh = items.find(({ parentCourseId }) => parentCourseId === course.id);
    expect(fresh?.sessions.map(({ status }) => status)).toEqual(six('pending'));
  });

  test('that was shown before a gate was recorded is shown afresh, and not made as it was', async () => {
    const by = as('front-desk');
    const { token } = await preview({
      mode: 'move',
      sessionId: session(6).id,
      startsAt: newYork('2026-03-23'),
    });
    await marked('consent');
    const { body } = await by.post(`/courses/${course.id}/changes`, { token });
    expect(body.type).toBe('preview-stale');
    expect(body.preview.after.sessions.map(({ status }: Session) => status)).toEqual(six('booked'));
  });

  test('by a closure has what is moved past the end of consent wait', async () => {
    const closure = {
      startsAt: newYork('2026-03-16', '08:00'),
      endsAt: newYork('2026-03-18', '18:00'),
      reason: 'Works',
    };
    const shown = answered<{ token: string; left: unknown[] }>(
      await as('front-desk').post('/closure-previews', { closure }),
      200,
    );
    answered(await as('front-desk').post('/closures', { token: shown.token, leftSessionIds: [] }), 201);
    const { sessions } = await read();
    const waiting = sessions.filter(({ status }) => status === 'pending');
    expect(sessions.filter(({ startsAt }) => startsAt > '2026-03-18T23')).toEqual(waiting);
    expect(waiting.length).toBe(2);
  });
});

describe('boosters', () => {
  test('wait for a look at the response to the whole induction (R10)', async () => {
    await openFor({ gates: [gateKind('response-review')] });
    expect(await statuses()).toEqual(six('booked'));
    await attendAll(api, clinic, course);
    await orderFor(api, clinic, course);
    const booked = answered<Course>(
      await as('front-desk').post(`/courses/${course.id}/boosters`, { startsAt: newYork('2026-04-17') }),
      201,
    );
    expect(booked.sessions.at(-1)).toMatchObject({ status: 'pending', gateLight: 'red' });
    expect((await mark('response-review')).body).toMatchObject({ type: 'not-allowed' });
    const review = (kind: string) =>
      as('clinician').post(`/courses/${course.id}/reviews`, { kind, outcome: 'continue' });
    expect((await review('mid-course')).status).toBe(201);
    expect((await statuses()).at(-1)).toBe('pending');
    expect((await review('end-of-induction')).status).toBe(201);
    const after = await read();
    expect(after).toMatchObject({ version: booked.version + 1 });
    expect(after.sessions.at(-1)).toMatchObject({ status: 'booked', gateLight: 'green' });
    expect(await events(after.sessions.at(-1)?.id ?? '')).toEqual(['book', 'gate-done']);
    expect((await gatesOf()).items).toMatchObject([
      { kind: 'response-review', state: 'done', record: { doneOn: '2026-03-20' }, actions: [] },
    ]);
  });
});

describe('a session with something to be done first', () => {
  beforeEach(() => openFor({ gates: [gateKind('contraindication'), gateKind('consent')] }));

  test('lets nobody in: the front desk is told that, and whoever treats the patient what it is', async () => {
    api.now = session(1).startsAt;
    const step = (by: ReturnType<typeof as>) => by.post(`/sessions/${session(1).id}/arrive`);
    const { body } = await step(as('front-desk'));
    expect(body).toMatchObject({ type: 'gate-open', status: 409 });
    expect(JSON.stringify(body)).not.toMatch(/consent/i);
    expect((await step(as('nurse'))).body.detail).toBe('Consent: to be done.');
    await marked('consent', { doneOn: '2026-03-03' });
    expect((await step(as('front-desk'))).status).toBe(200);
  });

  test.each([
    ['has arrived', ['arrive'], 'check-in'],
    ['is in the chair', ['arrive', 'check-in'], 'start'],
  ])('goes no further where the patient %s before it came up', async (_, verbs, next) => {
    await marked('consent');
    api.now = session(1).startsAt;
    const nurse = as('nurse');
    for (const verb of verbs) answered(await nurse.post(`/sessions/${session(1).id}/${verb}`), 200);
    const { items = [], sessions } = await marked('contraindication', { doneOn: '2026-03-03' }, nurse);
    expect(sessions[0]).toMatchObject({ light: 'red', open: ['contraindication'] });
    const refused = await nurse.post(`/sessions/${session(1).id}/${next}`);
    expect(refused.body).toMatchObject({ type: 'gate-open', detail: 'Contraindication: to be resolved.' });
    const [onBoard] = (await nurse.get('/sessions?from=2026-03-03')).body.items as Session[];
    expect(onBoard).toMatchObject({ gateLight: 'red' });
    expect(onBoard?.actions).not.toContain(next);
    const flag = items.find(({ kind }) => kind === 'contraindication')?.record?.id ?? '';
    expect((await takeBack(flag)).status).toBe(200);
    expect((await nurse.post(`/sessions/${session(1).id}/${next}`)).status).toBe(200);
  });

  test('waits again when it is taken back that the patient came', async () => {
    await marked('consent');
    api.now = session(1).startsAt;
    answered(await as('front-desk').post(`/sessions/${session(1).id}/arrive`), 200);
    await marked('contraindication', { doneOn: '2026-03-03' });
    const undone = answered<Session>(await as('front-desk').post(`/sessions/${session(1).id}/undo`), 200);
    expect(undone).toMatchObject({ status: 'pending', gateLight: 'red' });
  });

  test('takes place where a clinician lets it, alone, with a reason that the audit trail keeps', async () => {
    const waived = answered<CourseGates>(await waive('consent', session(2).id), 201);
    expect(waived.items?.find(({ kind }) => kind === 'consent')?.waivers).toMatchObject([
      { sessionId: session(2).id, doneBy: { name: 'The clinician' } },
    ]);
    expect(await statuses()).toEqual(['pending', 'booked', 'pending', 'pending', 'pending', 'pending']);
    expect(JSON.stringify(waived)).not.toContain('sister');
    const [line] = (await as('admin').get('/audit-events?kind=gate.waive')).body.items;
    expect(line).toMatchObject({
      patient: { id: ana },
      detail: { kind: 'consent', booked: [session(2).id] },
      values: [{ name: 'reason', value: 'Her sister signs on the day' }],
    });
    const [waiver] = waived.items?.flatMap(({ waivers }) => waivers) ?? [];
    expect((await takeBack(waiver?.id ?? '', as('nurse'))).body.type).toBe('not-allowed');
    expect((await takeBack(waiver?.id ?? '')).status).toBe(200);
    expect(await statuses()).toEqual(six('pending'));
  });

  test('is let take place by nobody where nobody may: an enrolment in REMS (R23)', async () => {
    await openFor({ gates: [gateKind('rems-enrolment', { routes: null })] });
    expect((await waive('rems-enrolment', session(1).id)).body.type).toBe('not-allowed');
    expect(await statuses()).toEqual(six('pending'));
    await marked('rems-enrolment', {}, as('nurse'));
    expect(await statuses()).toEqual(six('booked'));
  });

  test('is let take place once: what does not keep it waiting is not waived', async () => {
    answered(await waive('consent', session(2).id), 201);
    expect((await waive('consent', session(2).id)).body.type).toBe('course-changed');
    expect((await waive('contraindication', session(1).id)).body.type).toBe('course-changed');
  });
});

describe('who may', () => {
  beforeEach(() => openFor({ gates: [gateKind('eligibility'), gateKind('contraindication')] }));

  test('is said of each kind: a clinician clears, and a nurse only puts up a flag', async () => {
    expect((await mark('eligibility', {}, as('nurse'))).body).toMatchObject({
      type: 'not-allowed',
      detail: 'Only a clinician does this.',
    });
    const flag = recordOf(await marked('contraindication', {}, as('nurse')), 'contraindication');
    expect((await takeBack(flag, as('nurse'))).body.type).toBe('not-allowed');
    const { items = [] } = await gatesOf(as('nurse'));
    expect(items.map(({ kind, state, actions }) => [kind, state, actions])).toEqual([
      ['eligibility', 'open', []],
      ['contraindication', 'open', []],
    ]);
    const asClinician = await gatesOf(as('clinician'));
    expect(asClinician.items?.map(({ actions }) => actions)).toEqual([
      ['mark', 'waive'],
      ['take-back', 'waive'],
    ]);
  });

  test('is no admin, and the front desk is told green or red and nothing else', async () => {
    expect((await mark('eligibility', {}, as('admin'))).body.type).toBe('not-allowed');
    const seen = await gatesOf(as('front-desk'));
    expect(seen).toEqual({
      courseId: course.id,
      courseVersion: 1,
      light: 'red',
      sessions: course.sessions.map(({ id, sequence, startsAt }) => ({
        id,
        sequence,
        startsAt,
        light: 'red',
      })),
    });
  });
});

describe('what is recorded', () => {
  test.each([
    ['of tomorrow', { kind: 'consent', doneOn: '2026-03-03' }, '/body/doneOn'],
    ['that ended before it was done', { kind: 'consent', expiresOn: '2026-03-01' }, '/body/expiresOn'],
    ['for longer than the clinic says', { kind: 'consent', expiresOn: '2027-03-03' }, '/body/expiresOn'],
    ['of a kind that is not asked for', { kind: 'bladder-check' }, '/body/kind'],
  ])('%s is refused', async (_, { kind, ...more }, pointer) => {
    expect((await mark(kind, more)).body).toMatchObject({ type: 'invalid-request', errors: [{ pointer }] });
  });

  test('is good for as long as the clinic says, or for less', async () => {
    const lastDay = async (more: object) =>
      (await marked('consent', more)).items?.find(({ kind }) => kind === 'consent')?.record?.expiresOn;
    expect(await lastDay({ doneOn: '2026-02-28' })).toBe('2027-02-28');
    expect(await lastDay({})).toBe('2027-03-02');
    expect(await lastDay({ doneOn: '2026-03-02', expiresOn: '2027-03-02' })).toBe('2027-03-02');
  });

  test('of one session is of one that took place, and once', async () => {
    await openFor({ gates: [gateKind('monitoring-form', { routes: null })] });
    const form = (sessionId?: string) =>
      mark('monitoring-form', { ...(sessionId && { sessionId }) }, as('nurse'));
    expect((await form()).body.errors).toMatchObject([{ pointer: '/body/sessionId' }]);
    expect((await form(session(1).id)).body.errors).toMatchObject([{ pointer: '/body/sessionId' }]);
    await attend(api, clinic, session(1));
    expect((await form(session(1).id)).status).toBe(201);
    expect((await form(session(1).id)).body.errors).toMatchObject([{ pointer: '/body/sessionId' }]);
  });

  test('as a flag that is up already is not put up twice', async () => {
    await openFor({ gates: [gateKind('contraindication')] });
    await marked('contraindication');
    expect((await mark('contraindication')).body.errors).toMatchObject([{ pointer: '/body/kind' }]);
  });

  test('is told in the audit trail: who, what, and which sessions are booked by it', async () => {
    await marked('eligibility');
    await marked('consent', {}, as('nurse'));
    const [line] = (await as('admin').get('/audit-events?kind=gate.mark')).body.items;
    expect(line).toMatchObject({
      actor: { name: 'The nurse' },
      patient: { id: ana },
      detail: {
        kind: 'consent',
        doneOn: '2026-03-02',
        expiresOn: '2027-03-02',
        booked: course.sessions.map(({ id }) => id),
        waiting: [],
      },
    });
  });

  test('of another clinic’s course is not there', async () => {
    const ours = course;
    await openFor({ gates: [gateKind('consent')] });
    expect((await mark('consent', {}, as('clinician'), ours)).status).toBe(404);
  });
});

describe('two at once', () => {
  test('who take the same record back: one does, and it is taken back once', async () => {
    await marked('eligibility');
    const consent = recordOf(await marked('consent'), 'consent');
    const answers = await Promise.all([takeBack(consent), takeBack(consent, as('nurse'))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await statuses()).toEqual(six('pending'));
  });

  test('who record consent and move a session leave no session that is not as its day has it', async () => {
    await marked('eligibility');
    await marked('consent', { expiresOn: '2026-03-18' });
    const { token } = await preview({
      mode: 'move',
      sessionId: session(5).id,
      startsAt: newYork('2026-03-18'),
    });
    const [moved, recorded] = await Promise.all([
      as('front-desk').post(`/courses/${course.id}/changes`, { token }),
      mark('consent', { expiresOn: '2026-03-19' }),
    ]);
    expect(recorded.status).toBe(201);
    expect([200, 409]).toContain(moved.status);
    expect(await statuses()).toEqual([...Array(5).fill('booked'), 'pending']);
  });

  test('who book a course and put up a flag leave no session booked that must wait', async () => {
    await openFor({ gates: [gateKind('contraindication')] });
    const [booked, flagged] = await Promise.all([
      as('front-desk').post('/courses', {
        patientId: ana,
        protocolId: clinic.protocolId,
        sessions: sixAt('14:00'),
      }),
      mark('contraindication'),
    ]);
    expect([booked.status, flagged.status]).toEqual([201, 201]);
    expect(await statuses(booked.body)).toEqual(six('pending'));
  });
});

describe('the worklist of gates', () => {
  const list = async (by = as('nurse'), query = ''): Promise<GatedCourse[]> =>
    answered<{ items: GatedCourse[] }>(await by.get(`/worklists/open-gates${query}`), 200).items;

  test('says what is to be done, by the soonest session, and to the front desk only whose sessions wait', async () => {
    await openFor({ gates: [gateKind('consent'), gateKind('bladder-check')] });
    await marked('consent', { expiresOn: '2026-03-18' });
    const days = ['2026-03-04', '2026-03-09', '2026-03-11', '2026-03-16', '2026-03-18', '2026-03-23'];
    const bo = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('10:00', days));
    const cy = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Cy Moss'), sixAt('14:00', days));
    await marked('consent', {}, as('nurse'), cy);
    const seen = await list();
    expect(
      seen.map(({ patientName, light, dueOn, gates }) => [
        patientName,
        light,
        dueOn,
        gates?.map(({ kind, state }) => `${kind} ${state}`),
      ]),
    ).toEqual([
      ['Ana Lima', 'red', '2026-03-03', ['consent expiring', 'bladder-check open']],
      ['Bo Hara', 'red', '2026-03-04', ['consent open', 'bladder-check open']],
      ['Cy Moss', 'green', '2026-03-04', ['bladder-check open']],
    ]);
    const atTheDesk = await list(as('front-desk'));
    expect(atTheDesk).toEqual(
      [
        { ...seen[1], gates: undefined },
        { ...seen[0], gates: undefined, dueOn: '2026-03-20' },
      ].map((one) => JSON.parse(JSON.stringify(one))),
    );
    expect(bo.patientName).toBe('Bo Hara');
  });

  test('comes in pages, none of which lacks anybody', async () => {
    const others = ['Bo Hara', 'Cy Moss'];
    for (const name of others)
      await bookFor(
        api,
        clinic,
        await aPatient(t.db, clinic, name),
        sixAt(name === 'Bo Hara' ? '12:00' : '14:00'),
      );
    const names: string[] = [];
    let query = '?limit=1';
    for (let n = 0; n < 3; n += 1) {
      const page = answered<{ items: GatedCourse[]; nextCursor?: string }>(
        await as('nurse').get(`/worklists/open-gates${query}`),
        200,
      );
      names.push(...page.items.map(({ patientName }) => patientName));
      query = `?limit=1&cursor=${page.nextCursor}`;
    }
    expect(names.sort()).toEqual(['Ana Lima', 'Bo Hara', 'Cy Moss']);
  });

  test('names a monitoring form that nobody sent within a week of its session, until it is sent (R24)', async () => {
    await openFor({ gates: [gateKind('monitoring-form', { routes: null })] });
    await attend(api, clinic, session(1)); // Tue 3 March
    api.now = newYork('2026-03-10', '16:00');
    expect(await list()).toEqual([]);
    api.now = newYork('2026-03-11', '08:00');
    expect(await list()).toMatchObject([
      {
        dueOn: '2026-03-10',
        light: 'green',
        gates: [{ kind: 'monitoring-form', state: 'overdue', session: { sequence: 1 } }],
      },
    ]);
    expect(await list(as('front-desk'))).toEqual([]);
    await marked('monitoring-form', { sessionId: session(1).id, doneOn: '2026-03-11' }, as('nurse'));
    expect(await list()).toEqual([]);
  });

  test('is empty where the clinic asks for nothing', async () => {
    await openFor({});
    expect(await list()).toEqual([]);
  });
});

test('the caseload tells a clinician of a course whose session waits, and not of one that is on hold', async () => {
  const needs = async (): Promise<string[]> =>
    (await as('clinician').get('/worklists/caseload')).body.items[0].needs.map(
      ({ code, on }: { code: string; on: string | null }) => `${code} ${on}`,
    );
  await consentUntilSession5();
  expect(await needs()).toEqual(['gate-open 2026-03-20']);
  await change({ mode: 'hold', reason: 'Fever' }, as('clinician'));
  expect(await needs()).toEqual(['on-hold null']);
});

describe('how often a patient was treated', () => {
  beforeEach(() => openFor({}));
  const exposure = async (): Promise<Exposure> =>
    answered(await as('clinician').get(`/patients/${ana}/exposure`), 200);

  test('counts what took place, in all and in the last twelve months', async () => {
    await attend(api, clinic, session(1));
    await attend(api, clinic, session(2));
    const all = { patientId: ana, elsewhere: 'unknown', reviewAt: 24, needsReview: false };
    expect(await exposure()).toEqual({ ...all, lifetime: 2, lastTwelveMonths: 2 });
    api.now = newYork('2027-03-03', '08:00');
    expect(await exposure()).toEqual({ ...all, lifetime: 2, lastTwelveMonths: 1 });
  });

  test('prompts a look at the number that the clinic has set', async () => {
    await t.superuser.query('UPDATE clinic SET exposure_review_at = 2 WHERE id = $1', [clinic.clinicId]);
    await attend(api, clinic, session(1));
    expect((await exposure()).needsReview).toBe(false);
    await attend(api, clinic, session(2));
    expect((await exposure()).needsReview).toBe(true);
  });

  test('says whether it was elsewhere too, and the audit trail who said so', async () => {
    const said = await as('clinician').put(`/patients/${ana}/exposure`, { elsewhere: 'yes' });
    expect(said.body).toMatchObject({ elsewhere: 'yes' });
    expect(await exposure()).toMatchObject({ elsewhere: 'yes' });
    const [line] = (await as('admin').get('/audit-events?kind=exposure.set')).body.items;
    expect(line.detail).toEqual({ before: { elsewhere: 'unknown' }, after: { elsewhere: 'yes' } });
  });
});

test('what is done is done on a day of the clinic, whatever day it is elsewhere', async () => {
  // 23:30 on Monday 2 March in New York, when it is the 3rd in London.
  api.now = '2026-03-02T23:30:00-05:00';
  expect((await mark('consent', { doneOn: '2026-03-03' })).body.errors).toMatchObject([
    { pointer: '/body/doneOn' },
  ]);
});
