import { audit } from '#server/booking/audit.ts';
import { answerOf, askedRepair, brokenCourses, digestOf } from '#server/booking/judged-repair.ts';
import { promise } from '#server/booking/preview-token.ts';
import type { ClosurePreview, ClosureRequest } from '#server/contract/closure.ts';
import type { previewClosure as endpoint } from '#server/contract/closures.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { formatInstant, parseInstant } from '#server/scheduling/time/clinic-time.ts';
import { type AskedClosure, type JudgedClosure, judgeClosure } from './judge-closure.ts';
import { presentJudged } from './present-closure.ts';

/** What the token of a closure is signed as. */
export const CLOSURE = 'closure 3';

/** Shows what a closure would break, and a repair of all of it. Changes nothing; its token makes it come true. */
export const previewClosure = (
  context: Context,
  { body }: ParsedRequestOf<typeof endpoint>,
): Promise<ClosurePreview> => {
  const asked = askedClosure(body, context.now);
  if (asked.closure.endsAt <= context.now) {
    throw new AppError('invalid-request', undefined, {
      errors: [{ pointer: '/body/closure/endsAt', detail: 'Must be still to come.' }],
    });
  }
  return readOnRecord(context.db, context, async (sql) => {
    const judged = await judgeClosure(sql, asked, context.now);
    // Whoever looks at so many courses is written down once, with all of them.
    const detail = { courseIds: brokenCourses(judged) };
    await auditEvents.insert(sql, audit(context, 'closure.preview', { detail }));
    return preview(context, judged);
  });
};

/** A closure as it would be now, and the token for just that. */
export function preview(context: Context, judged: JudgedClosure): ClosurePreview {
  const { token, expiresAt } = promise(CLOSURE, context, {
    id: context.newId(),
    asked: judged.asked,
    shown: answerOf(judged),
    digest: digestOf(judged),
  });
  return { ...presentJudged(judged), token, expiresAt: formatInstant(expiresAt, judged.calendar.zone) };
}

const askedClosure = ({ closure, ...byHand }: ClosureRequest, now: Instant): AskedClosure => ({
  closure: {
    startsAt: parseInstant(closure.startsAt),
    endsAt: parseInstant(closure.endsAt),
    chairId: closure.chairId ?? null,
    staffId: closure.staffId ?? null,
    reason: closure.reason,
  },
  ...askedRepair(byHand, now),
});
