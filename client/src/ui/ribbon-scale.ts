import { daysBetween, shiftDays, weekdayOf } from '#client/lib/clinic-time.ts';

/** The geometry of the course ribbon: days to places. Plain values in and out, so that it is tested without a page. */

export type RibbonScale = {
  from: string;
  to: string;
  /** How many days are drawn, both ends included. */
  days: number;
  /** Where the middle of a day lies, in percent of the line. */
  middleOf: (date: string) => number;
  /** Where a day begins, in percent of the line. */
  startOf: (date: string) => number;
};

/** A true scale: every day is as wide as every other. */
export function ribbonScale(from: string, to: string): RibbonScale {
  const days = Math.max(1, daysBetween(from, to) + 1);
  const percent = (offset: number) => (offset / days) * 100;
  return {
    from,
    to,
    days,
    middleOf: (date) => percent(daysBetween(from, date) + 0.5),
    startOf: (date) => percent(daysBetween(from, date)),
  };
}

/** How near today must be to a course before the line is made longer to show it. */
const TODAY_WITHIN_DAYS = 14;

export type RibbonWindow = { earliestOn: string; latestOn: string; dueOn: string | null };

/**
 * The days that several ribbons need to share one scale: all their sessions and windows, a day to spare at each
 * end, and today where it is near.
 */
export function sharedRange(
  ribbons: readonly { dates: readonly string[]; boosterWindow?: RibbonWindow | null | undefined }[],
  today: string,
): { from: string; to: string } {
  const shown = ribbons.flatMap(({ dates, boosterWindow }) => [
    ...dates,
    ...(boosterWindow ? [boosterWindow.earliestOn, boosterWindow.latestOn] : []),
  ]);
  const sorted = shown.toSorted();
  let first = sorted[0] ?? today;
  let last = sorted.at(-1) ?? today;
  if (today < first && daysBetween(today, first) <= TODAY_WITHIN_DAYS) first = today;
  if (today > last && daysBetween(last, today) <= TODAY_WITHIN_DAYS) last = today;
  return { from: shiftDays(first, -1), to: shiftDays(last, 1) };
}

export type PlacedMark<M> = {
  mark: M;
  /** Percent of the line. */
  at: number;
  /** Pixels. */
  width: number;
  /** Too close to its neighbours for its number to be read: drawn as a bare tick. */
  slim: boolean;
};

/** Bare ticks that stand for several sessions, and the numbers they have together. */
export type MarkCluster = { at: number; first: number; last: number };

const GAP = 2;
const SLIM_WIDTH = 4;

/**
 * Gives every mark its place and as much width as its neighbours leave. Where not even the numbers would fit, the
 * marks become bare ticks under one label ("1-6"), so that the scale stays true.
 */
export function placeMarks<M extends { date: string; sequence: number }>(
  marks: readonly M[],
  scale: RibbonScale,
  lineWidth: number,
  fullWidth: number,
): { placed: PlacedMark<M>[]; clusters: MarkCluster[] } {
  const sorted = marks.toSorted((a, b) => a.date.localeCompare(b.date));
  const dayPx = dayWidth(scale, lineWidth);
  const placed: PlacedMark<M>[] = [];
  const clusters: MarkCluster[] = [];
  for (const run of runsOf(sorted, (fullWidth + GAP) / dayPx)) {
    const gapPx = smallestGapDays(run) * dayPx;
    const width = Math.min(fullWidth, Math.floor(gapPx - GAP));
    const slim = run.length > 1 && width < neededWidth(run);
    for (const mark of run) {
      placed.push({ mark, at: scale.middleOf(mark.date), width: slim ? SLIM_WIDTH : width, slim });
    }
    const [first, last] = [run[0], run.at(-1)];
    if (slim && first && last) {
      clusters.push({
        at: (scale.middleOf(first.date) + scale.middleOf(last.date)) / 2,
        first: Math.min(...run.map((mark) => mark.sequence)),
        last: Math.max(...run.map((mark) => mark.sequence)),
      });
    }
  }
  return { placed, clusters };
}

const dayWidth = (scale: RibbonScale, lineWidth: number) => lineWidth / scale.days;

/** Marks that stand nearer to each other than a full mark is wide. */
function runsOf<M extends { date: string }>(sorted: readonly M[], daysApart: number): M[][] {
  const runs: M[][] = [];
  for (const mark of sorted) {
    const run = runs.at(-1);
    const previous = run?.at(-1);
    if (run && previous && daysBetween(previous.date, mark.date) < daysApart) run.push(mark);
    else runs.push([mark]);
  }
  return runs;
}

function smallestGapDays(run: readonly { date: string }[]): number {
  const gaps = run.slice(1).map((mark, i) => daysBetween(run[i]?.date ?? mark.date, mark.date));
  return gaps.length > 0 ? Math.min(...gaps) : Number.POSITIVE_INFINITY;
}

const neededWidth = (run: readonly { sequence: number }[]) =>
  Math.max(...run.map((mark) => String(mark.sequence).length)) > 1 ? 14 : 8;

/** The Mondays that get a hairline, and those of them that have room for a date. */
export function weekMarks(
  scale: RibbonScale,
  lineWidth: number,
  labelWidth: number,
): { date: string; at: number; labelled: boolean }[] {
  const weekPx = 7 * dayWidth(scale, lineWidth);
  if (weekPx < 5) return [];
  const every = Math.max(1, Math.ceil(labelWidth / weekPx));
  const firstMonday = shiftDays(scale.from, (8 - weekdayOf(scale.from)) % 7);
  const count = Math.floor(daysBetween(firstMonday, scale.to) / 7) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, week) => {
    const date = shiftDays(firstMonday, week * 7);
    const at = scale.startOf(date);
    const roomRight = ((100 - at) / 100) * lineWidth >= labelWidth - 8;
    return { date, at, labelled: week % every === 0 && roomRight };
  });
}
