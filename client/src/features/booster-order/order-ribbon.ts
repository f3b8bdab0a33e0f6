import { localDateOf } from '#client/lib/clinic-time.ts';
import type { RibbonSession } from '#client/ui/course-ribbon.tsx';
import { sharedRange } from '#client/ui/ribbon-scale.ts';
import { ribbonSessions } from '#client/ui/ribbon-sessions.ts';
import type { BoosterOrderPreview } from '#server/contract/booster-order.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { BoosterWindow } from '#server/contract/plan.ts';
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

/** The days to be drawn: those that a booster moves away from are among them. */
export function ribbonDays(
  sessions: readonly RibbonSession[],
  boosterWindow: BoosterWindow | null,
  { zone, today }: Clinic,
): { from: string; to: string } {
  const dates = sessions
    .flatMap(({ startsAt, movedFrom }) => [startsAt, ...(movedFrom ? [movedFrom] : [])])
    .map((instant) => localDateOf(instant, zone));
  return sharedRange([{ dates, boosterWindow }], today);
}
