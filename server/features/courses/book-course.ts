import { audit } from '#server/booking/audit.ts';
import { newCourse } from '#server/booking/booked-course.ts';
import { windowsAround } from '#server/booking/booking-window.ts';
import { keptAnswer, keyedRequest, replayOf } from '#server/booking/idempotency.ts';
import { bookableProtocol, knownPatient } from '#server/booking/known.ts';
import { type AskedPool, refuseOtherPools } from '#server/booking/refuse-other-pools.ts';
import { refuseBroken, takeChairs } from '#server/booking/take-chairs.ts';
import type { Course } from '#server/contract/course.ts';
import type { bookCourse as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentCourse } from '#server/presenters/present-course.ts';
import { insertCourse } from '#server/repositories/course-bookings.ts';
import { loadForBooking } from '#server/repositories/for-booking.ts';
import { needsOf } from '#server/repositories/for-core.ts';
import { blockMinutes } from '#server/scheduling/protocol.ts';
import { checkPlan } from '#server/scheduling/room/start-times.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { formatInstant, parseInstant } from '#server/scheduling/time/clinic-time.ts';
import { alternativesTo } from './alternatives.ts';
import { endForReinduction } from './end-for-reinduction.ts';

type Request = ParsedRequestOf<typeof endpoint>;

/** Books every session of a course, or none; whoever is too late is told what they lost and what is free instead. */
export async function bookCourse(context: Context, request: Request): Promise<Course> {
  try {
    return await underClinicLock(context.db, context, (tx) => book(tx, context, request));
  } catch (error) {
    if (!(error instanceof AppError) || error.type !== 'slot-taken') throw error;
    const { lost = [] } = error.extra;
    const alternatives = await alternativesTo(context, request.body, lost);
    throw new AppError('slot-taken', error.detail, { ...error.extra, lost, alternatives });
  }
}

async function book(tx: LockedTx, context: Context, { body, headers }: Request): Promise<Course> {
  const { actor, now } = context;
  const keyed = keyedRequest(actor.personId, headers['idempotency-key'], body);
  const starts = body.sessions.map(({ startsAt }) => parseInstant(startsAt));
  const question = {
    windows: windowsAround(starts),
    protocolId: body.protocolId,
    patientId: body.patientId,
    idempotency: keyed,
  };
  const before = await loadForBooking(tx, question);
  // First of all: the record may have been restricted since the first answer.
  const patient = knownPatient(before.patient);
  const first = replayOf<Course>(keyed, before.idempotency);
  if (first) return first;

  const { reinductionOf } = body;
  const follows = reinductionOf ? await endForReinduction(tx, context, reinductionOf, patient.id) : null;
  // What the course before it had booked is free again.
  const found = follows ? await loadForBooking(tx, question) : before;

  const protocol = bookableProtocol(found.protocol);
  refuseOtherPools(askedPools(body), protocol.poolIds);
  const { calendar, chairNames } = found;
  const asked = body.sessions.map(({ poolId }, index) => ({
    startsAt: starts[index] as Instant,
    ...(poolId && { poolId }),
  }));
  const needs = needsOf(protocol, patient.id);
  const { violations, poolIds } = checkPlan(calendar, protocol.definition, needs, asked, now);
  refuseBroken(violations);

  const blockMs = blockMinutes(protocol.definition.block) * 60_000;
  const seats = starts.map((startsAt, index) => ({
    sequence: index + 1,
    startsAt,
    endsAt: startsAt + blockMs,
    poolId: poolIds[index] ?? '',
  }));
  const { chairIds, repack } = takeChairs(calendar, seats, now);
  const seated = seats.map((seat, index) => ({ ...seat, chairId: chairIds[index] ?? '' }));
  const { rows, course } = newCourse(context, {
    patient,
    protocol,
    gates: found.gates,
    zone: calendar.zone,
    seated,
    chairNames,
    follows,
  });
  const answer = presentCourse(course, { role: actor.role, zone: calendar.zone, now });
  await insertCourse(tx, {
    ...rows,
    repack,
    idempotency: keptAnswer(keyed, answer, now),
    audit: audit(context, 'course.book', {
      patientId: patient.id,
      subjects: {
        courseId: course.id,
        protocolId: body.protocolId,
        ...(follows && { parentCourseId: follows.id }),
      },
      detail: {
        after: { startsAt: course.sessions.map(({ startsAt }) => formatInstant(startsAt, calendar.zone)) },
      },
    }),
  });
  return answer;
}

const askedPools = ({ sessions }: Request['body']): AskedPool[] =>
  sessions.map(({ poolId }, index) => ({ pointer: `/body/sessions/${index}/poolId`, poolId }));
