import { shiftDays } from './clinic-time.ts';

/** How many days of start times are looked at together, and how far a press turns them. */
export const SHOWN_DAYS = 21;
const TURN_DAYS = 14;

export type DayRange = { from: string; to: string };

/** From a few days before the session, and never before today. */
export function daysAround(date: string, today: string): DayRange {
  const before = shiftDays(date, -4);
  const from = before < today ? today : before;
  return { from, to: shiftDays(from, SHOWN_DAYS - 1) };
}

export const laterDays = ({ from, to }: DayRange): DayRange => ({
  from: shiftDays(from, TURN_DAYS),
  to: shiftDays(to, TURN_DAYS),
});

/** Null where today is already among them. */
export function earlierDays({ from }: DayRange, today: string): DayRange | null {
  if (from <= today) return null;
  const before = shiftDays(from, -TURN_DAYS);
  const start = before < today ? today : before;
  return { from: start, to: shiftDays(start, SHOWN_DAYS - 1) };
}
