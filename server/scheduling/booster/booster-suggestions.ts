import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays, daysBetween } from '#server/scheduling/time/clinic-time.ts';
import type { ResponseLevel, SuggestionCode } from '#server/scheduling/vocabulary.ts';
import { stepBack, stepForward } from './ladder.ts';

/** What is known of a course when one asks how its boosters should go on. */
export type SuggestionFacts = {
  readonly ladder: readonly string[];
  /** What holds: null where boosters are as needed, or a series. */
  readonly interval: string | null;
  /** Since when the order holds; null where the protocol's own interval does. */
  readonly setOn: LocalDate | null;
  readonly orderEndsOn: LocalDate | null;
  /** The scores that stand, on the scale by which the course is judged, by day. */
  readonly checks: readonly { readonly on: LocalDate; readonly level: ResponseLevel }[];
  readonly isRelapseReported: boolean;
  /** The review of continued need is due. */
  readonly isNeedDue: boolean;
  readonly orderExpiringDays: number;
};

/** `interval`: what it would be; null where no interval is suggested. `rule` as in CLINICAL section 2. */
export type Suggestion = {
  readonly code: SuggestionCode;
  readonly why: 'relapse-reported' | 'worse' | 'stable' | 'six-months' | 'order-ends' | 'order-ended';
  readonly rule: string;
  readonly interval: string | null;
};

/** So many checks in a row that a step forward may be thought of ... */
const STABLE_CHECKS = 2;
/** ... each at least so long after the one before: for a week they say the same. */
const DAYS_BETWEEN_CHECKS = 7;

/** What a clinician might do. Nothing of it happens by itself, and a step forward is never suggested beside a step back. */
export function suggestions(facts: SuggestionFacts, today: LocalDate): Suggestion[] {
  const { interval, isRelapseReported, isNeedDue, orderEndsOn, orderExpiringDays } = facts;
  const found: Suggestion[] = [];
  if (isRelapseReported || isWorse(facts)) {
    const why = isRelapseReported ? 'relapse-reported' : 'worse';
    const rung = interval === null ? null : stepBack(facts.ladder, interval);
    // Below the shortest interval, and without one, there is the series.
    found.push(
      rung === null
        ? { code: 'series', why, rule: 'R16', interval: null }
        : { code: 'step-back', why, rule: 'R13', interval: rung },
    );
  } else if (interval !== null && stableChecks(facts) >= STABLE_CHECKS) {
    const rung = stepForward(facts.ladder, interval);
    if (rung !== null) found.push({ code: 'step-forward', why: 'stable', rule: 'R13', interval: rung });
  }
  if (isNeedDue) found.push({ code: 'review-need', why: 'six-months', rule: 'R18', interval: null });
  if (orderEndsOn !== null && orderEndsOn <= addDays(today, orderExpiringDays)) {
    const why = orderEndsOn < today ? 'order-ended' : 'order-ends';
    found.push({ code: 'renew-order', why, rule: 'R15', interval });
  }
  return found;
}

const holds = (level: ResponseLevel): boolean => level === 'response' || level === 'remission';

/** Who had responded, and by the last score does no more. */
const isWorse = ({ checks }: SuggestionFacts): boolean => {
  const last = checks.at(-1);
  return last !== undefined && !holds(last.level) && checks.some(({ level }) => holds(level));
};

/** The last checks in a row that hold, since the order was set: what it rests on was known before. */
function stableChecks({ checks, setOn }: SuggestionFacts): number {
  let count = 0;
  let later: LocalDate | null = null;
  for (const { on, level } of checks.toReversed()) {
    if (!holds(level) || (setOn !== null && on <= setOn)) break;
    if (later !== null && daysBetween(on, later) < DAYS_BETWEEN_CHECKS) continue;
    count += 1;
    later = on;
  }
  return count;
}
