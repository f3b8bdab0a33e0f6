import { Button, Group } from '@mantine/core';
import { useRouteError } from 'react-router';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';

/** Shown where a page could not be drawn, or its part of the program could not be fetched after a new release. */
export function BrokenPage() {
  const error = useRouteError();
  const isFetch = error instanceof TypeError && /import|fetch|module/i.test(error.message);
  return (
    <>
      <PageHeader title={isFetch ? 'This page could not be fetched' : 'This page broke'} />
      <EmptyState
        title={
          isFetch
            ? 'The connection failed, or Evenkeel was updated while this window was open.'
            : 'Nothing at the clinic was changed by it. Reloading usually helps.'
        }
        action={
          <Group gap="xs">
            <Button onClick={() => window.location.reload()}>Reload</Button>
            <Button variant="default" onClick={() => window.location.assign('/')}>
              Go to the first page
            </Button>
          </Group>
        }
      />
    </>
  );
}
