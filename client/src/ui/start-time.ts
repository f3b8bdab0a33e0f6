export type PickableStart = {
  /** An instant. */
  startsAt: string;
  poolId: string | null;
  refusals: readonly { detail: string; severity: 'hard' | 'soft' }[];
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
export const isRefused = (start: PickableStart) =>
  start.refusals.some((refusal) => refusal.severity === 'hard');

export const isClosed = (day: PickableDay) => day.closedReason !== undefined || day.starts.length === 0;
