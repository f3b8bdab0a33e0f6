import { isUpcoming } from '#server/scheduling/course/course-sessions.ts';
import { gatesOfNewCourse, statedByGates } from '#server/scheduling/gates/gates.ts';
import { broken, RULES } from '#server/scheduling/rules.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import type { Draft } from './change-draft.ts';
import type { ChangingCourse, CourseSession, NewCourse, NewSession } from './course-change.ts';

/**
 * A draft with each session to come booked, or waiting, as its gates have it, whoever made the draft: so that nothing is
 * booked by a change, by going on after a hold or by taking something back that a gate keeps waiting. A course that is on
 * hold waits as a whole. What begins to wait is told.
 */
export function draftByGates(
  course: ChangingCourse,
  draft: Draft,
  zone: string,
): {
  readonly sessions: Draft['sessions'];
  readonly newCourse: NewCourse | null;
  readonly waiting: readonly Violation[];
} {
  const { newCourse = null } = draft;
  const fresh = newCourse && {
    ...newCourse,
    sessions: statedByGates(gatesOfNewCourse(course.gates), zone, newCourse.sessions),
  };
  if ((draft.state ?? course.state) === 'on-hold' || course.gates.kinds.length === 0) {
    return { sessions: draft.sessions, newCourse: fresh, waiting: [] };
  }
  const sessions = statedByGates(course.gates, zone, draft.sessions);
  return { sessions, newCourse: fresh, waiting: sessions.filter(beginsToWait(course)).map(waits) };
}

const waits = ({ sequence }: CourseSession | NewSession): Violation =>
  broken('gate-open', RULES['gate-open'].words, sequence);

/** It was to take place where it is, or is new there, or everything waited for another reason. */
function beginsToWait({ state, sessions }: ChangingCourse): (session: CourseSession | NewSession) => boolean {
  const before = new Map(sessions.map((session) => [session.id, session]));
  return (session) => {
    if (!isUpcoming(session) || session.status !== 'pending') return false;
    const was = 'id' in session ? before.get(session.id) : undefined;
    return !was || was.startsAt !== session.startsAt || was.status !== 'pending' || state === 'on-hold';
  };
}
