import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';
import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { GateStateName } from '#server/scheduling/vocabulary.ts';
import {
  type GatedDays,
  type GatedSession,
  type GateKind,
  type GateRecord,
  gatedDays,
  isOpenOn,
} from './gates.ts';

/** How a gate of a course stands on a day; of one that each session has, once a session. */
export type GateState<S extends GatedSession, R extends GateRecord> = {
  readonly kind: GateKind;
  readonly state: GateStateName;
  /** What stands, newest first. */
  readonly record: R | null;
  /** The session that it is about, where each has its own. */
  readonly session: S | null;
  /** The soonest session to come that it is not good for. */
  readonly firstOpen: S | null;
  /** The day by which something is to be done; null where nothing is. */
  readonly dueOn: LocalDate | null;
};

type Course<S extends GatedSession, R extends GateRecord> = {
  readonly gates: { readonly kinds: readonly GateKind[]; readonly records: readonly R[] };
  /** By time. */
  readonly sessions: readonly S[];
};

/** How each gate of a course stands today. */
export const gateStates = <S extends GatedSession, R extends GateRecord>(
  { gates, sessions }: Course<S, R>,
  zone: string,
  today: LocalDate,
): GateState<S, R>[] => {
  const daysOf = gatedDays(zone, sessions);
  const toCome = sessions.filter(isToCome).map((session) => ({ session, days: daysOf(session) }));
  const given = sessions.filter(({ status }) => status === 'fulfilled');
  return gates.kinds.flatMap((kind) =>
    kind.scope === 'session'
      ? given.map((session) => formState(kind, gates.records, session, zone, today))
      : [stateOf(kind, gates.records, toCome, zone, today)],
  );
};

/**
 * Is there something to do today? What nothing that is booked asks for waits until something does, and what only warns
 * is told of in its own time: a check that each month asks for would stand on every list for months.
 */
export function needsSomebody<S extends GatedSession, R extends GateRecord>(
  { kind, state, firstOpen, dueOn: day }: Omit<GateState<S, R>, 'record' | 'session'>,
  today: LocalDate,
): boolean {
  if (kind.strength === 'soft' && (day === null || day > addDays(today, kind.warnDays))) return false;
  if (state === 'open' || state === 'expired') return firstOpen !== null;
  return state === 'expiring' || state === 'overdue';
}

type ToCome<S extends GatedSession> = { readonly session: S; readonly days: GatedDays };

function stateOf<S extends GatedSession, R extends GateRecord>(
  kind: GateKind,
  records: readonly R[],
  toCome: readonly ToCome<S>[],
  zone: string,
  today: LocalDate,
): GateState<S, R> {
  const asking = isEarly(kind, toCome) ? [] : toCome;
  const firstOpen = asking.find(({ days }) => isOpenOn(kind, records, days))?.session ?? null;
  const isAsked = asking.some(({ days }) => isOpenOn(kind, [], days));
  const record = newest(records.filter((one) => one.kind === kind.code && !one.waived));
  const state = kind.isFlag
    ? flagState(record, today)
    : doneState({ kind, record, firstOpen, isAsked, today, zone });
  return { kind, state, record, session: null, firstOpen, dueOn: dueOn(state, firstOpen, record, zone) };
}

/** Nobody can look at an induction that is still under way: what comes after it waits, and there is nothing to do yet. */
const isEarly = ({ before }: GateKind, toCome: readonly ToCome<GatedSession>[]): boolean =>
  before === 'after-induction' && toCome.some(({ days }) => days.phase === 'induction');

const flagState = (record: GateRecord | null, today: LocalDate): GateStateName =>
  record !== null && isGoodOn(record, today) ? 'open' : 'clear';

function doneState({
  kind,
  record,
  firstOpen,
  isAsked,
  today,
  zone,
}: {
  readonly kind: GateKind;
  readonly record: GateRecord | null;
  readonly firstOpen: GatedSession | null;
  readonly isAsked: boolean;
  readonly today: LocalDate;
  readonly zone: string;
}): GateStateName {
  // A rating before session 1 is of no more use once that is over, and a look at the response none before it is time.
  if (!isAsked && (record === null || kind.before !== 'every-session')) return 'not-needed';
  if (record === null) return firstOpen ? 'open' : 'done';
  const { expiresOn } = record;
  if (!isGoodOn(record, today)) return 'expired';
  if (firstOpen === null) {
    return expiresOn !== null && expiresOn <= addDays(today, kind.warnDays) ? 'expiring' : 'done';
  }
  const endsBefore = expiresOn !== null && expiresOn < localDateOf(firstOpen.startsAt, zone);
  return endsBefore ? 'expiring' : 'open';
}

const isGoodOn = ({ expiresOn }: GateRecord, day: LocalDate): boolean =>
  expiresOn === null || day <= expiresOn;

function dueOn(
  state: GateStateName,
  firstOpen: GatedSession | null,
  record: GateRecord | null,
  zone: string,
): LocalDate | null {
  if (state === 'done' || state === 'clear' || state === 'not-needed') return null;
  return firstOpen ? localDateOf(firstOpen.startsAt, zone) : (record?.expiresOn ?? null);
}

/** What is to be sent off after a session (R24): so many days it is in time, the last of them too. */
function formState<S extends GatedSession, R extends GateRecord>(
  kind: GateKind,
  records: readonly R[],
  session: S,
  zone: string,
  today: LocalDate,
): GateState<S, R> {
  const record = newest(records.filter((one) => one.kind === kind.code && one.sessionId === session.id));
  const lastDay = addDays(localDateOf(session.startsAt, zone), kind.dueDays ?? 0);
  const state = record ? 'done' : today > lastDay ? 'overdue' : 'open';
  return { kind, state, record, session, firstOpen: null, dueOn: record ? null : lastDay };
}

/** What was done last; of that, what is good for longest. */
const newest = <R extends GateRecord>(records: readonly R[]): R | null =>
  records.reduce<R | null>((best, one) => (best === null || order(one) >= order(best) ? one : best), null);

const order = ({ doneOn, expiresOn }: GateRecord): string => `${doneOn} ${expiresOn ?? '9999-12-31'}`;
