import type { listDueBoosters as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentCourseSummary } from '#server/presenters/present-course.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import { decodeCursor, type Position, toPage } from '#server/repositories/cursor.ts';
import { windowOf } from '#server/repositories/for-core.ts';
import type { LocalDate } from '#server/scheduling/calendar.ts';
import { daysBetween, localDateOf } from '#server/scheduling/clinic-time.ts';

type Due = { readonly course: courses.CourseSummaryRecord; readonly dueOn: LocalDate };

/** Whose booster can be booked by now, or should have been. Boosters as needed are due when somebody asks. */
export const listDueBoosters = (
  { db, actor, now }: Context,
  { query: { limit, cursor } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const zone = await clinicZone.find(sql);
    const today = localDateOf(now, zone);
    const candidates = await courses.listDueBoosterCandidates(sql);
    const due = candidates
      .flatMap((course): Due[] => {
        const window = windowOf(course, course.definition, zone);
        return window?.dueOn && window.earliestOn <= today ? [{ course, dueOn: window.dueOn }] : [];
      })
      .sort((a, b) => compare(positionOf(a), positionOf(b)));
    const after = cursor === undefined ? null : decodeCursor(cursor);
    const rest = after ? due.filter((one) => compare(positionOf(one), after) > 0) : due;
    return toPage(rest, limit, positionOf, ({ course, dueOn }) => ({
      ...presentCourseSummary(course, zone),
      dueInDays: daysBetween(today, dueOn),
    }));
  });

const positionOf = ({ course, dueOn }: Due): Position => ({ key: dueOn, id: course.id });

const compare = (a: Position, b: Position): number =>
  a.key === b.key ? (a.id < b.id ? -1 : Number(a.id > b.id)) : a.key < b.key ? -1 : 1;
