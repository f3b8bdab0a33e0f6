import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assignChairs } from '#server/scheduling/room/assign-chairs.ts';
import type { BusySession } from '#server/scheduling/time/calendar.ts';
import { aBusySession, aCalendar } from '../support/calendars.ts';

const MONDAY = '2026-03-02';
const at = (minute: number, minutes = 120) => {
  const { startsAt } = aBusySession(MONDAY, minute);
  return { poolId: 'pool', startsAt, endsAt: startsAt + minutes * 60_000 };
};
const booked = (minute: number, chairId: string, overrides: Partial<BusySession> = {}) =>
  aBusySession(MONDAY, minute, { chairId, ...overrides });

describe('a chair for each block', () => {
  test('is the one that was last free the shortest time, so that long gaps stay whole', () => {
    const calendar = aCalendar({ busy: [booked(540, 'chair-2')] }); // chair 2 is free from 11:00
    expect(assignChairs(calendar, [at(660)], 0)).toEqual({ chairIds: ['chair-2'], repack: [] });
  });

  test('is another one for a second block at the same time', () => {
    expect(assignChairs(aCalendar(), [at(660), at(660)], 0)?.chairIds).toEqual(['chair-1', 'chair-2']);
    expect(assignChairs(aCalendar(), [at(660), at(660), at(660)], 0)).toBeNull();
  });

  test('is made by re-packing later bookings where no single chair is free throughout', () => {
    // chair 1: 9 to 11, chair 2: 11 to 13. Nothing is free from 10 to 12 ... but 9-11 and 11-13 fit on one chair.
    const early = booked(540, 'chair-1');
    const late = booked(660, 'chair-2');
    const result = assignChairs(aCalendar({ busy: [early, late] }), [at(600)], 0);
    expect(result?.repack).toHaveLength(1);
    expect(result).not.toBeNull();
  });

  test('leaves a patient who has arrived where they sit', () => {
    const early = booked(540, 'chair-1', { status: 'arrived' });
    const late = booked(660, 'chair-2');
    const result = assignChairs(aCalendar({ busy: [early, late] }), [at(600)], 0);
    expect(result).toEqual({ chairIds: ['chair-2'], repack: [{ sessionId: late.id, chairId: 'chair-1' }] });
  });

  test('is refused where the two that are in the way have both arrived', () => {
    const busy = [
      booked(540, 'chair-1', { status: 'arrived' }),
      booked(660, 'chair-2', { status: 'arrived' }),
    ];
    expect(assignChairs(aCalendar({ busy }), [at(600)], 0)).toBeNull();
  });
});

test('whatever is booked, nothing overlaps on a chair, and room for one more is found wherever the count says so', () => {
  const blocks = fc.array(
    fc.record({ quarter: fc.integer({ min: 0, max: 20 }), length: fc.constantFrom(60, 90, 120) }),
    {
      maxLength: 14,
    },
  );
  fc.assert(
    fc.property(blocks, (wanted) => {
      const chairs = ['a', 'b', 'c'].map((id) => ({ id, poolId: 'pool' }));
      let busy: BusySession[] = [];
      for (const { quarter, length } of wanted) {
        const block = at(540 + quarter * 15, length);
        const result = assignChairs(aCalendar({ chairs, busy }), [block], 0);
        expect(result !== null).toBe(mostAtOnce([...busy, block]) <= chairs.length);
        if (!result) continue;
        const moved = new Map(result.repack.map(({ sessionId, chairId }) => [sessionId, chairId]));
        busy = busy.map((session) => ({ ...session, chairId: moved.get(session.id) ?? session.chairId }));
        busy.push(
          booked(540, result.chairIds[0] as string, { startsAt: block.startsAt, endsAt: block.endsAt }),
        );
        busy.forEach((one, i) => {
          for (const other of busy.slice(0, i))
            expect(
              one.chairId === other.chairId && one.startsAt < other.endsAt && other.startsAt < one.endsAt,
            ).toBe(false);
        });
      }
    }),
    { numRuns: 300 },
  );
});

/** The most blocks that overlap at any moment; it can only change where one begins. */
const mostAtOnce = (blocks: readonly { startsAt: number; endsAt: number }[]): number =>
  Math.max(
    ...blocks.map(
      ({ startsAt }) => blocks.filter((b) => b.startsAt <= startsAt && startsAt < b.endsAt).length,
    ),
  );
