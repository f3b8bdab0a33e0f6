import { changeToSave } from '#server/booking/change-to-save.ts';
import { judgeUndo } from '#server/booking/judged-undo.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { undoCourseChange as endpoint } from '#server/contract/changes.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentCourse } from '#server/presenters/present-course.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courseChanges from '#server/repositories/course-changes.ts';
import * as courses from '#server/repositories/courses.ts';
import { broken } from '#server/scheduling/rules.ts';
import { refusalOf } from './refusal.ts';

/** Takes back the last change of a course: all of it, or nothing. What has overtaken it is told. */
export const undoCourseChange = (
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<Course> =>
  underClinicLock(context.db, context, async (tx) => {
    const { actor, now, newId } = context;
    const zone = await clinicZone.find(tx);
    const course = knownCourse(await courses.findById(tx, params.id));
    const asked = await courseChanges.findLast(tx, course.id);
    if (asked?.id !== body.changeId) {
      if (!(await courseChanges.isMade(tx, body.changeId, course.id))) {
        throw new AppError('not-found', 'There is no such change of this course.');
      }
      const violations = [broken('overtaken', 'The course has been changed since.')];
      throw refusalOf(course, null, { ok: false, violations });
    }
    const undo = await judgeUndo(tx, context, course, asked, zone);
    if ('ok' in undo) throw refusalOf(course, null, undo);
    await courseChanges.save(
      tx,
      changeToSave(context, undo.change, {
        changeId: newId(),
        zone,
        undoes: { id: asked.id, newCourseId: asked.newCourseId, dropped: undo.dropped },
      }),
    );
    const after = knownCourse(await courses.findById(tx, course.id));
    return presentCourse(after, { role: actor.role, zone, now });
  });
