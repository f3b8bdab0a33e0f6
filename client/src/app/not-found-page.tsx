import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useMe } from '#client/lib/presence.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { HOMES } from './roles.ts';

export function NotFoundPage() {
  const person = useMe();
  return (
    <>
      <PageHeader title="There is no such page" />
      <EmptyState
        title="The address may be mistyped, or the page may have moved."
        action={
          <Button component={Link} to={person ? HOMES[person.role] : '/'}>
            Go to the first page
          </Button>
        }
      />
    </>
  );
}
