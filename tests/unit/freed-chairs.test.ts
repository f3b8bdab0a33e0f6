import { describe, expect, test } from '@jest/globals';
import { freedChairs, type PlaceHistory, type PlaceStep } from '#server/scheduling/backfill/freed-chairs.ts';
import { at } from '#tests/support/calendars.ts';
import { reading } from '#tests/support/courses.ts';

/** Monday 2 March 2026, 8 in the morning in New York; a week is looked at. */
const NOW = at('2026-03-02', '08:00');
const WEEK = { from: NOW, to: at('2026-03-09', '00:00') };
const TWO_HOURS = 7_200_000;

let count = 0;

/** One line of a history, so many minutes after the week began to be watched. */
const step = (minute: number, more: Partial<PlaceStep> = {}): PlaceStep => {
  count += 1;
  return {
    id: `step-${String(count).padStart(3, '0')}`,
    at: NOW - 3_600_000 + minute * 60_000,
    fromStatus: 'booked',
    toStatus: 'booked',
    movedFrom: null,
    fromPoolId: null,
    ...more,
  };
};
const booked = (minute = 0) => step(minute, { fromStatus: null });
const cancelled = (minute: number) => step(minute, { toStatus: 'cancelled' });
const movedFrom = (minute: number, movedFrom: number) => step(minute, { movedFrom });

/** A session of two hours that is on 3 March now, or was last. */
const history = (
  time: string,
  steps: readonly PlaceStep[],
  more: Partial<PlaceHistory> = {},
): PlaceHistory => ({
  courseId: 'course',
  poolId: 'pool',
  startsAt: at('2026-03-03', time),
  endsAt: at('2026-03-03', time) + TWO_HOURS,
  steps,
  ...more,
});

const freed = (...histories: readonly PlaceHistory[]): string[] =>
  freedChairs(histories, WEEK).map(({ startsAt, freedBy }) => `${reading(startsAt)} ${freedBy}`);

describe('a chair becomes free', () => {
  test('when its session is cancelled, missed or taken back', () => {
    expect(freed(history('10:00', [booked(), cancelled(1)]))).toEqual(['2026-03-03 10:00 cancelled']);
    expect(freed(history('10:00', [booked(), step(1, { toStatus: 'noshow' })]))).toEqual([
      '2026-03-03 10:00 missed',
    ]);
    expect(freed(history('10:00', [booked(), step(1, { toStatus: 'entered-in-error' })]))).toEqual([
      '2026-03-03 10:00 taken-back',
    ]);
  });

  test('when its session moves away, to wherever', () => {
    const away = history('10:00', [booked(), movedFrom(1, at('2026-03-04', '14:00'))], {
      startsAt: at('2026-04-07', '10:00'),
      endsAt: at('2026-04-07', '10:00') + TWO_HOURS,
    });
    expect(freed(away)).toEqual(['2026-03-04 14:00 moved']);
  });

  test('at each place that its session has left, one after the other', () => {
    const steps = [
      booked(),
      movedFrom(1, at('2026-03-04', '09:00')), // to the 5th
      movedFrom(2, at('2026-03-05', '09:00')), // to the 3rd
      cancelled(3),
    ];
    expect(freed(history('10:00', steps))).toEqual([
      '2026-03-03 10:00 cancelled',
      '2026-03-04 09:00 moved',
      '2026-03-05 09:00 moved',
    ]);
  });

  test('of the pool that the session has left', () => {
    const moved = history('10:00', [
      booked(),
      step(1, { movedFrom: at('2026-03-04', '10:00'), fromPoolId: 'other pool' }),
    ]);
    expect(freedChairs([moved], WEEK)).toMatchObject([{ poolId: 'other pool' }]);
  });

  test('and not by what leaves it where it is: arriving, being over, waiting', () => {
    const steps = [
      booked(),
      step(1, { toStatus: 'pending' }),
      step(2, { fromStatus: 'pending', toStatus: 'arrived' }),
      step(3, { fromStatus: 'arrived', toStatus: 'fulfilled' }),
    ];
    expect(freed(history('10:00', steps))).toEqual([]);
  });

  test('is told by the step that freed it, with the course that gave it up', () => {
    const steps = [booked(), cancelled(1)];
    expect(freedChairs([history('10:00', steps)], WEEK)).toEqual([
      {
        id: steps[1]?.id,
        poolId: 'pool',
        startsAt: at('2026-03-03', '10:00'),
        endsAt: at('2026-03-03', '12:00'),
        freedAt: steps[1]?.at,
        freedBy: 'cancelled',
        courseId: 'course',
      },
    ]);
  });
});

describe('a freed chair is gone', () => {
  const gone = history('10:00', [booked(), cancelled(1)]);

  test('once somebody is booked there afterwards, though only for a part of its time', () => {
    expect(freed(gone, history('11:00', [booked(2)]))).toEqual([]);
  });

  test('once somebody is moved there, who leaves another place', () => {
    const comer = history('10:00', [booked(), movedFrom(2, at('2026-03-06', '13:00'))]);
    expect(freed(gone, comer)).toEqual(['2026-03-06 13:00 moved']);
  });

  test('once it is taken back', () => {
    const steps = [booked(), cancelled(1), step(2, { fromStatus: 'cancelled' })];
    expect(freed(history('10:00', steps))).toEqual([]);
  });

  test('and is there again once whoever took it leaves it', () => {
    expect(freed(gone, history('10:00', [booked(2), cancelled(3)]))).toEqual(['2026-03-03 10:00 cancelled']);
  });

  test('not by those who were there before, come just before or after, or sit in another pool', () => {
    expect(freed(gone, history('10:00', [booked()]))).toHaveLength(1);
    expect(freed(gone, history('08:00', [booked(2)]), history('12:00', [booked(2)]))).toHaveLength(1);
    expect(freed(gone, history('10:00', [booked(2)], { poolId: 'other pool' }))).toHaveLength(1);
  });

  test('and who takes one of two leaves the other', () => {
    const second = history('10:00', [booked(), cancelled(2)]);
    expect(freed(gone, second)).toHaveLength(2);
    expect(freed(gone, second, history('10:00', [booked(3)]))).toEqual(['2026-03-03 10:00 cancelled']);
  });

  test('once its time has come, and is none before the week or after', () => {
    const on = (date: string, time: string) =>
      history(time, [booked(), cancelled(1)], {
        startsAt: at(date, time),
        endsAt: at(date, time) + TWO_HOURS,
      });
    expect(freed(on('2026-03-02', '08:00'))).toEqual([]); // now
    expect(freed(on('2026-03-02', '08:15'))).toHaveLength(1);
    expect(freed(on('2026-03-08', '23:45'))).toHaveLength(1);
    expect(freed(on('2026-03-09', '00:00'))).toEqual([]);
  });
});
