import { describe, expect, test } from '@jest/globals';
import { placeMarks, ribbonScale, sharedRange, weekMarks } from '#client/ui/ribbon-scale.ts';
import { TODAY, TUE_FRI } from '#tests/support/contract-data.ts';

const marks = (dates: readonly string[]) => dates.map((date, i) => ({ date, sequence: i + 1 }));

describe('the scale of the ribbon', () => {
  test('every day is as wide as every other, also over a clock change', () => {
    // New York changes its clocks on 14 March 2027.
    const scale = ribbonScale('2027-03-11', '2027-03-20');
    expect(scale.days).toBe(10);
    expect(scale.middleOf('2027-03-11')).toBe(5);
    expect(scale.middleOf('2027-03-20')).toBe(95);
    expect(scale.startOf('2027-03-15') - scale.startOf('2027-03-14')).toBe(10);
  });

  test('plans shown together share one range, with a day to spare at each end', () => {
    const range = sharedRange(
      [
        { dates: ['2027-03-08', '2027-03-20'] },
        {
          dates: ['2027-03-09'],
          boosterWindow: { earliestOn: '2027-04-10', latestOn: '2027-04-24', dueOn: null },
        },
      ],
      '2027-03-08',
    );
    expect(range).toEqual({ from: '2027-03-07', to: '2027-04-25' });
  });

  test('today is drawn where it is near, and does not squeeze a course that is long over', () => {
    expect(sharedRange([{ dates: ['2027-03-08'] }], TODAY).from).toBe('2027-03-01');
    expect(sharedRange([{ dates: ['2026-03-08'] }], TODAY).to).toBe('2026-03-09');
  });

  test('weeks are marked on Mondays, and dated as far as the dates have room', () => {
    const scale = ribbonScale('2027-03-02', '2027-04-25');
    const wide = weekMarks(scale, 900, 50);
    expect(wide[0]?.date).toBe('2027-03-08');
    expect(wide.every(({ labelled }) => labelled)).toBe(true);
    const narrow = weekMarks(scale, 300, 50);
    expect(narrow.map(({ date }) => date)).toEqual(wide.map(({ date }) => date));
    expect(narrow.filter(({ labelled }) => labelled)).toHaveLength(3);
  });
});

describe('the ticks of the ribbon', () => {
  test('have their full width where there is room', () => {
    const scale = ribbonScale('2027-03-01', '2027-03-20');
    const { placed, clusters } = placeMarks(marks(TUE_FRI), scale, 900, 24);
    expect(placed.map(({ width }) => width)).toEqual([24, 24, 24, 24, 24, 24]);
    expect(clusters).toEqual([]);
  });

  test('get narrower, then become bare ticks under one label, and never leave their day', () => {
    const scale = ribbonScale('2027-03-01', '2027-08-31');
    const wide = placeMarks(marks(TUE_FRI), scale, 900, 24);
    expect(wide.placed[0]).toMatchObject({ width: 12, slim: false });
    const narrow = placeMarks(marks(TUE_FRI), scale, 300, 24);
    expect(narrow.placed.every(({ slim }) => slim)).toBe(true);
    expect(narrow.clusters).toMatchObject([{ first: 1, last: 6 }]);
    expect(narrow.placed.map(({ at }) => at)).toEqual(TUE_FRI.map((date) => scale.middleOf(date)));
  });

  test('a lone booster keeps its number beside a crowded induction', () => {
    const scale = ribbonScale('2027-03-01', '2027-08-31');
    const { placed } = placeMarks(marks([...TUE_FRI, '2027-06-01']), scale, 300, 24);
    expect(placed.at(-1)).toMatchObject({ width: 24, slim: false });
  });
});
