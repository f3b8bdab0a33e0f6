import { describe, expect, test } from '@jest/globals';
import { type CourseForReview, reviewsDue } from '#server/scheduling/reviews-due.ts';

const INDUCTION: CourseForReview = {
  phase: 'induction',
  sessionsGiven: 3,
  lastSessionOn: '2026-03-09',
  inductionEndedOn: null,
  assessedOn: [],
  needReviewedOn: null,
};

/** Everything is done on 10 March. */
const MAINTENANCE: CourseForReview = {
  phase: 'maintenance',
  sessionsGiven: 6,
  lastSessionOn: '2026-03-09',
  inductionEndedOn: '2026-03-09',
  assessedOn: ['2026-03-10'],
  needReviewedOn: null,
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
    ['2026-03-09', ['mid-course']],
    ['2026-03-10', []],
  ])('a score of %s, the third session being on 9 March, leaves %j', (day, expected) => {
    expect(codes({ ...INDUCTION, assessedOn: [day] }, '2026-03-11')).toEqual(expected);
  });
});

describe('after an induction', () => {
  test.each([
    ['2026-03-09', '2026-03-16'],
    ['2026-01-28', '2026-02-04'],
    ['2028-02-24', '2028-03-02'],
    ['2026-10-28', '2026-11-04'],
  ])('that ended on %s, the assessment is due by %s', (ended, dueOn) => {
    const course = { ...MAINTENANCE, inductionEndedOn: ended, lastSessionOn: ended, assessedOn: [ended] };
    expect(reviewsDue(course, ended)).toEqual([{ code: 'end-of-induction', rule: 'R10', dueOn }]);
  });

  test.each([
    ['2026-03-09', '2026-04-05', '2026-04-06'],
    ['2028-02-10', '2028-03-08', '2028-03-09'],
    ['2026-02-10', '2026-03-09', '2026-03-10'],
  ])('that ended on %s, the second check is not yet asked on %s and is on %s', (ended, before, on) => {
    const course = { ...MAINTENANCE, inductionEndedOn: ended, lastSessionOn: ended };
    const early = { ...course, assessedOn: [before] };
    expect([codes(early, before), codes(early, on)]).toEqual([[], ['four-weeks-after']]);
    expect(codes({ ...course, assessedOn: [on] }, on)).toEqual([]);
  });
});

describe('before a booster', () => {
  const booster = { ...MAINTENANCE, inductionEndedOn: null };

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

  test('13 weeks after the last session a score of the week is enough, a day later it is not', () => {
    const course = { ...booster, assessedOn: ['2026-06-05'] };
    expect([codes(course, '2026-06-08'), codes(course, '2026-06-09')]).toEqual([[], ['before-booster']]);
    expect(codes({ ...course, assessedOn: ['2026-06-09'] }, '2026-06-09')).toEqual([]);
  });
});

describe('the continued need', () => {
  test.each([
    ['2026-03-09', '2026-09-08', '2026-09-09'],
    ['2026-08-31', '2027-02-27', '2027-02-28'],
    ['2027-08-31', '2028-02-28', '2028-02-29'],
  ])('reviewed on %s is not asked for on %s and is on %s', (reviewed, before, on) => {
    const asked = (today: string) =>
      codes(
        {
          ...MAINTENANCE,
          inductionEndedOn: null,
          needReviewedOn: reviewed,
          lastSessionOn: today,
          assessedOn: [today],
        },
        today,
      );
    expect([asked(before), asked(on)]).toEqual([[], ['continued-need']]);
  });
});
