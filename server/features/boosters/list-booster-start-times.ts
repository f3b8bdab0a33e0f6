import { bookableBooster } from '#server/booking/bookable-booster.ts';
import { windowOfDays } from '#server/booking/booking-window.ts';
import { knownCourse } from '#server/booking/known.ts';
import { neededReview } from '#server/booking/needed-review.ts';
import type { listBoosterStartTimes as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { StartTimes } from '#server/contract/plan.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentStartTimes } from '#server/presenters/present-start-times.ts';
import { loadForBooking } from '#server/repositories/for-booking.ts';
import { needsOf, rulesOf } from '#server/repositories/for-core.ts';
import { boosterViolations } from '#server/scheduling/change/change.ts';
import { startTimes } from '#server/scheduling/room/start-times.ts';

/** Judges every start of some days for the next booster. */
export const listBoosterStartTimes = (
  { db, actor, now }: Context,
  { params, query: { from, to } }: ParsedRequestOf<typeof endpoint>,
): Promise<StartTimes> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const found = await loadForBooking(sql, { windows: windowOfDays(from, to), courseId: params.id });
    const { calendar } = found;
    const course = knownCourse(found.course);
    const { sequence } = bookableBooster(course, calendar.zone, now);
    const review = await neededReview(sql, course, { sequence, zone: calendar.zone, now });
    const rules = rulesOf(course, calendar.zone);
    const days = startTimes({
      calendar,
      needs: needsOf(course.protocol, course.patientId),
      now,
      from,
      to,
      sequence,
      dayViolations: (day) => [...review, ...boosterViolations(rules, { sequence }, day)],
    });
    return presentStartTimes(days, calendar.zone, actor.role);
  });
