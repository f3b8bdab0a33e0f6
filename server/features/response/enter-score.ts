import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { FieldError } from '#server/contract/problem.ts';
import type { addAssessment } from '#server/contract/response.endpoints.ts';
import type { LockedTx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as courseResponses from '#server/repositories/course-responses.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import * as patients from '#server/repositories/patients.ts';
import { INSTRUMENTS, isTotalOf } from '#server/scheduling/response/response.ts';
import { addDays, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { ReportSource } from '#server/scheduling/vocabulary.ts';

type Body = ParsedRequestOf<typeof addAssessment>['body'];

/** How long before a course was booked a score may have been taken: what is older says nothing of it. */
const EARLIEST_DAYS = 365;

/** An entry, and all that is kept of the course with it. */
type Entered = {
  readonly entry: courseResponses.AssessmentRecord;
  readonly kept: courseResponses.ResponseRecord;
};

/** One entry more. Nothing is ever written over. */
export async function enterScore(
  tx: LockedTx,
  context: Context,
  { course, zone, source, body }: { course: CourseRecord; zone: string; source: ReportSource; body: Body },
): Promise<Entered> {
  const { actor, now, newId } = context;
  await refuseUnfit(tx, context, { course, zone, source, body });
  const before = await courseResponses.findByCourse(tx, course.id);
  if (!before) throw new Error('The course is there, and what is kept of it is not.');
  const { assessments } = before;
  if (body.corrects !== null) refuseCorrection(assessments, body.corrects, { source, body });
  refuseTwice(assessments, body);

  const isByStaff = source === 'staff';
  const entry: courseResponses.AssessmentRecord = {
    id: newId(),
    instrument: body.instrument,
    total: body.total,
    on: body.assessedOn,
    source,
    enteredBy: isByStaff ? { id: actor.personId, name: actor.name } : null,
    enteredAt: now,
    corrects: body.corrects,
  };
  await courseResponses.insertAssessment(
    tx,
    {
      ...entry,
      courseId: course.id,
      patientId: course.patientId,
      enteredBy: isByStaff ? actor.personId : null,
    },
    audit(context, body.corrects === null ? 'assessment.add' : 'assessment.correct', {
      patientId: course.patientId,
      subjects: {
        courseId: course.id,
        assessmentId: entry.id,
        ...(body.corrects !== null && { corrects: body.corrects }),
      },
      detail: { after: { instrument: entry.instrument, assessedOn: entry.on } },
    }),
  );
  return { entry, kept: { ...before, assessments: [...assessments, entry].sort(byDay) } };
}

/** Those of a day stay as they were entered. */
const byDay = (one: courseResponses.AssessmentRecord, other: courseResponses.AssessmentRecord): number =>
  Number(one.on > other.on) - Number(one.on < other.on);

async function refuseUnfit(
  tx: LockedTx,
  { now }: Context,
  { course, zone, source, body }: { course: CourseRecord; zone: string; source: ReportSource; body: Body },
): Promise<void> {
  const { instrument: code, total, assessedOn } = body;
  const instrument = INSTRUMENTS[code];
  const today = localDateOf(now, zone);
  const booked = localDateOf(course.createdAt, zone);
  const earliest = addDays(booked, -EARLIEST_DAYS);
  const born = (await patients.findById(tx, course.patientId))?.dateOfBirth;
  const errors: FieldError[] = [];
  const refuse = (field: string, detail: string) => void errors.push({ pointer: `/body/${field}`, detail });
  if (source === 'patient' && instrument.ratedBy !== 'patient') {
    refuse('instrument', `${instrument.name} is filled in by the clinic.`);
  } else if (!isTotalOf(instrument, total)) {
    refuse('total', `Must be from 0 to ${instrument.mostPoints} on ${instrument.name}.`);
  }
  if (assessedOn > today) refuse('assessedOn', `Must be today, ${today}, or earlier.`);
  else if (born !== undefined && assessedOn < born) refuse('assessedOn', 'Is before the date of birth.');
  else if (assessedOn < earliest) {
    refuse('assessedOn', `Must be ${earliest} or later: the course was booked on ${booked}.`);
  }
  if (errors.length > 0) throw new AppError('invalid-request', undefined, { errors });
}

/** An entry of the same course and scale that counts still; a patient's own, where a patient puts it right. */
function refuseCorrection(
  assessments: readonly courseResponses.AssessmentRecord[],
  id: string,
  { source, body }: { source: ReportSource; body: Body },
): void {
  const wrong = assessments.find((one) => one.id === id && (source === 'staff' || one.source === source));
  if (!wrong) throw new AppError('not-found', 'There is no such score of this course.');
  if (wrong.instrument !== body.instrument) {
    const detail = `Must be ${INSTRUMENTS[wrong.instrument].name}, as in the entry that it puts right.`;
    throw new AppError('invalid-request', undefined, { errors: [{ pointer: '/body/instrument', detail }] });
  }
  if (isCorrected(assessments, id)) throw new AppError('assessment-corrected');
}

/** The same total of the same scale and day says nothing more, whoever enters it: it was sent twice, or is known. */
function refuseTwice(assessments: readonly courseResponses.AssessmentRecord[], body: Body): void {
  const isSame = assessments.some(
    (one) =>
      one.instrument === body.instrument &&
      one.on === body.assessedOn &&
      one.total === body.total &&
      !isCorrected(assessments, one.id),
  );
  if (isSame) throw new AppError('assessment-exists');
}

export const isCorrected = (assessments: readonly courseResponses.AssessmentRecord[], id: string): boolean =>
  assessments.some(({ corrects }) => corrects === id);
