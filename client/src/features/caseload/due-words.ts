import { formatDay, formatDayRange } from '#client/lib/clinic-time.ts';
import { orderWords } from '#client/lib/course-words.ts';
import type { Role } from '#client/lib/role-words.ts';
import type { listDueBoosters } from '#server/contract/courses.endpoints.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';

export type DueBooster = ResponseOf<typeof listDueBoosters>['items'][number];

/** Nothing of it can be booked at the desk before a clinician has decided. */
export const waitsForClinician = ({ notes, dueInDays }: DueBooster): boolean =>
  notes.some((note) => note !== 'overdue' && note !== 'order-expiring') || dueInDays === null;

/** "5 days overdue", "today", "in 3 days" */
export function dueInWords(days: number | null): string {
  if (days === null) return '';
  if (days === 0) return 'today';
  const size = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return days < 0 ? `${size} overdue` : `in ${size}`;
}

/** Between which days it may be booked, and whether they have passed. */
export function bookableWords({ boosterWindow: window, notes }: DueBooster): string {
  if (!window) return '–';
  const range = formatDayRange(window.earliestOn, window.latestOn);
  return notes.includes('window-passed') ? `${range}, passed` : range;
}

/** "every 4 weeks, ends Fri 9 Apr" */
export function dueOrderWords({ boosterWindow: window, notes, orderExpiresOn }: DueBooster): string {
  if (!window) return '–';
  const order = orderWords(window);
  if (notes.includes('no-order')) return `${order} by the protocol, not ordered yet`;
  if (notes.includes('series-used')) return 'a series, all of it booked or over';
  if (!orderExpiresOn || !notes.some((note) => note.startsWith('order-'))) return order;
  return `${order}, ${notes.includes('order-expired') ? 'ended' : 'ends'} ${formatDay(orderExpiresOn)}`;
}

export type DueAction = { readonly words: string; readonly search: string };

/** Where somebody of this role goes on with it; a sentence where it is another's; null for those who only read. */
export function dueAction(course: DueBooster, role: Role | undefined): DueAction | string | null {
  if (role === 'nurse' || role === 'patient' || role === undefined) return null;
  if (!waitsForClinician(course)) return { words: 'Book', search: 'book=booster' };
  if (role !== 'clinician') return 'a clinician decides';
  const isOnlyLate = course.notes.every((note) => note === 'overdue' || note === 'window-passed');
  return isOnlyLate && course.dueInDays !== null
    ? { words: 'Book late', search: 'book=booster' }
    : { words: 'Set the interval', search: 'order=look' };
}
