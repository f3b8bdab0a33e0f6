import { describe, expect, test } from '@jest/globals';
import {
  courseForReview,
  type EnteredScore,
  futilityOf,
  leadSeriesOf,
  type RespondingCourse,
  type RespondingSession,
  seriesOf,
} from '#server/scheduling/response/course-response.ts';
import { instrumentsOf } from '#server/scheduling/response/response.ts';
import type { SessionStatus } from '#server/scheduling/vocabulary.ts';
import { at } from '#tests/support/calendars.ts';

/** None is to come, or nobody has said when. */
const NO_BOOSTER = { from: null, asNeededSince: null };

/** Mondays and Thursdays, 2 to 19 March 2026: the Sunday between, the 8th, New York's clocks go forward. */
const MON_THU = ['2026-03-02', '2026-03-05', '2026-03-09', '2026-03-12', '2026-03-16', '2026-03-19'];
const SCALES = instrumentsOf({});

const session = (
  on: string,
  status: SessionStatus = 'fulfilled',
  phase: RespondingSession['phase'] = 'induction',
): RespondingSession => ({ on, status, phase, startsAt: at(on, '10:00') });

/** An induction of which so many sessions were given. */
const given = (count: number): RespondingSession[] =>
  MON_THU.map((day, index) => session(day, index < count ? 'fulfilled' : 'booked'));

const score = (total: number, on: string, more: Partial<EnteredScore> = {}): EnteredScore => ({
  id: `${on} ${total}`,
  instrument: 'phq-9',
  total,
  on,
  corrects: null,
  ...more,
});

const aCourse = (change: Partial<RespondingCourse> = {}): RespondingCourse => ({
  state: 'induction',
  sessions: given(0),
  scores: [],
  baselineId: null,
  reviews: [],
  ...change,
});

const baselineOf = (course: RespondingCourse) => seriesOf(course, SCALES)[0]?.baseline?.id;

describe('the baseline, unless a clinician names it,', () => {
  const scores = [
    score(22, '2026-02-20'),
    score(20, '2026-03-02'),
    score(18, '2026-03-03'),
    score(15, '2026-03-09'),
  ];

  test.each([
    ['is the last score up to the day of session 1', given(1), '2026-03-02 20'],
    ['is so while session 1 is still to come', given(0), '2026-03-02 20'],
    [
      'goes by the first that took place',
      [session('2026-03-02', 'noshow'), session('2026-03-05')],
      '2026-03-03 18',
    ],
    ['is the newest where no session is booked', [], '2026-03-09 15'],
    ['is the first there is where none is so early', [session('2026-02-19')], '2026-02-20 22'],
  ])('%s', (_, sessions, expected) => {
    expect(baselineOf(aCourse({ sessions, scores }))).toBe(expected);
  });

  test('is one that counts: of one that was put right, what puts it right', () => {
    const right = score(21, '2026-03-02', { id: 'right', corrects: '2026-03-02 20' });
    expect(baselineOf(aCourse({ sessions: given(1), scores: [...scores, right] }))).toBe('right');
  });
});

describe('a named baseline', () => {
  const scores = [score(20, '2026-03-02'), score(18, '2026-03-05'), score(9, '2026-03-09')];

  test('is what everything later is measured from, and what is older is measured from nothing', () => {
    const [series] = seriesOf(aCourse({ sessions: given(3), scores, baselineId: '2026-03-05 18' }), SCALES);
    expect(series?.isBaselineNamed).toBe(true);
    expect(series?.entries.map(({ total, percentChange, level }) => [total, percentChange, level])).toEqual([
      [20, null, null],
      [18, null, null],
      [9, -50, 'response'],
    ]);
  });

  test('is followed through every correction', () => {
    const one = score(17, '2026-03-05', { id: 'one', corrects: '2026-03-05 18' });
    const two = score(16, '2026-03-05', { id: 'two', corrects: 'one' });
    const course = aCourse({
      sessions: given(3),
      scores: [...scores, one, two],
      baselineId: '2026-03-05 18',
    });
    expect(baselineOf(course)).toBe('two');
  });

  test('makes its scale the one by which the course is judged', () => {
    const anxious = score(15, '2026-03-02', { id: 'gad', instrument: 'gad-7' });
    const of = (baselineId: string | null) => {
      const course = aCourse({ scores: [...scores, anxious], baselineId });
      return [
        seriesOf(course, SCALES).map(({ instrument }) => instrument.code),
        leadSeriesOf(course, SCALES)?.instrument.code,
      ];
    };
    expect(of(null)).toEqual([['phq-9', 'gad-7'], 'phq-9']);
    expect(of('gad')).toEqual([['gad-7', 'phq-9'], 'gad-7']);
  });
});

describe('a score', () => {
  test.each([
    ['2026-03-02', 0],
    ['2026-03-03', 1],
    ['2026-03-09', 2],
    ['2026-03-10', 3],
  ])('of %s comes after %i sessions: on the day of one it is taken before it', (on, expected) => {
    const [series] = seriesOf(aCourse({ sessions: given(3), scores: [score(12, on)] }), SCALES);
    expect(series?.entries[0]?.sessionsGiven).toBe(expected);
  });

  test('that was put right says by what, and is measured no more', () => {
    const scores = [
      score(20, '2026-03-02'),
      score(2, '2026-03-05'),
      score(12, '2026-03-05', { corrects: '2026-03-05 2' }),
    ];
    const [series] = seriesOf(aCourse({ scores }), SCALES);
    expect(series?.entries.map(({ correctedBy, level }) => [correctedBy, level])).toEqual([
      [null, null],
      ['2026-03-05 12', null],
      [null, 'partial-response'],
    ]);
    expect(series?.latest?.id).toBe('2026-03-05 12');
  });

  test('from a baseline of 0 has no change in percent, and a level all the same', () => {
    const [series] = seriesOf(
      aCourse({
        scores: [score(0, '2026-03-02'), score(5, '2026-03-05'), score(4, '2026-03-09')],
        sessions: given(3),
      }),
      SCALES,
    );
    expect(series?.entries.map(({ percentChange, level }) => [percentChange, level])).toEqual([
      [null, null],
      [null, 'none'],
      [null, 'remission'],
    ]);
  });
});

describe('the signal of little change', () => {
  /** 17 after the fourth session, from 20. */
  const course = aCourse({
    sessions: given(4),
    scores: [score(20, '2026-03-02'), score(17, '2026-03-13')],
  });
  const signal = (change: Partial<RespondingCourse> = {}) => {
    const asked = { ...course, ...change };
    return futilityOf(asked, leadSeriesOf(asked, SCALES));
  };
  const looked = (at: number, on: string) => ({ reviews: [{ kind: 'mid-course' as const, at, on }] });

  test('is given while an induction is judged, and not afterwards', () => {
    const states = ['induction', 'assessment', 'maintenance', 'on-hold', 'stopped'] as const;
    expect(states.map((state) => signal({ state }))).toEqual([
      'little-change-after-four',
      'little-change-after-four',
      null,
      null,
      null,
    ]);
  });

  test.each([
    ['before the score', '2026-03-12', 'little-change-after-four'],
    ['on its day', '2026-03-13', null],
  ])('is over once a clinician has looked: %s, %s', (_, on, expected) => {
    expect(signal(looked(at(on, '17:00'), on))).toBe(expected);
  });

  test('is given anew by the next score', () => {
    const scores = [...course.scores, score(18, '2026-03-17')];
    expect(signal({ sessions: given(5), scores, ...looked(at('2026-03-13', '17:00'), '2026-03-13') })).toBe(
      'little-change-after-four',
    );
  });

  test('knows nothing of what was before a baseline that was named late', () => {
    expect(signal({ baselineId: '2026-03-13 17' })).toBeNull();
  });

  test("goes by the clinic's own cut-off", () => {
    const own = instrumentsOf({ 'phq-9': { improvementPercent: 15 } });
    expect(futilityOf(course, leadSeriesOf(course, own))).toBeNull();
  });
});

describe('for its reviews a course', () => {
  test('is in its induction until that is over, lacking sessions or not', () => {
    const lacking = given(6).map((one, index) => (index === 5 ? session(one.on, 'noshow') : one));
    expect(courseForReview(aCourse({ sessions: lacking }), NO_BOOSTER)).toMatchObject({
      phase: 'induction',
      sessionsGiven: 5,
      lastSessionOn: '2026-03-16',
      nextSessionOn: null,
      inductionEndedOn: null,
    });
  });

  test('whose induction is over, though weeks of continuation follow, is in its continuation', () => {
    const weekly = session('2026-03-26', 'booked', 'continuation');
    const of = (count: number) =>
      courseForReview(aCourse({ sessions: [...given(count), weekly] }), NO_BOOSTER);
    expect([of(5)?.phase, of(6)?.phase]).toEqual(['induction', 'continuation']);
    expect(of(6)?.inductionEndedOn).toBe('2026-03-19');
    const missed = MON_THU.map((day) => session(day, 'noshow'));
    expect(courseForReview(aCourse({ sessions: [...missed, weekly] }), NO_BOOSTER)?.phase).toBe('induction');
  });

  test('in maintenance began with the last planned session, and may have a booster from a day on', () => {
    const sessions = [...given(6), session('2026-04-16', 'fulfilled', 'maintenance')];
    const course = courseForReview(aCourse({ state: 'maintenance', sessions }), {
      from: '2026-05-07',
      asNeededSince: '2026-04-01',
    });
    expect(course).toMatchObject({
      phase: 'maintenance',
      inductionEndedOn: '2026-03-19',
      maintenanceBeganOn: '2026-03-19',
      lastSessionOn: '2026-04-16',
      boosterFrom: '2026-05-07',
      asNeededSince: '2026-04-01',
    });
  });

  test('that is only assessed yet has no booster to be booked, and no maintenance', () => {
    const course = courseForReview(aCourse({ state: 'assessment', sessions: given(6) }), {
      from: '2026-04-09',
      asNeededSince: '2026-04-01',
    });
    expect(course).toMatchObject({
      boosterFrom: null,
      asNeededSince: null,
      maintenanceBeganOn: null,
      inductionEndedOn: '2026-03-19',
    });
  });

  test.each(['on-hold', 'stopped'] as const)('that is %s is not asked about', (state) => {
    expect(courseForReview(aCourse({ state, sessions: given(3) }), NO_BOOSTER)).toBeNull();
  });

  test('counts the days of scores that stand, and the sessions given when it was reviewed', () => {
    const scores = [score(2, '2026-03-04'), score(12, '2026-03-05', { corrects: '2026-03-04 2' })];
    const reviews = [
      { kind: 'mid-course' as const, at: at('2026-03-09', '09:59'), on: '2026-03-09' },
      { kind: 'mid-course' as const, at: at('2026-03-09', '10:00'), on: '2026-03-09' },
    ];
    const course = courseForReview(aCourse({ sessions: given(3), scores, reviews }), NO_BOOSTER);
    expect(course).toMatchObject({ assessedOn: ['2026-03-05'], nextSessionOn: '2026-03-12' });
    expect(course?.reviews.map(({ sessionsGiven }) => sessionsGiven)).toEqual([2, 3]);
  });
});
