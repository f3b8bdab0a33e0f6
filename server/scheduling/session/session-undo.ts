import type { SessionStatus } from '#server/scheduling/vocabulary.ts';
import type { LivingSession, SessionVerb } from './session-lifecycle.ts';

/** The last thing that happened to a session. */
export type LastStep = {
  /** What it was: one of the day's verbs, or something else, which is not taken back here. */
  readonly kind: string;
  readonly from: SessionStatus | null;
  readonly to: SessionStatus;
};

/** A click taken back: the status from before, and what is noted no longer. */
export type Reversal = {
  readonly status: SessionStatus;
  readonly clears: readonly (
    | 'arrivedAt'
    | 'checkedInAt'
    | 'startedAt'
    | 'completedAt'
    | 'releasedAt'
    | 'cancelReason'
  )[];
  /** It had given up its time, or the rest of it: whether that is still free is to be asked first. */
  readonly needsItsTime: boolean;
};

const NOTED: Readonly<Record<SessionVerb, Reversal['clears']>> = {
  arrive: ['arrivedAt'],
  'check-in': ['checkedInAt'],
  start: ['startedAt'],
  complete: ['completedAt', 'releasedAt'],
  'no-show': [],
  cancel: ['cancelReason'],
};

/** Takes back the last step of a session's day, as long as nothing came after it; null where there is none such. */
export function undoStep({ status }: Pick<LivingSession, 'status'>, last: LastStep | null): Reversal | null {
  if (!last || last.from === null || last.to !== status || !isVerb(last.kind)) return null;
  const { kind, from } = last;
  return {
    status: from,
    clears: NOTED[kind],
    needsItsTime: kind === 'complete' || kind === 'no-show' || kind === 'cancel',
  };
}

const isVerb = (kind: string): kind is SessionVerb => Object.hasOwn(NOTED, kind);
