import { type AskedChange, type JudgedChange, judgeChange } from '#server/booking/judged-change.ts';
import type { ChangePreview } from '#server/contract/change.ts';
import type { previewChange as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { askedChange } from './asked-change.ts';
import { promiseChange } from './change-token.ts';
import { digestOfChange } from './digest-of-change.ts';
import { loadForChange } from './load-for-change.ts';
import { planOf } from './plan-of.ts';
import { presentChange } from './present-change.ts';
import { refusalOf } from './refusal.ts';

/** Shows a course before and after a change. Writes nothing; its token makes the change come true. */
export const previewChange = (
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<ChangePreview> => {
  const { db, actor, now } = context;
  const asked = askedChange(body);
  return readInClinic(db, { actor, now }, async (sql) => {
    const { course, calendar } = await loadForChange(sql, params.id, asked.request, now);
    const judged = judgeChange(course, asked, { calendar, now, role: actor.role });
    if (!judged.ok) throw refusalOf(course, asked.request, judged);
    return preview(context, judged, asked, calendar.zone);
  });
};

/** A change as it would be now, and the token for just that. */
export function preview(
  context: Context,
  judged: JudgedChange,
  asked: AskedChange,
  zone: string,
): ChangePreview {
  const { course } = judged;
  const promised =
    judged.chairs &&
    promiseChange(context, {
      changeId: context.newId(),
      courseId: course.id,
      version: course.version,
      asked,
      plan: planOf(judged),
      digest: digestOfChange(judged),
    });
  return {
    mode: asked.request.mode,
    ...presentChange(judged, zone),
    token: promised?.token ?? null,
    expiresAt: promised && formatInstant(promised.expiresAt, zone),
  };
}
