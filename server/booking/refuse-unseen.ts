import { AppError } from '#server/errors.ts';

/** What stays where it cannot be has been seen by whoever takes its place away. */
export function refuseUnseen(left: readonly string[], seen: readonly string[]): void {
  const isSame = left.length === seen.length && left.every((id) => seen.includes(id));
  if (isSame) return;
  throw new AppError('invalid-request', undefined, {
    errors: [
      {
        pointer: '/body/leftSessionIds',
        detail: `Must name the ${left.length} sessions that are left for later, and no others.`,
      },
    ],
  });
}
