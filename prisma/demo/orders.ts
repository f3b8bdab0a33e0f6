/** What the clinicians of the demo order, and why: totals and plain words, as in the real thing. */
export type Order = {
  /** Null: as needed. */
  readonly interval: string | null;
  readonly reason: string;
  readonly evidence: string | null;
};

export type OrderKey = keyof typeof ORDERS;

export const ORDERS = {
  first: [
    {
      interval: 'P4W',
      reason: 'Clear response, holding a week after the last session. First booster after four weeks.',
      evidence: 'PHQ-9 19 before, 7 after six sessions',
    },
    {
      interval: 'P4W',
      reason: 'Sleeping through again and back at work. Four weeks, then we look again.',
      evidence: 'PHQ-9 22 to 9, GAD-7 16 to 8',
    },
    {
      interval: 'P4W',
      reason: 'Responded from session 3 on. Standard interval to begin with.',
      evidence: 'QIDS-SR 17 to 6',
    },
    {
      interval: 'P4W',
      reason: 'Partial response, still improving. Keep close for now.',
      evidence: 'MADRS 31 to 15',
    },
  ],
  closer: [
    {
      interval: 'P2W',
      reason: 'Good days after each session, fading within ten. Every two weeks until it carries further.',
      evidence: 'PHQ-9 20 to 11, back to 14 after eleven days',
    },
    {
      interval: 'P2W',
      reason: 'Every two weeks is the least that holds at present.',
      evidence: 'MADRS 28 to 13 at the end of week eight',
    },
  ],
  forward: [
    {
      interval: 'P6W',
      reason: 'Two stable checks in a row. One step forward.',
      evidence: 'PHQ-9 6 and 5 at the last two checks',
    },
    {
      interval: 'P6W',
      reason: 'Held the full four weeks twice without a dip. Try six.',
      evidence: 'PHQ-9 4, GAD-7 5 on the day of the booster',
    },
  ],
  further: [
    {
      interval: 'P8W',
      reason: 'Stable at six weeks, and would like to come less often. Eight weeks.',
      evidence: 'PHQ-9 4 in week six',
    },
  ],
  back: [
    {
      interval: 'P4W',
      reason: 'Low again from week five on. One step back to four weeks.',
      evidence: 'PHQ-9 5 in week four, 13 in week six',
    },
    {
      interval: 'P4W',
      reason: 'A hard month at home, symptoms returned before the booster. Back to four weeks.',
      evidence: 'PHQ-9 14, GAD-7 12',
    },
  ],
  'back further': [
    {
      interval: 'P2W',
      reason: 'Did not carry to four weeks this time. Two weeks until two stable checks.',
      evidence: 'PHQ-9 16 in week three',
    },
  ],
  'as needed': [
    {
      interval: null,
      reason: 'Notices early when it wears off and rings us. As needed, with a check-in every four weeks.',
      evidence: 'PHQ-9 5 eight weeks after the last session',
    },
    {
      interval: null,
      reason: 'Well without boosters so far, lives far away. Standing order for six months.',
      evidence: 'QIDS-SR 4 at four and at eight weeks',
    },
  ],
  weekly: [
    {
      interval: 'P1W',
      reason: 'Taper as planned: weekly for a month.',
      evidence: 'PHQ-9 21 to 8 over six sessions',
    },
  ],
  'every two weeks': [
    {
      interval: 'P2W',
      reason: 'Taper as planned: weekly month done, now every two weeks.',
      evidence: 'PHQ-9 between 6 and 8 all month',
    },
  ],
  monthly: [
    {
      interval: 'P4W',
      reason: 'Taper as planned: two months every two weeks done, now monthly.',
      evidence: 'PHQ-9 5 and 6 at the last two checks',
    },
  ],
} as const satisfies Record<string, readonly [Order, ...Order[]]>;
