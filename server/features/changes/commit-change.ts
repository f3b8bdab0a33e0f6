import { changeToSave } from '#server/booking/change-to-save.ts';
import { type AskedChange, judgeChange } from '#server/booking/judged-change.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { Course } from '#server/contract/course.ts';
import type { commitChange as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentCourse } from '#server/presenters/present-course.ts';
import * as courseChanges from '#server/repositories/course-changes.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import * as courses from '#server/repositories/courses.ts';
import { type PromisedChange, promisedBy } from './change-token.ts';
import { digestOfChange } from './digest-of-change.ts';
import { loadForChange } from './load-for-change.ts';
import { preview } from './preview-change.ts';
import { refusalOf } from './refusal.ts';

/** Makes the change that a preview showed, exactly so, or refuses with the same change as it would be now. */
export async function commitChange(
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<Course> {
  const change = promisedBy(context, { courseId: params.id, token: body.token });
  return underClinicLock(context.db, context, (tx) => commit(tx, context, change));
}

async function commit(
  tx: LockedTx,
  context: Context,
  { changeId, courseId, version, asked, plan, digest }: PromisedChange,
): Promise<Course> {
  const { actor, now } = context;
  const { course, calendar } = await loadForChange(tx, courseId, asked.request, now);
  const { zone } = calendar;
  const isStale = course.version !== version;
  if (isStale) await refuseMade(tx, changeId);
  const seen = { calendar, now, role: actor.role };
  const judged = isStale ? null : judgeChange(course, asked, seen, plan);
  if (!judged?.ok || !judged.chairs || digestOfChange(judged) !== digest) {
    throw shownAfresh(context, judgeChange(course, asked, seen), course, asked, zone);
  }
  await courseChanges.save(tx, changeToSave(context, judged, { changeId, zone }));
  const after = knownCourse(await courses.findById(tx, course.id));
  return presentCourse(after, { role: actor.role, zone, now });
}

/** The refusal of what cannot be done as it was shown: with the same change as it would be now, where there is one. */
function shownAfresh(
  context: Context,
  judged: ReturnType<typeof judgeChange>,
  course: CourseRecord,
  asked: AskedChange,
  zone: string,
): AppError {
  if (judged.ok) {
    return new AppError('preview-stale', undefined, { preview: preview(context, judged, asked, zone) });
  }
  const isSo = judged.violations.some(({ code }) => code === 'nothing-changes');
  return isSo ? new AppError('preview-stale', NOTHING_LEFT) : refusalOf(course, asked.request, judged);
}

/** A token that is sent twice: there is no such change any more to be shown afresh. */
async function refuseMade(tx: LockedTx, changeId: string): Promise<void> {
  if (!(await courseChanges.isMade(tx, changeId))) return;
  throw new AppError('preview-stale', NOTHING_LEFT);
}

const NOTHING_LEFT = 'This has been done already. Nothing is left to change.';
