import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { reportRelapse as endpoint } from '#server/contract/response.endpoints.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as courseResponses from '#server/repositories/course-responses.ts';
import * as courses from '#server/repositories/courses.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';

/** Of any course, one that has stopped too: they come back for it. */
export const reportRelapse = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<Record<string, never>> =>
  underClinicLock(context.db, context, async (tx) => {
    await keepReport(tx, context, knownCourse(await courses.findById(tx, params.id)));
    return {};
  });

/** One is open at a time: what is reported once more is known. Answers since when. */
export async function keepReport(
  tx: LockedTx,
  context: Context,
  { id: courseId, patientId }: courses.CourseRecord,
): Promise<Instant> {
  const { actor, now, newId } = context;
  const open = (await courseResponses.findByCourse(tx, courseId))?.openRelapseReport;
  if (open) return open.reportedAt;
  const isOfPatient = actor.role === 'patient';
  const report = {
    id: newId(),
    courseId,
    source: isOfPatient ? ('patient' as const) : ('staff' as const),
    reportedBy: isOfPatient ? null : actor.personId,
    reportedAt: now,
  };
  await courseResponses.insertRelapseReport(
    tx,
    report,
    audit(context, 'relapse.report', { patientId, subjects: { courseId, reportId: report.id } }),
  );
  return now;
}
