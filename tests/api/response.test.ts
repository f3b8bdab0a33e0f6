import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Course } from '#server/contract/course.ts';
import type { CourseResponse, ResponseSettings } from '#server/contract/response.ts';
import {
  aPatient,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, attend, attendAll, bookFor } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { orderFor } from '#tests/support/one-session.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let ana: string;
/** Ana's: at ten on Tuesdays and Fridays, from 3 to 20 March 2026. */
let course: Course;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
afterAll(async () => {
  await api.close();
  await t.close();
});
beforeEach(async () => {
  api.now = '2026-03-02T08:00:00-05:00';
  clinic = await openStaffedClinic(t.db);
  ana = await aPatient(t.db, clinic);
  course = await bookFor(api, clinic, ana);
});

type StaffRole = keyof StaffedClinic['people'];
const as = (role: StaffRole) => api.as(clinic.people[role]);

const enter = async (total: number, assessedOn = api.now.slice(0, 10), instrument = 'phq-9') =>
  answered(
    await as('nurse').post(`/courses/${course.id}/assessments`, { instrument, total, assessedOn }),
    201,
  );
const review = (kind: string, outcome = 'continue', by: StaffRole = 'clinician') =>
  as(by).post(`/courses/${course.id}/reviews`, { kind, outcome });
const response = async (by: StaffRole = 'clinician'): Promise<CourseResponse> =>
  answered(await as(by).get(`/courses/${course.id}/response`), 200);
const due = async () => (await response()).reviewsDue.map(({ code }) => code);

/** So many sessions are over; then it is the next morning. */
async function attended(count: number): Promise<void> {
  for (const session of course.sessions.slice(0, count)) await attend(api, clinic, session);
  const last = course.sessions[count - 1]?.startsAt ?? '';
  api.now = new Date(Date.parse(last) + 22 * 3_600_000).toISOString();
}

describe('the response of a course', () => {
  test('tells scores, level and sessions to those who treat, and what each of them may do', async () => {
    await enter(20);
    await enter(15, undefined, 'gad-7');
    await attended(1);
    await enter(9);
    const told = await response('nurse');
    expect(told).toMatchObject({
      courseId: course.id,
      patientId: ana,
      patientName: 'Ana Lima',
      state: 'induction',
      leadInstrument: 'phq-9',
      level: 'response',
      futility: null,
      openRelapseReport: null,
      actions: ['enter-score', 'report-relapse'],
    });
    expect(told.series.map(({ instrument, entries }) => [instrument, entries.length])).toEqual([
      ['phq-9', 2],
      ['gad-7', 1],
    ]);
    expect(told.sessions.slice(0, 2)).toEqual([
      {
        id: course.sessions[0]?.id,
        sequence: 1,
        place: 1,
        phase: 'induction',
        status: 'fulfilled',
        on: '2026-03-03',
        startsAt: '2026-03-03T10:00:00-05:00',
      },
      expect.objectContaining({ status: 'booked', on: '2026-03-06' }),
    ]);
    expect((await response('clinician')).actions).toEqual([
      'enter-score',
      'name-baseline',
      'review',
      'report-relapse',
    ]);
    expect((await response('admin')).actions).toEqual(['report-relapse']);
  });

  test('is not told to the front desk, nor to its patient', async () => {
    for (const by of [clinic.people['front-desk'], ana]) {
      expect((await api.as(by).get(`/courses/${course.id}/response`)).body.type).toBe('not-allowed');
    }
  });

  test('after little change in four sessions says so in words that decide nothing, until somebody looks', async () => {
    await enter(20);
    await attended(4);
    expect(await due()).toEqual([]);
    api.now = '2026-03-17T09:00:00-04:00'; // before the fifth
    expect(await due()).toEqual(['mid-course']);
    await enter(17);
    const { futility, reviewsDue } = await response();
    expect(reviewsDue).toEqual([]);
    expect(futility).toMatchObject({ code: 'little-change-after-four', rule: 'R8' });
    expect(futility?.words).toMatch(/^Less than 20 % better after four sessions or more\. Some respond late/);
    answered(await review('mid-course'), 201);
    expect((await response()).futility).toBeNull();
  });
});

describe('a review', () => {
  test('says who looked, when, and what they decided; and changes nothing', async () => {
    const before = await as('clinician').get(`/courses/${course.id}`);
    const made = answered(await review('mid-course', 'extend'), 201);
    expect(made).toEqual({
      id: expect.any(String),
      kind: 'mid-course',
      outcome: 'extend',
      reviewedBy: { id: clinic.people.clinician, name: 'The clinician' },
      reviewedAt: api.now,
    });
    expect((await response()).reviews).toEqual([made]);
    expect((await as('clinician').get(`/courses/${course.id}`)).body).toEqual(before.body);
  });

  test('keeps no note', async () => {
    const noted = { kind: 'mid-course', outcome: 'continue', note: 'Sleeps better' };
    expect((await as('clinician').post(`/courses/${course.id}/reviews`, noted)).status).toBe(400);
  });

  test('in the middle of an induction ends what was due on the day of the next session, for that one alone', async () => {
    const [, , , fourth, fifth] = course.sessions;
    await attended(3);
    api.now = '2026-03-13T08:00:00-04:00'; // two hours before the fourth
    expect(await due()).toEqual(['mid-course']);
    answered(await review('mid-course'), 201);
    expect(await due()).toEqual([]);
    if (fourth) await attend(api, clinic, fourth);
    api.now = fifth?.startsAt ?? '';
    expect(await due()).toEqual(['mid-course']);
  });

  test('of an induction that is over is due for a week, and no score takes its place', async () => {
    await attended(6); // Sat 21 Mar 2026, 8:00 in New York
    await enter(9);
    expect((await response()).reviewsDue).toEqual([
      { code: 'end-of-induction', rule: 'R10', dueOn: '2026-03-27', words: expect.any(String) },
    ]);
    answered(await review('end-of-induction'), 201);
    expect(await due()).toEqual([]);
  });

  test('is due by the clinic’s own day: at the end of the 27th day after an induction it is not, at midnight it is', async () => {
    await attended(6);
    answered(await review('end-of-induction'), 201);
    api.now = '2026-04-16T23:59:00-04:00'; // already the 17th in UTC
    expect(await due()).toEqual([]);
    api.now = '2026-04-17T00:00:00-04:00';
    expect(await due()).toEqual(['four-weeks-after']);
  });

  test('that is due before a booster is asked for once one may be booked, and no more once one is', async () => {
    await attendAll(api, clinic, course); // the last one on Fri 20 Mar 2026
    answered(await review('end-of-induction'), 201);
    await orderFor(api, clinic, course); // every four weeks, a week either side: from 10 April on
    api.now = '2026-04-09T12:00:00-04:00';
    expect(await due()).toEqual([]);
    api.now = '2026-04-10T12:00:00-04:00';
    expect(await due()).toEqual(['before-booster']);
    const startsAt = '2026-04-16T10:00:00-04:00';
    answered(await as('clinician').post(`/courses/${course.id}/boosters`, { startsAt }), 201);
    expect(await due()).toEqual([]);
  });
});

describe('symptoms that come back', () => {
  const report = (by: string) => api.as(by).post(`/courses/${course.id}/relapse-reports`);

  test('are reported by whoever takes the call, who is told nothing of it', async () => {
    const told = answered(await report(clinic.people['front-desk']), 201);
    const again = answered(await report(clinic.people['front-desk']), 201);
    expect([told, again]).toEqual([{}, {}]);
    expect((await response()).openRelapseReport).toEqual({
      id: expect.any(String),
      source: 'staff',
      reportedBy: { id: clinic.people['front-desk'], name: 'The front-desk' },
      reportedAt: api.now,
    });
  });

  test('stay open until a clinician has reviewed the relapse, and no other review ends them', async () => {
    answered(await report(clinic.people.nurse), 201);
    answered(await review('mid-course'), 201);
    expect((await response()).openRelapseReport).not.toBeNull();
    answered(await review('relapse', 'step-back'), 201);
    expect((await response()).openRelapseReport).toBeNull();
    api.now = '2026-03-02T09:00:00-05:00';
    answered(await report(clinic.people.nurse), 201);
    expect((await response()).openRelapseReport?.reportedAt).toBe(api.now);
  });

  test('are one report, however many tell of it at the same moment', async () => {
    await Promise.all([
      report(clinic.people.nurse),
      report(clinic.people.admin),
      report(clinic.people.nurse),
    ]);
    const { rows } = await t.superuser.query(
      'SELECT count(*)::int AS n FROM relapse_report WHERE course_id = $1',
      [course.id],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });
});

describe('a patient', () => {
  const own = async () => answered<Record<string, unknown>>(await api.as(ana).get('/me/response'), 200);
  const send = (body: object, by = ana) => api.as(by).post(`/me/courses/${course.id}/assessments`, body);
  const score = (total: number, more: object = {}) => ({
    instrument: 'phq-9',
    total,
    assessedOn: '2026-03-02',
    ...more,
  });

  test('enters a total on a scale that patients fill in, and staff see who did', async () => {
    expect(await own()).toEqual({
      courseId: course.id,
      instruments: [
        { code: 'phq-9', name: 'PHQ-9', mostPoints: 27 },
        { code: 'qids-sr-16', name: 'QIDS-SR-16', mostPoints: 27 },
        { code: 'gad-7', name: 'GAD-7', mostPoints: 21 },
      ],
      assessments: null,
      relapseReportedAt: null,
    });
    const sent = answered(await send(score(18)), 201);
    expect(sent).toEqual({ id: expect.any(String), ...score(18) });
    const [series] = (await response()).series;
    expect(series?.entries[0]).toMatchObject({ total: 18, source: 'patient', enteredBy: null });
  });

  test('enters none on a scale that the clinic fills in', async () => {
    const answer = await send(score(18, { instrument: 'madrs' }));
    expect(answer.body.errors).toEqual([
      { pointer: '/body/instrument', detail: 'MADRS is filled in by the clinic.' },
    ]);
  });

  test('puts their own entry right, and nobody else’s', async () => {
    const { id } = answered<{ id: string }>(await send(score(2)), 201);
    expect((await send(score(20, { corrects: id }))).status).toBe(201);
    const { id: byStaff } = answered<{ id: string }>(
      await as('nurse').post(`/courses/${course.id}/assessments`, score(3)),
      201,
    );
    expect((await send(score(19, { corrects: byStaff }))).status).toBe(404);
  });

  test('reads their own totals where the clinic shows them, those that count, and none otherwise', async () => {
    const { id } = answered<{ id: string }>(await send(score(2)), 201);
    answered(await send(score(20, { corrects: id })), 201);
    expect((await own()).assessments).toBeNull();
    answered(await as('admin').patch('/instruments', { patientsSeeOwn: true }), 200);
    expect((await own()).assessments).toEqual([{ id: expect.any(String), ...score(20) }]);
  });

  test('says that symptoms are coming back, and reads since when the clinic knows', async () => {
    const path = `/me/courses/${course.id}/relapse-reports`;
    expect(answered(await api.as(ana).post(path), 201)).toEqual({ relapseReportedAt: api.now });
    expect((await own()).relapseReportedAt).toBe(api.now);
    const first = api.now;
    api.now = '2026-03-02T09:00:00-05:00';
    expect((await api.as(ana).post(path)).body).toEqual({ relapseReportedAt: first });
    expect((await response()).openRelapseReport).toMatchObject({ source: 'patient', reportedBy: null });
    answered(await review('relapse'), 201);
    expect((await own()).relapseReportedAt).toBeNull();
  });

  test('does nothing in the course of another', async () => {
    const bo = await aPatient(t.db, clinic, 'Bo Hara');
    expect((await send(score(18), bo)).status).toBe(404);
    expect((await api.as(bo).post(`/me/courses/${course.id}/relapse-reports`)).status).toBe(404);
    expect((await api.as(bo).get('/me/response')).body).toMatchObject({ courseId: null, assessments: null });
  });

  test('whose record is restricted goes on as before', async () => {
    const restricted = { isRestricted: true, reason: 'A colleague' };
    answered(await as('clinician').put(`/patients/${ana}/restriction`, restricted), 200);
    expect((await send(score(18))).status).toBe(201);
    expect((await own()).courseId).toBe(course.id);
  });
});

describe('how the clinic measures', () => {
  const settings = async (): Promise<ResponseSettings> =>
    answered(await as('nurse').get('/instruments'), 200);
  const change = (body: object, by: StaffRole = 'admin') => as(by).patch('/instruments', body);
  const madrs = async () => (await settings()).items.find(({ code }) => code === 'madrs');

  test('is as published, until an admin says otherwise', async () => {
    const { items, reviews, patientsSeeOwn } = await settings();
    expect(items[0]).toEqual({
      code: 'phq-9',
      name: 'PHQ-9',
      mostPoints: 27,
      ratedBy: 'patient',
      bands: [
        { from: 0, to: 4, words: 'minimal' },
        { from: 5, to: 9, words: 'mild' },
        { from: 10, to: 14, words: 'moderate' },
        { from: 15, to: 19, words: 'moderately severe' },
        { from: 20, to: 27, words: 'severe' },
      ],
      cutOffs: {
        improvementPercent: 20,
        partialResponsePercent: 30,
        responsePercent: 50,
        remissionAtMost: 4,
      },
      ownCutOffs: [],
    });
    expect(items.map(({ code, bands }) => [code, bands.length])).toEqual([
      ['phq-9', 5],
      ['qids-sr-16', 5],
      ['madrs', 0],
      ['gad-7', 4],
    ]);
    expect(reviews).toEqual({
      endOfInductionDays: 7,
      secondCheckDays: 28,
      scoreHoldsDays: 30,
      longPauseDays: 91,
      orderExpiringDays: 14,
      checkInDays: 28,
      continuedNeedMonths: 6,
    });
    expect(patientsSeeOwn).toBe(false);
  });

  test('is changed cut-off by cut-off, and levels follow at once', async () => {
    await enter(40, '2026-03-02', 'madrs');
    await attended(1);
    await enter(12, '2026-03-04', 'madrs');
    expect((await response()).level).toBe('response');
    answered(await change({ cutOffs: { madrs: { remissionAtMost: 12 } } }), 200);
    expect((await response()).level).toBe('remission');
    answered(await change({ cutOffs: { madrs: { responsePercent: 45 } } }), 200);
    expect(await madrs()).toMatchObject({
      cutOffs: { responsePercent: 45, remissionAtMost: 12 },
      ownCutOffs: ['remissionAtMost', 'responsePercent'],
    });
    answered(await change({ cutOffs: { madrs: null } }), 200);
    expect(await madrs()).toMatchObject({ cutOffs: { remissionAtMost: 10 }, ownCutOffs: [] });
  });

  test('keeps what differs from the presets, and nothing that is the same', async () => {
    answered(
      await change({ cutOffs: { madrs: { remissionAtMost: 10 } }, reviews: { scoreHoldsDays: 30 } }),
      200,
    );
    expect((await madrs())?.ownCutOffs).toEqual([]);
    const { rows } = await t.superuser.query('SELECT response_rules FROM clinic WHERE id = $1', [
      clinic.clinicId,
    ]);
    expect(rows[0].response_rules).toEqual({ cutOffs: {}, reviews: {} });
  });

  test('has its own days for reviews', async () => {
    await attended(6);
    answered(await change({ reviews: { endOfInductionDays: 10 } }), 200);
    expect((await response()).reviewsDue).toMatchObject([{ code: 'end-of-induction', dueOn: '2026-03-30' }]);
  });

  test.each([
    [
      'a remission above the scale',
      { 'gad-7': { remissionAtMost: 22 } },
      '/body/cutOffs/gad-7/remissionAtMost',
    ],
    [
      'a response below a partial one',
      { 'phq-9': { responsePercent: 29 } },
      '/body/cutOffs/phq-9/responsePercent',
    ],
    [
      'a partial response below an improvement',
      { 'phq-9': { partialResponsePercent: 19 } },
      '/body/cutOffs/phq-9/partialResponsePercent',
    ],
  ])('is not %s', async (_, cutOffs, pointer) => {
    const answer = await change({ cutOffs });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
    expect((await settings()).items.flatMap(({ ownCutOffs }) => ownCutOffs)).toEqual([]);
  });

  test('loses neither of two changes that come at once', async () => {
    await Promise.all([
      change({ cutOffs: { madrs: { remissionAtMost: 12 } } }),
      change({ reviews: { scoreHoldsDays: 14 } }),
      change({ patientsSeeOwn: true }),
    ]);
    expect(await settings()).toMatchObject({ reviews: { scoreHoldsDays: 14 }, patientsSeeOwn: true });
    expect((await madrs())?.cutOffs.remissionAtMost).toBe(12);
  });
});
