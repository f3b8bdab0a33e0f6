/** The geometry of the score chart: totals to heights. Plain values in and out, so that it is tested without a page. */

/** A scale of totals on which fewer points are better and 0 is the least. */
export type ChartScale = {
  mostPoints: number;
  /** The total at which each band begins, the lowest first; empty where the scale has none. */
  bands: readonly { from: number; words: string }[];
};

/** A stretch of totals as it is drawn: from the top of the chart, in percent of its height. */
export type Stretch = { top: number; height: number };

/** Where a total stands, from the top. Half a point of room at both ends keeps the marks inside. */
export const heightOf = (total: number, { mostPoints }: ChartScale): number =>
  round(((mostPoints + 0.5 - total) / (mostPoints + 1)) * 100);

/** Totals from the one to the other, both included: a point at either end lies inside and not on the edge. */
export function stretchOf(least: number, most: number, scale: ChartScale): Stretch {
  const top = heightOf(most + 0.5, scale);
  return { top, height: round(heightOf(least - 0.5, scale) - top) };
}

/** The bands of the scale, each up to where the next begins. */
export const bandStretches = (scale: ChartScale): (Stretch & { words: string; from: number })[] =>
  scale.bands.map(({ from, words }, i) => ({
    words,
    from,
    ...stretchOf(from, (scale.bands[i + 1]?.from ?? scale.mostPoints + 1) - 1, scale),
  }));

export type Goal = Stretch & { level: 'response' | 'remission'; atMost: number };

/**
 * Where a score is to come to. Response is drawn down to where remission begins; where a low baseline puts it no higher
 * than remission, there is no room between, and remission alone is drawn.
 */
export function goalsOf(
  goals: { responseAtMost: number | null; remissionAtMost: number },
  scale: ChartScale,
): Goal[] {
  const { responseAtMost, remissionAtMost } = goals;
  const remission: Goal = {
    level: 'remission',
    atMost: remissionAtMost,
    ...stretchOf(0, remissionAtMost, scale),
  };
  if (responseAtMost === null || responseAtMost <= remissionAtMost) return [remission];
  const response = stretchOf(remissionAtMost + 1, responseAtMost, scale);
  return [{ level: 'response', atMost: responseAtMost, ...response }, remission];
}

/** The highest total that is a response: the fall asked for, of exactly so much or more. */
export const responseAtMost = (baseline: number, responsePercent: number): number =>
  Math.floor((baseline * (100 - responsePercent)) / 100);

/** The totals written at the side: the ends, and where the bands begin; each ten where there are no bands. */
export function axisTotals(scale: ChartScale): number[] {
  const between =
    scale.bands.length > 1
      ? scale.bands.map(({ from }) => from)
      : Array.from({ length: Math.ceil(scale.mostPoints / 10) }, (_, i) => i * 10);
  return [...new Set([0, ...between, scale.mostPoints])];
}

export type Dot = { x: number; y: number };

/** How far apart the line between two scores is looked at, in pixels. */
const STEP = 6;
/** How far a mark reaches from its middle. */
const MARK = 8;

/** The scores and the line that joins them, as dots that a label must not cover. */
export const dotsAlong = (scores: readonly Dot[]): Dot[] =>
  scores.flatMap((to, i) => {
    const from = scores[i - 1] ?? to;
    const steps = Math.max(1, Math.ceil(Math.abs(to.x - from.x) / STEP));
    return Array.from({ length: steps }, (_, step) => ({
      x: from.x + ((to.x - from.x) * (step + 1)) / steps,
      y: from.y + ((to.y - from.y) * (step + 1)) / steps,
    }));
  });

/** From where a label begins: as far to the left as nothing is beneath it; where there is no such place, at the left. */
export function freeLeft(
  label: { width: number; top: number; bottom: number },
  dots: readonly Dot[],
  plotWidth: number,
): number {
  const near = dots.filter(({ y }) => y > label.top - MARK && y < label.bottom + MARK);
  for (let left = 2; left + label.width <= plotWidth; left += STEP) {
    if (!near.some(({ x }) => x > left - MARK && x < left + label.width + MARK)) return left;
  }
  return 2;
}

/** Where the arrow keys go from a score; the same where there is nothing further. Null for another key. */
export function nextScore(count: number, index: number, key: string): number | null {
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, index - 1);
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(count - 1, index + 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

const round = (percent: number): number => Math.round(percent * 1000) / 1000;
