import { describe, expect, test } from '@jest/globals';
import {
  inCourseOrder,
  lackingCount,
  lackingPhases,
  nextSequence,
  placeInCourse,
} from '#server/scheduling/course/course-sessions.ts';
import { stateWith } from '#server/scheduling/course/course-states.ts';
import { anEsketamineDefinition } from '#tests/support/calendars.ts';
import { aChangingCourse, aCourseSession } from '#tests/support/courses.ts';

const { sessions } = aChangingCourse({ statuses: { 1: 'fulfilled', 2: 'noshow', 3: 'cancelled' } });
const putBack = aCourseSession(7, '2026-03-23');
const booster = aCourseSession(8, '2026-04-20', { phase: 'maintenance' });
const all = [...sessions, putBack, booster];

describe('counting the sessions of a course', () => {
  test('a session’s place is counted from those that took place or are to come', () => {
    expect(all.map((session) => placeInCourse(all, 6, session))).toEqual([
      { place: 1, of: 6 },
      null, // missed
      null, // cancelled
      { place: 2, of: 6 },
      { place: 3, of: 6 },
      { place: 4, of: 6 },
      { place: 5, of: 6 },
      null, // a booster
    ]);
  });

  test('a course lacks what was missed or cancelled and not put back', () => {
    expect(lackingCount(sessions, 6)).toBe(2);
    expect(lackingCount(all, 6)).toBe(1);
    expect(lackingCount(sessions, 4)).toBe(0);
    expect(lackingCount(sessions, 3)).toBe(0);
  });

  test('a number is used once, whatever became of the session', () => {
    expect(nextSequence(all)).toBe(9);
    expect(nextSequence([])).toBe(1);
  });

  test('what is lacking belongs to the phase of what was lost last', () => {
    const definition = anEsketamineDefinition();
    const lost = [
      aCourseSession(8, '2026-03-26', { status: 'cancelled' }),
      aCourseSession(9, '2026-04-02', { status: 'noshow', phase: 'continuation' }),
    ];
    expect(lackingPhases(definition, lost, 1).map(({ phase }) => phase)).toEqual(['continuation']);
    expect(lackingPhases(definition, lost, 2).map(({ phase }) => phase)).toEqual([
      'continuation',
      'induction',
    ]);
  });

  test('phases come before numbers: what is put back at the end of the induction comes before the continuation', () => {
    const late = aCourseSession(13, '2026-03-28');
    const weekly = aCourseSession(9, '2026-04-02', { phase: 'continuation' });
    expect(inCourseOrder([weekly, booster, late]).map(({ sequence }) => sequence)).toEqual([13, 9, 8]);
  });
});

describe('where a course stands by its sessions', () => {
  const statuses = {
    1: 'fulfilled',
    2: 'fulfilled',
    3: 'fulfilled',
    4: 'fulfilled',
    5: 'fulfilled',
    6: 'noshow',
  } as const;
  const over = aChangingCourse({ statuses }).sessions;
  const fresh = aChangingCourse().sessions;
  const gone = fresh.map((session) => ({ ...session, status: 'cancelled' as const }));

  test.each([
    ['induction', false, fresh, 'induction'],
    ['induction', false, over, 'assessment'],
    ['induction', true, over, 'maintenance'],
    ['induction', false, gone, 'stopped'],
    ['induction', false, [...gone, booster], 'induction'], // a booster is still to come
    ['assessment', false, fresh, 'induction'], // what was lacking is to come again
    ['assessment', true, over, 'assessment'],
    ['maintenance', true, over, 'maintenance'],
    ['on-hold', true, over, 'on-hold'],
    ['stopped', false, fresh, 'stopped'],
  ] as const)('from %s, with an order: %s', (state, hasBoosterOrder, of, expected) => {
    expect(stateWith({ state, hasBoosterOrder }, of)).toBe(expected);
  });
});
