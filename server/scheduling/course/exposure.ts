import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { addInterval } from '#server/scheduling/time/clinic-time.ts';

/** How often somebody was treated at this clinic (CLINICAL R20). */
export type Exposure = {
  readonly lifetime: number;
  /** A session of this very day a year ago is a year old, and counts no more. */
  readonly lastTwelveMonths: number;
  /** So many in twelve months that a clinician looks at it. It blocks nothing. */
  readonly needsReview: boolean;
};

export function exposureOf(sessionsOn: readonly LocalDate[], reviewAt: number, today: LocalDate): Exposure {
  const lastTwelveMonths = sessionsOn.filter((on) => on <= today && addInterval(on, 'P12M') > today).length;
  return { lifetime: sessionsOn.length, lastTwelveMonths, needsReview: lastTwelveMonths >= reviewAt };
}
