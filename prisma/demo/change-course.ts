import type { ChangeRequest } from '#server/contract/change.ts';
import type { Course } from '#server/contract/course.ts';
import { commitChange } from '#server/features/changes/commit-change.ts';
import { previewChange } from '#server/features/changes/preview-change.ts';
import type { Context } from '#server/platform/context.ts';

/** Somebody looks at a change and makes it. Null where a rule refuses it. */
export async function changeCourse(
  context: Context,
  courseId: string,
  body: ChangeRequest,
): Promise<Course | null> {
  const request = { params: { id: courseId }, query: undefined, headers: undefined };
  const { token } = await previewChange(context, { ...request, body });
  return token === null ? null : commitChange(context, { ...request, body: { token } });
}
