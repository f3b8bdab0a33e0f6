import { localDateOf } from '#client/lib/clinic-time.ts';
import type { RibbonSession } from '#client/ui/course-ribbon.tsx';
import { sharedRange } from '#client/ui/ribbon-scale.ts';
import { ribbonSessions } from '#client/ui/ribbon-sessions.ts';
import type { ChangePreview } from '#server/contract/change.ts';

/** The course as the change finds it. */
export const ribbonBefore = ({ before }: ChangePreview): RibbonSession[] => ribbonSessions(before.sessions);

/** The course as the change leaves it: what moved shows from where, what goes hangs below the line, what bends is marked. */
export function ribbonAfter(preview: ChangePreview): RibbonSession[] {
  const { before, after, added, newCourse } = preview;
  const removed = before.sessions
    .filter(({ id }) => preview.removedSessionIds.includes(id))
    .map((session) => ({ ...session, status: 'cancelled' as const }));
  const begun = [...added, ...(newCourse ?? [])].map((session) => ({
    ...session,
    id: newKey(session.startsAt),
    status: 'booked' as const,
  }));
  const all = [
    ...after.sessions.filter(({ id }) => !preview.removedSessionIds.includes(id)),
    ...removed,
    ...begun,
  ];
  const bent = new Set(preview.violations.map(({ sequence }) => sequence));
  return ribbonSessions(all.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))).map(
    (mark) => {
      if (mark.state === 'cancelled') return { ...mark, label: 'taken out' };
      if (mark.key.startsWith(NEW)) return { ...mark, label: 'added' };
      const movedFrom = preview.movedSessionIds.includes(mark.key)
        ? before.sessions.find(({ id }) => id === mark.key)?.startsAt
        : undefined;
      if (bent.has(mark.sequence) && mark.state !== 'done') {
        return { ...mark, state: 'bent' as const, movedFrom: movedFrom ?? null };
      }
      return movedFrom ? { ...mark, state: 'moved' as const, movedFrom } : mark;
    },
  );
}

const NEW = 'new ';
const newKey = (startsAt: string) => `${NEW}${startsAt}`;

/** The days that all of these need to be seen on one scale. */
export function rangeOf(previews: readonly ChangePreview[], zone: string, today: string) {
  const dates = previews.flatMap((preview) =>
    [...ribbonBefore(preview), ...ribbonAfter(preview)].map(({ startsAt }) => localDateOf(startsAt, zone)),
  );
  return sharedRange([{ dates }], today);
}
