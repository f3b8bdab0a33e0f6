import { Button } from '@mantine/core';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { AuditEvent } from '#server/contract/audit.endpoints.ts';
import { AuditTable } from './audit-table.tsx';

type AuditLinesProps = {
  label: string;
  trail: {
    readonly data?: { readonly pages: readonly { readonly items: readonly AuditEvent[] }[] } | undefined;
    readonly error: unknown;
    readonly isPending: boolean;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    fetchNextPage(): unknown;
    refetch(): unknown;
  };
  zone: string | undefined;
  /** What is said where there is none. */
  empty: string;
};

/** Lines of the trail as far as they have come, and the way to more. */
export function AuditLines({ label, trail, zone, empty }: AuditLinesProps) {
  const events = trail.data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <ProblemNote error={trail.error} />
      {trail.error !== null && !events && (
        <Button mt="md" onClick={() => trail.refetch()}>
          Try again
        </Button>
      )}
      {trail.isPending && <LateSkeleton label="Opening the trail" blocks={[32, 38, 38, 38, 38]} />}
      {events && events.length === 0 && <EmptyState title={empty} />}
      {events && events.length > 0 && zone && <AuditTable label={label} events={events} zone={zone} />}
      {trail.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={trail.isFetchingNextPage}
          onClick={() => trail.fetchNextPage()}
        >
          Show earlier lines
        </Button>
      )}
    </>
  );
}
