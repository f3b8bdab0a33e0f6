import type { Course } from '#server/contract/course.ts';
import type { BoosterWindow } from '#server/contract/plan.ts';
import { daysBetween, formatDay, formatDaysAway, formatEvery } from './clinic-time.ts';

export const COURSE_STATE_WORDS: Record<Course['state'], string> = {
  induction: 'induction',
  assessment: 'assessment',
  maintenance: 'maintenance',
  'on-hold': 'on hold',
  stopped: 'stopped',
};

/** "every 4 weeks", "as needed" */
export function orderWords(order: { interval: string | null; asNeeded: boolean }): string {
  return order.asNeeded || !order.interval ? 'as needed' : formatEvery(order.interval);
}

/** "due Tue 3 Mar, in 5 days"; "was due Tue 3 Mar, 5 days ago" */
export function dueWords(dueOn: string, today: string): string {
  return `${dueOn < today ? 'was due' : 'due'} ${formatDay(dueOn)}, ${formatDaysAway(dueOn, today)}`;
}

/** The next booster in a sentence: when it is due, and between which days it may be booked. */
export function windowSentence(window: BoosterWindow, today: string): string {
  const range = `between ${formatDay(window.earliestOn)} and ${formatDay(window.latestOn)}`;
  if (!window.dueOn) return `Boosters are as needed: one can be booked ${range}.`;
  if (window.provisional) return `Next booster due about ${formatDay(window.dueOn)}, ${range}.`;
  if (window.latestOn < today) {
    return `The booster ${dueWords(window.dueOn, today)}. Its window, ${formatDay(window.earliestOn)} to ${formatDay(window.latestOn)}, has passed.`;
  }
  return `Next booster ${dueWords(window.dueOn, today)}, ${range}.`;
}

/** Why the window is where it is. */
export function windowReason(window: BoosterWindow): string {
  const interval =
    window.source === 'order' ? 'as ordered' : 'as the protocol has it, until a clinician sets it';
  const base = window.asNeeded ? 'As needed' : `${orderWords(window)}, ${interval}`;
  const counted = `counted from ${formatDay(window.anchorOn)}`;
  const sentence = window.asNeeded ? base : `${base}; ${counted}`;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${window.provisional ? ', which is still to come: it may yet move.' : '.'}`;
}

export const isOverdue = (window: BoosterWindow, today: string): boolean =>
  window.dueOn !== null && daysBetween(today, window.dueOn) < 0;
