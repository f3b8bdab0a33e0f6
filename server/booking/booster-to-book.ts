import type { Context } from '#server/platform/context.ts';
import type { BoosterBooking } from '#server/repositories/course-bookings.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { needsOf, rulesOf } from '#server/repositories/for-core.ts';
import { boosterViolations } from '#server/scheduling/change/change.ts';
import { openGates } from '#server/scheduling/gates/gates.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import { checkStart } from '#server/scheduling/room/start-times.ts';
import type { BentRule } from '#server/scheduling/rules.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { epochDay, formatInstant, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import { audit } from './audit.ts';
import { bookEvent, newSession, type Seated } from './booked-course.ts';

/** Everything against a booster then, the order's window first, then the clinic; and the pool with room for it. */
export function boosterPlace(
  course: CourseRecord,
  calendar: ClinicCalendar,
  booster: { readonly sequence: number; readonly startsAt: Instant; readonly poolId: string | undefined },
  now: Instant,
): { readonly byCourse: Violation[]; readonly byClinic: Violation[]; readonly poolId: string | null } {
  const { sequence, startsAt } = booster;
  const all = needsOf(course.protocol, course.patientId);
  const needs =
    booster.poolId === undefined
      ? all
      : { ...all, poolIds: all.poolIds.filter((id) => id === booster.poolId) };
  const day = epochDay(localDateOf(startsAt, calendar.zone));
  const byCourse = boosterViolations(rulesOf(course, calendar.zone), { sequence }, day);
  const availability = availabilityFor(calendar, needs, now);
  const { violations, poolId } = checkStart(availability, calendar, needs, startsAt, sequence);
  return { byCourse, byClinic: violations, poolId };
}

/** The rows of a booster in its chair. It waits where something must be done first. */
export function boosterToBook(
  context: Context,
  course: CourseRecord,
  zone: string,
  seated: Seated,
  /** Rules that somebody who may lets it bend. */
  letBe: readonly BentRule[] = [],
): Omit<BoosterBooking, 'repack' | 'idempotency'> {
  const booked = newSession(course.protocol, seated, context.newId);
  const isOpen = openGates(course.gates, zone, [...course.sessions, booked], booked).length > 0;
  const overrides = [...new Set(letBe.map(({ code }) => code))].sort();
  const session = { ...booked, ...(isOpen && { status: 'pending' as const }), overrides };
  return {
    courseId: course.id,
    patientId: course.patientId,
    expectedVersion: course.version,
    session,
    events: [bookEvent(session, context)],
    change: letBe.length > 0 ? bentBooking(context, course, session, letBe) : null,
    audit: audit(context, 'booster.book', {
      patientId: course.patientId,
      subjects: { courseId: course.id, sessionId: session.id },
      detail: {
        after: { startsAt: formatInstant(seated.startsAt, zone) },
        ...(overrides.length > 0 && {
          overrides: overrides.map((code) => ({ code, sequence: seated.sequence })),
        }),
      },
      personal: Object.fromEntries(
        letBe.map(({ overrideReason }, index) => [`overrideReason${index + 1}`, overrideReason]),
      ),
    }),
  };
}

/** In the history of the course stands who let it bend a rule, and why; as of any change that does. */
function bentBooking(
  { newId, now, actor }: Context,
  { state, plannedCount, hold }: CourseRecord,
  { chairId: _, ...session }: BoosterBooking['session'],
  letBe: readonly BentRule[],
): BoosterBooking['change'] {
  const side = { state, plannedCount, hold };
  return {
    id: newId(),
    mode: 'book-booster',
    at: now,
    actorId: actor.personId,
    before: { ...side, sessions: [] },
    after: { ...side, sessions: [{ ...session, cancelReason: null }] },
    overrides: letBe.map(({ code, overrideReason }) => ({
      code,
      sequence: session.sequence,
      reason: overrideReason,
    })),
    newCourseId: null,
    undoesId: null,
  };
}
