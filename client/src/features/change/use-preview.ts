import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ChangePreview, ChangeRequest } from '#server/contract/change.ts';
import type { Course } from '#server/contract/course.ts';
import { previewQuery } from './change-queries.ts';
import { differences } from './difference.ts';

export type Previewed = {
  readonly request: ChangeRequest;
  readonly preview: ChangePreview | undefined;
  readonly error: unknown;
  readonly isLooking: boolean;
  /** What is not as it was shown first: the clinic has moved on meanwhile. */
  readonly changed: readonly string[];
  readonly lookAgain: () => void;
};

/** What one change would do, kept true while it is looked at. Null where it is not asked for. */
export function usePreview(course: Course, request: ChangeRequest | null, zone: string): Previewed | null {
  const asked = request ?? NOTHING;
  const { data, error, isFetching, refetch } = useQuery({
    ...previewQuery(course.id, asked),
    enabled: request !== null,
  });
  const [first, setFirst] = useState<{ request: string; preview: ChangePreview } | null>(null);
  const key = JSON.stringify(request);
  if (data && first?.request !== key) setFirst({ request: key, preview: data });

  const isOutOfDate = request !== null && data !== undefined && data.courseVersion < course.version;
  useEffect(() => {
    if (isOutOfDate) void refetch();
  }, [isOutOfDate, refetch]);

  if (request === null) return null;
  return {
    request,
    preview: data,
    error: data ? null : error,
    isLooking: isFetching && !data,
    changed: data && first?.request === key ? differences(first.preview, data, zone) : [],
    lookAgain: () => void refetch(),
  };
}

const NOTHING: ChangeRequest = { mode: 'resume' };
