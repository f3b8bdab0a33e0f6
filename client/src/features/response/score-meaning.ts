import { changeWords, LEVEL_WORDS, type Level } from '#client/lib/response-words.ts';
import type { Instrument } from '#server/contract/response.ts';
import { type ChartScale, responseAtMost } from './score-chart-layout.ts';

/** What is needed of a scale to say what a total means, before the server has it. */
export type Measure = ChartScale & Pick<Instrument, 'cutOffs'>;

/** What the band is called that a total lies in; null where the scale has none. */
export const bandWordsOf = (total: number, { bands }: ChartScale): string | null =>
  bands.findLast(({ from }) => total >= from)?.words ?? null;

/** The highest level reached. Remission is a total, whatever the baseline was; the rest needs one to fall from. */
export function levelOf(total: number, baseline: number | null, { cutOffs }: Measure): Level | null {
  if (total <= cutOffs.remissionAtMost) return 'remission';
  if (baseline === null || baseline === 0) return null;
  const isFallOf = (percent: number) => total <= responseAtMost(baseline, percent);
  if (isFallOf(cutOffs.responsePercent)) return 'response';
  if (isFallOf(cutOffs.partialResponsePercent)) return 'partial-response';
  if (isFallOf(cutOffs.improvementPercent)) return 'improvement';
  return 'none';
}

/** "14: moderate, 22 % below baseline (18), improvement" */
export function meaningWords(total: number, baseline: number | null, measure: Measure): string {
  const level = levelOf(total, baseline, measure);
  const change = baseline === null ? null : changeWords(percentChange(baseline, total));
  const facts = [
    bandWordsOf(total, measure),
    change && `${change} (${baseline})`,
    level && LEVEL_WORDS[level],
  ].filter(Boolean);
  return facts.length === 0 ? String(total) : `${total}: ${facts.join(', ')}`;
}

const percentChange = (baseline: number, total: number): number | null =>
  baseline === 0 ? null : ((total - baseline) * 100) / baseline;
