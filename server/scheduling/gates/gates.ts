import { isHolding, isUpcoming } from '#server/scheduling/course/course-sessions.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { addInterval, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type {
  GateCode,
  GateScope,
  GateStrength,
  Phase,
  Role,
  Route,
  SessionStatus,
} from '#server/scheduling/vocabulary.ts';

/**
 * What must be done, and be good, before a session may take place (CLINICAL R10, R19, R23 to R26, R37 to R43). Whether
 * a session's gates are open follows from what is recorded and from the session's own day, and from no clock: consent
 * that ends between sessions 5 and 6 has session 6 wait from the moment both are known.
 */

/** Which sessions ask for it; `after-induction` is every booster, and the weeks that continue an induction. */
export type GateBefore = 'every-session' | 'first-session' | 'after-induction' | 'nothing';

/** A kind of gate, as data: a clinic has its own list. */
export type GateKind = {
  readonly code: GateCode;
  /** What people call it. */
  readonly name: string;
  /** Whose record is good: one of any course of the patient, of this course, or of one session. */
  readonly scope: GateScope;
  /** Null: it is asked whatever the route. */
  readonly routes: readonly Route[] | null;
  readonly before: GateBefore;
  readonly strength: GateStrength;
  /** How long it is good for, as an ISO 8601 calendar duration; null for ever. The last day is a good one. */
  readonly validFor: string | null;
  /** After so long without a session it is done anew, later than that (R19); null where a pause does not matter. */
  readonly lapsesAfter: string | null;
  /** Days after its session by which it is done, of scope `session`; null otherwise. */
  readonly dueDays: number | null;
  /** A flag: recorded when something speaks against the sessions, and taken back when it does no more. */
  readonly isFlag: boolean;
  readonly markedBy: readonly Role[];
  readonly takenBackBy: readonly Role[];
  /** Days before its end from which it is told of. */
  readonly warnDays: number;
};

/** What somebody recorded, as far as it stands: done, and until when it is good. Never a result. */
export type GateRecord = {
  readonly id: string;
  readonly kind: GateCode;
  readonly courseId: string;
  readonly sessionId: string | null;
  readonly doneOn: LocalDate;
  /** The last day on which it is good; null for ever. */
  readonly expiresOn: LocalDate | null;
  /** Not done: somebody who may lets this one session take place without. */
  readonly waived: boolean;
};

/** The gates of one course: what its clinic asks of it, and what stands recorded. */
export type CourseGates = {
  readonly kinds: readonly GateKind[];
  readonly records: readonly GateRecord[];
};

export const NO_GATES: CourseGates = { kinds: [], records: [] };

/** A session as far as its gates go. One that is not booked yet has no id. */
export type GatedSession = {
  readonly id?: string;
  readonly phase: Phase;
  readonly status: SessionStatus;
  readonly startsAt: Instant;
};

/** Of all that a clinic asks for and a patient has, what concerns one course. A course that is being booked has no id. */
export function gatesOf<R extends GateRecord>(
  kinds: readonly GateKind[],
  records: readonly R[],
  course: { readonly id: string | null; readonly route: Route },
): { readonly kinds: readonly GateKind[]; readonly records: readonly R[] } {
  const asked = kinds.filter(({ routes }) => routes === null || routes.includes(course.route));
  const scopes = new Map(asked.map(({ code, scope }) => [code, scope]));
  return {
    kinds: asked,
    records: records.filter(({ kind, courseId }) => {
      const scope = scopes.get(kind);
      return scope === 'patient' || (scope !== undefined && courseId === course.id);
    }),
  };
}

/** Those of a course that begins in place of another: what was recorded of that course itself is not for this one. */
export function gatesOfNewCourse({ kinds, records }: CourseGates): CourseGates {
  const ofPatient = new Set(kinds.filter(({ scope }) => scope === 'patient').map(({ code }) => code));
  return { kinds, records: records.filter(({ kind, waived }) => ofPatient.has(kind) && !waived) };
}

/** The gates that keep a session from taking place. */
export const openGates = <S extends GatedSession>(
  gates: CourseGates,
  zone: string,
  sessions: readonly S[],
  session: S,
): GateKind[] => openIn(gates, gatedDays(zone, sessions))(session);

const openIn =
  ({ kinds, records }: CourseGates, daysOf: (session: GatedSession) => GatedDays) =>
  (session: GatedSession): GateKind[] => {
    if (kinds.length === 0) return [];
    const days = daysOf(session);
    return kinds.filter((kind) => kind.strength !== 'soft' && isOpenOn(kind, records, days));
  };

/**
 * The sessions of a course that is not on hold, each that is still to come `booked`, or `pending` while a gate keeps it
 * waiting. A clinic that asks for nothing has them as they are.
 */
export function statedByGates<S extends GatedSession>(
  gates: CourseGates,
  zone: string,
  sessions: readonly S[],
): S[] {
  if (gates.kinds.length === 0) return [...sessions];
  const openOf = openIn(gates, gatedDays(zone, sessions));
  return sessions.map((session) => {
    if (!isUpcoming(session)) return session;
    const status = openOf(session).length > 0 ? 'pending' : 'booked';
    return status === session.status ? session : { ...session, status };
  });
}

/** A session among those of its course, by days. */
export type GatedDays = {
  readonly id: string | null;
  readonly phase: Phase;
  readonly on: LocalDate;
  /** The day of the session before it; null of the first. */
  readonly previousOn: LocalDate | null;
  readonly inductionEndsOn: LocalDate | null;
};

/** The days of each session of a course, by those that count. */
export function gatedDays(
  zone: string,
  sessions: readonly GatedSession[],
): (session: GatedSession) => GatedDays {
  const counting = sessions
    .filter(isHolding)
    .map(({ startsAt, phase }) => ({ startsAt, phase, on: localDateOf(startsAt, zone) }))
    .sort((a, b) => a.startsAt - b.startsAt);
  const inductionEndsOn = counting.findLast(({ phase }) => phase === 'induction')?.on ?? null;
  return ({ id = null, phase, startsAt }) => ({
    id,
    phase,
    on: localDateOf(startsAt, zone),
    previousOn: counting.findLast((other) => other.startsAt < startsAt)?.on ?? null,
    inductionEndsOn,
  });
}

/** Is the gate not good on the day of a session that asks for it? */
export function isOpenOn(kind: GateKind, records: readonly GateRecord[], session: GatedDays): boolean {
  if (!isAskedOf(kind, session)) return false;
  const its = records.filter((record) => record.kind === kind.code);
  if (kind.strength !== 'hard-no' && its.some((one) => one.waived && one.sessionId === session.id)) {
    return false;
  }
  const covering = its.filter((record) => covers(record, session.on));
  if (kind.isFlag) return covering.length > 0;
  return !covering.some(
    ({ doneOn }) => doneOn > lapsedUntil(kind, session) && isAfterInduction(kind, session, doneOn),
  );
}

function isAskedOf({ before }: GateKind, { phase, previousOn }: GatedDays): boolean {
  switch (before) {
    case 'every-session':
      return true;
    case 'first-session':
      return previousOn === null;
    case 'after-induction':
      return phase !== 'induction';
    case 'nothing':
      return false;
  }
}

export const covers = ({ waived, doneOn, expiresOn }: GateRecord, day: LocalDate): boolean =>
  !waived && doneOn <= day && (expiresOn === null || day <= expiresOn);

/** After a long pause only what was done when the pause was already long is new enough. */
function lapsedUntil({ lapsesAfter }: GateKind, { on, previousOn }: GatedDays): LocalDate {
  if (lapsesAfter === null || previousOn === null) return '';
  const longFrom = addInterval(previousOn, lapsesAfter);
  return on > longFrom ? longFrom : '';
}

/** A look at how the patient responded is one at the whole induction. */
const isAfterInduction = ({ before }: GateKind, { inductionEndsOn }: GatedDays, doneOn: LocalDate): boolean =>
  before !== 'after-induction' || inductionEndsOn === null || doneOn >= inductionEndsOn;
