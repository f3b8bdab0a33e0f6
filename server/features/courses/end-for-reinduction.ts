import { changeToSave } from '#server/booking/change-to-save.ts';
import { judgeChange } from '#server/booking/judged-change.ts';
import type { LockedTx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import * as courseChanges from '#server/repositories/course-changes.ts';
import * as courses from '#server/repositories/courses.ts';
import { againstReinduction } from '#server/scheduling/course/course-states.ts';
import { reinduce as mayReinduce } from './courses.policy.ts';

/**
 * Another induction after a course ends that one, as stopping it would: its booster is cancelled, its order asks for none
 * any more, and its history says so. What had stopped already stays as it is.
 */
export async function endForReinduction(
  tx: LockedTx,
  context: Context,
  courseId: string,
  patientId: string,
): Promise<courses.CourseBeside> {
  const { actor, now, newId } = context;
  if (!mayReinduce(actor)) throw new AppError('not-allowed', 'Only a clinician begins another induction.');
  const course = await courses.findById(tx, courseId);
  if (course?.patientId !== patientId) {
    throw new AppError('not-found', 'There is no such course of this patient.');
  }
  const against = againstReinduction(course);
  if (against !== null) throw new AppError('course-not-bookable', against);
  if (course.state !== 'stopped') {
    const calendar = await loadCalendar(tx, []);
    const asked = {
      request: { mode: 'stop', reason: 'plan-changes' } as const,
      overrides: [],
      holdReason: null,
    };
    const judged = judgeChange(course, asked, { calendar, now, role: actor.role });
    if (!judged.ok || !judged.chairs) {
      const violations = judged.ok ? [...judged.shown.open] : [...judged.violations];
      throw new AppError('change-refused', violations[0]?.detail, { violations });
    }
    await courseChanges.save(tx, changeToSave(context, judged, { changeId: newId(), zone: calendar.zone }));
  }
  return { id: course.id, startedAt: courses.startedAt(course) };
}
