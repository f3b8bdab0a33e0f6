export type PickableStart = {
  /** An instant. */
  startsAt: string;
  poolId: string | null;
  refusals: readonly { detail: string; severity: 'hard' | 'soft' }[];
  /** Refused, but by rules that the reader may let be. It can be picked: the reason is asked next. */
  mayBend?: true | undefined;
};

export type PickableDay = {
  /** A local date. */
  date: string;
  freeCount: number;
  /** Why there are no times at all on this day, in words. */
  closedReason?: string | undefined;
  starts: readonly PickableStart[];
};

/** A soft reason only warns. */
export const isFree = (start: PickableStart) => !start.refusals.some(({ severity }) => severity === 'hard');

export const isRefused = (start: PickableStart) => !isFree(start) && !start.mayBend;

export const isClosed = (day: PickableDay) => day.closedReason !== undefined || day.starts.length === 0;
