import type { Block } from '#server/scheduling/protocol.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';

/** One session that took place, as far as its recovery goes. */
export type Recovered = {
  readonly block: Pick<Block, 'administration' | 'observation'>;
  readonly startedAt: Instant | null;
  readonly completedAt: Instant | null;
};

export type Recovery = {
  readonly bookedMinutes: number;
  /** Null where its times were not noted. */
  readonly tookMinutes: number | null;
  readonly isLonger: boolean;
};

/** What is told of recovery, as data. No source has these numbers: they are a choice (CLINICAL tag P). */
export type RecoveryRules = {
  /** So many minutes more than booked are nothing to speak of. */
  readonly graceMinutes: number;
  /** Of the last so many sessions ... */
  readonly outOf: number;
  /** ... so many took longer, before anything is suggested. */
  readonly atLeast: number;
  /** What is suggested is a multiple of it. */
  readonly stepMinutes: number;
};

export const RECOVERY_RULES: RecoveryRules = { graceMinutes: 10, outOf: 3, atLeast: 2, stepMinutes: 15 };

const MINUTE = 60_000;

/**
 * From the end of administration to the end of the session. When administration ended is not noted: it is taken to have
 * lasted as long as was booked, from when it was started.
 */
export function recoveryOf(
  { block, startedAt, completedAt }: Recovered,
  { graceMinutes }: RecoveryRules,
): Recovery {
  const bookedMinutes = block.observation;
  if (startedAt === null || completedAt === null) {
    return { bookedMinutes, tookMinutes: null, isLonger: false };
  }
  const ended = startedAt + block.administration * MINUTE;
  const tookMinutes = Math.max(0, Math.floor((completedAt - ended) / MINUTE));
  return { bookedMinutes, tookMinutes, isLonger: tookMinutes > bookedMinutes + graceMinutes };
}

/**
 * How much more to book than now, where recovery keeps taking longer; null where it does not, or enough is booked by now.
 * By time, oldest first.
 */
export function longerRecovery(
  recoveries: readonly Recovery[],
  bookedNow: number,
  { outOf, atLeast, stepMinutes }: RecoveryRules,
): { readonly extraMinutes: number; readonly detail: string } | null {
  const last = recoveries.filter(({ tookMinutes }) => tookMinutes !== null).slice(-outOf);
  const longer = last.filter(({ isLonger }) => isLonger);
  if (longer.length < atLeast) return null;
  const most = Math.max(...longer.map(({ tookMinutes }) => tookMinutes ?? 0));
  const extraMinutes = Math.ceil((most - bookedNow) / stepMinutes) * stepMinutes;
  if (extraMinutes <= 0) return null;
  return {
    extraMinutes,
    detail: `After ${longer.length} of the last ${last.length} sessions recovery took longer than booked, ${most} minutes at most. ${extraMinutes} minutes more than now would have been enough.`,
  };
}
