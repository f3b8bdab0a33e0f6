import type { LocalDate } from './calendar.ts';
import { addDays } from './clinic-time.ts';

/** The days on which hours hold, both ends included. Where an end is null or not said, there is none. */
export type Validity = { readonly validFrom?: LocalDate | null; readonly validTo?: LocalDate | null };

/** Hours that begin to hold on a day hold on it already, and those that end with a day hold on it still. */
export const holdsOn = ({ validFrom = null, validTo = null }: Validity, date: LocalDate): boolean =>
  (validFrom === null || validFrom <= date) && (validTo === null || date <= validTo);

export const isBounded = ({ validFrom = null, validTo = null }: Validity): boolean =>
  validFrom !== null || validTo !== null;

/** What holds on a day, and again from each later day on which that changes. */
export function periodsFrom<T extends Validity>(
  hours: readonly T[],
  today: LocalDate,
): { from: LocalDate; hours: T[] }[] {
  const changes = hours.flatMap(({ validFrom, validTo }) => [
    ...(validFrom ? [validFrom] : []),
    ...(validTo ? [addDays(validTo, 1)] : []),
  ]);
  const days = [today, ...new Set(changes.filter((day) => day > today))].sort();
  return days.map((from) => ({ from, hours: hours.filter((one) => holdsOn(one, from)) }));
}
