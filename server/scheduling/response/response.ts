import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import type { FutilitySignal, InstrumentCode, ResponseLevel } from '#server/scheduling/vocabulary.ts';

/** A scale as data. On each of them fewer points are better, and 0 is the least. */
export type Instrument = {
  readonly code: InstrumentCode;
  readonly name: string;
  readonly mostPoints: number;
  readonly ratedBy: 'patient' | 'clinician';
  /** The total at which each band after the lowest begins; empty where the scale has none. */
  readonly bandsFrom: readonly number[];
  /** What the bands are called, the lowest first. */
  readonly bandWords: readonly string[];
  readonly cutOffs: CutOffs;
};

/** What counts as better: falls in percent of the baseline, and a total. A clinic may have its own. */
export type CutOffs = {
  readonly improvementPercent: number;
  readonly partialResponsePercent: number;
  readonly responsePercent: number;
  readonly remissionAtMost: number;
};

const FALLS = { improvementPercent: 20, partialResponsePercent: 30, responsePercent: 50 };

/** CLINICAL section 3. Two trials set MADRS remission at 10 and at 12; the stricter is what a clinic begins with. */
export const INSTRUMENTS: Readonly<Record<InstrumentCode, Instrument>> = {
  'phq-9': {
    code: 'phq-9',
    name: 'PHQ-9',
    mostPoints: 27,
    ratedBy: 'patient',
    bandsFrom: [5, 10, 15, 20],
    bandWords: ['minimal', 'mild', 'moderate', 'moderately severe', 'severe'],
    cutOffs: { ...FALLS, remissionAtMost: 4 },
  },
  'qids-sr-16': {
    code: 'qids-sr-16',
    name: 'QIDS-SR-16',
    mostPoints: 27,
    ratedBy: 'patient',
    bandsFrom: [6, 11, 16, 21],
    bandWords: ['none', 'mild', 'moderate', 'severe', 'very severe'],
    cutOffs: { ...FALLS, remissionAtMost: 5 },
  },
  madrs: {
    code: 'madrs',
    name: 'MADRS',
    mostPoints: 60,
    ratedBy: 'clinician',
    bandsFrom: [],
    bandWords: [],
    cutOffs: { ...FALLS, remissionAtMost: 10 },
  },
  'gad-7': {
    code: 'gad-7',
    name: 'GAD-7',
    mostPoints: 21,
    ratedBy: 'patient',
    bandsFrom: [5, 10, 15],
    bandWords: ['minimal', 'mild', 'moderate', 'severe'],
    cutOffs: { ...FALLS, remissionAtMost: 4 },
  },
};

/** What a clinic has otherwise than the presets, and nothing else. */
export type OwnCutOffs = { readonly [code in InstrumentCode]?: Partial<CutOffs> };

/** The scales with the clinic's cut-offs, in the order in which one of them leads. */
export const instrumentsOf = (own: OwnCutOffs): Instrument[] =>
  Object.values(INSTRUMENTS).map((instrument) => ({
    ...instrument,
    cutOffs: { ...instrument.cutOffs, ...own[instrument.code] },
  }));

/** A total and nothing more: answers to single questions are never taken. */
export type Score = {
  readonly id: string;
  readonly instrument: InstrumentCode;
  readonly total: number;
  readonly on: LocalDate;
  /** How many sessions of the course had been given by then. */
  readonly sessionsGiven: number;
  /** The score that this one was entered to put right. */
  readonly corrects: string | null;
};

export function isTotalOf(instrument: Instrument, total: number): boolean {
  return Number.isInteger(total) && total >= 0 && total <= instrument.mostPoints;
}

/** 0 is the lowest band; null where the scale has no bands. */
export function bandOf(instrument: Instrument, total: number): number | null {
  if (instrument.bandsFrom.length === 0) return null;
  return instrument.bandsFrom.filter((from) => total >= from).length;
}

/** The scores that count: those that no later one puts right. */
export function standingScores<S extends Pick<Score, 'id' | 'corrects'>>(scores: readonly S[]): S[] {
  const corrected = new Set(scores.map((score) => score.corrects));
  return scores.filter((score) => !corrected.has(score.id));
}

/** Below zero is better. Null from a baseline of 0, from which nothing can fall. */
export function percentChange(baseline: number, total: number): number | null {
  return baseline === 0 ? null : ((total - baseline) * 100) / baseline;
}

/** The highest level reached. Remission is a total, whatever the baseline was. */
export function responseLevel(cutOffs: CutOffs, baseline: number, total: number): ResponseLevel {
  if (total <= cutOffs.remissionAtMost) return 'remission';
  if (hasFallenBy(cutOffs.responsePercent, baseline, total)) return 'response';
  if (hasFallenBy(cutOffs.partialResponsePercent, baseline, total)) return 'partial-response';
  if (hasFallenBy(cutOffs.improvementPercent, baseline, total)) return 'improvement';
  return 'none';
}

/** In whole numbers, so that a fall of exactly 20 percent is one. Asked with a baseline above 0, or a total above it. */
function hasFallenBy(percent: number, baseline: number, total: number): boolean {
  return (baseline - total) * 100 >= percent * baseline;
}

/**
 * Whether a clinician should look at how this goes (R8). A signal and no decision: some respond late, and nothing is
 * cancelled by it. Only scores on the baseline's scale are compared with it, the last one after each session.
 */
export function futilitySignal(
  cutOffs: CutOffs,
  baseline: Score,
  scores: readonly Score[],
): FutilitySignal | null {
  const course = lastAfterEachSession(
    standingScores(scores).filter((score) => score.instrument === baseline.instrument),
  );
  const latest = course.at(-1);
  if (latest === undefined || baseline.total === 0) return null;
  const improved = (score: Score) => hasFallenBy(cutOffs.improvementPercent, baseline.total, score.total);
  if (improved(latest)) return null;
  if (latest.sessionsGiven >= 4) return 'little-change-after-four';
  return course.length >= 3 && !course.slice(-3).some(improved) ? 'three-without-improvement' : null;
}

function lastAfterEachSession(scores: readonly Score[]): Score[] {
  const bySession = new Map<number, Score>();
  for (const score of scores) {
    if (score.sessionsGiven === 0) continue;
    const other = bySession.get(score.sessionsGiven);
    if (other === undefined || score.on >= other.on) bySession.set(score.sessionsGiven, score);
  }
  return [...bySession.values()].sort((one, other) => one.sessionsGiven - other.sessionsGiven);
}
