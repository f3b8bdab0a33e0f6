import { describe, expect, test } from '@jest/globals';
import { courseViolations, phasesBySession } from '#server/scheduling/course/course-rules.ts';
import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';
import { datedPlan } from '#server/scheduling/room/start-times.ts';
import { epochDay } from '#server/scheduling/time/clinic-time.ts';
import { aDefinition, anEsketamineDefinition, at } from '#tests/support/calendars.ts';

/** What is wrong with sessions on these dates, as "2 too-close". */
function wrongWith(dates: readonly string[], definition: ProtocolDefinition = aDefinition()): string[] {
  const phases = phasesBySession(definition);
  const sessions = dates.map((date, index) => {
    const phase = phases[index];
    if (!phase) throw new Error('more sessions than the protocol has');
    return { sequence: index + 1, phase, epochDay: epochDay(date) };
  });
  return courseViolations(sessions).map(({ sequence, code }) => `${sequence} ${code}`);
}

const induction = (overrides: Partial<ProtocolDefinition['phases'][number]>) => {
  const [phase] = aDefinition().phases;
  if (!phase) throw new Error('no phase');
  return aDefinition({ phases: [{ ...phase, ...overrides }] });
};

describe('clear days are counted by the calendar, not in hours', () => {
  test('Monday, Wednesday and Friday at 10:00, 9:00 and 15:00 for two weeks is fine: 47 hours are one clear day', () => {
    const mondays = ['2026-03-02', '2026-03-09'];
    const sessions = mondays.flatMap((monday) => [
      { startsAt: at(monday, '10:00') },
      { startsAt: at(monday, '09:00', 2) }, // 47 hours later
      { startsAt: at(monday, '15:00', 4) }, // 54 hours later
    ]);
    expect(courseViolations(datedPlan(aDefinition(), 'America/New_York', sessions))).toEqual([]);
  });

  test('Monday and Tuesday is refused, whatever the hour: early on one and late on the other are 31 hours', () => {
    expect(wrongWith(['2026-03-02', '2026-03-03'])).toEqual(['2 too-close']);
    expect(
      courseViolations(
        datedPlan(aDefinition(), 'America/New_York', [
          { startsAt: at('2026-03-02', '08:00') },
          { startsAt: at('2026-03-03', '15:00') },
        ]),
      ),
    ).toEqual([
      {
        code: 'too-close',
        detail: 'Too close to session 1: one clear day needed between.',
        sequence: 2,
        severity: 'hard',
      },
    ]);
  });

  test('twice on one day is too close, and where no clear day is asked for the next day will do', () => {
    expect(wrongWith(['2026-03-02', '2026-03-02'])).toEqual(['2 too-close']);
    expect(wrongWith(['2026-03-02', '2026-03-03'], induction({ minClearDays: 0 }))).toEqual([]);
    expect(wrongWith(['2026-03-02', '2026-03-02'], induction({ minClearDays: 0 }))).toEqual(['2 too-close']);
  });

  test('a fortnight apart is the most that the front desk may leave: a day more is a clinician’s decision', () => {
    expect(wrongWith(['2026-03-02', '2026-03-16'])).toEqual([]);
    expect(wrongWith(['2026-03-02', '2026-03-17'])).toEqual(['2 too-far']);
  });

  test('the night on which the clock changes makes no difference', () => {
    expect(wrongWith(['2026-03-07', '2026-03-09', '2026-03-11'])).toEqual([]); // over 8 March
    expect(wrongWith(['2026-03-07', '2026-03-08'])).toEqual(['2 too-close']);
  });
});

describe('so many in any seven days in a row', () => {
  test('three are fine, and the fourth may come when the first is seven days past', () => {
    expect(wrongWith(['2026-03-02', '2026-03-04', '2026-03-06', '2026-03-08'])).toEqual([
      '4 too-many-in-week',
    ]);
    expect(wrongWith(['2026-03-02', '2026-03-04', '2026-03-06', '2026-03-09'])).toEqual([]);
  });

  test('the week rolls: it is not the calendar’s', () => {
    // Thursday, Saturday, Monday, Wednesday: no calendar week has more than two
    expect(wrongWith(['2026-03-05', '2026-03-07', '2026-03-09', '2026-03-11'])).toEqual([
      '4 too-many-in-week',
    ]);
  });

  test('each session that is one too many is named', () => {
    const everyOtherDay = [
      '2026-03-02',
      '2026-03-04',
      '2026-03-06',
      '2026-03-08',
      '2026-03-10',
      '2026-03-12',
    ];
    expect(wrongWith(everyOtherDay)).toEqual([
      '4 too-many-in-week',
      '5 too-many-in-week',
      '6 too-many-in-week',
    ]);
  });
});

describe('the course as a whole', () => {
  test('ends within four weeks of session 1: the day after is refused, and every later session too', () => {
    const weekly = ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23'];
    expect(wrongWith([...weekly, '2026-03-30'])).toEqual([]);
    expect(wrongWith([...weekly, '2026-03-31'])).toEqual(['5 span-exceeded']);
    expect(wrongWith([...weekly, '2026-03-31', '2026-04-02'])).toEqual([
      '5 span-exceeded',
      '6 span-exceeded',
    ]);
  });

  test('may take as long as it does where the phase sets no limit', () => {
    const weekly = ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23', '2026-03-31'];
    expect(wrongWith(weekly, induction({ maxSpanDays: null }))).toEqual([]);
  });

  test('comes in the order of its numbers', () => {
    expect(wrongWith(['2026-03-02', '2026-03-09', '2026-03-05'])).toEqual(['3 out-of-order']);
  });
});

describe('a course of two phases', () => {
  const esketamine = anEsketamineDefinition();
  const twiceAWeek = ['02', '05', '09', '12', '16', '19', '23', '26'].map((day) => `2026-03-${day}`);
  const thenWeekly = ['2026-04-02', '2026-04-09', '2026-04-16', '2026-04-23'];

  test('is judged phase by phase: eight in four weeks, then four in four', () => {
    expect(wrongWith([...twiceAWeek, ...thenWeekly], esketamine)).toEqual([]);
  });

  test('has the first session of a phase under that phase’s own rules', () => {
    // Three days after session 8 would do in induction; the weekly phase asks for five clear days.
    expect(wrongWith([...twiceAWeek, '2026-03-29'], esketamine)).toEqual([
      '9 too-close',
      '9 too-many-in-week', // three in seven days, where that phase has one
    ]);
  });

  test('counts the span of each phase from that phase’s first session', () => {
    const late = ['2026-04-04', '2026-04-13', '2026-04-23', '2026-05-02'];
    // 28 days from session 9 to session 12, though 61 from session 1
    expect(wrongWith([...twiceAWeek, ...late], esketamine)).toEqual([]);
    expect(wrongWith([...twiceAWeek, ...late.slice(0, 3), '2026-05-03'], esketamine)).toEqual([
      '12 span-exceeded',
    ]);
  });
});
