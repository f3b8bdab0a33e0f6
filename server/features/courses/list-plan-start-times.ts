import { windowOfDays } from '#server/booking/booking-window.ts';
import { bookableProtocol, knownPatient } from '#server/booking/known.ts';
import type { listPlanStartTimes as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { StartTimes } from '#server/contract/plan.ts';
import type { FieldError } from '#server/contract/problem.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentStartTimes } from '#server/presenters/present-start-times.ts';
import { loadForBooking } from '#server/repositories/for-booking.ts';
import { needsOf } from '#server/repositories/for-core.ts';
import { dayViolations } from '#server/scheduling/change/change.ts';
import { plannedCount } from '#server/scheduling/protocol.ts';
import { startTimes } from '#server/scheduling/room/start-times.ts';
import { parseInstant } from '#server/scheduling/time/clinic-time.ts';

/** Judges every start of some days for one session of a plan, the others standing where they are. */
export const listPlanStartTimes = (
  { db, actor, now }: Context,
  { body }: ParsedRequestOf<typeof endpoint>,
): Promise<StartTimes> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const { from, to, sequence, patientId, protocolId } = body;
    const windows = windowOfDays(from, to);
    const context = await loadForBooking(sql, { windows, patientId, protocolId });
    const { calendar } = context;
    const patient = knownPatient(context.patient);
    const protocol = bookableProtocol(context.protocol);
    const { definition } = protocol;
    refuseOtherCount(body, plannedCount(definition));

    const sessions = body.sessions.map(({ startsAt }, index) => ({
      id: `planned ${index + 1}`,
      sequence: index + 1,
      startsAt: parseInstant(startsAt),
    }));
    const asked = { id: `planned ${sequence}`, sequence };
    const course = { definition, zone: calendar.zone, sessions, boosterWindow: null };
    const days = startTimes({
      calendar,
      needs: needsOf(protocol, patient.id),
      now,
      from,
      to,
      sequence,
      dayViolations: (day) => dayViolations(course, asked, day),
    });
    return presentStartTimes(days, calendar.zone);
  });

function refuseOtherCount(
  { sessions, sequence }: ParsedRequestOf<typeof endpoint>['body'],
  count: number,
): void {
  const errors: FieldError[] = [];
  if (sessions.length !== count) {
    errors.push({
      pointer: '/body/sessions',
      detail: `The protocol has ${count} sessions; ${sessions.length} were given.`,
    });
  }
  if (sequence > count) {
    errors.push({ pointer: '/body/sequence', detail: `The protocol has ${count} sessions.` });
  }
  if (errors.length > 0) throw new AppError('invalid-request', undefined, { errors });
}
