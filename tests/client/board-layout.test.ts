import { describe, expect, test } from '@jest/globals';
import {
  chairsOn,
  closedStretches,
  daySpan,
  openStretches,
  placeSession,
} from '#client/features/board/board-layout.ts';
import { entryPlace, nextPlace } from '#client/features/board/board-moves.ts';
import type { BoardDay } from '#server/contract/sessions.endpoints.ts';
import { ALWAYS, aClinic, aSession, at, TODAY, ZONE } from '#tests/support/contract-data.ts';

const openDay = (change: Partial<BoardDay> = {}): BoardDay => ({
  date: TODAY,
  opensAt: '08:00',
  closesAt: '18:00',
  closures: [],
  sessionCount: 0,
  ...change,
});

const session = (sequence: number, from: string, to: string, chair: number) =>
  placeSession(
    aSession({ sequence, startsAt: at(TODAY, from), endsAt: at(TODAY, to), chairName: `Chair ${chair}` }),
    ZONE,
  );

describe('the day as it is drawn', () => {
  test('a session that ended early holds its chair no longer', () => {
    const early = aSession({
      sequence: 1,
      status: 'fulfilled',
      startsAt: at(TODAY, '09:00'),
      endsAt: at(TODAY, '11:00'),
      completedAt: at(TODAY, '10:40'),
    });
    expect(placeSession(early, ZONE)).toMatchObject({ from: 540, to: 640 });
  });

  test('whole hours are drawn, round the clinic’s hours and whatever stands outside them', () => {
    expect(daySpan([{ from: 510, to: 1050 }], [{ from: 1040, to: 1100 }])).toEqual({ from: 480, to: 1140 });
  });

  test('a lunch hour between two stretches is closed', () => {
    const clinic = aClinic({
      openingHours: [
        { weekday: 2, opensAt: '08:00', closesAt: '12:00', ...ALWAYS },
        { weekday: 2, opensAt: '13:00', closesAt: '18:00', ...ALWAYS },
      ],
    });
    const open = openStretches(openDay(), TODAY, clinic);
    const closed = closedStretches(openDay(), open, { from: 480, to: 1080 }, ZONE);
    expect(closed).toEqual([{ from: 720, to: 780, chairId: null, reason: 'closed' }]);
  });

  test('hours that hold no longer, or not yet, are not drawn', () => {
    const hours = { weekday: 2, opensAt: '08:00', closesAt: '12:00' };
    const clinic = aClinic({
      openingHours: [
        { ...hours, validFrom: null, validTo: TODAY },
        { ...hours, closesAt: '18:00', validFrom: '2027-03-03', validTo: null },
      ],
    });
    expect(openStretches(openDay(), TODAY, clinic)).toEqual([{ from: 480, to: 720 }]);
    expect(openStretches(openDay(), '2027-03-09', clinic)).toEqual([{ from: 480, to: 1080 }]);
  });

  test('a chair that is out of use is not drawn from that day on, unless somebody is booked on it still', () => {
    const chair = { id: 'a', name: 'Chair 1', poolId: 'p', poolName: 'Infusion', position: 0 };
    const chairs = [
      { ...chair, outOfUseFrom: null },
      { ...chair, id: 'b', outOfUseFrom: TODAY },
    ];
    const ids = (date: string, on: string[] = []) =>
      chairsOn(
        chairs,
        date,
        on.map((chairId) => ({ session: { chairId } })),
      ).map(({ id }) => id);
    expect(ids('2027-03-01')).toEqual(['a', 'b']);
    expect(ids(TODAY)).toEqual(['a']);
    expect(ids(TODAY, ['b'])).toEqual(['a', 'b']);
  });

  test('a day without hours is closed from end to end', () => {
    const day = openDay({ opensAt: null, closesAt: null });
    const open = openStretches(day, TODAY, aClinic());
    expect(open).toEqual([]);
    expect(closedStretches(day, open, { from: 480, to: 1080 }, ZONE)).toEqual([
      { from: 480, to: 1080, chairId: null, reason: 'closed' },
    ]);
  });

  test('a closure over several days covers the whole of this one', () => {
    const day = openDay({
      closures: [
        {
          startsAt: at('2027-03-01', '12:00'),
          endsAt: at('2027-03-04', '12:00'),
          reason: 'Repair',
          chairId: 'c',
        },
      ],
    });
    const closed = closedStretches(day, [{ from: 480, to: 1080 }], { from: 480, to: 1080 }, ZONE);
    expect(closed).toEqual([{ from: 480, to: 1080, chairId: 'c', reason: 'Repair' }]);
  });
});

describe('the arrow keys', () => {
  const first = session(1, '09:00', '11:00', 1);
  const later = session(2, '13:00', '15:00', 1);
  const beside = session(3, '12:30', '14:30', 3);
  const columns = [[first, later], [], [beside]];
  const at1 = { id: first.session.id, minute: 540 };

  test('go down and up through a chair’s day', () => {
    const down = nextPlace(columns, at1, 'ArrowDown', false);
    expect(down).toEqual({ id: later.session.id, minute: 780 });
    expect(nextPlace(columns, { id: later.session.id, minute: 780 }, 'ArrowUp', false)?.id).toBe(
      first.session.id,
    );
    expect(nextPlace(columns, at1, 'ArrowUp', false)).toBeNull();
  });

  test('pass over an empty chair, and keep the time on the way back', () => {
    const right = nextPlace(columns, at1, 'ArrowRight', false);
    expect(right).toEqual({ id: beside.session.id, minute: 540 });
    expect(right && nextPlace(columns, right, 'ArrowLeft', false)?.id).toBe(first.session.id);
    expect(right && nextPlace(columns, right, 'ArrowRight', false)).toBeNull();
  });

  test('Home and End stay in the chair; with Control they go to the ends of the board', () => {
    expect(nextPlace(columns, at1, 'End', false)?.id).toBe(later.session.id);
    expect(nextPlace(columns, at1, 'End', true)?.id).toBe(beside.session.id);
  });

  test('enter the board at what is under way or next', () => {
    expect(entryPlace(columns, 700)).toBe(beside.session.id);
    expect(entryPlace(columns, null)).toBe(first.session.id);
    expect(entryPlace([[], []], 700)).toBeNull();
  });
});
