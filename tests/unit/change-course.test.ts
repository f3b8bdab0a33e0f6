import { describe, expect, test } from '@jest/globals';
import type { ChangeRequest } from '#server/scheduling/change/course-change.ts';
import { allowedModes, interruptionOf } from '#server/scheduling/course/course-states.ts';
import { addDays } from '#server/scheduling/time/clinic-time.ts';
import { aBusySession, aCalendar, anEsketamineDefinition, at } from '#tests/support/calendars.ts';
import {
  aChangingCourse,
  aCourseSession,
  ask,
  bentIn,
  codesOf,
  MON_THU,
  made,
  reading,
  refusalOf,
  shownOf,
} from '#tests/support/courses.ts';

const starts = (sessions: readonly { readonly startsAt: number; readonly status: string }[]): string[] =>
  sessions.filter(({ status }) => status === 'booked').map(({ startsAt }) => reading(startsAt));
const atTen = (dates: readonly string[]): string[] => dates.map((date) => `${date} 10:00`);

const REPLAN: ChangeRequest = { mode: 'replan', sessionId: null, startsAt: null, from: null };

describe('moving one session', () => {
  const move = (sequence: number, date: string, time = '10:00'): ChangeRequest => ({
    mode: 'move',
    sessionId: `of-course-${sequence}`,
    startsAt: at(date, time),
  });

  test('moves that one and no other', () => {
    const shown = shownOf(ask(move(3, '2026-03-10')));
    expect(starts(shown.after)).toEqual(
      atTen(['2026-03-02', '2026-03-05', '2026-03-10', '2026-03-12', '2026-03-16', '2026-03-19']),
    );
    expect(shown.moved.map(({ after: { id } }) => id)).toEqual(['of-course-3']);
    expect([shown.added, shown.removed, shown.restated, shown.open]).toEqual([[], [], [], []]);
  });

  test('too close to the next is shown with who may let it be, and stays open', () => {
    const shown = shownOf(ask(move(3, '2026-03-11')));
    expect(shown.open).toEqual([
      {
        code: 'too-close',
        detail: 'Too close to session 3: one clear day needed between.',
        sequence: 4,
        severity: 'hard',
        rule: 'R4',
        mayOverride: ['clinician'],
        overrideReason: null,
      },
    ]);
  });

  test('too close is let be by a clinician who says why, and by nobody else', () => {
    const overrides = [{ code: 'too-close' as const, sequence: 4, reason: 'Travels on Friday' }];
    const byClinician = shownOf(ask(move(3, '2026-03-11'), { overrides, role: 'clinician' }));
    expect(byClinician.open).toEqual([]);
    expect(byClinician.bent.map(({ overrideReason }) => overrideReason)).toEqual(['Travels on Friday']);
    const byDesk = shownOf(ask(move(3, '2026-03-11'), { overrides }));
    expect(byDesk.open.map(({ code }) => code)).toEqual(['too-close']);
  });

  test('behind the next on the same day is out of order, which nobody lets be', () => {
    const overrides = [{ code: 'too-close' as const, sequence: 4, reason: 'Travels on Friday' }];
    const asked = { overrides, role: 'clinician' as const };
    expect(shownOf(ask(move(3, '2026-03-12', '08:00'), asked)).open.map(({ code }) => code)).toEqual([
      'closed',
    ]);
    const behind = shownOf(ask(move(3, '2026-03-12', '13:00'), asked));
    expect(behind.open).toMatchObject([{ code: 'out-of-order', sequence: 4, mayOverride: [] }]);
  });

  test('an override of one session is none of another', () => {
    const overrides = [{ code: 'too-close' as const, sequence: 3, reason: 'Travels on Friday' }];
    expect(shownOf(ask(move(3, '2026-03-11'), { overrides, role: 'clinician' })).open).toHaveLength(1);
  });

  test('onto a taken chair is nobody’s to let be', () => {
    const busy = ['chair-1', 'chair-2'].map((chairId) => aBusySession('2026-03-10', 600, { chairId }));
    const overrides = [{ code: 'chair-full' as const, sequence: 3, reason: 'Please' }];
    for (const role of ['clinician', 'admin'] as const) {
      const shown = shownOf(ask(move(3, '2026-03-10'), { calendar: aCalendar({ busy }), overrides, role }));
      expect(shown.open).toMatchObject([{ code: 'chair-full', mayOverride: [] }]);
    }
  });

  test('past the nurses’ number is an admin’s to let be', () => {
    const nobody = aCalendar({ shifts: aCalendar().shifts.filter(({ role }) => role !== 'nurse') });
    const overrides = [{ code: 'monitoring-full' as const, sequence: 3, reason: 'The doctor watches' }];
    const shown = (role: 'admin' | 'clinician') =>
      shownOf(ask(move(3, '2026-03-10'), { calendar: nobody, overrides, role }));
    expect(shown('admin').open).toEqual([]);
    expect(shown('clinician').open).toMatchObject([{ code: 'monitoring-full', mayOverride: ['admin'] }]);
  });

  test('to when more begin than there are nurses is told of', () => {
    const busy = ['chair-1', 'chair-2'].map((chairId, index) =>
      aBusySession('2026-03-10', 600 + index * 5, { chairId, status: 'booked' }),
    );
    const roomy = aCalendar({
      busy,
      monitoring: { prep: null, administration: 4, observation: 4, turnover: null },
      chairs: [...aCalendar().chairs, { id: 'chair-3', poolId: 'pool' }],
      slotMinutes: 15,
    });
    const shown = (time: string) => shownOf(ask(move(3, '2026-03-10', time), { calendar: roomy }));
    expect(bentIn(shown('10:15'))).toEqual(['3 starts-bunched']);
    expect(shown('10:15').open).toEqual([]);
    // 9:45 is 20 minutes before the second of them; at 10:30 both have begun for as long
    expect(bentIn(shown('09:45'))).toEqual([]);
    expect(bentIn(shown('10:30'))).toEqual([]);
  });

  test('a long gap and a long course are told of, and refuse nothing', () => {
    const shown = shownOf(ask(move(6, '2026-03-25')));
    expect(bentIn(shown)).toEqual(['6 long-gap', '6 long-course']); // nine days after session 5, 23 after session 1
    expect(shown.open).toEqual([]);
  });

  test('says nothing of what was bent before and has no part in it', () => {
    const course = aChangingCourse({
      dates: ['2026-03-02', '2026-03-05', '2026-03-09', '2026-03-12', '2026-03-16', '2026-03-17'],
    });
    expect(bentIn(shownOf(ask(move(2, '2026-03-04'), { course })))).toEqual([]);
    expect(bentIn(shownOf(ask(move(5, '2026-03-18'), { course })))).toEqual(['6 out-of-order']);
  });

  test('earlier leaves too long a gap behind, which is the next session’s to answer for', () => {
    const course = aChangingCourse({
      dates: ['2026-03-02', '2026-03-05', '2026-03-12', '2026-03-24', '2026-03-26', '2026-03-30'],
    });
    // 9 to 24 March are 15 days; without session 3 there would be 19
    expect(bentIn(shownOf(ask(move(3, '2026-03-09'), { course })))).toEqual(['4 too-far']);
  });

  test('is refused of one that is over, missed, cancelled or has begun', () => {
    for (const status of ['fulfilled', 'noshow', 'cancelled', 'arrived', 'checked-in'] as const) {
      const course = aChangingCourse({ statuses: { 1: status } });
      expect(codesOf(refusalOf(ask(move(1, '2026-03-03'), { course })))).toEqual(['session-not-open']);
    }
    const now = at('2026-03-02', '10:00');
    expect(codesOf(refusalOf(ask(move(1, '2026-03-03'), { now })))).toEqual(['session-not-open']);
  });

  test('to where it is changes nothing, and is refused as that', () => {
    expect(codesOf(refusalOf(ask(move(3, '2026-03-09'))))).toEqual(['nothing-changes']);
  });
});

describe('shifting a session and the rest', () => {
  const shift = (sequence: number, startsAt: number): ChangeRequest => ({
    mode: 'shift',
    sessionId: `of-course-${sequence}`,
    startsAt,
  });

  test('keeps the gaps in days and the reading of the clock', () => {
    const shown = shownOf(ask(shift(3, at('2026-03-10', '10:00'))));
    expect(starts(shown.after)).toEqual(
      atTen(['2026-03-02', '2026-03-05', '2026-03-10', '2026-03-13', '2026-03-17', '2026-03-20']),
    );
    expect(bentIn(shown)).toEqual([]);
  });

  test('to another hour takes the rest along by the clock', () => {
    const shown = shownOf(ask(shift(5, at('2026-03-16', '13:00'))));
    expect(starts(shown.after).slice(3)).toEqual([
      '2026-03-12 10:00',
      '2026-03-16 13:00',
      '2026-03-19 13:00',
    ]);
  });

  test('onto closed days says so of each, and skips none', () => {
    const shown = shownOf(ask(shift(3, at('2026-03-11', '10:00'))));
    // Two days on: 11, 14, 18 and 21 March, of which the 14th and the 21st are Saturdays
    expect(bentIn(shown)).toEqual(['4 closed', '6 closed']);
    expect(shown.open).toHaveLength(2);
    expect(shown.moved).toHaveLength(4);
  });

  test('of a booster moves the booster alone', () => {
    const course = aChangingCourse({
      state: 'maintenance',
      statuses: {
        1: 'fulfilled',
        2: 'fulfilled',
        3: 'fulfilled',
        4: 'fulfilled',
        5: 'fulfilled',
        6: 'fulfilled',
      },
    });
    const booster = aCourseSession(7, '2026-04-16', { phase: 'maintenance' });
    const withBooster = { ...course, sessions: [...course.sessions, booster] };
    const shown = shownOf(
      ask(shift(7, at('2026-04-17', '10:00')), { course: withBooster, now: at('2026-04-01', '09:00') }),
    );
    expect(shown.moved.map(({ after: { sequence } }) => sequence)).toEqual([7]);
  });

  test('leaves boosters and what has begun where they are', () => {
    const course = aChangingCourse({
      sessions: [
        ...aChangingCourse({ statuses: { 1: 'fulfilled', 2: 'checked-in' } }).sessions,
        aCourseSession(7, '2026-04-16', { phase: 'maintenance' }),
      ],
    });
    const shown = shownOf(ask(shift(3, at('2026-03-10', '10:00')), { course }));
    expect(shown.moved.map(({ after: { sequence } }) => sequence)).toEqual([3, 4, 5, 6]);
  });

  test.each([
    // Forward on Sunday 8 March 2026, back on 1 November
    ['America/New_York', '2026-03-02', 8],
    ['America/New_York', '2026-10-26', 8],
    // Forward on Sunday 29 March 2026, back on 25 October
    ['Europe/London', '2026-03-23', 8],
    ['Europe/London', '2026-10-19', 8],
    // By half an hour: back on Sunday 5 April 2026, forward on 4 October
    ['Australia/Lord_Howe', '2026-03-30', 8],
    ['Australia/Lord_Howe', '2026-09-28', 8],
  ])('ten o’clock stays ten o’clock in %s across the change after %s', (zone, monday, days) => {
    const dates = [0, 3, 7, 10, 14, 17].map((day) =>
      reading(at(monday, '10:00', day, zone), { zone }).slice(0, 10),
    );
    const course = aChangingCourse({
      sessions: dates.map((date, index) => aCourseSession(index + 1, date, { zone })),
    });
    const now = at(monday, '08:00', -3, zone);
    const everyDay = [1, 2, 3, 4, 5, 6, 7];
    const calendar = aCalendar({
      zone,
      openingHours: everyDay.map((weekday) => ({ weekday, opensAt: '09:00', closesAt: '17:00' })),
      shifts: aCalendar().shifts.flatMap((shift) =>
        shift.weekday === 1 ? everyDay.map((weekday) => ({ ...shift, weekday })) : [],
      ),
    });
    const shown = shownOf(ask(shift(1, at(monday, '10:00', days, zone)), { course, calendar, now }));
    expect(shown.after.map(({ startsAt }) => reading(startsAt, { zone }))).toEqual(
      [0, 3, 7, 10, 14, 17].map((day) => reading(at(monday, '10:00', day + days, zone), { zone })),
    );
    expect(bentIn(shown)).toEqual([]);
  });
});

describe('planning the rest anew', () => {
  test('changes nothing where everything is within the rules', () => {
    expect(codesOf(refusalOf(ask(REPLAN)))).toEqual(['nothing-changes']);
  });

  test('puts a missed session back at the end, and leaves the others where they are', () => {
    const course = aChangingCourse({ statuses: { 1: 'fulfilled', 2: 'noshow' } });
    const now = at('2026-03-06', '09:00');
    const shown = shownOf(ask(REPLAN, { course, now }));
    expect(shown.moved).toEqual([]);
    // Monday and Thursday as before: the next is Monday the 23rd
    expect(shown.added.map(({ sequence, startsAt }) => [sequence, reading(startsAt)])).toEqual([
      [7, '2026-03-23 10:00'],
    ]);
    expect([shown.newState, shown.newPlannedCount]).toEqual(['induction', 6]);
  });

  test('brings a course back from assessment that ended with five of six', () => {
    const course = aChangingCourse({
      state: 'assessment',
      statuses: {
        1: 'fulfilled',
        2: 'fulfilled',
        3: 'fulfilled',
        4: 'fulfilled',
        5: 'fulfilled',
        6: 'cancelled',
      },
    });
    const shown = shownOf(ask(REPLAN, { course, now: at('2026-03-19', '12:00') }));
    expect(shown.newState).toBe('induction');
    expect(shown.added.map(({ startsAt }) => reading(startsAt))).toEqual(['2026-03-20 10:00']);
  });

  test('with one session pinned moves the others as little as the rules ask for', () => {
    const shown = shownOf(
      ask({ mode: 'replan', sessionId: 'of-course-3', startsAt: at('2026-03-12', '10:00'), from: null }),
    );
    // Session 4 makes way to Monday, 5 to Wednesday, 6 to Friday: none further than it must
    expect(starts(shown.after)).toEqual(
      atTen(['2026-03-02', '2026-03-05', '2026-03-12', '2026-03-16', '2026-03-18', '2026-03-20']),
    );
    expect(shown.open).toEqual([]);
  });

  test('from a day on takes nothing before it', () => {
    const shown = shownOf(ask({ ...REPLAN, from: '2026-03-09' }));
    expect(starts(shown.after)[0]).toBe('2026-03-09 10:00');
    expect(shown.open).toEqual([]);
  });

  test('around a closed day moves one session by one day', () => {
    const closures = [
      {
        startsAt: at('2026-03-12', '00:00'),
        endsAt: at('2026-03-13', '00:00'),
        chairId: null,
        staffId: null,
        reason: 'Works',
      },
    ];
    const shown = shownOf(ask({ ...REPLAN }, { calendar: aCalendar({ closures }) }));
    expect(shown.moved.map(({ after }) => [after.sequence, reading(after.startsAt)])).toEqual([
      [4, '2026-03-13 10:00'],
    ]);
  });

  test('after too long a gap shows the course as it would be, and that a clinician decides', () => {
    const course = aChangingCourse({
      statuses: {
        1: 'fulfilled',
        2: 'fulfilled',
        3: 'cancelled',
        4: 'cancelled',
        5: 'cancelled',
        6: 'cancelled',
      },
    });
    const now = at('2026-03-20', '08:00'); // 15 days after session 2
    const shown = shownOf(ask(REPLAN, { course, now }));
    expect(shown.open.map(({ code, sequence, mayOverride }) => [code, sequence, mayOverride])).toEqual([
      ['too-far', 7, ['clinician']],
    ]);
    expect(shown.added).toHaveLength(4);
  });

  test('after too long a gap keeps the length of the course all the same', () => {
    const course = aChangingCourse({
      dates: ['2026-03-02', '2026-03-05', '2026-03-23', '2026-03-26', '2026-03-30', '2026-04-02'],
      statuses: { 1: 'fulfilled', 2: 'fulfilled' },
    });
    const shown = shownOf(ask(REPLAN, { course, now: at('2026-03-22', '09:00') }));
    // 28 days after 2 March is the 30th: nothing later, though the gap is to be let be
    expect(starts(shown.after)).toEqual(atTen(['2026-03-23', '2026-03-25', '2026-03-27', '2026-03-30']));
    expect(shown.open.map(({ code }) => code)).toEqual(['interrupted']);
  });

  test('is refused where there is no time at all', () => {
    const course = aChangingCourse({ statuses: { 1: 'fulfilled', 2: 'noshow' } });
    const now = at('2026-03-06', '09:00');
    const calendar = aCalendar({ shifts: [] });
    expect(codesOf(refusalOf(ask(REPLAN, { course, now, calendar })))).toEqual(['no-plan']);
  });

  test('puts nothing back once a booster is booked', () => {
    const course = aChangingCourse({
      sessions: [
        ...aChangingCourse({ statuses: { 1: 'fulfilled', 2: 'noshow' } }).sessions,
        aCourseSession(7, '2026-04-16', { phase: 'maintenance' }),
      ],
    });
    expect(codesOf(refusalOf(ask(REPLAN, { course, now: at('2026-03-06', '09:00') })))).toEqual([
      'booster-booked',
    ]);
  });
});

describe('taking sessions out', () => {
  test('a cancelled session keeps its number, and the course lacks it', () => {
    const shown = shownOf(ask({ mode: 'cancel', sessionId: 'of-course-3', reason: 'moved' }));
    expect(
      shown.removed.map(({ sequence, status, cancelReason }) => [sequence, status, cancelReason]),
    ).toEqual([[3, 'cancelled', 'moved']]);
    expect(shown.after.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(shown.newPlannedCount).toBe(6);
    expect(shown.open).toEqual([]);
  });

  test('a session is cancelled though it leaves too long a gap: a clinician then decides how it goes on', () => {
    const course = aChangingCourse({
      dates: ['2026-03-02', '2026-03-05', '2026-03-13', '2026-03-23', '2026-03-26', '2026-03-30'],
      statuses: { 1: 'fulfilled', 2: 'fulfilled' },
    });
    const now = at('2026-03-06', '09:00');
    const shown = shownOf(
      ask({ mode: 'cancel', sessionId: 'of-course-3', reason: 'moved' }, { course, now }),
    );
    expect([bentIn(shown), shown.open]).toEqual([['4 long-gap'], []]); // 18 days after session 2
    expect(interruptionOf(made(course, shown), 'America/New_York', now)?.nextSequence).toBe(4);
  });

  test('a session less than two days away is cancelled with a warning', () => {
    const now = at('2026-03-07', '11:00'); // 46 hours before: a night has an hour less
    const shown = shownOf(ask({ mode: 'cancel', sessionId: 'of-course-3', reason: 'moved' }, { now }));
    expect(bentIn(shown)).toEqual(['3 short-notice']);
    expect(shown.open).toEqual([]);
  });

  test('one fewer is a clinician’s decision', () => {
    const request: ChangeRequest = { mode: 'omit', sessionId: 'of-course-6', reason: 'improved' };
    expect(shownOf(ask(request)).open).toMatchObject([
      { code: 'fewer-sessions', rule: 'R1', mayOverride: ['clinician'] },
    ]);
    const overrides = [{ code: 'fewer-sessions' as const, sequence: 6, reason: 'Well after five' }];
    const shown = shownOf(ask(request, { role: 'clinician', overrides }));
    expect([shown.newPlannedCount, shown.open]).toEqual([5, []]);
    expect(codesOf(refusalOf(ask(REPLAN, { course: made(aChangingCourse(), shown) })))).toEqual([
      'nothing-changes',
    ]);
  });

  test('stopping cancels all that is to come and nothing else', () => {
    const course = aChangingCourse({ statuses: { 1: 'fulfilled', 2: 'arrived' } });
    const shown = shownOf(
      ask({ mode: 'stop', reason: 'patient-cancel' }, { course, now: at('2026-03-05', '09:50') }),
    );
    expect(shown.removed.map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6]);
    expect(shown.newState).toBe('stopped');
  });

  test('a missed session leaves the course in its induction', () => {
    const shown = shownOf(
      ask({ mode: 'no-show', sessionId: 'of-course-1' }, { now: at('2026-03-02', '10:30') }),
    );
    expect([shown.newState, shown.removed.map(({ status }) => status)]).toEqual(['induction', ['noshow']]);
  });

  test('a second missed session in a row puts the course on hold', () => {
    const course = aChangingCourse({ statuses: { 1: 'fulfilled', 2: 'noshow' } });
    const now = at('2026-03-09', '10:30');
    const shown = shownOf(ask({ mode: 'no-show', sessionId: 'of-course-3' }, { course, now }));
    expect(shown.newState).toBe('on-hold');
    expect(bentIn(shown)).toEqual(['3 missed-sessions', '4 long-gap']);
    expect(shown.restated.map(({ after: { sequence, status } }) => [sequence, status])).toEqual([
      [4, 'pending'],
      [5, 'pending'],
      [6, 'pending'],
    ]);
  });

  test('nobody is missed before the start', () => {
    const refused = refusalOf(ask({ mode: 'no-show', sessionId: 'of-course-1' }));
    expect(codesOf(refused)).toEqual(['session-not-open']);
  });
});

describe('a hold', () => {
  const held = made(aChangingCourse(), shownOf(ask({ mode: 'hold' }, { role: 'clinician' })));

  test('keeps the chairs of what is to come, which waits', () => {
    expect(held.state).toBe('on-hold');
    expect(held.sessions.map(({ status }) => status)).toEqual(new Array(6).fill('pending'));
    expect(held.sessions.map(({ startsAt }) => startsAt)).toEqual(
      aChangingCourse().sessions.map(({ startsAt }) => startsAt),
    );
  });

  test('lets nothing be moved or planned', () => {
    const refused = refusalOf(
      ask({ mode: 'move', sessionId: 'of-course-3', startsAt: at('2026-03-10', '10:00') }, { course: held }),
    );
    expect(codesOf(refused)).toEqual(['on-hold']);
    expect(refused.allowed).toEqual(['cancel', 'stop']);
  });

  test('is lifted by a clinician: everything is booked again', () => {
    const shown = shownOf(ask({ mode: 'resume' }, { course: held, role: 'clinician' }));
    expect(shown.newState).toBe('induction');
    expect(shown.restated).toHaveLength(6);
    expect(codesOf(refusalOf(ask({ mode: 'resume' }, { course: held })))).toEqual(['not-by-role']);
  });

  test('that outlasts a session cancels it, and the course lacks it', () => {
    const now = at('2026-03-03', '09:00');
    const shown = shownOf(ask({ mode: 'resume' }, { course: held, role: 'clinician', now }));
    expect(shown.removed.map(({ sequence, cancelReason }) => [sequence, cancelReason])).toEqual([
      [1, 'plan-changes'],
    ]);
    const again = shownOf(ask(REPLAN, { course: made(held, shown), now }));
    expect(again.added).toHaveLength(1);
  });

  test('that outlasts everything leaves a course to be planned again', () => {
    const now = at('2026-04-01', '09:00');
    const shown = shownOf(ask({ mode: 'resume' }, { course: held, role: 'clinician', now }));
    expect(shown.newState).toBe('induction');
    expect(shownOf(ask(REPLAN, { course: made(held, shown), now })).added).toHaveLength(6);
  });
});

describe('more sessions, or all of them again', () => {
  const done = aChangingCourse({
    state: 'assessment',
    statuses: {
      1: 'fulfilled',
      2: 'fulfilled',
      3: 'fulfilled',
      4: 'fulfilled',
      5: 'fulfilled',
      6: 'fulfilled',
    },
  });
  const now = at('2026-03-20', '09:00');

  test('a clinician adds two sessions, which follow at the course’s own pace and hour', () => {
    const shown = shownOf(
      ask({ mode: 'extend', sessions: 2, from: null }, { course: done, now, role: 'clinician' }),
    );
    expect(shown.added.map(({ sequence, phase, startsAt }) => [sequence, phase, reading(startsAt)])).toEqual([
      [7, 'induction', '2026-03-23 10:00'],
      [8, 'induction', '2026-03-26 10:00'],
    ]);
    expect([shown.newState, shown.newPlannedCount, shown.open]).toEqual(['induction', 8, []]);
  });

  test('nobody else does, and not past what the protocol goes to', () => {
    const request: ChangeRequest = { mode: 'extend', sessions: 1, from: null };
    expect(codesOf(refusalOf(ask(request, { course: done, now })))).toEqual(['not-by-role']);
    const asked = { ...request, sessions: 7 };
    expect(codesOf(refusalOf(ask(asked, { course: done, now, role: 'clinician' })))).toEqual([
      'too-many-sessions',
    ]);
  });

  test('a course begins anew as a course of its own; the old one keeps what took place', () => {
    const course = aChangingCourse({ statuses: { 1: 'fulfilled', 2: 'fulfilled' } });
    const asked = { course, now: at('2026-03-06', '09:00'), role: 'clinician' as const };
    const shown = shownOf(ask({ mode: 'restart', from: '2026-03-16' }, asked));
    expect([shown.newState, shown.added]).toEqual(['stopped', []]);
    expect(shown.removed.map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6]);
    const fresh = shown.newCourse?.sessions ?? [];
    expect(fresh.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(reading(fresh[0]?.startsAt ?? 0)).toBe('2026-03-16 10:00');
  });
});

describe('a course of two phases', () => {
  const definition = anEsketamineDefinition();
  /** Mondays and Thursdays for four weeks, then Wednesdays; the third was missed. */
  const course = aChangingCourse({
    definition,
    plannedCount: 12,
    sessions: [0, 3, 7, 10, 14, 17, 21, 24, 30, 37, 44, 51].map((day, index) =>
      aCourseSession(index + 1, addDays('2026-03-02', day), {
        phase: index < 8 ? 'induction' : 'continuation',
        block: definition.block,
        status: index < 2 ? 'fulfilled' : index === 2 ? 'noshow' : 'booked',
      }),
    ),
  });
  const now = at('2026-03-10', '08:00');

  test('gets back a missed session of the first at the end of the first, and the second makes way', () => {
    const shown = shownOf(ask(REPLAN, { course, now }));
    expect(shown.added.map(({ sequence, phase }) => [sequence, phase])).toEqual([[13, 'induction']]);
    const order = shown.after.filter(({ status }) => status === 'booked').map(({ sequence }) => sequence);
    expect(order).toEqual([4, 5, 6, 7, 8, 13, 9, 10, 11, 12]);
    expect(shown.open).toEqual([]);
  });

  test('gets it back in the second where the first is over', () => {
    const later = {
      ...course,
      sessions: course.sessions.map((session) =>
        session.sequence <= 9 && session.status === 'booked'
          ? { ...session, status: 'fulfilled' as const }
          : session,
      ),
    };
    const shown = shownOf(ask(REPLAN, { course: later, now: at('2026-04-02', '08:00') }));
    expect(shown.added.map(({ sequence, phase }) => [sequence, phase])).toEqual([[13, 'continuation']]);
  });
});

describe('an interrupted induction', () => {
  const zone = 'America/New_York';
  const course = aChangingCourse({
    dates: ['2026-03-02', '2026-03-05', '2026-03-20', '2026-03-23', '2026-03-26', '2026-03-30'],
    statuses: { 1: 'fulfilled', 2: 'fulfilled' },
  });
  const now = at('2026-03-06', '09:00');

  test('is one with more days between what took place and what is next than its phase allows', () => {
    expect(interruptionOf(course, zone, now)).toEqual({
      afterSequence: 2,
      nextSequence: 3,
      gapDays: 15,
      choices: ['replan', 'extend', 'restart'],
    });
    const closer = aChangingCourse({
      dates: ['2026-03-02', '2026-03-05', '2026-03-19', '2026-03-23', '2026-03-26', '2026-03-30'],
      statuses: { 1: 'fulfilled', 2: 'fulfilled' },
    });
    expect(interruptionOf(closer, zone, now)).toBeNull();
  });

  test('is counted to today where nothing is to come and sessions are lacking', () => {
    const lost = aChangingCourse({
      dates: MON_THU.slice(0, 3),
      statuses: { 1: 'fulfilled', 2: 'fulfilled', 3: 'noshow' },
    });
    expect(interruptionOf(lost, zone, at('2026-03-19', '23:00'))).toBeNull();
    expect(interruptionOf(lost, zone, at('2026-03-20', '00:00'))?.gapDays).toBe(15);
  });

  test('is none before anything took place, nor once a clinician has let the gap be', () => {
    expect(interruptionOf({ ...course, sessions: aChangingCourse().sessions }, zone, now)).toBeNull();
    const letBe = { ...course, overridden: [{ sessionId: 'of-course-3', code: 'too-far' as const }] };
    expect(interruptionOf(letBe, zone, now)).toBeNull();
  });

  test('does not go on by the front desk’s moving what is to come', () => {
    const moveTo = (date: string): ChangeRequest => ({
      mode: 'move',
      sessionId: 'of-course-4',
      startsAt: at(date, '10:00'),
    });
    const shown = shownOf(ask(moveTo('2026-03-24'), { course, now }));
    expect(shown.open).toMatchObject([{ code: 'interrupted', rule: 'R7', mayOverride: ['clinician'] }]);
  });

  test('is over when what is next comes close enough', () => {
    const request: ChangeRequest = {
      mode: 'move',
      sessionId: 'of-course-3',
      startsAt: at('2026-03-18', '10:00'),
    };
    const shown = shownOf(ask(request, { course, now }));
    expect(shown.open).toEqual([]);
    expect(interruptionOf(made(course, shown), zone, now)).toBeNull();
  });
});

describe('what does not follow from where a course stands', () => {
  test('is refused with what does', () => {
    const stopped = aChangingCourse({ state: 'stopped' });
    const refused = refusalOf(ask(REPLAN, { course: stopped }));
    expect([codesOf(refused), refused.allowed]).toEqual([['not-from-here'], []]);
    const running = refusalOf(ask({ mode: 'resume' }, { role: 'clinician' }));
    expect([codesOf(running), running.allowed]).toEqual([
      ['not-from-here'],
      ['move', 'shift', 'replan', 'omit', 'cancel', 'no-show', 'stop', 'hold', 'extend', 'restart'],
    ]);
  });

  test.each([
    ['induction', 'front-desk', ['move', 'shift', 'replan', 'omit', 'cancel', 'no-show', 'stop']],
    ['induction', 'nurse', ['cancel', 'no-show']],
    ['assessment', 'front-desk', ['move', 'shift', 'replan', 'cancel', 'no-show', 'stop']],
    ['maintenance', 'clinician', ['move', 'shift', 'cancel', 'no-show', 'stop', 'hold', 'restart']],
    ['on-hold', 'clinician', ['cancel', 'stop', 'resume', 'restart']],
    ['on-hold', 'front-desk', ['cancel', 'stop']],
    ['stopped', 'clinician', []],
    ['induction', 'patient', []],
  ] as const)('from %s a %s may do just these', (standing, role, modes) => {
    expect(allowedModes(standing, role)).toEqual(modes);
  });
});

test('what is asked is never written into', () => {
  const course = aChangingCourse({ statuses: { 1: 'fulfilled', 2: 'noshow' } });
  const before = structuredClone(course);
  ask(REPLAN, { course, now: at('2026-03-06', '09:00') });
  ask({ mode: 'stop', reason: 'other' }, { course });
  expect(course).toEqual(before);
});
