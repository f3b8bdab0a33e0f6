import type { Course } from '#server/contract/course.ts';

export type ChangeMode = Course['changes'][number];

/**
 * A change that the page is asked for stands in its address: Back closes it, and any page may lead to it. A mode is asked
 * for where the course as a whole is to change, a time where a session has been dragged to it.
 */
export type AskedChange = {
  readonly courseId: string;
  readonly sessionId?: string;
  /** An instant. */
  readonly startsAt?: string;
  readonly mode?: ChangeMode;
};

const NAMES = { courseId: 'change', sessionId: 'session', startsAt: 'at', mode: 'by' } as const;
const PARTS = Object.keys(NAMES) as (keyof typeof NAMES)[];

/** The address of this page with a change asked for; whatever else it says stays. */
export function withChange(search: URLSearchParams, asked: AskedChange): URLSearchParams {
  const next = withoutChange(search);
  for (const part of PARTS) {
    if (asked[part] !== undefined) next.set(NAMES[part], asked[part]);
  }
  return next;
}

export function withoutChange(search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const part of PARTS) next.delete(NAMES[part]);
  return next;
}

/** As a link says it, on the page where it stands. */
export const changeLink = (asked: AskedChange): string => `?${withChange(new URLSearchParams(), asked)}`;

export function changeIn(search: URLSearchParams): AskedChange | null {
  const courseId = search.get(NAMES.courseId);
  if (courseId === null) return null;
  const [sessionId, startsAt, mode] = [NAMES.sessionId, NAMES.startsAt, NAMES.mode].map((name) =>
    search.get(name),
  );
  return {
    courseId,
    ...(sessionId && { sessionId }),
    ...(startsAt && !Number.isNaN(Date.parse(startsAt)) && { startsAt }),
    ...(mode && { mode: mode as ChangeMode }),
  };
}
