import type { Assessment, CourseResponse, Instrument, ScoreSeries } from '#server/contract/response.ts';
import { at, IDS, TODAY } from './contract-data.ts';

/** What the server would answer of the scores of Ana Ruiz. */

const id = (end: number) => `01950000-0000-7000-8000-${String(end).padStart(12, '0')}`;

export const HELEN = { id: id(40), name: 'Dr. Helen Adeyemi' };
export const NIA = { id: id(41), name: 'Nia Okafor' };

const FALLS = { improvementPercent: 20, partialResponsePercent: 30, responsePercent: 50 };

const bands = (mostPoints: number, ...named: [from: number, words: string][]): Instrument['bands'] =>
  named.map(([from, words], i) => ({ from, to: (named[i + 1]?.[0] ?? mostPoints + 1) - 1, words }));

export const PHQ9: Instrument = {
  code: 'phq-9',
  name: 'PHQ-9',
  mostPoints: 27,
  ratedBy: 'patient',
  bands: bands(27, [0, 'minimal'], [5, 'mild'], [10, 'moderate'], [15, 'moderately severe'], [20, 'severe']),
  cutOffs: { ...FALLS, remissionAtMost: 4 },
  ownCutOffs: [],
};

export const GAD7: Instrument = {
  ...PHQ9,
  code: 'gad-7',
  name: 'GAD-7',
  mostPoints: 21,
  bands: bands(21, [0, 'minimal'], [5, 'mild'], [10, 'moderate'], [15, 'severe']),
};

export const MADRS: Instrument = {
  ...PHQ9,
  code: 'madrs',
  name: 'MADRS',
  mostPoints: 60,
  ratedBy: 'clinician',
  bands: [],
  cutOffs: { ...FALLS, remissionAtMost: 10 },
};

export const INSTRUMENTS = [PHQ9, MADRS, GAD7];

export const aSettings = () => ({
  items: INSTRUMENTS,
  reviews: {
    endOfInductionDays: 7,
    secondCheckDays: 28,
    scoreHoldsDays: 30,
    longPauseDays: 91,
    orderExpiringDays: 14,
    checkInDays: 28,
    continuedNeedMonths: 6,
  },
  patientsSeeOwn: false,
});

/** On PHQ-9, entered by the nurse on its own day, and measured from nothing. */
export const aScore = (number: number, change: Partial<Assessment> = {}): Assessment => ({
  id: id(200 + number),
  courseId: IDS.course,
  instrument: 'phq-9',
  total: 18,
  assessedOn: TODAY,
  source: 'staff',
  enteredBy: NIA,
  enteredAt: at(change.assessedOn ?? TODAY, '08:40'),
  corrects: null,
  correctedBy: null,
  sessionsGiven: 0,
  band: 3,
  isBaseline: false,
  percentChange: null,
  level: null,
  ...change,
});

/** 18 before session 1, 14 four days later, and 9 today: a response. The 24 was a slip, put right by the 14. */
export const aSeries = (change: Partial<ScoreSeries> = {}): ScoreSeries => ({
  instrument: 'phq-9',
  entries: [
    aScore(1, { assessedOn: '2027-02-22', total: 18, isBaseline: true }),
    aScore(2, { assessedOn: '2027-02-26', total: 24, band: 4, correctedBy: id(203) }),
    aScore(3, {
      assessedOn: '2027-02-26',
      total: 14,
      band: 2,
      corrects: id(202),
      percentChange: (-4 * 100) / 18,
      level: 'improvement',
      sessionsGiven: 1,
    }),
    aScore(4, {
      total: 9,
      band: 1,
      source: 'patient',
      enteredBy: null,
      percentChange: -50,
      level: 'response',
      sessionsGiven: 2,
    }),
  ],
  baselineId: id(201),
  isBaselineNamed: false,
  latestId: id(204),
  ...change,
});

export const aResponse = (change: Partial<CourseResponse> = {}): CourseResponse => ({
  courseId: IDS.course,
  patientId: IDS.ana,
  patientName: 'Ana Ruiz',
  state: 'induction',
  leadInstrument: 'phq-9',
  series: [aSeries()],
  level: 'response',
  futility: null,
  reviewsDue: [],
  reviews: [],
  openRelapseReport: null,
  sessions: [
    ['2027-02-23', 'fulfilled'],
    ['2027-02-26', 'fulfilled'],
    ['2027-03-02', 'booked'],
    ['2027-03-05', 'cancelled'],
  ].map(([on = TODAY, status], i) => ({
    id: id(101 + i),
    sequence: i + 1,
    place: i + 1,
    phase: 'induction',
    status: status as CourseResponse['sessions'][number]['status'],
    on,
    startsAt: at(on),
  })),
  actions: ['enter-score', 'name-baseline', 'review', 'report-relapse'],
  ...change,
});
