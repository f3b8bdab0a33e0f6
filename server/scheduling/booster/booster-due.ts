import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays } from '#server/scheduling/time/clinic-time.ts';
import type { DueNote } from '#server/scheduling/vocabulary.ts';
import type { BoosterWindow } from './booster.ts';

/** A course of which nothing is booked, as far as its next booster goes. */
export type CourseToBook = {
  readonly window: BoosterWindow | null;
  readonly hasOrder: boolean;
  readonly orderEndsOn: LocalDate | null;
};

/** Can its booster be booked by now, or should it have been? Boosters as needed are due when somebody asks. */
export const isDue = ({ window }: CourseToBook, today: LocalDate): boolean =>
  window !== null && window.dueOn !== null && window.earliestOn <= today && window.seriesLeft !== 0;

/** What is late, or for a clinician to set. All of it follows from dates: the front desk is told. */
export function dueNotes(course: CourseToBook, today: LocalDate, expiringDays: number): DueNote[] {
  const { window, hasOrder, orderEndsOn } = course;
  const notes: DueNote[] = [];
  if (isDue(course, today)) {
    if (window?.dueOn && window.dueOn < today) notes.push('overdue');
    if (window && window.latestOn < today) notes.push('window-passed');
    if (!hasOrder) notes.push('no-order');
  }
  if (window?.seriesLeft === 0) notes.push('series-used');
  else if (orderEndsOn !== null && orderEndsOn < today) notes.push('order-expired');
  else if (orderEndsOn !== null && orderEndsOn <= addDays(today, expiringDays)) notes.push('order-expiring');
  return notes;
}
