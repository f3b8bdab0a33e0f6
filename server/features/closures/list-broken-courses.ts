import { windowOfDays, windowsAround } from '#server/booking/booking-window.ts';
import type { listBrokenCourses as endpoint } from '#server/contract/closures.endpoints.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { BrokenCourse } from '#server/contract/repair.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentBroken } from '#server/presenters/present-repair.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import { changingCourse } from '#server/repositories/for-core.ts';
import * as hours from '#server/repositories/hours.ts';
import { isHolding } from '#server/scheduling/course/course-sessions.ts';
import { brokenSessions, withNothingTaken } from '#server/scheduling/repair/repair-broken.ts';
import { addDays, formatInstant, localDateOf } from '#server/scheduling/time/clinic-time.ts';

/** How far ahead somebody who works off a list looks. */
const DAYS_AHEAD = 62;

/** Sessions that were left when something was closed or hours were changed, until somebody has seen to them. */
export const listBrokenCourses = ({ db, actor, now }: Context): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const zone = await clinicZone.find(sql);
    const today = localDateOf(now, zone);
    const left = await hours.leftToCome(sql, now);
    const after = await loadCalendar(sql, [
      windowOfDays(today, addDays(today, DAYS_AHEAD)),
      ...windowsAround(left.map(({ startsAt }) => startsAt)),
    ]);
    const before = withNothingTaken(after);
    const wereLeft = new Set(left.map(({ id }) => id));
    const there = after.busy.filter(
      ({ id, startsAt, endsAt }) =>
        endsAt > now &&
        (wereLeft.has(id) ||
          after.closures.some((closure) => closure.startsAt < endsAt && startsAt < closure.endsAt)),
    );
    const found = await courses.listByIds(sql, [...new Set(there.map(({ courseId }) => courseId))]);
    const items = found.flatMap((course): BrokenCourse[] => {
      const changing = changingCourse(course, zone);
      const toCome = changing.sessions.filter(
        (session) => isHolding(session) && session.status !== 'fulfilled' && session.endsAt > now,
      );
      const broken = brokenSessions({ before, after }, changing, toCome, { from: now, to: Infinity });
      const sessions = toCome.flatMap((session) => {
        const violations = broken.get(session.id);
        return violations ? [{ session, violations }] : [];
      });
      const [first] = sessions.toSorted((one, other) => one.session.startsAt - other.session.startsAt);
      if (!first) return [];
      const startsAt = formatInstant(first.session.startsAt, zone);
      return [{ ...presentBroken(course, sessions, zone), startsAt }];
    });
    return { items: items.sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt)) };
  });
