import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { countWords } from '#client/lib/count-words.ts';
import { sessionsWords } from '#client/lib/session-words.ts';
import type { CourseChange } from '#server/contract/change.ts';
import { byHowMuch, movesOf, nameOf } from './change-words.ts';

type Shown = CourseChange['after']['sessions'][number];

type Told = { readonly moved: Shown[]; readonly added: Shown[]; readonly removed: Shown[] };

/** What a change did, as a sentence about whoever did it: "moved session 3 from Tue 9 Mar, 9:00 to Wed 10 Mar, 9:00". */
export function deed(change: CourseChange, zone: string, undone?: CourseChange): string {
  const { before, after, mode } = change;
  const { moved, added, removed } = told(change);
  const moves = movesOf(before.sessions, after.sessions);
  const [first] = moves;
  const one = [...moved, ...removed][0];
  const name = one ? nameOf(one, one.phase === 'maintenance' ? [one] : before.sessions) : 'a session';
  switch (mode) {
    case 'move':
      return first
        ? `moved ${name} from ${formatDayAndTime(first.from, zone)} to ${formatDayAndTime(first.to, zone)}`
        : 'moved a session';
    case 'shift':
      return `shifted ${sessionsWords(moves.length)} ${moves.length > 0 ? byHowMuch(moves, zone) : ''}`.trim();
    case 'replan':
      return replanned(moves.length, added.length);
    case 'omit':
      return `left out ${name}${timeOf(removed[0], zone)}`;
    case 'cancel':
      return `cancelled ${name}${timeOf(removed[0], zone)}`;
    case 'no-show':
      return `marked ${name}${timeOf(removed[0], zone)} as missed`;
    case 'stop':
      return removed.length > 0
        ? `stopped the course; ${sessionsWords(removed.length)} ${removed.length === 1 ? 'was' : 'were'} cancelled`
        : 'stopped the course';
    case 'hold':
      return 'put the course on hold';
    case 'resume':
      return 'resumed the course';
    case 'extend':
      return `extended the induction by ${sessionsWords(added.length)}`;
    case 'restart':
      return 'began the course again as a new one';
    case 'booster-order':
      return moved.length > 0
        ? 'moved what was booked to the window of a new booster order'
        : 'set a booster order, and let what was booked stay outside its window';
    case 'book-booster':
      return `booked a booster against a rule${timeOf(added[0], zone)}`;
    case 'undo':
      return undone ? `took that back: ${deed(undone, zone)}` : 'took back the change before';
  }
}

function replanned(moved: number, added: number): string {
  const parts = [
    moved > 0 && `${countWords(moved)} moved`,
    added > 0 && `${countWords(added)} ${added === 1 ? 'was' : 'were'} put back`,
  ].filter(Boolean);
  return parts.length > 0 ? `planned the rest again: ${parts.join(', ')}` : 'let the course go on as it is';
}

/** Where each session went, for those who want to know. */
export function details(change: CourseChange, zone: string): string[] {
  if (change.mode === 'move' || change.mode === 'undo') return [];
  const { moved, added } = told(change);
  return [
    ...moved.map((session) => {
      const from = change.before.sessions.find(({ id }) => id === session.id)?.startsAt ?? session.startsAt;
      return `Session ${session.sequence}: ${formatDayAndTime(from, zone)} to ${formatDayAndTime(session.startsAt, zone)}`;
    }),
    ...added.map(
      (session) => `Session ${session.sequence}, new: ${formatDayAndTime(session.startsAt, zone)}`,
    ),
  ];
}

function told({ before, after }: CourseChange): Told {
  const was = (id: string) => before.sessions.find((session) => session.id === id);
  return {
    moved: after.sessions.filter((session) => {
      const from = was(session.id)?.startsAt;
      return from !== undefined && Date.parse(from) !== Date.parse(session.startsAt);
    }),
    added: after.sessions.filter(({ id }) => !was(id)),
    removed: before.sessions.filter(({ id }) => !after.sessions.some((session) => session.id === id)),
  };
}

const timeOf = (session: Shown | undefined, zone: string) =>
  session ? `, ${formatDayAndTime(session.startsAt, zone)}` : '';
