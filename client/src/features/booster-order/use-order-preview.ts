import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { BoosterOrderPreview } from '#server/contract/booster-order.ts';
import type { Course } from '#server/contract/course.ts';
import { orderPreviewQuery } from './booster-order-queries.ts';
import { differences } from './order-difference.ts';
import type { OrderTerms } from './order-draft.ts';
import { boosterName } from './order-words.ts';

export type OrderPreviewed = {
  readonly preview: BoosterOrderPreview | undefined;
  /** What is shown is still that of what was chosen before. */
  readonly isBehind: boolean;
  readonly error: unknown;
  /** What is not as it was shown first: the clinic has moved on meanwhile. */
  readonly changed: readonly string[];
  readonly lookAgain: () => void;
};

/** What an order would lead to, kept true while it is looked at. */
export function useOrderPreview(course: Course, terms: OrderTerms | null, zone: string): OrderPreviewed {
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...orderPreviewQuery(course.id, terms),
    placeholderData: keepPreviousData,
  });
  const preview = terms === null ? undefined : data;
  const isOwn = preview !== undefined && !isPlaceholderData;
  const [first, setFirst] = useState<{ terms: string; preview: BoosterOrderPreview } | null>(null);
  const key = JSON.stringify(terms);
  if (isOwn && first?.terms !== key) setFirst({ terms: key, preview });

  const isOutOfDate = isOwn && preview.courseVersion < course.version;
  useEffect(() => {
    if (isOutOfDate) void refetch();
  }, [isOutOfDate, refetch]);

  return {
    preview,
    isBehind: terms !== null && !isOwn,
    error: terms === null || isOwn ? null : error,
    changed:
      isOwn && first?.terms === key
        ? differences(first.preview, preview, { zone, nameOf: (booster) => boosterName(booster, course) })
        : [],
    lookAgain: () => void refetch(),
  };
}
