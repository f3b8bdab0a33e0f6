import { windowOfDays } from '#server/booking/booking-window.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { StartTimes } from '#server/contract/plan.ts';
import type { listSessionStartTimes as endpoint } from '#server/contract/sessions.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentStartTimes } from '#server/presenters/present-start-times.ts';
import { loadForBooking } from '#server/repositories/for-booking.ts';
import { needsOf, rulesOf } from '#server/repositories/for-core.ts';
import * as sessions from '#server/repositories/sessions.ts';
import { dayViolations } from '#server/scheduling/change/change.ts';
import { startTimes } from '#server/scheduling/room/start-times.ts';
import { movableSession } from './movable-session.ts';

/** Judges every start of some days for a booked session that is to be moved. */
export const listSessionStartTimes = (
  { db, actor, now }: Context,
  { params, query: { from, to } }: ParsedRequestOf<typeof endpoint>,
): Promise<StartTimes> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const asked = await sessions.findById(sql, params.id);
    if (!asked) throw new AppError('not-found', 'There is no such session.');
    const found = await loadForBooking(sql, { windows: windowOfDays(from, to), courseId: asked.courseId });
    const { calendar } = found;
    const course = knownCourse(found.course);
    const session = movableSession(course, asked.id, now);
    const rules = rulesOf(course, calendar.zone);
    const days = startTimes({
      calendar,
      needs: {
        ...needsOf(course.protocol, course.patientId),
        block: session.block,
        ignoreSessionIds: new Set([session.id]),
      },
      now,
      from,
      to,
      sequence: session.sequence,
      dayViolations: (day) => dayViolations(rules, session, day),
    });
    return presentStartTimes(days, calendar.zone, actor.role);
  });
