import type { Context } from '#server/platform/context.ts';
import type {
  AddedSession,
  ChangedSession,
  CourseChange,
  KeptCourse,
  KeptSession,
} from '#server/repositories/course-changes.ts';
import { isHolding } from '#server/scheduling/course/course-sessions.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import type { AuditKind } from '#server/scheduling/vocabulary.ts';
import { audit } from './audit.ts';
import { type JudgedChange, needsSeat, seatsOf } from './judged-change.ts';

/** The rows that a change makes: what it does to the course, what is kept of it, and what others are told. */

type Made = {
  readonly changeId: string;
  readonly zone: string;
  /** A change that is taken back, and the course that it had begun. */
  readonly undoes?: { readonly id: string; readonly newCourseId: string | null; readonly dropped: Touched[] };
};

/** A session before and after. New ones have no before. */
type Touched = { readonly before: KeptSession | null; readonly after: KeptSession };

export function changeToSave(context: Context, change: JudgedChange, made: Made): CourseChange {
  const { newId, now, actor } = context;
  const { course, shown, chairs, before } = change;
  const was = new Map(before.sessions.map((session) => [session.id, session]));
  const chairOf = new Map(
    seatsOf(before, change.after, shown).map((seat, index) => [seat, chairs?.chairIds[index] ?? '']),
  );

  const changed: ChangedSession[] = [];
  const added: AddedSession[] = [];
  const touched: Touched[] = [];
  for (const session of change.after) {
    const old = 'id' in session ? (was.get(session.id) ?? null) : null;
    if ('id' in session && old) {
      if (isSame(old, session)) continue;
      const chairId = needsSeat(was, session) ? (chairOf.get(session) ?? null) : null;
      changed.push(changedSession(old, session, chairId));
      touched.push({ before: old, after: session });
    } else {
      const row = { ...session, id: newId(), chairId: chairOf.get(session) ?? '' };
      added.push(row);
      const { chairId: _, ...after } = row;
      touched.push({ before: null, after: { ...after, cancelReason: null } });
    }
  }

  const begun = newCourse(context, change, (session) => chairOf.get(session) ?? '');
  const dropped = made.undoes?.dropped ?? [];
  const overrides = shown.bent.flatMap(({ code, sequence, overrideReason }) =>
    overrideReason === null ? [] : [{ code, sequence: sequence ?? null, reason: overrideReason }],
  );
  const sides = keptSides(change, touched);
  return {
    id: made.changeId,
    mode: shown.mode,
    at: now,
    actorId: actor.personId,
    courseId: course.id,
    patientId: course.patientId,
    expectedVersion: course.version,
    ...sides,
    overrides,
    undoesId: made.undoes?.id ?? null,
    changed: [...changed, ...dropped.map((one) => changedSession(one.before ?? one.after, one.after, null))],
    added: [...added, ...begun.sessions],
    newCourse: begun.course,
    droppedCourseId: made.undoes?.newCourseId ?? null,
    repack: chairs?.repack ?? [],
    events: [
      ...touched.map((one) => eventOf(context, change, one)),
      ...begun.sessions.map((after) => ({
        ...eventOf(context, change, { before: null, after: { ...after, cancelReason: null } }),
        courseId: after.courseId,
      })),
      ...dropped.map((one) => ({
        ...eventOf(context, change, one),
        ...(made.undoes?.newCourseId && { courseId: made.undoes.newCourseId }),
      })),
    ],
    courseEvent: {
      id: newId(),
      courseId: course.id,
      at: now,
      kind: 'course.changed',
      facts: facts(change, touched, begun, made),
    },
    audit: audit(context, AUDIT_KIND[shown.mode], {
      patientId: course.patientId,
      subjects: {
        courseId: course.id,
        changeId: made.changeId,
        ...(touched.length === 1 && touched[0] && { sessionId: touched[0].after.id }),
        ...(begun.course && { newCourseId: begun.course.id }),
        ...(made.undoes && { undoneChangeId: made.undoes.id }),
      },
      detail: {
        ...told(change, touched, made.zone),
        ...(overrides.length > 0 && {
          overrides: overrides.map(({ code, sequence }) => ({ code, sequence })),
        }),
      },
      personal: {
        ...(change.hold !== change.course.hold && { holdReason: change.hold?.reason }),
        ...Object.fromEntries(overrides.map(({ reason }, index) => [`overrideReason${index + 1}`, reason])),
      },
    }),
  };
}

const isSame = (a: KeptSession, b: KeptSession): boolean =>
  a.startsAt === b.startsAt &&
  a.status === b.status &&
  a.poolId === b.poolId &&
  a.cancelReason === b.cancelReason &&
  a.overrides.join() === b.overrides.join();

const changedSession = (
  old: Pick<KeptSession, 'status'>,
  { id, status, startsAt, endsAt, poolId, cancelReason, overrides }: KeptSession,
  chairId: string | null,
): ChangedSession => ({
  sessionId: id,
  from: old.status,
  status,
  startsAt,
  endsAt,
  poolId,
  cancelReason: status === 'cancelled' ? cancelReason : null,
  overrides,
  chairId,
});

/** The course that begins instead, where one does: as a whole, like any that is booked. */
function newCourse(
  { newId, now, actor }: Context,
  { course, shown }: JudgedChange,
  chairOf: (session: NonNullable<typeof shown.newCourse>['sessions'][number]) => string,
): { course: CourseChange['newCourse']; sessions: (AddedSession & { courseId: string })[] } {
  const begins = shown.newCourse;
  if (!begins) return { course: null, sessions: [] };
  const id = newId();
  return {
    course: {
      id,
      patientId: course.patientId,
      protocolVersionId: course.protocol.versionId,
      state: 'induction',
      plannedCount: begins.plannedCount,
      createdAt: now,
      createdBy: actor.personId,
    },
    sessions: begins.sessions.map((session) => ({
      ...session,
      id: newId(),
      courseId: id,
      chairId: chairOf(session),
      overrides: [],
    })),
  };
}

const keptSides = (
  { course, shown, hold }: JudgedChange,
  touched: readonly Touched[],
): { before: KeptCourse; after: KeptCourse } => ({
  before: {
    state: course.state,
    plannedCount: course.plannedCount,
    hold: course.hold,
    sessions: touched.flatMap(({ before }) => before ?? []),
  },
  after: {
    state: shown.newState,
    plannedCount: shown.newPlannedCount,
    hold,
    sessions: touched.map(({ after }) => after),
  },
});

/** What happens to a session that stays where it is: its course is put on hold or goes on, or its gates have it wait. */
function kindOf({ course, shown }: JudgedChange, { before, after }: Touched): string {
  if (before?.startsAt !== after.startsAt) return shown.mode;
  if (before.status === 'booked' && after.status === 'pending') {
    return shown.newState === 'on-hold' ? 'hold' : 'gate-open';
  }
  if (before.status === 'pending' && after.status === 'booked') {
    return course.state === 'on-hold' ? 'resume' : 'gate-done';
  }
  return shown.mode;
}

const eventOf = ({ newId, now, actor }: Context, change: JudgedChange, { before, after }: Touched) => ({
  id: newId(),
  sessionId: after.id,
  at: now,
  actorId: actor.personId,
  kind: kindOf(change, { before, after }),
  fromStatus: before?.status ?? null,
  toStatus: after.status,
  detail: {
    ...(before && before.startsAt !== after.startsAt && { from: before.startsAt, to: after.startsAt }),
    ...(before && before.poolId !== after.poolId && { fromPoolId: before.poolId }),
    ...(after.cancelReason !== null && { reason: after.cancelReason }),
  },
});

/** What whoever writes to the patient must know, and no word of why. */
function facts(
  { course, shown }: JudgedChange,
  touched: readonly Touched[],
  begun: ReturnType<typeof newCourse>,
  { changeId, zone }: Made,
): Record<string, unknown> {
  const at = (session: { startsAt: number }): string => formatInstant(session.startsAt, zone);
  const held = (session: KeptSession | null): boolean => session !== null && isHolding(session);
  return {
    changeId,
    patientId: course.patientId,
    mode: shown.mode,
    state: { before: course.state, after: shown.newState },
    moved: touched.flatMap(({ before, after }) =>
      before && held(before) && held(after) && before.startsAt !== after.startsAt
        ? [{ sessionId: after.id, from: at(before), to: at(after) }]
        : [],
    ),
    takenOut: touched.flatMap(({ before, after }) =>
      before && held(before) && !held(after)
        ? [{ sessionId: after.id, startsAt: at(before), status: after.status }]
        : [],
    ),
    added: touched.flatMap(({ before, after }) =>
      !held(before) && held(after) ? [{ sessionId: after.id, startsAt: at(after) }] : [],
    ),
    ...(begun.course && {
      newCourse: {
        courseId: begun.course.id,
        sessions: begun.sessions.map((session) => ({ sessionId: session.id, startsAt: at(session) })),
      },
    }),
  };
}

const AUDIT_KIND: Readonly<Record<JudgedChange['shown']['mode'], AuditKind>> = {
  move: 'session.move',
  omit: 'session.omit',
  cancel: 'session.cancel',
  'no-show': 'session.no-show',
  shift: 'course.shift',
  replan: 'course.replan',
  stop: 'course.stop',
  hold: 'course.hold',
  resume: 'course.resume',
  extend: 'course.extend',
  restart: 'course.restart',
  undo: 'course.undo',
  'booster-order': 'booster-order.set',
  'book-booster': 'booster.book',
};

/** Before and after, as the audit trail tells it: of one session in a line, of several by their ids. */
function told({ course, shown }: JudgedChange, touched: readonly Touched[], zone: string) {
  const [only] = touched;
  const isOfOne = touched.length === 1 && only?.before;
  const states = course.state === shown.newState ? [] : [course.state, shown.newState];
  const [from, to] = states.map((state) => ({ state }));
  if (isOfOne && only.before) {
    const hasMoved = only.before.startsAt !== only.after.startsAt;
    const hasStatus = only.before.status !== only.after.status;
    return {
      before: {
        ...from,
        ...(hasMoved && { startsAt: formatInstant(only.before.startsAt, zone) }),
        ...(hasStatus && { status: only.before.status }),
      },
      after: {
        ...to,
        ...(hasMoved && { startsAt: formatInstant(only.after.startsAt, zone) }),
        ...(hasStatus && { status: only.after.status }),
        ...(only.after.cancelReason !== null && { reason: only.after.cancelReason }),
      },
    };
  }
  const line = ({ id, status, startsAt }: KeptSession) => ({
    sessionId: id,
    status,
    startsAt: formatInstant(startsAt, zone),
  });
  return {
    before: { ...from, sessions: touched.flatMap(({ before }) => (before ? [line(before)] : [])) },
    after: { ...to, sessions: touched.map(({ after }) => line(after)) },
  };
}
