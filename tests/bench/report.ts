export const print = (text: string): void => void process.stdout.write(`\n${text}\n`);

/** Columns of text, the first to the left and figures to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    process.stdout.write(`  ${cells.join('   ')}\n`);
  }
}

/** "0.81, goal at least 0.75: met" */
export function verdict(
  ratio: number,
  goal: { readonly atLeast: number } | { readonly atMost: number },
): string {
  const isMet = 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
  const words = 'atLeast' in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
  return `${ratio.toFixed(2)}, goal ${words}: ${isMet ? 'met' : 'missed'}`;
}
