import { formatDate, intervalParts } from '#client/lib/clinic-time.ts';
import { countWords } from '#client/lib/count-words.ts';
import { orderWords } from '#client/lib/course-words.ts';
import { asSentence, sessionWords } from '#client/lib/session-words.ts';
import type { BoosterOrder, Course } from '#server/contract/course.ts';
import { AS_NEEDED, type OrderTerms, SERIES } from './order-draft.ts';
import type { OutsideBooster } from './outside.ts';
import { daysOf } from './rungs.ts';

/** `P6W` → "six weeks", `P1W` → "one week" */
export function intervalWords(interval: string): string {
  const { count, unit } = intervalParts(interval);
  return `${countWords(count)} ${count === 1 ? unit.slice(0, -1) : unit}`;
}

/** "six weeks", "as needed", "a series of three" */
export function termsWords({ interval, asNeeded, seriesOf }: OrderTerms): string {
  if (interval) return intervalWords(interval);
  if (seriesOf) return `a series of ${countWords(seriesOf)}`;
  return asNeeded ? 'as needed' : 'the interval';
}

/** A choice of the ladder: "six weeks", "as needed", "a series" */
export function choiceWords(choice: string): string {
  if (choice === AS_NEEDED) return 'boosters as needed';
  return choice === SERIES ? 'a series' : intervalWords(choice);
}

/** "booster 2", as the course has it. */
export function boosterName({ sessionId, sequence }: OutsideBooster, course: Course): string {
  const session = course.sessions.find(({ id }) => id === sessionId);
  return session ? sessionWords(session) : `session ${sequence}`;
}

type Agreed = { readonly moved: number; readonly left: number };

/** "Set six weeks and move one booster": all that the button does. */
export function buttonWords(terms: OrderTerms | null, { moved, left }: Agreed): string {
  const set = `Set ${terms ? termsWords(terms) : 'the interval'}`;
  const move = moved > 0 && `move ${countWords(moved)} ${boostersWords(moved)}`;
  const leave = left > 0 && `leave ${countWords(left)}${moved > 0 ? '' : ` ${boostersWords(left)}`}`;
  if (move && leave) return `${set}, ${move} and ${leave}`;
  return move || leave ? `${set} and ${move || leave}` : set;
}

const boostersWords = (count: number) => (count === 1 ? 'booster' : 'boosters');

/** What one order made of the one before it: "stepped forward from every 4 weeks to every 6 weeks". */
export function deedWords(order: BoosterOrder, before: BoosterOrder | undefined): string {
  const terms = orderWords(order);
  if (order.seriesOf) return `ordered ${terms}`;
  if (!before) return `set ${terms}`;
  if (orderWords(before) === terms) return `set ${terms} again`;
  const from = `from ${orderWords(before)} to ${terms}`;
  if (!order.interval || !before.interval) return `changed ${from}`;
  return `stepped ${daysOf(order.interval) > daysOf(before.interval) ? 'forward' : 'back'} ${from}`;
}

/** ", 7 days either side", ", until 2 Sep 2027" */
export function limitWords({ interval, flexDays, expiresOn }: BoosterOrder): string {
  const flex = interval && `${flexDays} ${flexDays === 1 ? 'day' : 'days'} either side`;
  const end = expiresOn && `until ${formatDate(expiresOn)}`;
  return [flex, end].filter(Boolean).join(', ');
}

/** " One booster has moved with it." */
export const movedWords = (count: number): string =>
  count === 0
    ? ''
    : ` ${asSentence(countWords(count))} ${boostersWords(count)} ${count === 1 ? 'has' : 'have'} moved with it.`;
