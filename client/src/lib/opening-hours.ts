/** The days on which hours hold, both ends included; null is without end. */
export type Validity = { validFrom: string | null; validTo: string | null };

export const holdsOn = ({ validFrom, validTo }: Validity, date: string): boolean =>
  (validFrom === null || validFrom <= date) && !isOver({ validTo }, date);

/** Whether hours hold on no day from then on. */
export const isOver = ({ validTo }: Pick<Validity, 'validTo'>, date: string): boolean =>
  validTo !== null && validTo < date;
