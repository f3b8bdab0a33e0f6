import { changeCourse } from '#server/scheduling/change/change-course.ts';
import type {
  ChangeAnswer,
  ChangeQuestion,
  ChangeRequest,
  ChangingCourse,
  CourseSession,
  RefusedChange,
  ShownChange,
} from '#server/scheduling/change/course-change.ts';
import { NO_GATES } from '#server/scheduling/gates/gates.ts';
import { blockMinutes } from '#server/scheduling/protocol.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { localReading, timeOfMinute } from '#server/scheduling/time/clinic-time.ts';
import { aCalendar, aDefinition, at } from './calendars.ts';

/** Mondays and Thursdays, 2 to 19 March 2026: the Sunday between, the 8th, New York's clocks go forward. */
export const MON_THU = ['2026-03-02', '2026-03-05', '2026-03-09', '2026-03-12', '2026-03-16', '2026-03-19'];

/** The Friday before them, at noon. */
export const BEFORE = at('2026-02-27', '12:00');

export function aCourseSession(
  sequence: number,
  date: string,
  overrides: Partial<CourseSession> & { readonly time?: string; readonly zone?: string } = {},
): CourseSession {
  const { time = '10:00', zone = 'America/New_York', ...rest } = overrides;
  const block = rest.block ?? aDefinition().block;
  const startsAt = at(date, time, 0, zone);
  return {
    id: `of-course-${sequence}`,
    sequence,
    phase: 'induction',
    status: 'booked',
    startsAt,
    endsAt: startsAt + blockMinutes(block) * 60_000,
    poolId: 'pool',
    block,
    cancelReason: null,
    ...rest,
  };
}

/** Six infusions at ten, all to come, on these days. Statuses by number say otherwise. */
export function aChangingCourse(
  overrides: Partial<ChangingCourse> & {
    readonly dates?: readonly string[];
    readonly statuses?: Readonly<Record<number, CourseSession['status']>>;
  } = {},
): ChangingCourse {
  const { dates = MON_THU, statuses = {}, ...rest } = overrides;
  return {
    state: 'induction',
    definition: aDefinition(),
    plannedCount: 6,
    sessions: dates.map((date, index) =>
      aCourseSession(index + 1, date, { status: statuses[index + 1] ?? 'booked' }),
    ),
    boosterWindow: null,
    hasBoosterOrder: false,
    needs: { poolIds: ['pool'], prescriberOnSite: false, trainedMinimum: 2, patientId: 'patient' },
    gates: NO_GATES,
    overridden: [],
    ...rest,
  };
}

/** The front desk asks, on the Friday before, of a clinic with nothing else booked. */
export const ask = (
  request: ChangeRequest,
  asked: Partial<Omit<ChangeQuestion, 'request'>> = {},
): ChangeAnswer =>
  changeCourse({
    request,
    course: aChangingCourse(),
    calendar: aCalendar(),
    now: BEFORE,
    role: 'front-desk',
    overrides: [],
    seed: 0,
    ...asked,
  });

export function shownOf(answer: ChangeAnswer): ShownChange {
  if (!answer.ok) throw new Error(`Refused: ${answer.violations.map(({ detail }) => detail).join(' ')}`);
  return answer;
}

export function refusalOf(answer: ChangeAnswer): RefusedChange {
  if (answer.ok) throw new Error('It was not refused.');
  return answer;
}

export const codesOf = ({ violations }: RefusedChange): string[] => violations.map(({ code }) => code);

/** "4 too-close": the session and the rule. */
export const bentIn = ({ bent }: ShownChange): string[] =>
  bent.map(({ code, sequence }) => (sequence === undefined ? code : `${sequence} ${code}`));

/** "2026-03-02 10:00", by the clinic's clock. */
export function reading(startsAt: Instant, { zone }: Pick<ClinicCalendar, 'zone'> = aCalendar()): string {
  const { date, minute } = localReading(startsAt, zone);
  return `${date} ${timeOfMinute(minute)}`;
}

/** The course as it is once a shown change was made; what it added is booked under its number. */
export function made(
  course: ChangingCourse,
  { after, newState, newPlannedCount, bent }: ShownChange,
): ChangingCourse {
  const sessions = after.map((session) =>
    'id' in session ? session : { ...session, id: `of-course-${session.sequence}`, cancelReason: null },
  );
  const overridden = bent.flatMap(({ code, sequence, overrideReason }) => {
    const session = sessions.find((one) => one.sequence === sequence);
    return overrideReason !== null && session ? [{ sessionId: session.id, code }] : [];
  });
  return {
    ...course,
    state: newState,
    plannedCount: newPlannedCount,
    sessions,
    overridden: [...course.overridden, ...overridden],
  };
}
