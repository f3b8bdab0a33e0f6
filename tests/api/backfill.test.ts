import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import type { BackfillCandidate, ChairOffer, FreedChair, WaitlistEntry } from '#server/contract/backfill.ts';
import type { Course } from '#server/contract/course.ts';
import { SIX_INFUSIONS } from '#tests/support/a-clinic.ts';
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

/** Courses are booked on Monday 2 March 2026; then it is Tuesday the 24th, 8 in the morning. */
const TUESDAY_8AM = newYork('2026-03-24', '08:00');

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;

beforeEach(async () => {
  t ??= await testDatabase();
  api ??= await startApi(t);
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const desk = () => api.as(clinic.people['front-desk']);

/** Mondays and Thursdays of three weeks: the last is Thursday 26 March. */
const ANA = ['2026-03-09', '2026-03-12', '2026-03-16', '2026-03-19', '2026-03-23', '2026-03-26'];
/** Four weeks from the first to the last, on Tuesday the 31st, where three are the aim. */
const BEN = ['2026-03-03', '2026-03-09', '2026-03-16', '2026-03-20', '2026-03-23', '2026-03-31'];

async function courseOf(name: string, days: readonly string[], time = '10:00'): Promise<Course> {
  api.now = MONDAY_8AM;
  const course = await bookFor(api, clinic, await aPatient(t.db, clinic, name), sixAt(time, days));
  api.now = TUESDAY_8AM;
  return course;
}

/** The chair of Thursday 26 March at ten, which Ana gives up. */
async function anasChair(): Promise<FreedChair> {
  const { sessions } = await courseOf('Ana Lima', ANA);
  answered(await desk().post(`/sessions/${sessions[5]?.id}/cancel`, { reason: 'patient-cancel' }), 200);
  const [chair] = await freedChairs();
  if (!chair) throw new Error('No chair is free.');
  return chair;
}

/** Offers a chair to the first whom it would help, whatever comes of it. */
async function offerFirst(chair: Pick<FreedChair, 'id'>, by = desk()): Promise<Response> {
  const [first] = await candidates(chair);
  if (!first) throw new Error('The chair would help nobody.');
  const { courseId, kind, session } = first;
  return by.post(`/freed-chairs/${chair.id}/offers`, { courseId, kind, sessionId: session?.id ?? null });
}

const offered = async (chair: Pick<FreedChair, 'id'>): Promise<ChairOffer> =>
  answered(await offerFirst(chair), 201);

/** Sessions of a course that somebody would book who comes now, the first of them at ten on 26 March. */
const FROM_THE_26TH = ['2026-03-26', '2026-03-30', '2026-04-02', '2026-04-06', '2026-04-09', '2026-04-13'];

const bookNow = async (name: string): Promise<Response> =>
  book(api, clinic, await aPatient(t.db, clinic, name), sixAt('10:00', FROM_THE_26TH));

const freedChairs = async (): Promise<FreedChair[]> =>
  answered<{ items: FreedChair[] }>(await desk().get('/worklists/freed-chairs'), 200).items;

const candidates = async ({ id }: Pick<FreedChair, 'id'>): Promise<BackfillCandidate[]> =>
  answered<{ items: BackfillCandidate[] }>(await desk().get(`/freed-chairs/${id}/candidates`), 200).items;

describe('a chair that somebody gives up', () => {
  test('is on the list, with the time that is free', async () => {
    await anasChair();
    expect(await freedChairs()).toEqual([
      {
        id: expect.any(String),
        poolId: clinic.poolId,
        poolName: 'Infusion',
        startsAt: newYork('2026-03-26', '10:00'),
        endsAt: newYork('2026-03-26', '11:40'),
        freedAt: TUESDAY_8AM,
        freedBy: 'cancelled',
        helps: 0,
        isHeld: false,
        offer: null,
      },
    ]);
  });

  test('helps a course that takes longer than it aims at, and not the one that gave it up', async () => {
    const ben = await courseOf('Ben Cole', BEN, '14:00');
    const chair = await anasChair();
    expect(chair.helps).toBe(1);
    expect(await candidates(chair)).toMatchObject([
      {
        patientName: 'Ben Cole',
        courseId: ben.id,
        kind: 'move',
        session: { id: ben.sessions[5]?.id, sequence: 6, startsAt: newYork('2026-03-31', '14:00') },
        startsAt: newYork('2026-03-26', '10:00'),
        reasons: [
          {
            code: 'nearer-target',
            words: 'The course would be 5 days nearer to what it aims at.',
            gainDays: 5,
          },
        ],
        lastOffer: null,
      },
    ]);
  });

  test('is gone once anybody has its time', async () => {
    await anasChair();
    answered(await bookNow('Cy Dunn'), 201);
    expect(await freedChairs()).toEqual([]);
  });

  test('is gone once it is taken back', async () => {
    const { sessions } = await courseOf('Ana Lima', ANA);
    const id = sessions[5]?.id;
    answered(await desk().post(`/sessions/${id}/cancel`, { reason: 'patient-cancel' }), 200);
    answered(await desk().post(`/sessions/${id}/undo`), 200);
    expect(await freedChairs()).toEqual([]);
  });
});

describe('an offer of a freed chair, where there is one chair', () => {
  let ben: Course;
  let chair: FreedChair;

  beforeEach(async () => {
    clinic = await openStaffedClinic(t.db, { chairs: 1 });
    ben = await courseOf('Ben Cole', BEN, '14:00');
    chair = await anasChair();
  });

  test('is made to one, and the chair is held for them for a quarter of an hour', async () => {
    const offer = await offered(chair);
    expect(offer).toEqual({
      id: expect.any(String),
      freedChairId: chair.id,
      patientId: ben.patientId,
      patientName: 'Ben Cole',
      courseId: ben.id,
      kind: 'move',
      sessionId: ben.sessions[5]?.id,
      startsAt: newYork('2026-03-26', '10:00'),
      endsAt: newYork('2026-03-26', '11:40'),
      chairId: clinic.chairIds[0],
      chairName: 'Chair 1',
      madeAt: TUESDAY_8AM,
      madeBy: { id: clinic.people['front-desk'], name: 'The front-desk' },
      state: 'open',
      heldUntil: newYork('2026-03-24', '08:15'),
    });
    expect(await freedChairs()).toMatchObject([{ id: chair.id, isHeld: true, offer, helps: 1 }]);
    const board = answered<{ offers: ChairOffer[] }>(await desk().get('/sessions?from=2026-03-26'), 200);
    expect(board.offers).toEqual([offer]);
  });

  test('keeps the chair from everybody else: those who book, and those who look for a time', async () => {
    await offered(chair);
    expect((await bookNow('Cy Dunn')).body).toMatchObject({ type: 'slot-taken', lost: [1] });
    const { days } = answered<{ days: { starts: { startsAt: string; refusals: { code: string }[] }[] }[] }>(
      await desk().get(`/sessions/${ben.sessions[5]?.id}/start-times?from=2026-03-26&to=2026-03-26`),
      200,
    );
    const ten = days[0]?.starts.find(({ startsAt }) => startsAt === chair.startsAt);
    expect(ten?.refusals.map(({ code }) => code)).toContain('chair-full');
  });

  test('ends by its time alone: the chair is anybody’s then', async () => {
    const { id } = await offered(chair);
    api.now = newYork('2026-03-24', '08:15');
    expect((await desk().post(`/offers/${id}/accept`)).body).toMatchObject({
      type: 'offer-over',
      detail: 'Its time is over: the chair is no longer held.',
    });
    expect(await freedChairs()).toMatchObject([{ isHeld: false, offer: null }]);
    expect(await candidates(chair)).toMatchObject([
      { courseId: ben.id, lastOffer: { state: 'expired', at: newYork('2026-03-24', '08:15') } },
    ]);
    answered(await bookNow('Cy Dunn'), 201);
    expect(await freedChairs()).toEqual([]);
  });

  test('moves the session once it is accepted, with its history', async () => {
    const { id } = await offered(chair);
    const after = answered<Course>(await desk().post(`/offers/${id}/accept`), 200);
    expect(after.version).toBe(ben.version + 1);
    expect(after.sessions[5]).toMatchObject({
      id: ben.sessions[5]?.id,
      startsAt: newYork('2026-03-26', '10:00'),
      status: 'booked',
    });
    const history = answered<{ items: { mode: string }[] }>(
      await desk().get(`/courses/${ben.id}/changes`),
      200,
    );
    expect(history.items.map(({ mode }) => mode)).toEqual(['move']);
    // What the session left is free now: it would do for the one that Ana lacks.
    expect(await freedChairs()).toMatchObject([{ startsAt: newYork('2026-03-31', '14:00'), helps: 1 }]);
    expect((await desk().post(`/offers/${id}/accept`)).body).toMatchObject({
      type: 'offer-over',
      detail: 'It has been accepted already.',
    });
  });

  test('puts back a session that the course lacks', async () => {
    answered(await desk().post(`/offers/${(await offered(chair)).id}/accept`), 200);
    const [left] = await freedChairs();
    if (!left) throw new Error('No chair is free.');
    expect(await candidates(left)).toMatchObject([
      { patientName: 'Ana Lima', kind: 'add', session: null, reasons: [{ code: 'lacks-session' }] },
    ]);
    const { id } = await offered(left);
    const { sessions } = answered<Course>(await desk().post(`/offers/${id}/accept`), 200);
    expect(sessions.map(({ sequence, status, startsAt }) => [sequence, status, startsAt]).slice(-2)).toEqual([
      [6, 'cancelled', newYork('2026-03-26', '10:00')],
      [7, 'booked', newYork('2026-03-31', '14:00')],
    ]);
  });

  test('goes to the next once it is declined, and comes last to who declined it', async () => {
    const cy = await courseOf('Cy Dunn', BEN.with(5, '2026-03-30'), '12:00');
    const order = async () => (await candidates(chair)).map(({ courseId }) => courseId);
    expect(await order()).toEqual([ben.id, cy.id]); // five days nearer, and four
    const { id } = await offered(chair);
    expect(answered(await desk().post(`/offers/${id}/decline`), 200)).toMatchObject({ state: 'declined' });
    expect(await order()).toEqual([cy.id, ben.id]);
    expect(await offered(chair)).toMatchObject({ courseId: cy.id });
  });

  test('is refused while another is open: of the same chair, or to the same patient', async () => {
    const { id } = await offered(chair);
    expect((await offerFirst(chair)).body).toMatchObject({
      type: 'already-offered',
      detail: 'This chair is offered to somebody, and held for them until 08:15.',
    });
    answered(await desk().post(`/offers/${id}/withdraw`), 200);
    answered(await offerFirst(chair), 201);
  });

  test('is refused of a chair that somebody has taken since it was seen', async () => {
    answered(await bookNow('Cy Dunn'), 201);
    const asked = { courseId: ben.id, kind: 'move', sessionId: ben.sessions[5]?.id };
    expect((await desk().post(`/freed-chairs/${chair.id}/offers`, asked)).body.type).toBe('slot-taken');
  });

  test('is refused to a course that it would not help', async () => {
    const asked = { courseId: ben.id, kind: 'move', sessionId: ben.sessions[4]?.id };
    expect((await desk().post(`/freed-chairs/${chair.id}/offers`, asked)).body.type).toBe('change-refused');
  });

  test('is not accepted once the session it was for has gone', async () => {
    const { id } = await offered(chair);
    answered(await desk().post(`/sessions/${ben.sessions[5]?.id}/cancel`, { reason: 'patient-cancel' }), 200);
    expect((await desk().post(`/offers/${id}/accept`)).body.type).toBe('change-refused');
    answered(await desk().post(`/offers/${id}/withdraw`), 200);
  });

  test('two desks that offer the same chair at once: one holds it', async () => {
    const cy = await courseOf('Cy Dunn', BEN.with(5, '2026-03-30'), '12:00');
    const ask = (course: Course) =>
      desk().post(`/freed-chairs/${chair.id}/offers`, {
        courseId: course.id,
        kind: 'move',
        sessionId: course.sessions[5]?.id,
      });
    const answers = await Promise.all([ask(ben), ask(cy), ask(ben), ask(cy)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.type)).toEqual(
      Array(3).fill('already-offered'),
    );
  });

  test('and a booking at once: one has the chair', async () => {
    const cy = await aPatient(t.db, clinic, 'Cy Dunn');
    const asked = { courseId: ben.id, kind: 'move', sessionId: ben.sessions[5]?.id };
    const [offer, booking] = await Promise.all([
      desk().post(`/freed-chairs/${chair.id}/offers`, asked),
      book(api, clinic, cy, sixAt('10:00', FROM_THE_26TH)),
    ]);
    expect([offer.status, booking.status].filter((status) => status === 201)).toHaveLength(1);
  });
});

describe('a booster that is due', () => {
  /** All six took place, the last on Friday 27 February: every four weeks, give or take a week, is due on 27 March. */
  async function dueOn27March(): Promise<Course> {
    const course = await courseOf('Dee Fox', BEN, '12:00');
    await t.superuser.query(
      `UPDATE session SET status = 'fulfilled', starts_at = starts_at - interval '32 days', ends_at = ends_at - interval '32 days'
       WHERE course_id = $1`,
      [course.id],
    );
    await t.superuser.query(`UPDATE course SET state = 'maintenance' WHERE id = $1`, [course.id]);
    const order = { interval: 'P4W', flexDays: 7, reason: 'Any' };
    answered(await api.as(clinic.people.clinician).put(`/courses/${course.id}/booster-order`, order), 200);
    return course;
  }

  test('is booked where it is accepted', async () => {
    const { id: courseId } = await dueOn27March();
    const chair = await anasChair();
    expect(await candidates(chair)).toMatchObject([
      {
        courseId,
        kind: 'booster',
        session: null,
        reasons: [{ code: 'booster-due', words: 'The booster is due, and none is booked.', gainDays: 0 }],
      },
    ]);
    const { id } = await offered(chair);
    const { sessions } = answered<Course>(await desk().post(`/offers/${id}/accept`), 200);
    expect(sessions.at(-1)).toMatchObject({
      sequence: 7,
      phase: 'maintenance',
      status: 'booked',
      startsAt: newYork('2026-03-26', '10:00'),
    });
  });

  test('is not offered past a look that a clinician takes first, and not booked past one either', async () => {
    const { id: courseId } = await dueOn27March();
    const chair = await anasChair();
    const asks = (is: boolean) =>
      t.superuser.query(
        is
          ? `UPDATE protocol_version SET definition = jsonb_set(definition, '{booster,review}', '{"rescreenMonths": 6}')`
          : `UPDATE protocol_version SET definition = definition #- '{booster,review}'`,
      );
    const refused = {
      type: 'change-refused',
      detail: 'A clinician looks at the course before its next booster is booked.',
      violations: [{ code: 'needs-review' }],
    };
    await asks(true);
    const offer = { courseId, kind: 'booster' };
    expect((await desk().post(`/freed-chairs/${chair.id}/offers`, offer)).body).toMatchObject(refused);
    await asks(false);
    const { id } = await offered(chair);
    await asks(true);
    expect((await desk().post(`/offers/${id}/accept`)).body).toMatchObject(refused);
  });

  test('says how long it is overdue, and is no candidate outside its window', async () => {
    await dueOn27March();
    const chair = await anasChair();
    api.now = newYork('2026-03-26', '08:00');
    expect(await candidates(chair)).toMatchObject([{ reasons: [{ gainDays: 0 }] }]);
    await t.superuser.query(`UPDATE booster_order SET interval = 'P3W', flex_days = 5`); // due on 20 March
    expect(await candidates(chair)).toEqual([]);
    await t.superuser.query(`UPDATE booster_order SET flex_days = 6`);
    expect(await candidates(chair)).toMatchObject([
      { reasons: [{ words: 'The booster is 6 days overdue, and none is booked.', gainDays: 6 }] },
    ]);
  });

  test('is no candidate where a clinician must look at the course first', async () => {
    const { booster } = SIX_INFUSIONS;
    const definition = { ...SIX_INFUSIONS, booster: { ...booster, review: { rescreenMonths: 6 } } };
    clinic = await openStaffedClinic(t.db, { definition });
    await dueOn27March();
    expect((await anasChair()).helps).toBe(0); // no score of the last month is known
  });

  test('as needed is due to nobody, until they ask for it', async () => {
    const { id: courseId } = await dueOn27March();
    const order = { asNeeded: true, reason: 'Any' };
    answered(await api.as(clinic.people.clinician).put(`/courses/${courseId}/booster-order`, order), 200);
    const chair = await anasChair();
    expect(chair.helps).toBe(0);
    answered(await desk().post('/waitlist', { courseId, sessionId: null, until: '2026-03-31' }), 201);
    expect(await candidates(chair)).toMatchObject([
      { courseId, kind: 'booster', reasons: [{ code: 'asked', words: 'Asked for a booster.' }] },
    ]);
  });
});

describe('what freed a chair', () => {
  const anas = async () => {
    const chair = await anasChair();
    const { items } = answered<{ items: { id: string }[] }>(await desk().get('/courses?limit=200'), 200);
    const courses = await Promise.all(items.map(async ({ id }) => (await desk().get(`/courses/${id}`)).body));
    const ana: Course = courses.find(({ patientName }) => patientName === 'Ana Lima');
    return { chair, undo: () => desk().post(`/sessions/${ana.sessions[5]?.id}/undo`) };
  };

  test.each(['decline', 'accept'])('is not taken back once the chair was offered: %s', async (verb) => {
    await courseOf('Ben Cole', BEN, '14:00');
    const { chair, undo } = await anas();
    const { id } = await offered(chair);
    const refused = { type: 'change-refused', violations: [{ code: 'overtaken' }] };
    expect((await undo()).body).toMatchObject(refused);
    answered(await desk().post(`/offers/${id}/${verb}`), 200);
    expect((await undo()).body).toMatchObject(refused);
  });

  test('is not taken back either where the patient had come already', async () => {
    const ben = await courseOf('Ben Cole', BEN, '14:00');
    const { sessions } = await courseOf('Ana Lima', ANA, '15:00');
    const id = sessions[5]?.id;
    api.now = newYork('2026-03-26', '08:00');
    answered(await desk().post(`/sessions/${id}/arrive`), 200);
    answered(await desk().post(`/sessions/${id}/cancel`, { reason: 'not-fasted' }), 200);
    const [chair] = await freedChairs();
    if (!chair) throw new Error('No chair is free.');
    expect(await offered(chair)).toMatchObject({ courseId: ben.id });
    expect((await desk().post(`/sessions/${id}/undo`)).body).toMatchObject({
      type: 'change-refused',
      violations: [{ code: 'overtaken' }],
    });
  });

  test('is taken back where the offer was withdrawn', async () => {
    await courseOf('Ben Cole', BEN, '14:00');
    const { chair, undo } = await anas();
    const { id } = await offered(chair);
    answered(await desk().post(`/offers/${id}/withdraw`), 200);
    answered(await undo(), 200);
  });
});

describe('who would like another time', () => {
  const join = async (course: Course, more: object = {}): Promise<Response> =>
    desk().post('/waitlist', {
      courseId: course.id,
      sessionId: course.sessions[5]?.id,
      until: '2026-03-31',
      ...more,
    });

  test('is on the waitlist until they leave it', async () => {
    const ben = await courseOf('Ben Cole', BEN, '14:00');
    const entry = answered<WaitlistEntry>(
      await join(ben, { weekdays: [4], timeOfDay: { from: '09:00', to: '12:00' } }),
      201,
    );
    expect(entry).toEqual({
      id: expect.any(String),
      patientId: ben.patientId,
      patientName: 'Ben Cole',
      courseId: ben.id,
      protocolName: 'Six infusions',
      session: {
        id: ben.sessions[5]?.id,
        sequence: 6,
        phase: 'induction',
        status: 'booked',
        startsAt: newYork('2026-03-31', '14:00'),
      },
      onlyEarlier: true,
      weekdays: [4],
      timeOfDay: { from: '09:00', to: '12:00' },
      until: '2026-03-31',
      askedAt: TUESDAY_8AM,
      askedBy: { id: clinic.people['front-desk'], name: 'The front-desk' },
    });
    const list = async () => answered<{ items: unknown[] }>(await desk().get('/waitlist'), 200).items;
    expect(await list()).toEqual([entry]);
    answered(await desk().post(`/waitlist/${entry.id}/withdraw`), 200);
    expect(await list()).toEqual([]);
    expect((await desk().post(`/waitlist/${entry.id}/withdraw`)).status).toBe(404);
  });

  test('comes first, before those who would gain more, and waits no longer once they have it', async () => {
    await courseOf('Ben Cole', BEN, '14:00');
    const cy = await courseOf('Cy Dunn', [...ANA.slice(0, 5), '2026-03-27'], '12:00');
    answered(await join(cy), 201);
    const chair = await anasChair();
    expect(await candidates(chair)).toMatchObject([
      { patientName: 'Cy Dunn', reasons: [{ code: 'asked', gainDays: 1 }] },
      { patientName: 'Ben Cole', reasons: [{ code: 'nearer-target', gainDays: 5 }] },
    ]);
    const { id } = await offered(chair);
    answered(await desk().post(`/offers/${id}/accept`), 200);
    expect((await desk().get('/waitlist')).body.items).toEqual([]);
  });

  test.each([
    ['another weekday', { weekdays: [1, 2, 3, 5] }],
    ['a later hour', { timeOfDay: { from: '10:15', to: '17:00' } }],
    ['a day before', { until: '2026-03-25' }],
  ])('is not offered what does not suit: %s', async (_, more) => {
    const cy = await courseOf('Cy Dunn', [...ANA.slice(0, 5), '2026-03-27'], '12:00');
    answered(await join(cy, more), 201);
    expect((await anasChair()).helps).toBe(0);
  });

  test('is told at once of what can never be granted', async () => {
    const ben = await courseOf('Ben Cole', BEN, '14:00');
    const of = async (more: object) => (await join(ben, more)).body;
    expect(await of({ until: '2026-03-23' })).toMatchObject({
      type: 'invalid-request',
      errors: [{ pointer: '/body/until', detail: 'Must be today, 2026-03-24, or later.' }],
    });
    expect(await of({ sessionId: ben.sessions[0]?.id })).toMatchObject({ type: 'session-not-movable' });
    expect(await of({ sessionId: null })).toMatchObject({ type: 'no-booster-order' });
    expect(await of({ sessionId: ben.patientId })).toMatchObject({ type: 'not-found' });
  });
});

describe('of a record that is restricted to its care team', () => {
  const clinician = () => api.as(clinic.people.clinician);
  const restrict = async (patientId: string) =>
    answered(
      await clinician().put(`/patients/${patientId}/restriction`, {
        isRestricted: true,
        reason: 'A colleague',
        careTeam: [clinic.people.clinician],
      }),
      200,
    );

  test('nobody else is told that a chair would help them, or that they wait', async () => {
    const ben = await courseOf('Ben Cole', BEN, '14:00');
    const wish = { courseId: ben.id, sessionId: ben.sessions[5]?.id, until: '2026-03-31' };
    answered(await desk().post('/waitlist', wish), 201);
    const chair = await anasChair();
    expect(chair.helps).toBe(1);
    await restrict(ben.patientId);
    expect(await freedChairs()).toMatchObject([{ id: chair.id, helps: 0 }]);
    expect(await candidates(chair)).toEqual([]);
    expect((await desk().get('/waitlist')).body.items).toEqual([]);
    const asked = { courseId: ben.id, kind: 'move', sessionId: ben.sessions[5]?.id };
    expect((await desk().post(`/freed-chairs/${chair.id}/offers`, asked)).body.type).toBe(
      'record-restricted',
    );
    // To the team they are there.
    const { items } = (await clinician().get(`/freed-chairs/${chair.id}/candidates`)).body;
    expect(items).toMatchObject([{ courseId: ben.id }]);
    expect((await clinician().get('/waitlist')).body.items).toMatchObject([{ courseId: ben.id }]);
  });

  test('a chair is held without a word of whom for, and nobody else answers for them', async () => {
    const ben = await courseOf('Ben Cole', BEN, '14:00');
    const chair = await anasChair();
    await restrict(ben.patientId);
    const asked = { courseId: ben.id, kind: 'move', sessionId: ben.sessions[5]?.id };
    const made = await clinician().post(`/freed-chairs/${chair.id}/offers`, asked);
    const { id, chairId } = answered<ChairOffer>(made, 201);

    expect(await freedChairs()).toMatchObject([{ id: chair.id, isHeld: true, offer: null }]);
    const board = await desk().get('/sessions?from=2026-03-26');
    expect(board.body).toMatchObject({
      offers: [],
      restricted: [{ status: 'proposed', startsAt: chair.startsAt, chairId }],
    });
    for (const { text } of [board, await desk().get('/worklists/freed-chairs')]) {
      expect(text).not.toMatch(/Cole/);
      expect(text).not.toContain(ben.id);
      expect(text).not.toContain(id);
    }
    for (const verb of ['accept', 'decline', 'withdraw']) {
      expect((await desk().post(`/offers/${id}/${verb}`)).status).toBe(404);
    }
    expect((await bookNow('Cy Dunn')).status).toBe(201); // two chairs are left
    answered(await clinician().post(`/offers/${id}/accept`), 200);
  });

  test('what they give up is free for others, without a word of who it was', async () => {
    const ana = await courseOf('Ana Lima', ANA);
    await restrict(ana.patientId);
    const cancel = { reason: 'patient-cancel' };
    answered(await clinician().post(`/sessions/${ana.sessions[5]?.id}/cancel`, cancel), 200);
    const { text, body } = await desk().get('/worklists/freed-chairs');
    expect(body.items).toMatchObject([{ startsAt: newYork('2026-03-26', '10:00') }]);
    expect(text).not.toContain(ana.id);
    expect(text).not.toMatch(/Lima/);
  });
});
