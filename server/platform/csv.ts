import { stringify } from 'csv-stringify/sync';

/** For a spreadsheet: what somebody typed is text there, and never a formula. */
export const toCsv = (
  rows: readonly Readonly<Record<string, string | number>>[],
  columns: readonly string[],
): string => stringify([...rows], { header: true, columns: [...columns], escape_formulas: true, bom: true });
