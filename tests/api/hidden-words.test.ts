import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seedDemo } from '#prisma/seed.ts';
import { ENDPOINTS } from '#server/contract/api.ts';
import type { Course } from '#server/contract/course.ts';
import type { StartTimes } from '#server/contract/plan.ts';
import { newId } from '#server/platform/ids.ts';
import { PRESET_GATES } from '#server/presets/gates.ts';
import {
  CLINICAL_CANCEL_REASONS,
  DUE_REVIEWS,
  GATE_CODES,
  INSTRUMENT_CODES,
  NEED_CODES,
  RESPONSE_LEVELS,
  REVIEW_KINDS,
  type Role,
  SIDE_EFFECTS,
} from '#server/scheduling/vocabulary.ts';
import { startApi, type TestApi } from '#tests/support/api.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

/**
 * The demo clinic, half a year old, with a word in every text that is for those who treat a patient, and every
 * cancellation for a clinical reason. Then everything that can be asked is asked, and the answers are searched as the
 * bytes they are: it does not matter by which field, or in which refusal, a word would have come out.
 */
const WORD = 'quagga';

let t: TestDatabase;
let api: TestApi;
let people: Record<Exclude<Role, 'patient'>, string>;
let courses: { id: string; patientId: string; state: string }[];
let ids: Record<string, readonly string[]>;

/** Wednesday 25 March 2026, 11:20 in New York. */
const NOW = '2026-03-25T11:20:00-04:00';
const FROM = '2026-03-25';
const TO = '2026-04-24';

const all = async <R extends object>(sql: string): Promise<R[]> => (await t.superuser.query(sql)).rows;
const idsOf = async (sql: string): Promise<string[]> => (await all<{ id: string }>(sql)).map(({ id }) => id);

beforeAll(async () => {
  t = await testDatabase();
  const { db, accounts, superuser } = t;
  const clock = { now: () => Date.parse(NOW) };
  await seedDemo({ db, accounts, clock, newId, secret: 'a secret of these tests' });
  api = await startApi(t, { demo: true });
  api.now = NOW;
  const staff = await all<{ role: keyof typeof people; id: string }>('SELECT role, id FROM staff');
  people = Object.fromEntries(staff.map(({ role, id }) => [role, id])) as typeof people;

  const [held] = await all<Ids>(
    `SELECT id AS course, NULL AS session FROM course WHERE state = 'maintenance' LIMIT 1`,
  );
  await change(held, { mode: 'hold', reason: `${WORD} of a hold` });
  const [shorter] = await all<Ids>(
    `SELECT c.id AS course, (SELECT id FROM session s WHERE s.course_id = c.id ORDER BY sequence DESC LIMIT 1) AS session
     FROM course c WHERE state = 'induction' AND version = 1 AND planned_count = 6 LIMIT 1`,
  );
  await change(shorter, {
    mode: 'omit',
    sessionId: shorter?.session,
    reason: 'vitals-hold',
    overrides: [{ code: 'fewer-sessions', sequence: 6, reason: `${WORD} of a bent rule` }],
  });
  await look(shorter);
  await superuser.query(
    `UPDATE booster_order SET reason = '${WORD} of an order', evidence = '${WORD} it rests on'`,
  );
  await superuser.query(`UPDATE course SET hold_reason = '${WORD} of a hold' WHERE hold_reason IS NOT NULL`);
  await superuser.query(
    `UPDATE session s SET cancel_reason = ($1::text[])[1 + numbered.n % $2] FROM (
       SELECT id, row_number() OVER (ORDER BY id)::int AS n FROM session WHERE status = 'cancelled'
     ) numbered WHERE numbered.id = s.id`,
    [[...CLINICAL_CANCEL_REASONS], CLINICAL_CANCEL_REASONS.length],
  );

  courses = await all(`SELECT id, patient_id AS "patientId", state FROM course ORDER BY id`);
  const freed = await desk().get('/worklists/freed-chairs');
  ids = {
    courses: courses.map(({ id }) => id),
    patients: [...new Set(courses.map(({ patientId }) => patientId))],
    // Of each course the next that is booked, and the last that took place.
    sessions: await idsOf(
      `(SELECT DISTINCT ON (course_id) id FROM session WHERE status = 'booked' ORDER BY course_id, starts_at)
       UNION ALL
       (SELECT DISTINCT ON (course_id) id FROM session WHERE status = 'fulfilled' ORDER BY course_id, starts_at DESC)`,
    ),
    'freed-chairs': freed.body.items.map(({ id }: { id: string }) => id),
  };
}, 240_000);
afterAll(async () => {
  await api?.close();
  await t?.close();
});

type Ids = { readonly course: string; readonly session: string };

/** By a clinician, from preview to commit. */
async function change(of: Ids | undefined, asked: object): Promise<void> {
  const clinician = api.as(people.clinician);
  const preview = await clinician.post(`/courses/${of?.course}/change-previews`, asked);
  const made = await clinician.post(`/courses/${of?.course}/changes`, { token: preview.body.token });
  if (made.status !== 200) throw new Error(`The clinic could not be made so: ${preview.text} ${made.text}`);
}

/** What the demo's clinicians have not done yet: every kind of review, and every scale. */
async function look(of: Ids | undefined): Promise<void> {
  const clinician = api.as(people.clinician);
  const answers = [
    ...REVIEW_KINDS.map((kind) =>
      clinician.post(`/courses/${of?.course}/reviews`, { kind, outcome: 'continue' }),
    ),
    ...INSTRUMENT_CODES.map((instrument) =>
      clinician.post(`/courses/${of?.course}/assessments`, { instrument, total: 19, assessedOn: FROM }),
    ),
  ];
  for (const { status, text } of await Promise.all(answers)) {
    if (status !== 201) throw new Error(`The clinic could not be made so: ${text}`);
  }
}

const desk = () => api.as(people['front-desk']);

type Answer = { readonly asked: string; readonly status: number; readonly bytes: string };

/** One answer after the other, to the last page. */
async function pages(personId: string, path: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const mark: string = path.includes('?') ? '&' : '?';
    const asked: string = cursor ? `${path}${mark}cursor=${encodeURIComponent(cursor)}` : path;
    const { status, text, body } = await api.as(personId).get(asked);
    answers.push({ asked, status, bytes: text });
    cursor = body?.nextCursor;
  }
  return answers;
}

/** What is asked of an endpoint besides its path. The board: half a year back, and what is to come. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  listSessions: [
    'from=2025-09-20&to=2025-10-30',
    'from=2025-10-31&to=2025-12-10',
    'from=2025-12-11&to=2026-01-20',
    'from=2026-01-21&to=2026-03-01',
    'from=2026-03-02&to=2026-04-11',
    'from=2026-04-12&to=2026-05-22',
  ],
  listProtocols: ['includeRetired=true'],
  listPatients: ['limit=200'],
  listCourses: ['limit=200'],
  listDueBoosters: ['limit=200'],
  listBoosterStartTimes: [`from=${FROM}&to=${TO}`],
  listSessionStartTimes: [`from=${FROM}&to=${TO}`],
};

/** Everything there is to be read, by every id that there is. */
async function readEverything(personId: string): Promise<Map<string, Answer[]>> {
  const answers = new Map<string, Answer[]>();
  for (const { id: endpoint, path, method } of ENDPOINTS) {
    if (method !== 'GET') continue;
    const [, noun = ''] = /^\/([\w-]+)\/:id/.exec(path) ?? [];
    const known = path.includes(':id') ? ids[noun] : [''];
    if (!known) throw new Error(`${endpoint}: say above of which ${noun} there are ids.`);
    const found: Answer[] = [];
    for (const id of known) {
      for (const query of QUERIES[endpoint] ?? ['']) {
        found.push(...(await pages(personId, `${path.replace(':id', id)}${query && `?${query}`}`)));
        if (found.at(-1)?.status === 403) break;
      }
    }
    answers.set(endpoint, found);
  }
  return answers;
}

/** What somebody who does not treat the patient must find nowhere. */
const HIDDEN = new RegExp(
  [
    WORD,
    ...[...CLINICAL_CANCEL_REASONS, ...SIDE_EFFECTS, ...GATE_CODES].map((code) => `"${code}"`),
    // That something must be done first is told; what it is, is not.
    ...PRESET_GATES.map(({ name }) => name),
  ].join('|'),
);
const HIDDEN_NAME = /"\w*(score|indication|evidence|diagnos|dose|dosage|vitals|symptom)\w*":/i;

/** And nor of what a response comes to: which scale, which review, what a clinician is to look at. */
const MEASURED = [
  ...INSTRUMENT_CODES,
  ...REVIEW_KINDS,
  ...DUE_REVIEWS,
  ...NEED_CODES.filter((code) => !['interrupted', 'on-hold', 'gate-open'].includes(code)),
  ...RESPONSE_LEVELS.filter((level) => level !== 'none'),
];
const MEASURED_OR_HIDDEN = new RegExp([HIDDEN.source, ...MEASURED.map((code) => `"${code}"`)].join('|'));
const MEASURED_NAME = /"\w*(assess|baseline|relapse|futility|percentChange|instrument)\w*":/i;

const found = (answers: Iterable<Answer>, hidden: RegExp): string[] =>
  [...answers].flatMap(({ asked, bytes }) => {
    const at = bytes.search(hidden);
    return at < 0 ? [] : [`${asked}: ${bytes.slice(Math.max(0, at - 60), at + 60)}`];
  });

describe('the front desk', () => {
  let answers: Map<string, Answer[]>;
  beforeAll(async () => {
    answers = await readEverything(people['front-desk']);
  }, 120_000);

  test('is answered wherever it may ask, with all there is', () => {
    for (const [endpoint, given] of answers) {
      // Refused by its role, or answered; a query that was wrong would show nothing.
      expect([endpoint, given.filter(({ status }) => ![200, 403, 409].includes(status))]).toEqual([
        endpoint,
        [],
      ]);
      expect(given.length).toBeGreaterThan(0);
    }
    const read = [...answers.values()].flat().filter(({ status }) => status === 200);
    expect(read.length).toBeGreaterThan(courses.length * 4);
    expect(answers.get('listPatients')?.length).toBeGreaterThan(10);
  });

  test('finds no reason, no evidence, no score and no clinical word in any byte of it', () => {
    expect(found([...answers.values()].flat(), MEASURED_OR_HIDDEN)).toEqual([]);
  });

  test('nor a field that would be for one', () => {
    expect(found([...answers.values()].flat(), HIDDEN_NAME)).toEqual([]);
    expect(found([...answers.values()].flat(), MEASURED_NAME)).toEqual([]);
  });

  test('reads that a course waits, that a rule was bent, and that sessions were cancelled for clinical reasons', () => {
    const read = [...(answers.get('getCourse') ?? []), ...(answers.get('listCourseChanges') ?? [])];
    const bytes = read.map((answer) => answer.bytes).join('');
    expect(bytes).toContain('"code":"fewer-sessions"');
    expect(bytes).toContain('"state":"on-hold"');
    expect(bytes).toContain('"cancelReason":"clinical"');
    expect(bytes).toContain('"gateLight":"red"');
    expect((answers.get('listOpenGates') ?? []).map((answer) => answer.bytes).join('')).toContain(
      '"light":"red"',
    );
    const ticks = (answers.get('getSessionTicks') ?? []).map((answer) => answer.bytes).join('');
    expect(ticks).toContain('"code":"ready-to-leave","answer":true');
  });

  test('is refused without a word of it either', async () => {
    const refusals: Answer[] = [];
    const refused = async (path: string, body: object = {}) => {
      const answer = await desk().post(path, body);
      if (answer.status >= 400) refusals.push({ asked: path, status: answer.status, bytes: answer.text });
    };
    for (const { id, patientId, state } of courses) {
      const { body: course } = await desk().get(`/courses/${id}`);
      const sessions: Course['sessions'] = course.sessions;
      await refused(`/courses/${id}/boosters`, { startsAt: '2026-03-26T03:00:00-04:00' });
      await refused(`/courses/${id}/changes`, { token: 'any' });
      await refused(`/courses/${id}/undo`, { changeId: newId() });
      await refused(`/courses/${id}/change-previews`, { mode: 'hold', reason: 'Any' });
      for (const { id: sessionId, status } of sessions.slice(-3)) {
        const startsAt = '2026-03-25T12:00:00-04:00';
        if (status !== 'booked') {
          await refused(`/courses/${id}/change-previews`, { mode: 'move', sessionId, startsAt });
          await refused(`/sessions/${sessionId}/cancel`, { reason: 'other' });
          await refused(`/sessions/${sessionId}/arrive`);
        }
      }
      if (state === 'maintenance' || state === 'on-hold') {
        const [protocol] = (await desk().get('/protocols')).body.items;
        const starts = sessions.slice(0, protocol.sessionCount).map(({ startsAt }) => ({ startsAt }));
        await refused('/courses', { patientId, protocolId: protocol.id, sessions: starts });
      }
    }
    const types = new Set(refusals.map(({ bytes }) => JSON.parse(bytes).type));
    expect(types.size).toBeGreaterThan(4);
    expect(refusals.filter(({ status }) => status === 409).length).toBeGreaterThan(10);
    expect(found(refusals, MEASURED_OR_HIDDEN)).toEqual([]);
    expect(found(refusals, MEASURED_NAME)).toEqual([]);
    expect(found(refusals, HIDDEN_NAME)).toEqual([]);
  }, 120_000);

  test('is answered a change it makes, and one it comes too late with, without a word of it', async () => {
    const changed: Answer[] = [];
    const send = async (path: string, body: object) => {
      const answer = await desk().post(path, body);
      changed.push({ asked: path, status: answer.status, bytes: answer.text });
      return answer.body;
    };
    for (const { id } of courses.filter(({ state }) => state === 'induction').slice(0, 12)) {
      const { body: course } = await desk().get(`/courses/${id}`);
      const [last] = (course as Course).sessions.filter(({ status }) => status === 'booked').slice(-1);
      if (!last) continue;
      const { body } = await desk().get(`/sessions/${last.id}/start-times?from=${FROM}&to=${TO}`);
      const starts = (body as StartTimes).days.flatMap((day) => day.starts);
      const free = starts.filter(
        ({ refusals, startsAt }) => refusals.length === 0 && startsAt !== last.startsAt,
      );
      const move = { mode: 'move', sessionId: last.id, startsAt: free.at(-1)?.startsAt };
      const { token } = await send(`/courses/${id}/change-previews`, move);
      await send(`/sessions/${last.id}/cancel`, { reason: 'patient-cancel' });
      if (token) await send(`/courses/${id}/changes`, { token });
    }
    expect(changed.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 409]));
    expect(found(changed, MEASURED_OR_HIDDEN)).toEqual([]);
    expect(found(changed, MEASURED_NAME)).toEqual([]);
    expect(found(changed, HIDDEN_NAME)).toEqual([]);
  });
});

describe('a patient', () => {
  test('finds none of it, whoever they are and whatever they ask', async () => {
    const answers: Answer[] = [];
    for (const patientId of ids.patients ?? []) {
      answers.push(...(await pages(patientId, '/me/sessions')), ...(await pages(patientId, '/me/response')));
    }
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.filter(({ bytes }) => bytes.includes('"startsAt"')).length).toBeGreaterThan(50);
    const [one = ''] = ids.patients ?? [];
    for (const given of (await readEverything(one)).values()) answers.push(...given);
    expect(found(answers, HIDDEN)).toEqual([]);
    expect(found(answers, HIDDEN_NAME)).toEqual([]);
    expect(found(answers, /"(cancelReason|reason|patientName|overrides)":/)).toEqual([]);
    // Their clinic shows them no totals, and no clinic shows them what they come to.
    expect(found(answers, /"(total|level|percentChange|baseline|futility|reviews)":/)).toEqual([]);
  }, 120_000);
});

/** Nothing of the demo's clinic is so on that day. */
const NOT_IN_THE_DEMO: readonly string[] = ['order-expiring', 'as-needed-check'];

describe('whoever treats them', () => {
  test('finds all of it in the same answers: it was there to be found', async () => {
    const answers = await readEverything(people.nurse);
    const bytes = [...answers.values()]
      .flat()
      .map((answer) => answer.bytes)
      .join('');
    for (const word of ['of an order', 'it rests on', 'of a hold', 'of a bent rule'])
      expect(bytes).toContain(`${WORD} ${word}`);
    for (const effect of SIDE_EFFECTS) expect(bytes).toContain(`"code":"${effect}"`);
    for (const reason of CLINICAL_CANCEL_REASONS) expect(bytes).toContain(`"cancelReason":"${reason}"`);
    for (const code of GATE_CODES) expect(bytes).toContain(`"kind":"${code}"`);
    for (const code of MEASURED.filter((one) => !NOT_IN_THE_DEMO.includes(one)))
      expect(bytes).toContain(`"${code}"`);
    expect(bytes).toMatch(HIDDEN_NAME);
    expect(bytes).toMatch(MEASURED_NAME);
  }, 120_000);
});
