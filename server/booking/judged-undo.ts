import type { Context } from '#server/platform/context.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import * as chairOffers from '#server/repositories/chair-offers.ts';
import type { CourseChangeRecord, KeptSession } from '#server/repositories/course-changes.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import * as courses from '#server/repositories/courses.ts';
import { changingCourse } from '#server/repositories/for-core.ts';
import { undoChange } from '#server/scheduling/change/change-undo.ts';
import type { RefusedChange } from '#server/scheduling/change/course-change.ts';
import { isHolding } from '#server/scheduling/course/course-sessions.ts';
import { broken } from '#server/scheduling/rules.ts';
import { windowsAround } from './booking-window.ts';
import { type JudgedChange, judged } from './judged-change.ts';

type Sql = Parameters<typeof loadCalendar>[0];

export type JudgedUndo = {
  readonly change: JudgedChange;
  /** Of a course that had begun anew, and is taken back whole. */
  readonly dropped: { readonly before: KeptSession; readonly after: KeptSession }[];
};

/** May the last change of a course be taken back, and what would it be then? */
export async function judgeUndo(
  sql: Sql,
  { actor, now }: Pick<Context, 'actor' | 'now'>,
  course: CourseRecord,
  last: CourseChangeRecord,
  zone: string,
): Promise<JudgedUndo | RefusedChange> {
  const { mode, before, newCourseId } = last;
  if (mode === 'undo' || last.undoneById !== null) return overtaken('It has been taken back already.');
  // An order is never taken back, only followed by another; nor is what moved because of it.
  if (mode === 'booster-order') return overtaken('It came with a booster order. Set the order before again.');
  if (mode === 'book-booster') return overtaken('A booster that was booked is cancelled.');
  if (course.version !== last.courseVersion) return overtaken('The course has been changed since.');
  if (course.followedBy !== null && course.followedBy.id !== newCourseId) {
    return overtaken('Another course has been booked after it. Stop that one first.');
  }
  const begun = newCourseId === null ? null : await courses.findById(sql, newCourseId);
  if (begun && begun.version > 1) return overtaken('The course that began anew has been changed since.');

  const sessionIds = before.sessions.map(({ id }) => id);
  if (await chairOffers.wasOffered(sql, { sessionIds, at: last.at })) {
    return overtaken('The chair that became free has been offered to somebody else.');
  }

  const calendar = await loadCalendar(sql, windowsAround(before.sessions.map(({ startsAt }) => startsAt)));
  const free = { ...calendar, busy: calendar.busy.filter(({ courseId }) => courseId !== newCourseId) };
  const seen = { calendar: free, now, role: actor.role };
  const asIs = changingCourse(course, zone);
  const answer = undoChange({
    change: { mode, before, after: last.after },
    course: asIs,
    calendar: free,
    now,
    role: actor.role,
    seed: 0,
  });
  const change = judged({ course, before: asIs, asked: { overrides: [], holdReason: null }, seen }, answer);
  if (!change.ok) return change;
  if (!change.chairs) return { ok: false, violations: change.shown.open };
  const dropped = begun ? changingCourse(begun, zone).sessions.filter(isHolding) : [];
  return {
    change: { ...change, hold: before.hold },
    dropped: dropped.map((session) => ({
      before: session,
      after: { ...session, status: 'entered-in-error' as const },
    })),
  };
}

const overtaken = (detail: string): RefusedChange => ({
  ok: false,
  violations: [broken('overtaken', detail)],
});
