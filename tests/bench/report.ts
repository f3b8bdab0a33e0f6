export const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Columns of text, the first to the left and figures to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    print(`  ${cells.join('   ').trimEnd()}`);
  }
}

/** What was measured, beside its goal where it has one. */
export type Outcome = {
  readonly what: string;
  readonly figure: number;
  readonly unit?: string;
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number };
};

export function outcomes(found: readonly Outcome[]): void {
  table(['', 'measured', 'goal', ''], found.map(toRow));
}

function toRow({ what, figure, unit = '', goal }: Outcome): string[] {
  const measured = `${figure.toFixed(2)}${unit}`;
  if (!goal) return [what, measured, 'none', ''];
  return 'atLeast' in goal
    ? [what, measured, `at least ${goal.atLeast}${unit}`, figure >= goal.atLeast ? 'met' : 'missed']
    : [what, measured, `at most ${goal.atMost}${unit}`, figure <= goal.atMost ? 'met' : 'missed'];
}
