import type { JudgedChange } from '#server/booking/judged-change.ts';
import type { ChangePreview } from '#server/contract/change.ts';
import type { CourseSession, NewSession } from '#server/scheduling/change/course-change.ts';
import { isHolding } from '#server/scheduling/course/course-sessions.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import type { CourseState } from '#server/scheduling/vocabulary.ts';

type ShownCourse = ChangePreview['before'];
type ShownPlanned = ChangePreview['added'][number];

/** The course before and after, as far as it holds chairs. Which chair is no part of it: pools are shown. */
export function presentChange(
  { course, before, shown }: JudgedChange,
  zone: string,
): Omit<ChangePreview, 'mode' | 'token' | 'expiresAt'> {
  const planned = (sessions: readonly NewSession[]): ShownPlanned[] =>
    sessions.map((session) => presentPlanned(session, zone));
  return {
    courseId: course.id,
    courseVersion: course.version,
    before: presentSide(before, zone),
    after: presentSide(
      {
        state: shown.newState,
        plannedCount: shown.newPlannedCount,
        sessions: shown.after.filter((session): session is CourseSession => 'id' in session),
      },
      zone,
    ),
    movedSessionIds: shown.moved.map(({ after }) => after.id),
    removedSessionIds: shown.removed.map(({ id }) => id),
    added: planned(shown.added),
    newCourse: shown.newCourse && planned(shown.newCourse.sessions),
    violations: shown.bent.map(({ mayOverride, overrideReason, ...rule }) => ({
      ...rule,
      mayOverride: [...mayOverride],
      overridden: overrideReason !== null,
    })),
  };
}

/** A course, or what a change touched of it: the sessions that hold their time, by time. */
export const presentSide = (
  {
    state,
    plannedCount,
    sessions,
  }: {
    readonly state: CourseState;
    readonly plannedCount: number;
    readonly sessions: readonly CourseSession[];
  },
  zone: string,
): ShownCourse => ({
  state,
  plannedCount,
  sessions: sessions
    .filter(isHolding)
    .toSorted((a, b) => a.startsAt - b.startsAt)
    .map((session) => ({ id: session.id, status: session.status, ...presentPlanned(session, zone) })),
});

const presentPlanned = (
  { sequence, phase, startsAt, endsAt, poolId }: CourseSession | NewSession,
  zone: string,
): ShownPlanned => ({
  sequence,
  phase,
  startsAt: formatInstant(startsAt, zone),
  endsAt: formatInstant(endsAt, zone),
  poolId,
});
