import type { ChangingCourse, CourseSession } from '#server/scheduling/change/course-change.ts';
import { placeOf } from '#server/scheduling/change/displacement.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import { checkStart, violationOf } from '#server/scheduling/room/start-times.ts';
import type { BusySession, ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay, startOfEpochDay, weekdayOfEpochDay } from '#server/scheduling/time/clinic-time.ts';
import { holdsOn } from '#server/scheduling/time/validity.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import type { ViolationCode } from '#server/scheduling/vocabulary.ts';

/** A stretch of instants; the end is not in it. */
export type Span = { readonly from: Instant; readonly to: Instant };

/** A session as far as the clinic is asked about it. */
type Booked = Pick<CourseSession, 'id' | 'sequence' | 'startsAt' | 'endsAt' | 'block'>;

/** Before everything: that a session began in the past is nothing that a closure did. */
const LONG_AGO: Instant = 0;
/** Sessions that were booked on another grid are judged too. */
const FINEST_GRID = 5;

/**
 * What taking hours, chairs or people away breaks: the sessions of a course that could stay by the calendar before and
 * cannot by the one after, with what is against each. Where too many are left for the nurses, all of those who are
 * there at once are broken, since it is not said who is to move; not all of them will have to.
 */
export function brokenSessions(
  { before, after }: { readonly before: ClinicCalendar; readonly after: ClinicCalendar },
  course: Pick<ChangingCourse, 'needs'>,
  sessions: readonly Booked[],
  within: Span,
): Map<string, Violation[]> {
  const found = new Map<string, Violation[]>();
  for (const session of sessions) {
    if (session.startsAt >= within.to || session.endsAt <= within.from) continue;
    const now = against(after, course, session, FINEST_GRID);
    if (now.length === 0) continue;
    const already = new Set<ViolationCode>(
      against(before, course, session, FINEST_GRID).map(({ code }) => code),
    );
    const fresh = now.filter(({ code }) => !already.has(code));
    if (fresh.length > 0) found.set(session.id, fresh);
  }
  return found;
}

/** The same of sessions whose courses are not known: what their protocols ask for beyond chair and nurses is left aside. */
export function sessionsWithoutPlace(
  calendars: { readonly before: ClinicCalendar; readonly after: ClinicCalendar },
  sessions: readonly BusySession[],
  within: Span,
): string[] {
  const unknown = { prescriberOnSite: false, trainedMinimum: 0 };
  return sessions
    .filter((session) => {
      const { poolId, patientId } = session;
      const needs = { ...unknown, poolIds: [poolId], patientId };
      return brokenSessions(calendars, { needs }, [{ ...session, sequence: 0 }], within).size > 0;
    })
    .map(({ id }) => id);
}

/** More people than any protocol asks for. */
const PEOPLE_ENOUGH = 9;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/**
 * The calendar as if nothing had ever been taken away: always open, every chair in use, everybody there. What could stay
 * by it and cannot by the one that is has lost its hours, its chair or its people.
 */
export function withNothingTaken(calendar: ClinicCalendar): ClinicCalendar {
  const chairs = new Map(
    [...calendar.chairs, ...calendar.busy.map(({ chairId, poolId }) => ({ id: chairId, poolId }))].map(
      (chair) => [chair.id, chair],
    ),
  );
  return {
    ...calendar,
    monitoring: { prep: null, administration: null, observation: null, turnover: null },
    openingHours: EVERY_DAY.map((weekday) => ({ weekday, opensAt: '00:00', closesAt: '24:00' })),
    closures: [],
    chairs: [...chairs.values()],
    shifts: EVERY_DAY.flatMap((weekday) =>
      Array.from({ length: PEOPLE_ENOUGH }, (_, index) => ({
        staffId: `${index}`,
        role: 'clinician' as const,
        trained: true,
        weekday,
        startsAt: '00:00',
        endsAt: '24:00',
        validFrom: '0001-01-01',
        validTo: null,
      })),
    ),
  };
}

/** Everything that the clinic has against a session where it is, itself left aside. */
export function against(
  calendar: ClinicCalendar,
  { needs }: Pick<ChangingCourse, 'needs'>,
  session: Booked,
  slotMinutes = calendar.slotMinutes,
): Violation[] {
  const { epochDay } = placeOf(session.startsAt, calendar.zone);
  const day = { ...onlyDay(calendar, epochDay), slotMinutes };
  const asked = { ...needs, block: session.block, ignoreSessionIds: new Set([session.id]) };
  const availability = availabilityFor(day, asked, LONG_AGO);
  const { violations } = checkStart(availability, day, asked, session.startsAt, session.sequence);
  const chairId = calendar.busy.find(({ id }) => id === session.id)?.chairId;
  if (chairId === undefined || isChairOpen(calendar, chairId, session)) return violations;
  const words = 'Its chair is closed then.';
  return [
    ...violations.filter(({ code }) => code !== 'chair-full'),
    { ...violationOf('chair-full', session.sequence), detail: words },
  ];
}

export const isChairOpen = (
  { chairs, closures }: ClinicCalendar,
  chairId: string,
  { startsAt, endsAt }: { readonly startsAt: Instant; readonly endsAt: Instant },
): boolean =>
  chairs.some(({ id }) => id === chairId) &&
  !closures.some(
    (closure) => closure.chairId === chairId && closure.startsAt < endsAt && startsAt < closure.endsAt,
  );

/** The calendar of one day, and nothing of any other: quicker to ask where one day is all that matters. */
export function onlyDay(calendar: ClinicCalendar, epochDay: number): ClinicCalendar {
  const { zone, openingHours, shifts, closures, busy } = calendar;
  const weekday = weekdayOfEpochDay(epochDay);
  const date = dateOfEpochDay(epochDay);
  const from = startOfEpochDay(epochDay, zone);
  const to = startOfEpochDay(epochDay + 1, zone);
  const isOfDay = ({ startsAt, endsAt }: { startsAt: Instant; endsAt: Instant }): boolean =>
    startsAt < to && endsAt > from;
  return {
    ...calendar,
    openingHours: openingHours.filter((hours) => hours.weekday === weekday && holdsOn(hours, date)),
    shifts: shifts.filter((shift) => shift.weekday === weekday && holdsOn(shift, date)),
    closures: closures.filter(isOfDay),
    busy: busy.filter((session: BusySession) => isOfDay(session)),
  };
}
