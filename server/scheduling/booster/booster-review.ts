import type { BoosterRules } from '#server/scheduling/protocol.ts';
import { broken, RULES } from '#server/scheduling/rules.ts';
import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { addInterval } from '#server/scheduling/time/clinic-time.ts';
import type { Violation } from '#server/scheduling/violation.ts';

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
