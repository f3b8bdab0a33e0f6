import {
  formatDay,
  formatDayAndTime,
  formatTimeRange,
  localDateOf,
  localTimeOf,
} from '#client/lib/clinic-time.ts';
import { sessionsWords } from '#client/lib/session-words.ts';
import type { Closure } from '#server/contract/closure.ts';
import type { LeftCourse } from '#server/contract/repair.ts';

/** "Tue 10 Mar", "Tue 10 Mar, 13:00–18:00", "Tue 10 Mar, 13:00 to Thu 12 Mar, 9:00". */
export function whenWords({ startsAt, endsAt }: Pick<Closure, 'startsAt' | 'endsAt'>, zone: string): string {
  const isWhole = localTimeOf(startsAt, zone) === '00:00' && localTimeOf(endsAt, zone) === '00:00';
  const first = localDateOf(startsAt, zone);
  const last = localDateOf(isWhole ? new Date(Date.parse(endsAt) - 1).toISOString() : endsAt, zone);
  if (isWhole) return first === last ? formatDay(first) : `${formatDay(first)} to ${formatDay(last)}`;
  return first === last
    ? `${formatDay(first)}, ${formatTimeRange(startsAt, endsAt, zone)}`
    : `${formatDayAndTime(startsAt, zone)} to ${formatDayAndTime(endsAt, zone)}`;
}

export const whatWords = ({ chairName, staffName }: Pick<Closure, 'chairName' | 'staffName'>): string =>
  chairName ?? (staffName ? `${staffName} is away` : 'The whole clinic');

/** What the one button does, beside moving sessions. */
export const closeWords = ({ chairName, staffName }: Pick<Closure, 'chairName' | 'staffName'>): string =>
  chairName ? `Close ${chairName}` : staffName ? 'Note the absence' : 'Close the day';

/** "12 sessions moved, 1 left for later." */
export const doneWords = (done: { movedSessions: number; leftSessions: number }): string => {
  const left = done.leftSessions > 0 ? `, ${done.leftSessions} left for later` : '';
  return `${sessionsWords(done.movedSessions)} moved${left}.`;
};

export const BECAUSE_WORDS: Record<LeftCourse['because'], string> = {
  'here-already': 'The patient is in the house, or the session has begun.',
  'on-hold': 'A clinician has put the course on hold.',
  'no-place': 'No time within its rules is free.',
  'others-need-it': 'The times within its rules are needed for courses with less choice.',
  'by-hand': 'You left it for later.',
};

/** "session 3"; and "booster", whose number in the course tells nobody anything. */
export const heldWords = ({
  sequence,
  phase,
}: Pick<LeftCourse['before'][number], 'sequence' | 'phase'>): string =>
  phase === 'maintenance' ? 'booster' : `session ${sequence}`;
