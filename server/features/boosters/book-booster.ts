import { bookableBooster } from '#server/booking/bookable-booster.ts';
import { bookedSession } from '#server/booking/booked-course.ts';
import { windowsAround } from '#server/booking/booking-window.ts';
import { boosterPlace, boosterToBook } from '#server/booking/booster-to-book.ts';
import { keptAnswer, keyedRequest, replayOf } from '#server/booking/idempotency.ts';
import { knownCourse } from '#server/booking/known.ts';
import { neededReview } from '#server/booking/needed-review.ts';
import { refuseOtherPools } from '#server/booking/refuse-other-pools.ts';
import { refuseStale } from '#server/booking/refuse-stale.ts';
import { refuseBroken, takeChairs } from '#server/booking/take-chairs.ts';
import type { Course } from '#server/contract/course.ts';
import type { bookBooster as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentCourse } from '#server/presenters/present-course.ts';
import { insertBooster } from '#server/repositories/course-bookings.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { loadForBooking } from '#server/repositories/for-booking.ts';
import { isHolding, isPlanned } from '#server/scheduling/course/course-sessions.ts';
import { blockMinutes } from '#server/scheduling/protocol.ts';
import { type BentRule, bend, openRules } from '#server/scheduling/rules.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { parseInstant } from '#server/scheduling/time/clinic-time.ts';
import type { Violation } from '#server/scheduling/violation.ts';

type Request = ParsedRequestOf<typeof endpoint>;

/** Books the next booster of a course, inside the window of its order; outside, where a clinician says why. */
export const bookBooster = (context: Context, request: Request): Promise<Course> =>
  underClinicLock(context.db, context, (tx) => book(tx, context, request));

async function book(tx: LockedTx, context: Context, { params, body, headers }: Request): Promise<Course> {
  const { actor, now } = context;
  const startsAt = parseInstant(body.startsAt);
  const keyed = keyedRequest(actor.personId, headers['idempotency-key'], { ...params, ...body });
  const found = await loadForBooking(tx, {
    windows: windowsAround([startsAt]),
    courseId: params.id,
    idempotency: keyed,
  });
  // First of all: the record may have been restricted since the first answer.
  const course = knownCourse(found.course);
  const first = replayOf<Course>(keyed, found.idempotency);
  if (first) return first;

  const { calendar, chairNames } = found;
  refuseStale(course, headers['if-match']);
  refuseOtherPools([{ pointer: '/body/poolId', poolId: body.poolId }], course.protocol.poolIds);
  const { zone } = calendar;
  const { sequence } = bookableBooster(course, zone, now);
  const review = await neededReview(tx, course, { sequence, zone, now });
  const asked = { ...body, sequence, startsAt };
  const { poolId, letBe } = roomFor(course, calendar, asked, review, context);
  const endsAt = startsAt + blockMinutes(course.protocol.definition.block) * 60_000;
  const seat = { sequence, startsAt, endsAt, poolId };
  const { chairIds, repack } = takeChairs(calendar, [seat], now);
  const seated = { ...seat, chairId: chairIds[0] ?? '' };
  const booking = boosterToBook(context, course, zone, seated, letBe);

  const place = course.sessions.filter((one) => !isPlanned(one) && isHolding(one)).length + 1;
  const after: CourseRecord = {
    ...course,
    version: course.version + 1,
    sessions: [...course.sessions, bookedSession(booking.session, course, chairNames, place)].sort(
      (a, b) => a.startsAt - b.startsAt,
    ),
  };
  const answer = presentCourse(after, { role: actor.role, zone, now });
  await insertBooster(tx, { ...booking, repack, idempotency: keptAnswer(keyed, answer, now) });
  return answer;
}

/** The pool with room for a booster then, and what is let be; or everything against it. */
function roomFor(
  course: CourseRecord,
  calendar: ClinicCalendar,
  booster: Pick<Request['body'], 'poolId' | 'overrides'> & { sequence: number; startsAt: Instant },
  review: readonly Violation[],
  { now, actor }: Pick<Context, 'now' | 'actor'>,
): { poolId: string; letBe: BentRule[] } {
  const { sequence, startsAt, poolId: wanted } = booster;
  const { byCourse, byClinic, poolId } = boosterPlace(
    course,
    calendar,
    { sequence, startsAt, poolId: wanted },
    now,
  );
  const against = [...review, ...byCourse, ...byClinic];
  const overrides = booster.overrides.map((one) => ({ ...one, sequence }));
  const bent = bend(against, overrides, actor.role);
  const open = openRules(bent);
  const refused = against.filter((_, index) => open.includes(bent[index] as BentRule));
  if (refused.some(({ code }) => code === 'outside-booster-window')) {
    throw new AppError('outside-booster-window', undefined, { violations: refused });
  }
  refuseBroken(refused);
  return {
    poolId: poolId ?? wanted ?? course.protocol.poolIds[0] ?? '',
    letBe: bent.filter(({ overrideReason }) => overrideReason !== null),
  };
}
