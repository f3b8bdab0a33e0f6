import type { Session } from '#server/contract/session.ts';
import { takeStep } from '#server/features/sessions/take-step.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { addDays, localDateOf, parseInstant } from '#server/scheduling/time/clinic-time.ts';
import type { CancelReason } from '#server/scheduling/vocabulary.ts';
import { changeCourse } from './change-course.ts';
import { feltIn } from './felt.ts';
import { checkAtFirst, letIn, noteForm } from './gates.ts';
import type { Life } from './life.ts';
import { moveSession } from './move-session.ts';
import { noteWeekFour, scoreBefore } from './scores.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;

/** What keeps somebody from a session when they have come already. */
const AT_THE_DOOR: readonly CancelReason[] = ['not-fasted', 'no-escort', 'vitals-hold', 'late-arrival'];

type WhenOver = (now: Instant, wasFulfilled: boolean) => Promise<void>;

/** Notes what will happen on the day of a session, or before it. */
export function expectVisit(world: World, life: Life, session: Session, whenOver: WhenOver): void {
  const { agenda, days } = world;
  const { chance, toCome, moved, member } = life;
  const { id } = session;
  const startsAt = parseInstant(session.startsAt);
  const date = localDateOf(startsAt, days.zone);
  toCome.set(id, startsAt);

  /** Only if it is still booked for this time when the moment comes. */
  const note = (at: Instant, happens: (now: Instant) => Promise<void>): void =>
    agenda.note(at, async (now) => {
      if (toCome.get(id) === startsAt) await happens(now);
    });
  const over = async (now: Instant, wasFulfilled: boolean): Promise<void> => {
    toCome.delete(id);
    if (wasFulfilled) {
      life.fulfilled += 1;
      noteWeekFour(world, life, session, now);
      noteForm(world, life, session, now);
    }
    if (!wasFulfilled && member.isPlannedAgain) notePlannedAgain(world, life, now, whenOver);
    await whenOver(now, wasFulfilled);
  };
  const cancel = async (now: Instant, reason: CancelReason): Promise<void> => {
    await takeStep(world.as('front-desk', now), { sessionId: id, verb: 'cancel', reason });
    await over(now, false);
  };

  const happening = member.happens?.[session.sequence];
  const times = timesOf(session, life, happening === 'early');
  const arrives = () =>
    note(times.arrives, async (now) => {
      await letIn(world, life, session, now);
    });
  if (happening === 'no-show') {
    note(startsAt + 35 * MINUTE, async (now) => {
      await takeStep(world.as('front-desk', now), { sessionId: id, verb: 'no-show' });
      await over(now, false);
    });
    return;
  }
  if (happening !== undefined && happening !== 'early' && happening !== 'moved') {
    if (AT_THE_DOOR.includes(happening)) {
      arrives();
      note(startsAt + 12 * MINUTE, (now) => cancel(now, happening));
    } else {
      const dayBefore = days.onOrBefore(addDays(date, -1));
      note(days.during(dayBefore, chance.between(15, 85)), (now) => cancel(now, happening));
    }
    return;
  }
  if (happening === 'moved' && !moved.has(id)) {
    const dayBefore = days.onOrBefore(addDays(date, -chance.between(1, 3)));
    note(days.during(dayBefore, chance.between(10, 90)), async (now) => {
      moved.add(id);
      const after = await moveSession(world.as('front-desk', now), days, session);
      if (after) expectVisit(world, life, after, whenOver);
    });
  }
  arrives();
  for (const verb of ['check-in', 'start', 'complete'] as const) {
    note(times[verb], async (now) => {
      if (verb === 'start') await scoreBefore(world, life, session, now);
      if (verb === 'start') await checkAtFirst(world, life, session, now);
      const ticks = verb === 'complete' ? feltIn(session) : undefined;
      await takeStep(world.as('nurse', now), { sessionId: id, verb, ticks });
      if (verb === 'complete') await over(now, true);
    });
  }
}

/** Most come a little early, some a little late; nobody leaves before their time, and the next one finds the chair free. */
function timesOf(
  session: Session,
  { chance, member }: Life,
  isEarly: boolean,
): Record<'arrives' | 'check-in' | 'start' | 'complete', Instant> {
  const [startsAt, endsAt] = [parseInstant(session.startsAt), parseInstant(session.endsAt)];
  const minutesOf = (part: string): number => session.block.find((one) => one.part === part)?.minutes ?? 0;
  const arrives = startsAt - (isEarly ? 30 : chance.between(-5, 12)) * MINUTE;
  const checkIn = Math.max(arrives + 2 * MINUTE, startsAt + chance.between(0, 2) * MINUTE);
  const start = checkIn + (minutesOf('prep') - chance.between(0, 3)) * MINUTE;
  const ready = start + (minutesOf('administration') + minutesOf('observation')) * MINUTE;
  const usual = endsAt - chance.between(2, 14) * MINUTE;
  const complete = Math.max(ready, member.lingers ? endsAt - MINUTE : usual);
  return { arrives, 'check-in': checkIn, start, complete };
}

/** The desk puts back what the course lacks, and what moves for it. */
function notePlannedAgain(world: World, life: Life, now: Instant, whenOver: WhenOver): void {
  const { agenda, days } = world;
  const day = days.onOrAfter(addDays(localDateOf(now, days.zone), 1));
  agenda.note(days.during(day, life.chance.between(5, 40)), async (at) => {
    const course = await changeCourse(world.as('front-desk', at), life.courseId, { mode: 'replan' });
    for (const session of course?.sessions ?? []) {
      const isNews = life.toCome.get(session.id) !== parseInstant(session.startsAt);
      if (session.status === 'booked' && isNews) expectVisit(world, life, session, whenOver);
    }
  });
}

/** The patient calls off every session from one on. */
export async function callOff(
  world: World,
  { toCome }: Life,
  sessions: readonly Session[],
  reason: CancelReason,
  now: Instant,
): Promise<void> {
  for (const { id } of sessions.filter((session) => toCome.has(session.id))) {
    await takeStep(world.as('front-desk', now), { sessionId: id, verb: 'cancel', reason });
    toCome.delete(id);
  }
}
