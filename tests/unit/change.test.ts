import { describe, expect, test } from '@jest/globals';
import { type BoosterWindow, boosterWindow } from '#server/scheduling/booster/booster.ts';
import {
  boosterViolations,
  type CourseRules,
  checkMove,
  dayViolations,
} from '#server/scheduling/change/change.ts';
import type { SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import { epochDay } from '#server/scheduling/time/clinic-time.ts';
import { aBusySession, aCalendar, aDefinition, at } from '#tests/support/calendars.ts';

const definition = aDefinition();
/** Twice a week from Monday 2 March; the clock goes forward on Sunday the 8th. */
const DATES = ['2026-03-02', '2026-03-05', '2026-03-09', '2026-03-12', '2026-03-16', '2026-03-19'];

const course = (dates: readonly string[] = DATES, overrides: Partial<CourseRules> = {}): CourseRules => ({
  definition,
  zone: 'America/New_York',
  sessions: dates.map((date, index) => ({
    id: `of-course-${index + 1}`,
    sequence: index + 1,
    startsAt: at(date, '10:00'),
  })),
  boosterWindow: null,
  ...overrides,
});
const session = (sequence: number) => ({ id: `of-course-${sequence}`, sequence });

describe('a session of the course on another day', () => {
  const against = (sequence: number, date: string, of: CourseRules = course()) =>
    dayViolations(of, session(sequence), epochDay(date)).map(({ code, sequence: at }) => `${at} ${code}`);

  test('is fine where a clear day is left on both sides', () => {
    expect(against(2, '2026-03-04')).toEqual([]);
    expect(against(2, '2026-03-07')).toEqual([]);
    expect(against(6, '2026-03-26')).toEqual([]);
  });

  test('where it is, is fine', () => {
    expect(against(2, '2026-03-05')).toEqual([]);
  });

  test('too soon after the one before is its own fault', () => {
    expect(against(2, '2026-03-03')).toEqual(['2 too-close']);
  });

  test('too late makes the next one too close, which is laid to the next', () => {
    expect(against(2, '2026-03-08')).toEqual(['3 too-close']);
  });

  test('past its neighbour puts the course out of order', () => {
    expect(against(2, '2026-03-10')).toEqual(['3 out-of-order']);
    expect(against(3, '2026-03-04')).toEqual(['3 out-of-order']);
  });

  test('is refused where four then fall into seven days, whichever of them is the fourth', () => {
    const dense = course([
      '2026-03-02',
      '2026-03-05',
      '2026-03-07',
      '2026-03-11',
      '2026-03-16',
      '2026-03-19',
    ]);
    // From the 5th to the 11th there would be four
    expect(against(4, '2026-03-09', dense)).toEqual([]);
    expect(against(5, '2026-03-13', dense)).toEqual([]);
    const denser = course([
      '2026-03-02',
      '2026-03-04',
      '2026-03-06',
      '2026-03-12',
      '2026-03-16',
      '2026-03-19',
    ]);
    expect(against(4, '2026-03-08', denser)).toEqual(['4 too-many-in-week']);
    expect(against(4, '2026-03-09', denser)).toEqual([]);
    // Session 1 a week later makes the fourth of a week out of session 4, which did not move
    const later = course([
      '2026-02-23',
      '2026-03-05',
      '2026-03-07',
      '2026-03-09',
      '2026-03-16',
      '2026-03-19',
    ]);
    expect(against(1, '2026-03-03', later)).toEqual(['4 too-many-in-week']);
  });

  test('so late that the course would take more than four weeks is a clinician’s decision', () => {
    expect(against(6, '2026-03-30')).toEqual([]);
    expect(against(6, '2026-03-31')).toEqual(['6 too-far', '6 span-exceeded']); // 15 days, and the 29th
  });

  test('an earlier session 1 can make the last one too late', () => {
    const long = course(['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-20', '2026-03-25', '2026-03-30']);
    expect(against(1, '2026-02-28', long)).toEqual(['6 span-exceeded']);
  });

  test('is not blamed for what was wrong before and that it has no part in', () => {
    // A clinician let sessions 5 and 6 be a day apart.
    const bent = course([...DATES.slice(0, 4), '2026-03-18', '2026-03-19']);
    expect(against(2, '2026-03-04', bent)).toEqual([]);
    expect(against(5, '2026-03-18', bent)).toEqual(['6 too-close']); // it has a part in this
    expect(against(5, '2026-03-17', bent)).toEqual([]);
  });

  test('is blamed for the gap that it leaves, though it would be longer without it', () => {
    const sparse = course([
      '2026-03-02',
      '2026-03-05',
      '2026-03-12',
      '2026-03-24',
      '2026-03-26',
      '2026-03-30',
    ]);
    expect(against(3, '2026-03-10', sparse)).toEqual([]); // 14 days before session 4
    expect(against(3, '2026-03-09', sparse)).toEqual(['4 too-far']);
  });

  test('goes by the rules of its own phase, past the protocol’s number too', () => {
    const extended = course();
    const seventh = {
      id: 'of-course-7',
      sequence: 7,
      phase: 'induction' as const,
      startsAt: at('2026-03-23', '10:00'),
    };
    const longer = { ...extended, sessions: [...extended.sessions, seventh] };
    const on = (date: string) => dayViolations(longer, seventh, epochDay(date)).map(({ code }) => code);
    expect(on('2026-03-21')).toEqual([]);
    expect(on('2026-03-20')).toEqual(['too-close']);
    // Two a week, so one more takes half a week: 32 days after session 1, which is 3 April
    expect(on('2026-04-02')).toEqual([]);
    expect(on('2026-04-04')).toEqual(['too-far', 'span-exceeded']);
  });

  test('counts boosters for nothing: another rule is theirs', () => {
    const withBooster = course([...DATES, '2026-03-28']);
    expect(against(6, '2026-03-27', withBooster)).toEqual([]);
  });

  test('is judged by the sessions that hold their time alone: one that was missed leaves a gap', () => {
    const missed = { ...course(), sessions: course().sessions.filter(({ sequence }) => sequence !== 3) };
    // The 11th is two days after the missed 9th, and a day before session 4
    expect(against(2, '2026-03-10', missed)).toEqual([]);
    expect(against(2, '2026-03-11', missed)).toEqual(['4 too-close']);
  });
});

describe('a booster on another day', () => {
  /** Four weeks after 19 March, a week either side: 9 to 23 April. */
  const window = boosterWindow(definition.booster, null, [
    { on: '2026-03-19', phase: 'induction', state: 'done' },
  ]) as BoosterWindow;
  const inWindow = course(DATES, { boosterWindow: window });
  const against = (
    of: CourseRules,
    date: string,
    booster: { id?: string; sequence: number } = { sequence: 7 },
  ) => boosterViolations(of, booster, epochDay(date)).map(({ code, detail }) => `${code}: ${detail}`);

  test('is fine on the first and the last day of its window, and refused the day before and after', () => {
    const outside = 'outside-booster-window: Outside the booster window, which runs from 9 Apr to 23 Apr.';
    expect(against(inWindow, '2026-04-08')).toEqual([outside]);
    expect(against(inWindow, '2026-04-09')).toEqual([]);
    expect(against(inWindow, '2026-04-23')).toEqual([]);
    expect(against(inWindow, '2026-04-24')).toEqual([outside]);
  });

  test('stays a week clear of every other session of the course, before and after', () => {
    const open = course([...DATES, '2026-04-16']); // session 7, and no window that would refuse
    const tooClose = 'too-close: Too close to session 7: 7 days needed between.';
    expect(against(open, '2026-04-22', { sequence: 8 })).toEqual([tooClose]);
    expect(against(open, '2026-04-23', { sequence: 8 })).toEqual([]);
    expect(against(open, '2026-04-10', { sequence: 8 })).toEqual([tooClose]);
    expect(against(open, '2026-04-09', { sequence: 8 })).toEqual([]);
  });

  test('does not stand in its own way', () => {
    const open = course([...DATES, '2026-04-16']);
    expect(against(open, '2026-04-17', { id: 'of-course-7', sequence: 7 })).toEqual([]);
  });

  test('goes by the booster’s rules and not by those between planned sessions', () => {
    const moved = course([...DATES, '2026-04-16'], { boosterWindow: window });
    const rules = dayViolations(moved, session(7), epochDay('2026-04-24'));
    expect(rules.map(({ code, sequence }) => [code, sequence])).toEqual([['outside-booster-window', 7]]);
  });
});

describe('a move', () => {
  const needs: SessionNeeds = {
    block: definition.block,
    poolIds: ['pool'],
    prescriberOnSite: false,
    trainedMinimum: 2,
    patientId: 'patient',
  };
  const own = { id: 'of-course-2', patientId: 'patient', courseId: 'course' };
  const move = (startsAt: number, busy = [aBusySession('2026-03-05', 600, own)], now = 0) => {
    const moving = { ...session(2), startsAt: at('2026-03-05', '10:00') };
    const { violations, poolId } = checkMove(aCalendar({ busy }), needs, course(), moving, startsAt, now);
    return [poolId, ...violations.map(({ code, sequence }) => `${sequence} ${code}`)];
  };

  test('by an hour overlaps the session itself, which does not stand in its own way', () => {
    expect(move(at('2026-03-05', '11:00'))).toEqual(['pool']);
  });

  test('is refused for the clinic’s reasons and for the course’s, in that order', () => {
    const busy = ['chair-1', 'chair-2'].map((chairId) => aBusySession('2026-03-03', 600, { chairId }));
    expect(move(at('2026-03-03', '10:00'), busy)).toEqual([null, '2 chair-full', '2 too-close']);
    expect(move(at('2026-03-03', '10:00'), busy, at('2026-03-04', '08:00'))).toEqual([
      null,
      '2 in-the-past',
      '2 chair-full',
      '2 too-close',
    ]);
  });

  test('onto another session of the patient is refused, be it of another course', () => {
    const other = aBusySession('2026-03-06', 660, { patientId: 'patient', chairId: 'chair-2' });
    expect(move(at('2026-03-06', '10:00'), [other])).toEqual(['pool', '2 patient-busy']);
  });

  test('is judged by the clinic’s day: late in the evening in New York is the next day in UTC', () => {
    const openingHours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      weekday,
      opensAt: '18:00',
      closesAt: '24:00',
    }));
    const shifts = aCalendar().shifts.flatMap((shift) =>
      shift.weekday === 1
        ? openingHours.map(({ weekday }) => ({ ...shift, weekday, startsAt: '18:00', endsAt: '24:00' }))
        : [],
    );
    const evening = aCalendar({ openingHours, shifts });
    const late = {
      ...course(),
      sessions: course().sessions.map((s) => ({ ...s, startsAt: s.startsAt + 12 * 3_600_000 })),
    };
    const moving = { ...session(2), startsAt: at('2026-03-05', '22:00') };
    // Wednesday 22:00 is two days after Monday 22:00; in UTC both are a day later
    const { violations } = checkMove(evening, needs, late, moving, at('2026-03-04', '22:00'), 0);
    expect(violations).toEqual([]);
    const tooLate = checkMove(evening, needs, late, moving, at('2026-03-07', '22:00'), 0);
    expect(tooLate.violations).toEqual([]);
    const nextDay = checkMove(evening, needs, late, moving, at('2026-03-08', '22:00'), 0);
    expect(nextDay.violations.map(({ code, sequence }) => `${sequence} ${code}`)).toEqual(['3 too-close']);
  });
});
