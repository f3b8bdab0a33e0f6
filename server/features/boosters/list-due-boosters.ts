import type { listDueBoosters as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentCourseSummary } from '#server/presenters/present-course.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import { type Position, pageOf } from '#server/repositories/cursor.ts';
import { windowOf } from '#server/repositories/for-core.ts';
import * as responseSettings from '#server/repositories/response-settings.ts';
import { dueNotes, isDue } from '#server/scheduling/booster/booster-due.ts';
import { REVIEW_RULES } from '#server/scheduling/response/reviews-due.ts';
import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { daysBetween, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { DueNote } from '#server/scheduling/vocabulary.ts';

type Due = {
  readonly course: courses.CourseSummaryRecord;
  readonly dueOn: LocalDate | null;
  readonly notes: readonly DueNote[];
  /** What it is listed by: when it is due, or else when its order ends. */
  readonly by: LocalDate;
};

/**
 * Whose booster can be booked by now, or should have been; and whose order ends, so that nobody could book the next one.
 * Boosters as needed are due when somebody asks.
 */
export const listDueBoosters = (
  { db, actor, now }: Context,
  { query }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const zone = await clinicZone.find(sql);
    const today = localDateOf(now, zone);
    const { orderExpiringDays } = { ...REVIEW_RULES, ...(await responseSettings.find(sql)).reviews };
    const candidates = await courses.listDueBoosterCandidates(sql);
    const due = candidates.flatMap((course): Due[] => {
      const window = windowOf(course, course.definition, zone);
      const orderEndsOn = course.boosterOrder?.expiresOn ?? null;
      const toBook = { window, hasOrder: course.boosterOrder !== null, orderEndsOn };
      const notes = dueNotes(toBook, today, orderExpiringDays);
      const dueOn = isDue(toBook, today) ? (window?.dueOn ?? null) : null;
      if (dueOn === null && notes.length === 0) return [];
      return [{ course, dueOn, notes, by: dueOn ?? orderEndsOn ?? today }];
    });
    return pageOf(due, query, positionOf, ({ course, dueOn, notes }) => ({
      ...presentCourseSummary(course, zone),
      dueInDays: dueOn === null ? null : daysBetween(today, dueOn),
      orderExpiresOn: course.boosterOrder?.expiresOn ?? null,
      notes: [...notes],
    }));
  });

const positionOf = ({ course, by }: Due): Position => ({ key: by, id: course.id });
