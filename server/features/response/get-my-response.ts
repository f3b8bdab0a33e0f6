import { audit } from '#server/booking/audit.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { getMyResponse as endpoint } from '#server/contract/response.endpoints.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentMyAssessment } from '#server/presenters/present-response.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courseResponses from '#server/repositories/course-responses.ts';
import * as courses from '#server/repositories/courses.ts';
import * as responseSettings from '#server/repositories/response-settings.ts';
import { instrumentsOf } from '#server/scheduling/response/response.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { isCorrected } from './enter-score.ts';

/** Of the course that their sessions are shown of: the newest that goes on. */
export const getMyResponse = (context: Context): Promise<ResponseOf<typeof endpoint>> =>
  readOnRecord(context.db, context, async (sql) => {
    const { patientId } = context.actor;
    if (patientId === null) throw new AppError('not-allowed');
    const own = await responseSettings.find(sql);
    const zone = await clinicZone.find(sql);
    const all = await courses.listByPatient(sql, patientId);
    const course = all.find(({ state }) => state !== 'stopped') ?? all[0];
    const kept = course && (await courseResponses.findByCourse(sql, course.id));
    await auditEvents.insert(
      sql,
      audit(context, 'response.read', { patientId, ...(course && { subjects: { courseId: course.id } }) }),
    );
    const assessments = kept?.assessments ?? [];
    const reported = kept?.openRelapseReport;
    return {
      courseId: course?.id ?? null,
      instruments: instrumentsOf(own.cutOffs)
        .filter(({ ratedBy }) => ratedBy === 'patient')
        .map(({ code, name, mostPoints }) => ({ code, name, mostPoints })),
      assessments: own.patientsSeeOwn
        ? assessments.filter(({ id }) => !isCorrected(assessments, id)).map(presentMyAssessment)
        : null,
      relapseReportedAt: reported ? formatInstant(reported.reportedAt, zone) : null,
    };
  });
