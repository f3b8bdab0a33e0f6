import type { CourseRecovery } from '#server/contract/ticks.endpoints.ts';
import { setRecovery as maySet } from '#server/features/courses/courses.policy.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import type { LeftWithout, SessionTickRecord } from '#server/repositories/session-ticks.ts';
import { longerRecovery, RECOVERY_RULES, recoveryOf } from '#server/scheduling/session/recovery.ts';
import { answersOf } from '#server/scheduling/session/session-ticks.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { SIDE_EFFECTS } from '#server/scheduling/vocabulary.ts';
import type { SeenBy } from './seen-by.ts';

/** What there is to be told of recovery, for those who treat: of every session that took place. */
export function presentRecovery(
  course: CourseRecord,
  ticks: readonly SessionTickRecord[],
  leftWithout: readonly LeftWithout[],
  seen: SeenBy,
): CourseRecovery {
  const took = course.sessions
    .filter(({ status }) => status === 'fulfilled')
    .map((session) => ({ session, recovery: recoveryOf(session, RECOVERY_RULES) }));
  return {
    sessions: took.map(({ session, recovery }) => {
      const answers = answersOf(ticks.filter(({ sessionId }) => sessionId === session.id));
      return {
        sessionId: session.id,
        sequence: session.sequence,
        place: session.place,
        plannedCount: session.plannedCount,
        phase: session.phase,
        startsAt: formatInstant(session.startsAt, seen.zone),
        ...recovery,
        isNoted: Object.keys(answers).length > 0,
        sideEffects: SIDE_EFFECTS.filter((code) => answers[code] === true),
        wasReady: answers['ready-to-leave'] ?? null,
        hadEscort: answers['escort-here'] ?? null,
        leftWithout: leftWithout.find(({ sessionId }) => sessionId === session.id)?.reason ?? null,
      };
    }),
    suggestion: longerRecovery(
      took.map(({ recovery }) => recovery),
      course.protocol.definition.block.observation,
      RECOVERY_RULES,
    ),
    extraMinutes: course.extraMinutes,
    maySet: course.state !== 'stopped' && maySet(seen),
  };
}
