import type { KeptSession } from '#server/repositories/course-changes.ts';
import type { CourseToChange } from '#server/repositories/for-core.ts';
import type { CourseSession, NewSession, ShownChange } from '#server/scheduling/change/course-change.ts';
import { courseBreaches } from '#server/scheduling/course/course-rules.ts';
import { datedSessions, isHolding } from '#server/scheduling/course/course-sessions.ts';
import type { ViolationCode } from '#server/scheduling/vocabulary.ts';
import type { LeftSession } from './judged-change.ts';

/** Rules between sessions: they may be kept again once another session has moved. */
const BETWEEN_SESSIONS: readonly ViolationCode[] = [
  'too-close',
  'too-far',
  'too-many-in-week',
  'span-exceeded',
];

/**
 * The sessions after a change, each with what is bent on it from then on. What was let be stays on a session while it
 * stays where it is, and while it is still bent; what a session bends elsewhere must be let be anew.
 */
export function overridesAfter(before: CourseToChange, shown: ShownChange, zone: string): LeftSession[] {
  const was = new Map(before.sessions.map((session) => [session.id, session]));
  const bent = new Set(
    courseBreaches(datedSessions(before.definition, zone, shown.after)).map(
      ({ violation }) => `${violation.code} ${violation.sequence}`,
    ),
  );
  const given = shown.bent.filter(({ overrideReason }) => overrideReason !== null);
  return shown.after.map((session): LeftSession => {
    // What a change takes back comes with what was bent then.
    const old = 'id' in session ? (shown.mode === 'undo' ? kept(session) : was.get(session.id)) : undefined;
    const stays = old !== undefined && old.startsAt === session.startsAt;
    const standing = (stays ? old.overrides : []).filter(
      (code) => !BETWEEN_SESSIONS.includes(code) || bent.has(`${code} ${session.sequence}`),
    );
    const added = given
      .filter(({ sequence }) => sequence === session.sequence && isHolding(session))
      .map(({ code }) => code);
    return { ...session, overrides: [...new Set([...standing, ...added])].sort() };
  });
}

/** The core hands on what it was given, so a session that was kept with its overrides has them still. */
const kept = (session: CourseSession | NewSession): KeptSession | undefined =>
  'overrides' in session ? (session as KeptSession) : undefined;
