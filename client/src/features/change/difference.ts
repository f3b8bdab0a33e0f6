import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { asSentence } from '#client/lib/session-words.ts';
import type { ChangePreview } from '#server/contract/change.ts';
import { nameOf } from './change-words.ts';

type Shown = ChangePreview['after']['sessions'][number];

/** Whether two previews would do the same. Their tokens, and what was let be with a reason, are no part of it. */
export const isSameChange = (one: ChangePreview, other: ChangePreview): boolean =>
  doing(one) === doing(other);

const doing = ({ after, added, newCourse, removedSessionIds }: ChangePreview): string =>
  JSON.stringify([
    after.state,
    after.plannedCount,
    after.sessions.map(({ id, startsAt, status }) => [id, Date.parse(startsAt), status]),
    [...added, ...(newCourse ?? [])].map(({ startsAt }) => Date.parse(startsAt)),
    removedSessionIds,
  ]);

/** What is not as it was shown first, a sentence each; empty where it is all the same. */
export function differences(was: ChangePreview, now: ChangePreview, zone: string): string[] {
  const told = [
    ...timesThatDiffer(was.before.sessions, now.before.sessions, 'has been moved by somebody to', zone),
    ...gone(was, now),
    ...timesThatDiffer(was.after.sessions, now.after.sessions, 'would now be on', zone),
    ...rulesThatDiffer(was, now),
  ];
  if (told.length > 0) return told;
  if (was.before.state !== now.before.state) return ['The course stands otherwise than before.'];
  if (!isSameChange(was, now)) return ['The sessions that it adds or takes out are others now.'];
  return was.courseVersion === now.courseVersion
    ? []
    : ['Somebody has changed the course. What you chose does the same as before.'];
}

function timesThatDiffer(
  was: readonly Shown[],
  now: readonly Shown[],
  words: string,
  zone: string,
): string[] {
  return now.flatMap((session) => {
    const before = was.find(({ id }) => id === session.id);
    if (!before || Date.parse(before.startsAt) === Date.parse(session.startsAt)) return [];
    return [`${asSentence(nameOf(session, now))} ${words} ${formatDayAndTime(session.startsAt, zone)}.`];
  });
}

const gone = (was: ChangePreview, now: ChangePreview): string[] =>
  was.before.sessions
    .filter((session) => !now.before.sessions.some(({ id }) => id === session.id))
    .map((session) => `${asSentence(nameOf(session, was.before.sessions))} is no longer booked.`);

function rulesThatDiffer(was: ChangePreview, now: ChangePreview): string[] {
  const isIn = (preview: ChangePreview, rule: ChangePreview['violations'][number]) =>
    preview.violations.some(({ code, sequence }) => code === rule.code && sequence === rule.sequence);
  return now.violations.filter((rule) => !isIn(was, rule)).map(({ detail }) => `New: ${detail}`);
}
