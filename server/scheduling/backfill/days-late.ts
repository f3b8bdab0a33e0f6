import type { DatedSession } from '#server/scheduling/course/course-rules.ts';
import { LONG_GAP_DAYS } from '#server/scheduling/rules.ts';

/**
 * How many days a course is behind what it aims at: in each phase the days past its target span, or the days that its
 * gaps are longer than a week, whichever is more (CLINICAL R2, R6). The sessions come in order.
 */
export function daysLate(sessions: readonly DatedSession[]): number {
  let late = 0;
  for (const phase of new Set(sessions.map((session) => session.phase))) {
    let first: number | null = null;
    let overrun = 0;
    let overlong = 0;
    sessions.forEach((session, index) => {
      if (session.phase !== phase) return;
      first ??= session.epochDay;
      const before = sessions[index - 1];
      if (before) overlong += Math.max(0, session.epochDay - before.epochDay - LONG_GAP_DAYS);
      if (phase.targetSpanDays) {
        overrun = Math.max(overrun, session.epochDay - first - phase.targetSpanDays.max);
      }
    });
    late += Math.max(overrun, overlong);
  }
  return late;
}
