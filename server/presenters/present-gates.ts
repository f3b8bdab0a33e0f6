import type { CourseGates, Gate } from '#server/contract/gates.endpoints.ts';
import { waiveGate as mayWaive } from '#server/features/gates/gates.policy.ts';
import type { CourseRecord, SessionOutline } from '#server/repositories/courses.ts';
import type { GateRecordOf } from '#server/repositories/gate-records.ts';
import { type GateState, gateStates } from '#server/scheduling/gates/gate-states.ts';
import { openGates } from '#server/scheduling/gates/gates.ts';
import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';
import { formatInstant, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { type SeenBy, seesClinical } from './seen-by.ts';

export type CourseGateState = GateState<SessionOutline, GateRecordOf>;

/** The gates of a course: what is open, for those who treat the patient; for the others, which sessions wait. */
export function presentGates(course: CourseRecord, seen: SeenBy): CourseGates {
  const { zone, now } = seen;
  const sessions = course.sessions
    .filter((session) => isToCome(session) && session.startedAt === null)
    .map((session) => {
      const open = openGates(course.gates, zone, course.sessions, session);
      return {
        ...presentGatedSession(session, zone),
        light: lightOf(open.length > 0),
        ...(seesClinical(seen) && { open: open.map(({ code }) => code) }),
      };
    });
  return {
    courseId: course.id,
    courseVersion: course.version,
    light: lightOf(sessions.some(({ light }) => light === 'red')),
    sessions,
    ...(seesClinical(seen) && {
      items: gateStates(course, zone, localDateOf(now, zone)).map((state) => ({
        ...presentGateState(state, zone, course.gates.records),
        actions: actionsOf(state, seen),
      })),
    }),
  };
}

export const lightOf = (isOpen: boolean): 'green' | 'red' => (isOpen ? 'red' : 'green');

export const presentGatedSession = ({ id, sequence, startsAt }: SessionOutline, zone: string) => ({
  id,
  sequence,
  startsAt: formatInstant(startsAt, zone),
});

/** One gate as those who treat the patient see it. */
export const presentGateState = (
  { kind, state, record, session, firstOpen, dueOn }: CourseGateState,
  zone: string,
  records: readonly GateRecordOf[],
): Omit<Gate, 'actions'> => ({
  kind: kind.code,
  name: kind.name,
  scope: kind.scope,
  strength: kind.strength,
  isFlag: kind.isFlag,
  validFor: kind.validFor,
  state,
  record: record && {
    ...signedBy(record, zone),
    doneOn: record.doneOn,
    expiresOn: record.expiresOn,
  },
  waivers: records.flatMap((one) =>
    one.waived && one.kind === kind.code && one.sessionId !== null
      ? [{ ...signedBy(one, zone), sessionId: one.sessionId }]
      : [],
  ),
  session: session && presentGatedSession(session, zone),
  firstOpen: firstOpen && presentGatedSession(firstOpen, zone),
  dueOn,
});

const signedBy = ({ id, doneBy, recordedAt }: GateRecordOf, zone: string) => ({
  id,
  doneBy: { id: doneBy.id, name: doneBy.name },
  recordedAt: formatInstant(recordedAt, zone),
});

function actionsOf({ kind, state, record, firstOpen }: CourseGateState, seen: SeenBy): Gate['actions'] {
  const isSettled = kind.scope === 'session' ? record !== null : kind.isFlag && state === 'open';
  return [
    ...(!isSettled && kind.markedBy.includes(seen.role) ? (['mark'] as const) : []),
    ...(record && kind.takenBackBy.includes(seen.role) ? (['take-back'] as const) : []),
    ...(firstOpen && kind.strength === 'hard' && mayWaive(seen) ? (['waive'] as const) : []),
  ];
}
