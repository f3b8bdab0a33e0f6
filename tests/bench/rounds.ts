/** Takes turns, so that whatever else the machine does falls on all of them alike; answers each one's figures in order. */
export async function inTurns<Name extends string>(
  rounds: number,
  measures: Readonly<Record<Name, (round: number) => number | Promise<number>>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(measures) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    // Every other round backwards: nobody always comes after the same one.
    for (const name of round % 2 === 0 ? names : names.toReversed())
      figures[name].push(await measures[name](round));
  }
  return figures;
}

export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The median of the ratios round by round: what slows a whole round down leaves its ratio alone. */
export const medianRatio = (figures: readonly number[], others: readonly number[]): number =>
  median(figures.map((figure, round) => figure / (others[round] ?? Number.NaN)));
