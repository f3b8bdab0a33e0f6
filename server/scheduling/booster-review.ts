import type { LocalDate } from './calendar.ts';
import { addInterval } from './clinic-time.ts';
import type { BoosterRules } from './protocol.ts';
import { broken, RULES } from './rules.ts';
import type { Violation } from './violation.ts';

/**
 * What a clinician should look at before another booster is booked (CLINICAL R17, R19). The words are for everybody who
 * books: they tell of dates, and of no score.
 */
export function reviewViolations(
  { review }: BoosterRules,
  known: { readonly isScoreDue: boolean; readonly lastSessionOn: LocalDate | null },
  today: LocalDate,
  sequence: number,
): Violation[] {
  if (!review) return [];
  const { isScoreDue, lastSessionOn } = known;
  const found: Violation[] = [];
  if (isScoreDue) found.push(broken('needs-review', RULES['needs-review'].words, sequence));
  if (lastSessionOn !== null && today > addInterval(lastSessionOn, `P${review.rescreenMonths}M`)) {
    const detail = `More than ${review.rescreenMonths} months since the last session: a clinician decides whether the course goes on.`;
    found.push(broken('needs-rescreening', detail, sequence));
  }
  return found;
}
