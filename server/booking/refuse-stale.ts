import { AppError } from '#server/errors.ts';

/** Whoever says which version of a course they saw must have seen this one. */
export function refuseStale({ version }: { readonly version: number }, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch !== `"${version}"`) throw new AppError('course-changed');
}
