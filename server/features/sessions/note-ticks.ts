import { audit } from '#server/booking/audit.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as sessionTicks from '#server/repositories/session-ticks.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import { answersOf, changedTicks, type TickAnswers } from '#server/scheduling/session/session-ticks.ts';
import type { TickCode } from '#server/scheduling/vocabulary.ts';

/**
 * Ticks what is new, and answers what holds then. The course keeps its version: nobody who books or moves has to look
 * again because somebody felt dizzy.
 */
export async function noteTicks(
  sql: Sql,
  context: Context,
  session: Pick<SessionRecord, 'id' | 'courseId' | 'patientId'>,
  given: TickAnswers,
): Promise<sessionTicks.TickRecord[]> {
  const before = await sessionTicks.find(sql, session.id);
  const held = answersOf(before);
  const changed = changedTicks(held, given);
  const codes = Object.keys(changed) as TickCode[];
  if (codes.length === 0) return before;
  const { actor, now, newId } = context;
  await sessionTicks.insert(sql, {
    sessionId: session.id,
    ticks: codes.map((code) => ({ id: newId(), code, answer: changed[code] === true })),
    notedAt: now,
    notedBy: actor.personId,
    audit: audit(context, 'session.tick', {
      patientId: session.patientId,
      subjects: { courseId: session.courseId, sessionId: session.id },
      detail: {
        before: Object.fromEntries(codes.map((code) => [code, held[code] ?? null])),
        after: changed,
      },
    }),
  });
  return sessionTicks.find(sql, session.id);
}
