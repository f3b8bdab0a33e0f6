/** What the clinicians of the demo order, and why: in plain words. The totals are with the scores. */
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
      evidence: 'PHQ-9 before session 1 and after session 6',
    },
    {
      interval: 'P4W',
      reason: 'Sleeping through again and back at work. Four weeks, then we look again.',
      evidence: 'PHQ-9 and GAD-7 over six sessions',
    },
    {
      interval: 'P4W',
      reason: 'Responded from session 3 on. Standard interval to begin with.',
      evidence: 'PHQ-9 before each session',
    },
    {
      interval: 'P4W',
      reason: 'Partial response, still improving. Keep close for now.',
      evidence: 'PHQ-9 over six sessions',
    },
  ],
  closer: [
    {
      interval: 'P2W',
      reason: 'Good days after each session, fading within ten. Every two weeks until it carries further.',
      evidence: 'PHQ-9 on the day of the booster, and eleven days after it',
    },
    {
      interval: 'P2W',
      reason: 'Every two weeks is the least that holds at present.',
      evidence: 'PHQ-9 at the end of week eight',
    },
  ],
  forward: [
    {
      interval: 'P6W',
      reason: 'Two stable checks in a row. One step forward.',
      evidence: 'PHQ-9 at the last two checks',
    },
    {
      interval: 'P6W',
      reason: 'Held the full four weeks twice without a dip. Try six.',
      evidence: 'PHQ-9 and GAD-7 on the day of the booster',
    },
  ],
  further: [
    {
      interval: 'P8W',
      reason: 'Stable at six weeks, and would like to come less often. Eight weeks.',
      evidence: 'PHQ-9 in week six',
    },
  ],
  back: [
    {
      interval: 'P4W',
      reason: 'Low again from week five on. One step back to four weeks.',
      evidence: 'PHQ-9 in week four and in week six',
    },
    {
      interval: 'P4W',
      reason: 'A hard month at home, symptoms returned before the booster. Back to four weeks.',
      evidence: 'PHQ-9 and GAD-7 at the review',
    },
  ],
  'back further': [
    {
      interval: 'P2W',
      reason: 'Did not carry to four weeks this time. Two weeks until two stable checks.',
      evidence: 'PHQ-9 in week three',
    },
  ],
  'as needed': [
    {
      interval: null,
      reason: 'Notices early when it wears off and rings us. As needed, with a check-in every four weeks.',
      evidence: 'PHQ-9 eight weeks after the last session',
    },
    {
      interval: null,
      reason: 'Well without boosters so far, lives far away. Standing order for six months.',
      evidence: 'PHQ-9 at four and at eight weeks',
    },
  ],
  weekly: [
    {
      interval: 'P1W',
      reason: 'Taper as planned: weekly for a month.',
      evidence: 'PHQ-9 over six sessions',
    },
  ],
  'every two weeks': [
    {
      interval: 'P2W',
      reason: 'Taper as planned: weekly month done, now every two weeks.',
      evidence: 'PHQ-9 of the whole month',
    },
  ],
  monthly: [
    {
      interval: 'P4W',
      reason: 'Taper as planned: two months every two weeks done, now monthly.',
      evidence: 'PHQ-9 at the last two checks',
    },
  ],
} as const satisfies Record<string, readonly [Order, ...Order[]]>;
