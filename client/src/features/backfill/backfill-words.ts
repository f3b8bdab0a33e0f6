import {
  formatDate,
  formatDayAndTime,
  formatDaysAway,
  formatLocalTime,
  formatTime,
  localDateOf,
} from '#client/lib/clinic-time.ts';
import { weekdayWords } from '#client/lib/weekday-words.ts';
import type { BackfillCandidate, ChairOffer, FreedChair, WaitlistEntry } from '#server/contract/backfill.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';

type Place = Pick<Clinic, 'zone' | 'today'>;

/** "Wed 3 Mar, 10:00–11:40" */
export const timeWords = (
  { startsAt, endsAt }: Pick<FreedChair, 'startsAt' | 'endsAt'>,
  zone: string,
): string => `${formatDayAndTime(startsAt, zone)}–${formatTime(endsAt, zone)}`;

export const awayWords = ({ startsAt }: Pick<FreedChair, 'startsAt'>, { zone, today }: Place): string =>
  formatDaysAway(localDateOf(startsAt, zone), today);

export const FREED_WORDS: Record<FreedChair['freedBy'], string> = {
  moved: 'A session was moved away',
  cancelled: 'A session was cancelled',
  missed: 'A session was missed',
  'taken-back': 'A booking was taken back',
};

/** "It would help 3 people." */
export function helpWords(helps: number): string {
  if (helps === 0) return 'It helps nobody as things stand.';
  return helps === 1 ? 'It would help one person.' : `It would help ${helps} people.`;
}

/** What would become of the course: "Session 4, now Fri 12 Mar, 10:00, would be then." */
export function whatWords({ kind, session }: BackfillCandidate, zone: string): string {
  if (kind === 'booster') return 'The next booster';
  if (kind === 'add' || !session) return 'A session that the course lacks';
  const what = session.phase === 'maintenance' ? 'The booster' : `Session ${session.sequence}`;
  return `${what}, now ${formatDayAndTime(session.startsAt, zone)}`;
}

const ANSWERS: Record<NonNullable<BackfillCandidate['lastOffer']>['state'], string> = {
  declined: 'Did not want it',
  expired: 'Did not answer in time',
  withdrawn: 'It was offered and taken back',
};

export const answerWords = (
  { state, at }: NonNullable<BackfillCandidate['lastOffer']>,
  zone: string,
): string => `${ANSWERS[state]}, ${formatTime(at, zone)}`;

/** "12 minutes left"; nothing of seconds, which would only hurry somebody who is on the telephone. */
export function leftWords(heldUntil: string, now: string): string {
  const minutes = Math.ceil((Date.parse(heldUntil) - Date.parse(now)) / 60_000);
  if (minutes <= 0) return 'its time is over';
  return minutes === 1 ? 'less than a minute left' : `${minutes} minutes left`;
}

/** The button says all that it does. */
export const takenWords = ({ kind }: Pick<ChairOffer, 'kind'>): string =>
  kind === 'move'
    ? 'Took it: move the session'
    : kind === 'booster'
      ? 'Took it: book the booster'
      : 'Took it: book the session';

/** "Session 4, now Fri 12 Mar, 10:00: earlier, on Mon or Wed, 9:00–12:00, until 19 Mar 2027" */
export function waitlistWords(entry: WaitlistEntry, zone: string): string {
  const { session, onlyEarlier, weekdays, timeOfDay, until } = entry;
  const what = !session
    ? 'The next booster'
    : `${session.phase === 'maintenance' ? 'The booster' : `Session ${session.sequence}`}, now ${formatDayAndTime(session.startsAt, zone)}`;
  const days = weekdays.map(weekdayWords);
  const wishes = [
    session && (onlyEarlier ? 'earlier' : 'another time'),
    days.length > 0 && `on ${days.length > 1 ? `${days.slice(0, -1).join(', ')} or ` : ''}${days.at(-1)}`,
    timeOfDay && `from ${formatLocalTime(timeOfDay.from)} to ${formatLocalTime(timeOfDay.to)}`,
    `until ${formatDate(until)}`,
  ];
  return `${what}: ${wishes.filter(Boolean).join(', ')}`;
}
