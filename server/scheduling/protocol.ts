import type { BlockPart, Phase, Route } from './vocabulary.ts';

/**
 * A protocol version: a template of a course, as data. Nothing clinical is a constant in code; every number here
 * is a clinic's own, preset from CLINICAL section 2.
 */
export type ProtocolDefinition = {
  readonly route: Route;
  /** Chair time of one session, part by part, in minutes; each part a multiple of 5 (CLINICAL R22, R29, R30). */
  readonly block: Block;
  /** The phases that are booked in one action, in order. Maintenance is not among them. */
  readonly phases: readonly ProtocolPhase[];
  readonly booster: BoosterRules;
  /** A prescriber must be on site for the whole block (CLINICAL R25). */
  readonly prescriberOnSite: boolean;
  /** Trained people who must be in the house from the start of administration to the end of observation (R34). */
  readonly trainedMinimum: number;
  /** What the patient is told to do beforehand, in order. Names no drug. */
  readonly prepare: readonly string[];
};

/** Minutes of each part of a block. */
export type Block = Readonly<Record<BlockPart, number>>;

export type ProtocolPhase = {
  readonly phase: Exclude<Phase, 'maintenance'>;
  readonly sessions: number;
  /** Sessions a week the phase aims at: the plan spaces them evenly to it. */
  readonly perWeek: number;
  /** Clear local days between two sessions, at least (R4). 1: Monday, then Wednesday at the earliest. */
  readonly minClearDays: number;
  /** Clear local days between two sessions, at most (R6). */
  readonly maxClearDays: number;
  /** Sessions in any 7 local days in a row, at most (R5). */
  readonly maxInRolling7Days: number;
  /** Days from the phase's first session to its last that the plan aims at (R2); null where the phase sets no aim. */
  readonly targetSpanDays: { readonly min: number; readonly max: number } | null;
  /** Days from the phase's first session to its last, at most (R2); null for no limit. */
  readonly maxSpanDays: number | null;
};

export type BoosterRules = {
  /** ISO 8601 calendar durations, from the closest to the furthest (R13). */
  readonly intervalLadder: readonly string[];
  /**
   * What follows the planned phases until a clinician sets an interval: `count` boosters at each `interval` in turn,
   * the last for ever. One step is a plain interval (R11, R12), several are a taper.
   */
  readonly defaultIntervals: readonly [IntervalStep, ...IntervalStep[]];
  /** Days either side of the due date (R14). */
  readonly flexDays: number;
  /** The same, for intervals of up to `shortIntervalDays`. */
  readonly flexDaysShort: number;
  readonly shortIntervalDays: number;
  /** Days between two boosters, at least; anything closer is a booster series (R16). */
  readonly minIntervalDays: number;
  /** Of a booster series (R16): clear days between two of it, at least, and days in which it is over. */
  readonly series?: { readonly minClearDays: number; readonly days: number };
  /**
   * Where it is set, the front desk books no booster that a clinician should look at first: without a new enough score,
   * or after a long pause (R17), or so many months after the last session (R19).
   */
  readonly review?: { readonly rescreenMonths: number };
  /** Months after which an as-needed order expires, where none was said (R15). */
  readonly asNeededMonths: number;
};

export const blockMinutes = (block: Block): number =>
  block.prep + block.administration + block.observation + block.turnover;

/** Sessions of the phases that are booked in one action. */
export const plannedCount = (definition: ProtocolDefinition): number =>
  definition.phases.reduce((sum, phase) => sum + phase.sessions, 0);

/** Days from the first session to the last, at most, that the rules of the phases allow. */
export const longestSpanDays = (definition: ProtocolDefinition): number =>
  definition.phases.reduce((sum, phase, index) => {
    const gapDays = phase.maxClearDays + 1;
    // Into each phase but the first leads one gap more than it has within itself.
    const leadIn = index === 0 ? 0 : gapDays;
    const byGaps = (phase.sessions - 1) * gapDays;
    return sum + leadIn + Math.min(byGaps, phase.maxSpanDays ?? byGaps);
  }, 0);

/** The phase of the session of this number, counted from 1; sessions past the planned ones are boosters. */
export function phaseOf(definition: ProtocolDefinition, sequence: number): Phase {
  let last = 0;
  for (const phase of definition.phases) {
    last += phase.sessions;
    if (sequence <= last) return phase.phase;
  }
  return 'maintenance';
}

/** So many boosters at an interval. */
export type IntervalStep = { readonly interval: string; readonly count: number };
