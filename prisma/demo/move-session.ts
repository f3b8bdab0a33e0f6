import type { Session } from '#server/contract/session.ts';
import { listSessionStartTimes } from '#server/features/changes/list-session-start-times.ts';
import type { Context } from '#server/platform/context.ts';
import { addDays, daysBetween, localReading, parseInstant } from '#server/scheduling/time/clinic-time.ts';
import { changeCourse } from './change-course.ts';
import type { Days } from './days.ts';

/** Days either side on which another time is looked for. */
const REACH_DAYS = 3;

/** The patient rings: the session goes to another day nearby, or to another hour. Null where nothing else is free. */
export async function moveSession(context: Context, days: Days, session: Session): Promise<Session | null> {
  const { date, minute } = localReading(parseInstant(session.startsAt), days.zone);
  const tomorrow = addDays(localReading(context.now, days.zone).date, 1);
  const from = [addDays(date, -REACH_DAYS), tomorrow].sort().at(-1) ?? tomorrow;
  const found = await listSessionStartTimes(context, {
    params: { id: session.id },
    query: { from, to: addDays(date, REACH_DAYS) },
    headers: undefined,
    body: undefined,
  });
  /** Another day rather than another hour, and then the usual hour. */
  const awkwardness = (startsAt: string): number => {
    const there = localReading(parseInstant(startsAt), days.zone);
    const away = Math.abs(daysBetween(date, there.date));
    return (away === 0 ? 2 : away) * 240 + Math.abs(there.minute - minute);
  };
  const [best] = found.days
    .flatMap(({ starts }) => starts)
    .filter(({ refusals, startsAt }) => refusals.length === 0 && startsAt !== session.startsAt)
    .map(({ startsAt }) => startsAt)
    .sort((a, b) => awkwardness(a) - awkwardness(b));
  if (best === undefined) return null;

  const course = await changeCourse(context, session.courseId, {
    mode: 'move',
    sessionId: session.id,
    startsAt: best,
  });
  return course?.sessions.find(({ id }) => id === session.id) ?? null;
}
