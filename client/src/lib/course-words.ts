import type { Course } from '#server/contract/course.ts';
import type { BoosterWindow } from '#server/contract/plan.ts';
import { daysBetween, formatDay, formatDaysAway, formatEvery } from './clinic-time.ts';
import { countWords } from './count-words.ts';

export const COURSE_STATE_WORDS: Record<Course['state'], string> = {
  induction: 'induction',
  assessment: 'assessment',
  maintenance: 'maintenance',
  'on-hold': 'on hold',
  stopped: 'stopped',
};

type Terms = {
  interval: string | null;
  asNeeded: boolean;
  /** Of an order. */
  seriesOf?: number | null | undefined;
  /** Of a window. */
  seriesLeft?: number | undefined;
};

/** "every 4 weeks", "as needed", "a series of three" */
export function orderWords({ interval, seriesOf, seriesLeft }: Terms): string {
  if (interval) return formatEvery(interval);
  if (seriesOf) return `a series of ${countWords(seriesOf)}`;
  return seriesLeft === undefined ? 'as needed' : 'a series';
}

/** "due Tue 3 Mar, in 5 days"; "was due Tue 3 Mar, 5 days ago" */
export function dueWords(dueOn: string, today: string): string {
  return `${dueOn < today ? 'was due' : 'due'} ${formatDay(dueOn)}, ${formatDaysAway(dueOn, today)}`;
}

/** The next booster in a sentence: when it is due, and between which days it may be booked. */
export function windowSentence(window: BoosterWindow, today: string): string {
  const range = `between ${formatDay(window.earliestOn)} and ${formatDay(window.latestOn)}`;
  if (window.seriesLeft !== undefined) return seriesSentence(window.seriesLeft, window, today);
  if (!window.dueOn && window.latestOn < today) {
    return `Boosters were as needed: the last day was ${formatDay(window.latestOn)}.`;
  }
  if (!window.dueOn) return `Boosters are as needed: one can be booked ${range}.`;
  if (window.provisional) return `Next booster due about ${formatDay(window.dueOn)}, ${range}.`;
  if (window.latestOn < today) {
    return `The booster ${dueWords(window.dueOn, today)}. Its window, ${formatDay(window.earliestOn)} to ${formatDay(window.latestOn)}, has passed.`;
  }
  return `Next booster ${dueWords(window.dueOn, today)}, ${range}.`;
}

function seriesSentence(left: number, { earliestOn, latestOn }: BoosterWindow, today: string): string {
  if (left === 0) return 'Every booster of the series has been booked.';
  if (latestOn < today) {
    return `A series of boosters, ${countWords(left)} not booked: the last day was ${formatDay(latestOn)}.`;
  }
  return `A series of boosters, ${countWords(left)} still to book, between ${formatDay(earliestOn)} and ${formatDay(latestOn)}.`;
}

/** Why the window is where it is. */
export function windowReason(window: BoosterWindow): string {
  const interval =
    window.source === 'order' ? 'as ordered' : 'as the protocol has it, until a clinician sets it';
  if (window.seriesLeft !== undefined) return 'Close together, as ordered, with a clear day between any two.';
  if (window.asNeeded) return 'One is booked when the patient asks for it.';
  const sentence = `${orderWords(window)}, ${interval}; counted from ${formatDay(window.anchorOn)}`;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${window.provisional ? ', which is still to come: it may yet move.' : '.'}`;
}

export const isOverdue = (window: BoosterWindow, today: string): boolean =>
  window.dueOn !== null && daysBetween(today, window.dueOn) < 0;
