import { isHolding, isOpen, isPlanned } from '#server/scheduling/course/course-sessions.ts';
import { longestSpanDays } from '#server/scheduling/protocol.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay, epochDay, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { ChangeRequest, ChangingCourse } from './course-change.ts';
import { placeOf } from './displacement.ts';

/** What a change asks of the calendar: single days, or a stretch of them, first and last included. */
export type DaysAsked = { readonly from: LocalDate; readonly to: LocalDate };

type Question = {
  readonly request: ChangeRequest;
  readonly course: Pick<ChangingCourse, 'definition' | 'sessions'>;
  readonly zone: string;
  readonly now: Instant;
};

/** The days that the calendar must know for a change to be judged; null where it asks nothing of it. */
export function daysAsked(question: Question): DaysAsked[] {
  const { request, course, zone, now } = question;
  switch (request.mode) {
    case 'move':
      return [dayOf(localDateOf(request.startsAt, zone))];
    case 'shift': {
      const moving = course.sessions.find(({ id }) => id === request.sessionId);
      if (!moving) return [];
      const by = placeOf(request.startsAt, zone).epochDay - placeOf(moving.startsAt, zone).epochDay;
      return course.sessions
        .filter((session) => isPlanned(session) && isOpen(session, now))
        .map((session) => dayOf(dateOfEpochDay(placeOf(session.startsAt, zone).epochDay + by)))
        .concat(dayOf(localDateOf(request.startsAt, zone)));
    }
    case 'replan':
    case 'extend':
    case 'restart':
      return [{ from: localDateOf(now, zone), to: dateOfEpochDay(lastDayAsked(question)) }];
    default:
      return [];
  }
}

const dayOf = (date: LocalDate): DaysAsked => ({ from: date, to: date });

/** No search looks further than this many days past the length that a protocol allows. */
const DAYS_TO_SPARE = 28;

/** The last day, as an epoch day, that any session of the change may be on: the course's length on from where it begins. */
export function lastDayAsked({ request, course, zone, now }: Question): number {
  const today = epochDay(localDateOf(now, zone));
  const from = 'from' in request && request.from !== null ? epochDay(request.from) : today;
  const last = course.sessions
    .filter((session) => isPlanned(session) && isHolding(session))
    .reduce((latest, { startsAt }) => Math.max(latest, epochDay(localDateOf(startsAt, zone))), today);
  const begins = request.mode === 'restart' ? Math.max(today, from) : Math.max(last, from);
  return begins + longestSpanDays(course.definition) + DAYS_TO_SPARE;
}
