import { audit } from '#server/booking/audit.ts';
import { judgeUndo } from '#server/booking/judged-undo.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { CourseChange } from '#server/contract/change.ts';
import type { listCourseChanges as endpoint } from '#server/contract/changes.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { type SeenBy, seesClinical } from '#server/presenters/seen-by.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import type { CourseChangeRecord } from '#server/repositories/course-changes.ts';
import * as courseChanges from '#server/repositories/course-changes.ts';
import * as courses from '#server/repositories/courses.ts';
import { decodeCursor, type Position, toPage } from '#server/repositories/cursor.ts';
import { RULES } from '#server/scheduling/rules.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { presentSide } from './present-change.ts';

/** The history of a course. Its last change says whether it can still be taken back. */
export const listCourseChanges = (
  context: Context,
  { params, query: { limit, cursor } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  readOnRecord(context.db, context, async (sql) => {
    const { actor, now } = context;
    const zone = await clinicZone.find(sql);
    const course = knownCourse(await courses.findById(sql, params.id));
    await auditEvents.insert(
      sql,
      audit(context, 'course.read', { patientId: course.patientId, subjects: { courseId: course.id } }),
    );
    const afterId = cursor === undefined ? null : decodeCursor(cursor).id;
    const history = await courseChanges.list(sql, course.id, { limit: limit + 1, afterId });
    const last = afterId === null ? history[0] : undefined;
    const undo = last && (await judgeUndo(sql, context, course, last, zone));
    const canUndo = undo !== undefined && !('ok' in undo);
    const seen = { role: actor.role, zone, now };
    return toPage(history, limit, positionOf, (change) =>
      presentCourseChange(change, change === last && canUndo, seen),
    );
  });

const positionOf = ({ id, courseVersion }: CourseChangeRecord): Position => ({
  key: String(courseVersion),
  id,
});

const presentCourseChange = (change: CourseChangeRecord, canUndo: boolean, seen: SeenBy): CourseChange => ({
  id: change.id,
  courseId: change.courseId,
  mode: change.mode,
  courseVersion: change.courseVersion,
  madeAt: formatInstant(change.at, seen.zone),
  madeBy: change.madeBy,
  undoes: change.undoesId,
  undoneBy: change.undoneById,
  overrides: change.overrides.map(({ code, sequence, reason }) => ({
    code,
    sequence,
    ...((seesClinical(seen) || !isClinicians(code)) && { reason }),
  })),
  before: presentSide(change.before, seen.zone),
  after: presentSide(change.after, seen.zone),
  canUndo,
});

/** A rule that a clinician bends is bent for reasons of the patient's health; others, of the house. */
const isClinicians = (code: keyof typeof RULES): boolean => RULES[code].mayOverride.includes('clinician');
