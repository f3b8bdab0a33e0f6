import type { BoosterRules } from '#server/scheduling/protocol.ts';
import { broken } from '#server/scheduling/rules.ts';
import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays, addInterval, daysBetween } from '#server/scheduling/time/clinic-time.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import { type BoosterWindow, defaultFlexDays, seriesRules } from './booster.ts';

/** What a clinician orders, as far as dates go. Exactly one of interval, as needed and series. */
export type OrderTerms = {
  readonly interval: string | null;
  readonly asNeeded: boolean;
  readonly seriesOf: number | null;
  readonly flexDays: number;
  readonly expiresOn: LocalDate | null;
};

/** The same, as it was said: what is left out follows from the protocol. */
export type AskedTerms = {
  readonly interval?: string | null | undefined;
  readonly asNeeded: boolean;
  readonly seriesOf?: number | null | undefined;
  readonly flexDays?: number | undefined;
  readonly expiresOn?: LocalDate | null | undefined;
};

export function orderTerms(asked: AskedTerms, rules: BoosterRules, today: LocalDate): OrderTerms {
  const interval = asked.interval ?? null;
  const seriesOf = asked.seriesOf ?? null;
  return {
    interval,
    asNeeded: asked.asNeeded,
    seriesOf,
    flexDays: asked.flexDays ?? (interval ? defaultFlexDays(rules, interval) : rules.flexDays),
    expiresOn: asked.expiresOn ?? endOf({ asNeeded: asked.asNeeded, seriesOf }, rules, today),
  };
}

/** Of orders that never hold for ever (CLINICAL R15, R16). */
function endOf(
  { asNeeded, seriesOf }: Pick<OrderTerms, 'asNeeded' | 'seriesOf'>,
  rules: BoosterRules,
  today: LocalDate,
): LocalDate | null {
  if (asNeeded) return addInterval(today, `P${rules.asNeededMonths}M`);
  return seriesOf === null ? null : addDays(today, seriesRules(rules).days);
}

/** An interval that is no interval but a booster series, which is ordered as one (CLINICAL R16). */
export function tooCloseInterval(
  { interval }: Pick<OrderTerms, 'interval'>,
  { minIntervalDays }: BoosterRules,
  today: LocalDate,
): Violation | null {
  if (interval === null || daysBetween(today, addInterval(today, interval)) >= minIntervalDays) return null;
  const detail = `The protocol asks for at least ${minIntervalDays} days between boosters.`;
  return { ...broken('too-close', detail), rule: 'R16' };
}

/** What the order itself should make somebody think of. */
export function orderWarnings(
  { expiresOn }: OrderTerms,
  window: BoosterWindow | null,
  today: LocalDate,
): Violation[] {
  if (!window) return [];
  if (expiresOn !== null && expiresOn < window.earliestOn) {
    return [
      broken('order-too-short', `It ends on ${expiresOn}: no booster may be before ${window.earliestOn}.`),
    ];
  }
  if (window.latestOn >= today) return [];
  return [
    broken('window-passed', `The last day was ${window.latestOn}: the next booster comes as soon as it can.`),
  ];
}
