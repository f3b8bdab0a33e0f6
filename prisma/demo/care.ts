import { bookBooster } from '#server/features/boosters/book-booster.ts';
import { listBoosterStartTimes } from '#server/features/boosters/list-booster-start-times.ts';
import { setBoosterOrder } from '#server/features/boosters/set-booster-order.ts';
import { getCourse } from '#server/features/courses/get-course.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import {
  addDays,
  daysBetween,
  localDateOf,
  localReading,
  parseInstant,
} from '#server/scheduling/time/clinic-time.ts';
import { checkForBooster } from './gates.ts';
import type { Life } from './life.ts';
import { ORDERS } from './orders.ts';
import { noteCheckIn, reviewBefore, tellHow } from './scores.ts';
import { expectVisit } from './visit.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
/** Start times are asked for so many days at once. */
const MOST_DAYS = 42;

/** Once the planned sessions are over a clinician looks at the response, where the story goes on that far. */
export function reviewWhenOver(world: World, life: Life, now: Instant): void {
  if (life.toCome.size > 0 || life.fulfilled === 0) return;
  noteReview(world, life, 0, now);
}

/** The clinician's next order, some days on. */
function noteReview(world: World, life: Life, nth: number, now: Instant): void {
  const { agenda, days } = world;
  const step = life.member.care?.[nth];
  if (!step) return;
  const day = days.onOrAfter(addDays(localDateOf(now, days.zone), life.chance.between(1, 3)));
  agenda.note(days.during(day, life.chance.between(55, 95)), async (at) => {
    const order = life.chance.oneOf<(typeof ORDERS)[typeof step.order][number]>(ORDERS[step.order]);
    await reviewBefore(world, life, step.order, nth, at);
    if (step.boosters === 0) noteCheckIn(world, life, at);
    await setBoosterOrder(world.as('clinician', at), {
      params: { id: life.courseId },
      query: undefined,
      headers: {},
      body: {
        interval: order.interval,
        asNeeded: order.interval === null,
        reason: order.reason,
        evidence: order.evidence,
      },
    });
    noteBooking(world, life, nth, step.boosters, at);
  });
}

/** The desk books the next booster at once, or when the patient rings; after the last one the clinician looks again. */
function noteBooking(world: World, life: Life, nth: number, left: number, now: Instant): void {
  const { agenda, days } = world;
  const step = life.member.care?.[nth];
  if (!step) return;
  if (left === 0) {
    noteReview(world, life, nth + 1, now);
    return;
  }
  const rings = days.onOrAfter(addDays(localDateOf(now, days.zone), step.ringsAfter ?? 0));
  const at = step.ringsAfter ? days.during(rings, life.chance.between(5, 95)) : now + 10 * MINUTE;
  agenda.note(at, async (then) => {
    // Whoever rings weeks later says first how they are: nobody books without.
    if (step.ringsAfter) await tellHow(world, life, then);
    await bookNext(world, life, nth, left, then);
  });
}

async function bookNext(world: World, life: Life, nth: number, left: number, now: Instant): Promise<void> {
  const startsAt = await boosterStart(world, life, now);
  // No time is left in the window: it stays on the list of due boosters.
  if (startsAt === null) return;
  const course = await bookBooster(world.as('front-desk', now), {
    params: { id: life.courseId },
    query: undefined,
    headers: {},
    body: { startsAt, overrides: [] },
  });
  const booster = course.sessions.find(({ id }) => id === course.bookedBoosterId);
  if (!booster) return;
  await checkForBooster(world, life, booster, now);
  expectVisit(world, life, booster, async (at, wasFulfilled) =>
    noteBooking(world, life, nth, wasFulfilled ? left - 1 : left, at),
  );
}

/** A free start in the booster's window: near its due date, at the patient's usual time. */
async function boosterStart(world: World, life: Life, now: Instant): Promise<string | null> {
  const { zone } = world.days;
  const desk = world.as('front-desk', now);
  const params = { id: life.courseId };
  const { boosterWindow } = await getCourse(desk, {
    params,
    query: undefined,
    headers: undefined,
    body: undefined,
  });
  if (!boosterWindow) return null;
  const { earliestOn, latestOn, dueOn } = boosterWindow;
  const today = localDateOf(now, zone);
  const from = later(earliestOn, addDays(today, 1));
  const to = earlier(latestOn, addDays(from, MOST_DAYS - 1));
  if (from > to) return null;
  const isWanted = life.member.boosterOnBoardDay && world.boardDay >= from && world.boardDay <= to;
  const day = isWanted ? world.boardDay : (dueOn ?? addDays(today, 4));
  const minute = isWanted ? world.anchor + (life.member.boosterOnBoardDay?.minutes ?? 0) : life.usualMinute;

  const found = await listBoosterStartTimes(desk, {
    params,
    query: { from, to },
    headers: undefined,
    body: undefined,
  });
  const awkwardness = (startsAt: string): number => {
    const there = localReading(parseInstant(startsAt), zone);
    return Math.abs(daysBetween(day, there.date)) * 1440 + Math.abs(there.minute - minute);
  };
  const [best] = found.days
    .flatMap(({ starts }) => starts)
    .filter(({ refusals }) => refusals.length === 0)
    .map(({ startsAt }) => startsAt)
    .sort((a, b) => awkwardness(a) - awkwardness(b));
  return best ?? null;
}

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);
