import type { Session } from '#server/contract/session.ts';
import { listFreedChairs } from '#server/features/backfill/list-freed-chairs.ts';
import { listSessionStartTimes } from '#server/features/changes/list-session-start-times.ts';
import { listBoard } from '#server/features/sessions/list-board.ts';
import { joinWaitlist } from '#server/features/waitlist/join-waitlist.ts';
import type { Context } from '#server/platform/context.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { addDays } from '#server/scheduling/time/clinic-time.ts';
import type { World } from './world.ts';

/** As many would like to come earlier ... */
const WAITING = 2;
/** ... and would come on any of these days. */
const DAYS_AHEAD = 10;

const NOTHING = { params: undefined, query: undefined, headers: undefined, body: undefined } as const;

/**
 * Once all is lived: chairs of the next days have been given up, as life has it, and two patients have rung who would like to
 * come sooner. They are those who could have the first of these chairs, where there is one; otherwise they wait.
 */
export async function letSomeWait(world: World, now: Instant): Promise<void> {
  const desk = world.as('front-desk', now);
  const query = { from: world.today, to: addDays(world.today, DAYS_AHEAD) };
  const { items } = await listBoard(desk, { ...NOTHING, query });
  const { items: chairs } = await listFreedChairs(desk);
  const chair = chairs.find(({ helps }) => helps > 0) ?? chairs[0];
  const seen = new Set<string>();
  const next = items.filter(
    ({ actions, courseId }) => actions.includes('move') && !seen.has(courseId) && seen.add(courseId),
  );
  const suited: Session[] = [];
  for (const session of next) {
    if (chair && (await couldCome(desk, session, chair.startsAt))) suited.push(session);
  }
  const others = next.filter((session) => !suited.includes(session));
  for (const { courseId, id: sessionId } of [...suited, ...others].slice(0, WAITING)) {
    const any = { onlyEarlier: true, weekdays: [], timeOfDay: null, until: query.to };
    await joinWaitlist(desk, { ...NOTHING, body: { ...any, courseId, sessionId } });
  }
}

/** Is a time on a day before that of a session one that it could be moved to? */
async function couldCome(desk: Context, session: Session, startsAt: string): Promise<boolean> {
  const day = startsAt.slice(0, 10);
  if (session.startsAt.slice(0, 10) <= day) return false;
  const { days } = await listSessionStartTimes(desk, {
    ...NOTHING,
    params: { id: session.id },
    query: { from: day, to: day },
  });
  return days.some(({ starts }) =>
    starts.some((start) => start.startsAt === startsAt && start.refusals.length === 0),
  );
}
