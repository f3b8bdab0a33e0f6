import {
  type BoosterOrder,
  type BoosterWindow,
  boosterWindow,
  type CountedSession,
  isInWindow,
} from '#server/scheduling/booster/booster.ts';
import type { CourseRules, HeldSession } from '#server/scheduling/change/change.ts';
import type { ChangingCourse } from '#server/scheduling/change/course-change.ts';
import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';
import type { NextBooster } from '#server/scheduling/response/course-response.ts';
import type { SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { type CourseState, HOLDING_STATUSES, type SessionStatus } from '#server/scheduling/vocabulary.ts';
import type { BoosterOrderRecord } from './booster-orders.ts';
import type { KeptSession } from './course-changes.ts';
import type { CourseRecord, SessionOutline } from './courses.ts';
import type { ProtocolRecord } from './protocols.ts';
import type { SessionRecord } from './sessions.ts';

/** Records as the scheduling core sees them. */

/** A course as far as its boosters go; every record of a course is one. */
export type CourseOfBoosters = {
  readonly state: CourseState;
  readonly sessions: readonly SessionOutline[];
  readonly boosterOrder: BoosterOrderRecord | null;
};

const HOLDING: readonly SessionStatus[] = HOLDING_STATUSES;

/** When the next booster may be; null once the course has stopped, or where nothing is there to count from. */
export const windowOf = (
  { state, sessions, boosterOrder }: CourseOfBoosters,
  definition: ProtocolDefinition,
  zone: string,
): BoosterWindow | null =>
  state === 'stopped'
    ? null
    : boosterWindow(
        definition.booster,
        boosterOrder && orderOf(boosterOrder, sessions, zone),
        counted(sessions, zone),
      );

/** A booster that was booked before its series was ordered, and comes after, is one of it. */
const orderOf = (
  { interval, asNeeded, seriesOf, flexDays, expiresOn, setAt }: BoosterOrderRecord,
  sessions: readonly SessionOutline[],
  zone: string,
): BoosterOrder => ({
  interval,
  asNeeded,
  flexDays,
  expiresOn,
  series:
    seriesOf === null
      ? null
      : {
          of: seriesOf,
          used: sessions.filter(
            ({ phase, status, startsAt }) =>
              phase === 'maintenance' && HOLDING.includes(status) && startsAt > setAt,
          ).length,
          setOn: localDateOf(setAt, zone),
        },
});

/** The booster that is still to come, if one is booked. */
export const bookedBooster = <S extends SessionOutline>(sessions: readonly S[]): S | null =>
  sessions.find(isBoosterToCome) ?? null;

/** What the order says of the booster that comes next: from when it may be booked, or since when it is as needed. */
export const nextBoosterOf = (
  course: Parameters<typeof windowOf>[0] & Pick<CourseRecord, 'boosterOrder'>,
  definition: ProtocolDefinition,
  zone: string,
): NextBooster => ({
  from: bookedBooster(course.sessions) ? null : (windowOf(course, definition, zone)?.earliestOn ?? null),
  asNeededSince: course.boosterOrder?.asNeeded ? localDateOf(course.boosterOrder.setAt, zone) : null,
});

export const isBoosterToCome = (session: Pick<SessionOutline, 'phase' | 'status'>): boolean =>
  session.phase === 'maintenance' && isToCome(session);

/** May one more be booked? One at a time; of a series, until all of it is. */
export const takesBooster = (sessions: readonly SessionOutline[], window: BoosterWindow | null): boolean =>
  window?.seriesLeft === undefined ? bookedBooster(sessions) === null : window.seriesLeft > 0;

/** Is the booster booked where the order that holds now would not have it? */
export const isOutside = (
  booster: Pick<SessionOutline, 'startsAt'> | null,
  window: BoosterWindow | null,
  zone: string,
): boolean => booster !== null && window !== null && !isInWindow(localDateOf(booster.startsAt, zone), window);

/** What a session by this protocol asks of the clinic. */
export const needsOf = ({ definition, poolIds }: ProtocolRecord, patientId: string): SessionNeeds => ({
  block: definition.block,
  poolIds,
  prescriberOnSite: definition.prescriberOnSite,
  trainedMinimum: definition.trainedMinimum,
  patientId,
});

/** The rules between the sessions of a course, and where they stand. */
export const rulesOf = (course: CourseRecord, zone: string): CourseRules => ({
  definition: course.protocol.definition,
  zone,
  sessions: heldSessions(course),
  boosterWindow: windowOf(course, course.protocol.definition, zone),
});

/** A course that is to change: all that there is to know of it. */
export type CourseToChange = Omit<ChangingCourse, 'sessions'> & { readonly sessions: readonly KeptSession[] };

export const changingCourse = (course: CourseRecord, zone: string): CourseToChange => ({
  state: course.state,
  definition: course.protocol.definition,
  plannedCount: course.plannedCount,
  sessions: course.sessions.map(keptSession),
  boosterWindow: windowOf(course, course.protocol.definition, zone),
  hasBoosterOrder: course.boosterOrder !== null,
  needs: needsOf(course.protocol, course.patientId),
  gates: course.gates,
  overridden: course.sessions.flatMap(({ id, overrides }) =>
    overrides.map((code) => ({ sessionId: id, code })),
  ),
});

const keptSession = ({
  id,
  sequence,
  phase,
  status,
  startsAt,
  endsAt,
  poolId,
  block,
  cancelReason,
  overrides,
}: SessionRecord): KeptSession => ({
  id,
  sequence,
  phase,
  status,
  startsAt,
  endsAt,
  poolId,
  block,
  cancelReason,
  overrides,
});

const heldSessions = ({ sessions }: CourseRecord): HeldSession[] =>
  sessions
    .filter(({ status }) => HOLDING.includes(status))
    .map(({ id, sequence, phase, startsAt }) => ({ id, sequence, phase, startsAt }));

function counted(sessions: readonly SessionOutline[], zone: string): CountedSession[] {
  return sessions.flatMap((session) => {
    const state = session.status === 'fulfilled' ? 'done' : isToCome(session) ? 'to-come' : null;
    return state ? [{ on: localDateOf(session.startsAt, zone), phase: session.phase, state } as const] : [];
  });
}
