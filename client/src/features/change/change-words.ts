import {
  daysBetween,
  formatDay,
  formatDayAndTime,
  formatDuration,
  localDateOf,
} from '#client/lib/clinic-time.ts';
import { asSentence, sessionsWords } from '#client/lib/session-words.ts';
import type { ChangePreview } from '#server/contract/change.ts';

type Numbered = Pick<ChangePreview['added'][number], 'sequence' | 'phase'>;
type Timed = { readonly id: string; readonly startsAt: string };

/** "session 3", "booster 2": boosters count among themselves. */
export function nameOf(session: Numbered, among: readonly Numbered[]): string {
  if (session.phase !== 'maintenance') return `session ${session.sequence}`;
  const boosters = among.filter(({ phase }) => phase === 'maintenance');
  return `booster ${boosters.filter(({ sequence }) => sequence <= session.sequence).length || 1}`;
}

export type Moved = { readonly id: string; readonly from: string; readonly to: string };

/** What stands elsewhere afterwards. */
export const movesOf = (before: readonly Timed[], after: readonly Timed[]): Moved[] =>
  after.flatMap(({ id, startsAt }) => {
    const from = before.find((session) => session.id === id)?.startsAt;
    return from !== undefined && Date.parse(from) !== Date.parse(startsAt)
      ? [{ id, from, to: startsAt }]
      : [];
  });

/** "by 1 day", "by 1 to 3 days", "by 30 min", "to another time of the day" */
export function byHowMuch(moves: readonly Moved[], zone: string): string {
  const days = moves.map(({ from, to }) =>
    Math.abs(daysBetween(localDateOf(from, zone), localDateOf(to, zone))),
  );
  const [least, most] = [Math.min(...days), Math.max(...days)];
  if (most === 0) {
    const minutes = moves.map(({ from, to }) => Math.abs(Date.parse(to) - Date.parse(from)) / 60_000);
    const isEven = minutes.every((one) => one === minutes[0]);
    return isEven ? `by ${formatDuration(minutes[0] ?? 0)}` : 'within the day';
  }
  if (least === most) return `by ${most === 1 ? '1 day' : `${most} days`}`;
  return `by ${least} to ${most} days`;
}

/** What a change does, in one line: "4 sessions move by 1 day. The course ends Wed 17 Mar, not Tue 16 Mar." */
export function consequence(preview: ChangePreview, zone: string): string {
  const { before, after, added, newCourse } = preview;
  const moves = movesOf(before.sessions, after.sessions);
  const removed = preview.removedSessionIds.length;
  const parts = [
    moves.length > 0 &&
      `${sessionsWords(moves.length)} ${moves.length === 1 ? 'moves' : 'move'} ${byHowMuch(moves, zone)}.`,
    removed > 0 && `${sessionsWords(removed)} ${removed === 1 ? 'is' : 'are'} taken out.`,
    added.length > 0 &&
      `${sessionsWords(added.length)} ${added.length === 1 ? 'is' : 'are'} added: ${added
        .map(({ startsAt }) => formatDayAndTime(startsAt, zone))
        .join('; ')}.`,
    newCourse &&
      `A new course of ${sessionsWords(newCourse.length)} begins ${formatDay(localDateOf(newCourse[0]?.startsAt ?? '', zone))}.`,
    stateChange(preview),
    lastDay(preview, zone),
  ].filter((part): part is string => Boolean(part));
  return parts.length > 0 ? parts.join(' ') : 'The sessions stay where they are.';
}

function stateChange({ before, after }: ChangePreview): string | null {
  if (before.state === after.state) return null;
  if (after.state === 'on-hold') return 'What is to come keeps its chairs and waits.';
  if (before.state === 'on-hold' && after.state !== 'stopped') return 'The course goes on.';
  if (after.state === 'stopped') return 'The course stops.';
  return null;
}

/** Where the planned sessions end on another day than before. */
function lastDay({ before, after, added }: ChangePreview, zone: string): string | null {
  const lastOf = (sessions: readonly (Numbered & { startsAt: string })[]) =>
    sessions
      .filter(({ phase }) => phase !== 'maintenance')
      .map(({ startsAt }) => localDateOf(startsAt, zone))
      .sort()
      .at(-1);
  const was = lastOf(before.sessions);
  const is = lastOf([...after.sessions, ...added]);
  if (!was || !is || was === is || after.state === 'stopped') return null;
  return `The last is on ${formatDay(is)}, not ${formatDay(was)}.`;
}

/** Each session that moves, is added or is taken out, a sentence each. */
export function steps(preview: ChangePreview, zone: string): string[] {
  const { before, after } = preview;
  const all = [...before.sessions, ...preview.added];
  const named = (id: string) => {
    const session = before.sessions.find((one) => one.id === id);
    return session ? asSentence(nameOf(session, all)) : 'A session';
  };
  return [
    ...movesOf(before.sessions, after.sessions).map(
      ({ id, from, to }) =>
        `${named(id)} moves from ${formatDayAndTime(from, zone)} to ${formatDayAndTime(to, zone)}.`,
    ),
    ...preview.removedSessionIds.map((id) => {
      const at = before.sessions.find((one) => one.id === id)?.startsAt;
      return `${named(id)}${at ? `, ${formatDayAndTime(at, zone)},` : ''} is taken out.`;
    }),
    ...preview.added.map(
      (session) =>
        `${asSentence(nameOf(session, all))} is added on ${formatDayAndTime(session.startsAt, zone)}.`,
    ),
    ...(preview.newCourse ?? []).map(
      ({ sequence, startsAt }) => `New session ${sequence}: ${formatDayAndTime(startsAt, zone)}.`,
    ),
  ];
}
