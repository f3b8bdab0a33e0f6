import { describe, expect, test } from '@jest/globals';
import {
  type CourseForReview,
  type DoneReview,
  REVIEW_RULES,
  reviewsDue,
} from '#server/scheduling/response/reviews-due.ts';
import type { ReviewKind } from '#server/scheduling/vocabulary.ts';

const INDUCTION: CourseForReview = {
  phase: 'induction',
  sessionsGiven: 3,
  lastSessionOn: '2026-03-09',
  nextSessionOn: '2026-03-11',
  inductionEndedOn: null,
  assessedOn: [],
  maintenanceBeganOn: null,
  boosterFrom: null,
  asNeededSince: null,
  reviews: [],
};

const review = (kind: ReviewKind, on: string, sessionsGiven = 6): DoneReview => ({ kind, on, sessionsGiven });

/** Everything is done on 10 March. */
const MAINTENANCE: CourseForReview = {
  phase: 'maintenance',
  sessionsGiven: 6,
  lastSessionOn: '2026-03-09',
  nextSessionOn: null,
  inductionEndedOn: '2026-03-09',
  assessedOn: ['2026-03-10'],
  maintenanceBeganOn: null,
  boosterFrom: null,
  asNeededSince: null,
  reviews: [review('end-of-induction', '2026-03-10')],
};

const codes = (course: CourseForReview, today: string) => reviewsDue(course, today).map(({ code }) => code);

describe('in an induction', () => {
  test.each([
    [2, []],
    [3, ['mid-course']],
    [4, ['mid-course']],
    [5, []],
  ])('after %i sessions without a score since: %j', (sessionsGiven, expected) => {
    expect(codes({ ...INDUCTION, sessionsGiven }, '2026-03-11')).toEqual(expected);
  });

  test.each([
    ['2026-03-12', '2026-03-11', []],
    ['2026-03-12', '2026-03-12', ['2026-03-12']],
    ['2026-03-12', '2026-03-14', ['2026-03-12']],
    [null, '2026-03-11', ['2026-03-11']],
  ])('the next session being on %s, on %s the check is due by %j', (nextSessionOn, today, expected) => {
    expect(reviewsDue({ ...INDUCTION, nextSessionOn }, today).map(({ dueOn }) => dueOn)).toEqual(expected);
  });

  test.each([
    ['2026-03-09', ['mid-course']],
    ['2026-03-10', []],
  ])('a score of %s, the third session being on 9 March, leaves %j', (day, expected) => {
    expect(codes({ ...INDUCTION, assessedOn: [day] }, '2026-03-11')).toEqual(expected);
  });

  test.each([
    ['in the morning before session 3', 'mid-course', 2, ['mid-course']],
    ['after session 3', 'mid-course', 3, []],
    ['after session 3, of a relapse', 'relapse', 3, ['mid-course']],
  ] as const)('a review %s leaves what it leaves', (_, kind, sessionsGiven, expected) => {
    const reviews = [review(kind, '2026-03-09', sessionsGiven)];
    expect(codes({ ...INDUCTION, reviews }, '2026-03-11')).toEqual(expected);
  });
});

describe('after an induction', () => {
  test.each([
    ['2026-03-09', '2026-03-16'],
    ['2026-01-28', '2026-02-04'],
    ['2028-02-24', '2028-03-02'],
    ['2026-10-28', '2026-11-04'],
  ])('that ended on %s, the review is due by %s, score or no score', (ended, dueOn) => {
    const course = { ...MAINTENANCE, inductionEndedOn: ended, lastSessionOn: ended, reviews: [] };
    const due = { code: 'end-of-induction', rule: 'R10', dueOn };
    expect(reviewsDue({ ...course, assessedOn: [] }, ended)).toEqual([due]);
    expect(reviewsDue({ ...course, assessedOn: [dueOn] }, ended)).toEqual([due]);
  });

  test.each<[ReviewKind, string, string[]]>([
    ['end-of-induction', '2026-03-08', ['end-of-induction']],
    ['end-of-induction', '2026-03-09', []],
    ['mid-course', '2026-03-09', ['end-of-induction']],
    ['four-weeks-after', '2026-03-09', []],
    ['relapse', '2026-03-10', []],
  ])('a review of %s on %s, the last session being on 9 March, leaves %j', (kind, on, expected) => {
    expect(codes({ ...MAINTENANCE, reviews: [review(kind, on)] }, '2026-03-10')).toEqual(expected);
  });

  test('that weeks of continuation follow, the same review is due by another rule, and no other is', () => {
    const course = { ...MAINTENANCE, phase: 'continuation', reviews: [], boosterFrom: '2026-03-01' } as const;
    expect(reviewsDue(course, '2026-05-01')).toEqual([
      { code: 'end-of-induction', rule: 'R26', dueOn: '2026-03-16' },
    ]);
  });

  test.each([
    ['2026-03-09', '2026-04-05', '2026-04-06'],
    ['2028-02-10', '2028-03-08', '2028-03-09'],
    ['2026-02-10', '2026-03-09', '2026-03-10'],
  ])('that ended on %s, the second check is not yet asked on %s and is on %s', (ended, before, on) => {
    const course = {
      ...MAINTENANCE,
      inductionEndedOn: ended,
      lastSessionOn: ended,
      reviews: [review('end-of-induction', ended)],
    };
    const early = { ...course, assessedOn: [before] };
    expect([codes(early, before), codes(early, on)]).toEqual([[], ['four-weeks-after']]);
    expect(codes({ ...course, assessedOn: [on] }, on)).toEqual([]);
    const looked = (day: string) => ({ ...early, reviews: [review('four-weeks-after', day)] });
    expect([codes(looked(before), on), codes(looked(on), on)]).toEqual([['four-weeks-after'], []]);
  });

  test('a clinic has its own days', () => {
    const rules = {
      endOfInductionDays: 10,
      secondCheckDays: 21,
      scoreHoldsDays: 14,
      longPauseDays: 60,
      orderExpiringDays: 14,
      checkInDays: 7,
      continuedNeedMonths: 3,
    };
    const course = {
      ...MAINTENANCE,
      reviews: [],
      maintenanceBeganOn: '2026-03-09',
      boosterFrom: '2026-03-09',
    };
    expect(reviewsDue(course, '2026-06-09', rules)).toEqual([
      { code: 'end-of-induction', rule: 'R10', dueOn: '2026-03-19' },
      { code: 'four-weeks-after', rule: 'R10', dueOn: '2026-03-30' },
      { code: 'before-booster', rule: 'R17', dueOn: '2026-06-09' },
      { code: 'continued-need', rule: 'R18', dueOn: '2026-06-09' },
    ]);
  });
});

describe('before a booster', () => {
  const booster = { ...MAINTENANCE, inductionEndedOn: null, boosterFrom: '2026-01-01' };

  test.each([
    ['2026-03-10', '2026-04-09', '2026-04-10'],
    ['2028-01-31', '2028-03-01', '2028-03-02'],
    ['2026-01-31', '2026-03-02', '2026-03-03'],
  ])('a score of %s is new enough on %s and not on %s', (day, last, after) => {
    const course = { ...booster, lastSessionOn: day, assessedOn: [day] };
    expect([codes(course, last), codes(course, after)]).toEqual([[], ['before-booster']]);
  });

  test('a score of tomorrow is none of today', () => {
    expect(codes({ ...booster, assessedOn: ['2026-03-12'] }, '2026-03-11')).toEqual(['before-booster']);
  });

  test('nothing is asked for until one may be booked, nor where one is booked', () => {
    const course = { ...booster, assessedOn: [] };
    expect(codes({ ...course, boosterFrom: '2026-03-12' }, '2026-03-11')).toEqual([]);
    expect(codes({ ...course, boosterFrom: '2026-03-11' }, '2026-03-11')).toEqual(['before-booster']);
    expect(codes({ ...course, boosterFrom: null }, '2026-03-11')).toEqual([]);
  });

  test('13 weeks after the last session a score of the week is enough, a day later it is not', () => {
    const course = { ...booster, assessedOn: ['2026-06-05'] };
    expect([codes(course, '2026-06-08'), codes(course, '2026-06-09')]).toEqual([[], ['before-booster']]);
    expect(codes({ ...course, assessedOn: ['2026-06-09'] }, '2026-06-09')).toEqual([]);
  });
});

describe('the continued need', () => {
  const since = { ...MAINTENANCE, inductionEndedOn: null };

  test.each([
    ['2026-03-09', '2026-09-08', '2026-09-09'],
    ['2026-08-31', '2027-02-27', '2027-02-28'],
    ['2027-08-31', '2028-02-28', '2028-02-29'],
  ])('from %s on is not asked for on %s and is on %s', (day, before, on) => {
    const asked = [
      { ...since, maintenanceBeganOn: day },
      { ...since, maintenanceBeganOn: '2020-01-01', reviews: [review('continued-need', day)] },
      { ...since, maintenanceBeganOn: '2020-01-01', reviews: [review('relapse', day)] },
    ];
    expect(asked.map((course) => codes(course, before))).toEqual([[], [], []]);
    expect(asked.map((course) => codes(course, on))).toEqual(asked.map(() => ['continued-need']));
  });

  test('is not reviewed by a check of the response', () => {
    const course = {
      ...since,
      maintenanceBeganOn: '2026-03-09',
      reviews: [review('four-weeks-after', '2026-04-06')],
    };
    expect(codes(course, '2026-09-09')).toEqual(['continued-need']);
  });
});

describe('where boosters are as needed', () => {
  const asNeeded = { ...MAINTENANCE, inductionEndedOn: null, asNeededSince: '2026-03-12' };

  test.each([
    ['27 days after the order', {}, '2026-04-08', []],
    ['28 days after it', {}, '2026-04-09', ['as-needed-check']],
    ['28 days after it, with a score of the day after it', { assessedOn: ['2026-03-13'] }, '2026-04-09', []],
    ['28 days after that score', { assessedOn: ['2026-03-13'] }, '2026-04-10', ['as-needed-check']],
    ['28 days after a booster', { lastSessionOn: '2026-03-20' }, '2026-04-17', ['as-needed-check']],
    ['27 days after a booster', { lastSessionOn: '2026-03-20' }, '2026-04-16', []],
    [
      '28 days after a review',
      { reviews: [review('relapse', '2026-03-25')] },
      '2026-04-22',
      ['as-needed-check'],
    ],
    ['27 days after a review', { reviews: [review('relapse', '2026-03-25')] }, '2026-04-21', []],
  ] as const)('%s somebody asks how it goes, or not yet (R15)', (_, change, today, expected) => {
    expect(codes({ ...asNeeded, ...change }, today)).toEqual([...expected]);
  });

  test('a score that a booster asks for is the check-in as well', () => {
    const course = { ...asNeeded, boosterFrom: '2026-03-19' };
    expect(codes(course, '2026-04-09')).toEqual(['as-needed-check']); // the score of 10 March is 30 days old
    expect(codes(course, '2026-04-10')).toEqual(['before-booster']);
  });

  test('a clinic has its own number of days', () => {
    const due = (today: string) =>
      reviewsDue(asNeeded, today, { ...REVIEW_RULES, checkInDays: 14 }).map(({ code, dueOn }) => [
        code,
        dueOn,
      ]);
    expect([due('2026-03-25'), due('2026-03-26')]).toEqual([[], [['as-needed-check', '2026-03-26']]]);
  });
});
