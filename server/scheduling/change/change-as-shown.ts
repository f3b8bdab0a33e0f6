import { againstMode, allowedModes, standingOf } from '#server/scheduling/course/course-states.ts';
import { blockMinutes } from '#server/scheduling/protocol.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { Phase } from '#server/scheduling/vocabulary.ts';
import { showChange } from './change-draft.ts';
import type { ChangeAnswer, ChangeQuestion, CourseSession, NewSession } from './course-change.ts';

/** Where a search has put a session: one that is there, or a new one. */
export type PlacedSession = {
  readonly id: string | null;
  readonly sequence: number;
  readonly phase: Phase;
  readonly startsAt: Instant;
  readonly poolId: string;
};

/** What a search has found: only what it moves or adds. */
export type ShownPlan = { readonly plannedCount: number; readonly sessions: readonly PlacedSession[] };

/**
 * A plan that was found before, judged by how things are now. Another search might find another plan, because a better
 * time has become free since or one is wanted more: that is no reason against the plan that somebody has seen and chosen.
 */
export function changeAsShown(question: ChangeQuestion, plan: ShownPlan): ChangeAnswer {
  const { request, course, calendar, now, role } = question;
  const standing = standingOf(course, calendar.zone, now);
  const against = againstMode(request.mode, standing, role);
  if (against) return { ok: false, violations: [against], allowed: allowedModes(standing, role) };
  const placed = new Map(plan.sessions.map((session) => [session.id, session]));
  const sessions = course.sessions.map((session): CourseSession => {
    const { startsAt = session.startsAt } = placed.get(session.id) ?? {};
    return { ...session, startsAt, endsAt: session.endsAt + startsAt - session.startsAt };
  });
  const { block } = course.definition;
  const added = plan.sessions
    .filter(({ id }) => id === null)
    .map(
      ({ sequence, phase, startsAt, poolId }): NewSession => ({
        sequence,
        phase,
        status: 'booked',
        startsAt,
        endsAt: startsAt + blockMinutes(block) * 60_000,
        poolId,
        block,
      }),
    );
  return showChange(question, { sessions: [...sessions, ...added], plannedCount: plan.plannedCount });
}
