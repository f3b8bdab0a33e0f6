import type { RibbonSession } from '#client/ui/course-ribbon.tsx';
import { ribbonSessions } from '#client/ui/ribbon-sessions.ts';
import type { BoosterOrderPreview } from '#server/contract/booster-order.ts';
import type { Course } from '#server/contract/course.ts';
import type { OrderDraft } from './order-draft.ts';
import { isLeft } from './outside.ts';

/** Sessions behind today that give the line its beginning. */
const SHOWN_BEFORE = 3;

/** The course as the order leaves it: a booster that goes shows from where, one that stays outside is marked. */
export function orderRibbon(
  { outside }: BoosterOrderPreview,
  course: Course,
  draft: Pick<OrderDraft, 'left'>,
): RibbonSession[] {
  const given = course.sessions.filter(({ status }) => status === 'fulfilled').slice(-SHOWN_BEFORE);
  const ahead = course.sessions.filter(({ status }) => status === 'booked' || status === 'pending');
  return ribbonSessions([...given, ...ahead]).map((mark) => {
    const booster = outside.find(({ sessionId }) => sessionId === mark.key);
    if (!booster) return mark;
    if (isLeft(booster, draft)) return { ...mark, state: 'bent', label: 'stays outside the window' };
    return booster.move
      ? { ...mark, startsAt: booster.move.startsAt, state: 'moved', movedFrom: mark.startsAt }
      : mark;
  });
}
