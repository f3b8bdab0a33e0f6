import type { Block, BoosterRules, ProtocolDefinition, ProtocolPhase } from '#server/scheduling/protocol.ts';

/**
 * The protocols that a clinic begins with, as data. The numbers are defaults that clinics publish or that follow from
 * what they publish; each clinic sets its own.
 */
export type PresetKey = 'iv' | 'iv-three' | 'im' | 'nasal' | 'taper';

export type PresetProtocol = {
  readonly name: string;
  readonly description: string;
  readonly definition: ProtocolDefinition;
};

/**
 * 15 + 40 + 30 + 15 is what the parts of an infusion take; clinics book two hours. The 20 minutes that are over go to
 * the observation: it is the part that differs from patient to patient, it may not be hurried, and a nurse is counted
 * for it, so that she is there while somebody stays longer.
 */
const IV_BLOCK: Block = { prep: 15, administration: 40, observation: 50, turnover: 15 };

/** An injection takes a minute; the half-hour of close checks after it is counted as administration. */
const IM_BLOCK: Block = { prep: 10, administration: 30, observation: 35, turnover: 15 };

/** Three devices five minutes apart, rounded up; then two hours from the last one, which nobody may shorten. */
const NASAL_BLOCK: Block = { prep: 15, administration: 15, observation: 120, turnover: 15 };

/** Twice a week for three weeks. */
export const SIX_IN_THREE_WEEKS: ProtocolPhase = {
  phase: 'induction',
  sessions: 6,
  perWeek: 2,
  minClearDays: 1,
  // Fourteen days between two sessions; a longer gap is a clinician's decision.
  maxClearDays: 13,
  maxInRolling7Days: 3,
  targetSpanDays: { min: 14, max: 21 },
  maxSpanDays: 28,
};

const BOOSTERS: BoosterRules = {
  intervalLadder: ['P1W', 'P2W', 'P4W', 'P6W', 'P8W', 'P12W'],
  defaultIntervals: [{ interval: 'P4W', count: 1 }],
  flexDays: 7,
  flexDaysShort: 3,
  shortIntervalDays: 14,
  minIntervalDays: 7,
  series: { minClearDays: 1, days: 28 },
  review: { rescreenMonths: 6 },
  asNeededMonths: 6,
};

const BEFORE_A_DRIP = [
  'Eat nothing solid for 6 hours before you come. Clear drinks are fine until 2 hours before.',
  'Wear something with sleeves that roll up easily.',
  'Have somebody take you home. Do not drive until the next day.',
];

export const SIX_INFUSIONS: ProtocolDefinition = {
  route: 'iv',
  block: IV_BLOCK,
  phases: [SIX_IN_THREE_WEEKS],
  booster: BOOSTERS,
  prescriberOnSite: false,
  trainedMinimum: 2,
  prepare: BEFORE_A_DRIP,
};

/** In the order in which they are offered. */
export const PRESET_PROTOCOLS: Readonly<Record<PresetKey, PresetProtocol>> = {
  iv: {
    name: 'IV twice weekly',
    description: 'Six infusions over three weeks, then boosters from four weeks on',
    definition: SIX_INFUSIONS,
  },
  'iv-three': {
    name: 'IV Mon/Wed/Fri',
    description: 'Six infusions over two weeks, then boosters from four weeks on',
    definition: {
      ...SIX_INFUSIONS,
      phases: [{ ...SIX_IN_THREE_WEEKS, perWeek: 3, targetSpanDays: { min: 11, max: 14 } }],
    },
  },
  im: {
    name: 'IM twice weekly',
    description: 'Six injections over three weeks, 90 minutes each, then boosters from four weeks on',
    definition: {
      ...SIX_INFUSIONS,
      route: 'im',
      block: IM_BLOCK,
      prepare: [
        'Eat nothing solid for 6 hours before you come. Clear drinks are fine until 2 hours before.',
        'Have somebody take you home. Do not drive until the next day.',
      ],
    },
  },
  nasal: {
    name: 'Esketamine nasal',
    description: 'Eight visits over four weeks, four weekly ones, then boosters every week or two',
    definition: {
      route: 'intranasal',
      block: NASAL_BLOCK,
      phases: [
        {
          ...SIX_IN_THREE_WEEKS,
          sessions: 8,
          targetSpanDays: { min: 23, max: 28 },
          maxSpanDays: 35,
        },
        {
          phase: 'continuation',
          sessions: 4,
          perWeek: 1,
          minClearDays: 4,
          maxClearDays: 13,
          maxInRolling7Days: 2,
          targetSpanDays: { min: 19, max: 23 },
          maxSpanDays: 35,
        },
      ],
      booster: { ...BOOSTERS, defaultIntervals: [{ interval: 'P2W', count: 1 }] },
      prescriberOnSite: true,
      trainedMinimum: 2,
      prepare: [
        'Eat nothing for 2 hours and drink nothing for 30 minutes before you come.',
        'Use other nasal sprays at least an hour before.',
        'Plan to stay with us for two and a half hours, and have somebody take you home.',
        'Do not drive until the day after, when you have slept.',
      ],
    },
  },
  taper: {
    name: 'IV twice weekly, then a taper',
    description:
      'Six infusions over three weeks; then weekly for a month, every two weeks for two, then monthly',
    definition: {
      ...SIX_INFUSIONS,
      booster: {
        ...BOOSTERS,
        defaultIntervals: [
          { interval: 'P1W', count: 4 },
          { interval: 'P2W', count: 4 },
          { interval: 'P4W', count: 1 },
        ],
      },
    },
  },
};
