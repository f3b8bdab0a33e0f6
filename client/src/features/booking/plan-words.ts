import { formatTime, localDateOf, weekdayOf } from '#client/lib/clinic-time.ts';
import { weekdayWords } from '#client/lib/weekday-words.ts';
import type { Course } from '#server/contract/course.ts';
import type { Plan, PlannedSession } from '#server/contract/plan.ts';

const NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** "six"; figures above twelve. */
export const inWords = (count: number): string => NUMBERS[count] ?? String(count);

export const bookAllWords = (count: number): string =>
  count === 1 ? 'Book the session' : `Book all ${inWords(count)}`;

/** What is told of a course that has just been booked; also where it waits for something to be done first. */
export function bookedWords({ patientName, sessions }: Pick<Course, 'patientName' | 'sessions'>): string {
  const booked = `Booked: ${inWords(sessions.length)} sessions for ${patientName}.`;
  const isWaiting = sessions.some(({ gateLight }) => gateLight === 'red');
  return isWaiting ? `${booked} The chairs are kept; something must be done before they take place.` : booked;
}

/** "1, 3 and 5" */
export function listed(parts: readonly (string | number)[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** "Session 2", "Sessions 2 and 5" */
export const sessionsWords = (sequences: readonly number[]): string =>
  `${sequences.length === 1 ? 'Session' : 'Sessions'} ${listed(sequences)}`;

/** What a plan is like in one line: "Mon and Thu at 9:00", "Tue and Fri, mostly at 9:00". */
export function planTitle(plan: Pick<Plan, 'sessions'>, zone: string): string {
  const days = [...new Set(plan.sessions.map((session) => weekdayOf(localDateOf(session.startsAt, zone))))];
  const times = plan.sessions.map((session) => formatTime(session.startsAt, zone));
  const usual = mostFrequent(times);
  const at = new Set(times).size === 1 ? ` at ${usual}` : `, mostly at ${usual}`;
  return days.length > 4 ? `Various days${at}` : `${listed(days.sort().map(weekdayWords))}${at}`;
}

function mostFrequent(times: readonly string[]): string {
  const count = (time: string) => times.filter((other) => other === time).length;
  return times.reduce((best, time) => (count(time) > count(best) ? time : best), times[0] ?? '');
}

/** "18 days", "3 weeks": from the first session to the last. */
export function spanWords(spanDays: number): string {
  if (spanDays >= 14 && spanDays % 7 === 0) return `${spanDays / 7} weeks`;
  return spanDays === 1 ? '1 day' : `${spanDays} days`;
}

/** What differs between two versions of a plan, by session number. */
export const movedSequences = (
  before: readonly PlannedSession[],
  after: readonly PlannedSession[],
): number[] =>
  after
    .filter((session) => {
      const was = before.find(({ sequence }) => sequence === session.sequence);
      return was && Date.parse(was.startsAt) !== Date.parse(session.startsAt);
    })
    .map(({ sequence }) => sequence);
