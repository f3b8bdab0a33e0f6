import type {
  EnteredScore,
  RespondingCourse,
  RespondingSession,
} from '#server/scheduling/response/course-response.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { CourseState, ReviewKind } from '#server/scheduling/vocabulary.ts';

/** A response as the scheduling core sees it. Every record of a course and of what is kept of it is one. */
export const respondingCourse = (
  {
    state,
    sessions,
  }: { readonly state: CourseState; readonly sessions: readonly Omit<RespondingSession, 'on'>[] },
  {
    baselineId,
    assessments,
    reviews,
  }: {
    readonly baselineId: string | null;
    readonly assessments: readonly EnteredScore[];
    readonly reviews: readonly { readonly kind: ReviewKind; readonly reviewedAt: Instant }[];
  },
  zone: string,
): RespondingCourse => ({
  state,
  sessions: sessions.map(({ phase, status, startsAt }) => ({
    phase,
    status,
    startsAt,
    on: localDateOf(startsAt, zone),
  })),
  scores: assessments.map(({ id, instrument, total, on, corrects }) => ({
    id,
    instrument,
    total,
    on,
    corrects,
  })),
  baselineId,
  reviews: reviews.map(({ kind, reviewedAt }) => ({
    kind,
    at: reviewedAt,
    on: localDateOf(reviewedAt, zone),
  })),
});
