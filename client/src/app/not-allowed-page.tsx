import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Role } from '#client/lib/role-words.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { HOMES } from './roles.ts';

export function NotAllowedPage({ role }: { role: Role }) {
  return (
    <>
      <PageHeader title="This page is for other people of the clinic" />
      <EmptyState
        title={role === 'patient' ? 'Your own sessions are on your own page.' : 'Your role does not use it.'}
        action={
          <Button component={Link} to={HOMES[role]}>
            {role === 'patient' ? 'See my sessions' : 'Go to my first page'}
          </Button>
        }
      />
    </>
  );
}
