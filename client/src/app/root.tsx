import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Outlet } from 'react-router';
import { onNews } from '#client/lib/other-tabs.ts';
import { enter, leave } from '#client/lib/presence.ts';

/** Around every page, whoever is at it: what happens in one tab happens in all. */
export function Root() {
  const queries = useQueryClient();
  useEffect(
    () =>
      onNews((news) => {
        if (news === 'signed-out') leave(queries, 'asked');
        else if (news === 'idle') leave(queries, 'idle');
        // Where it cannot be asked who it is, the page stays as it is until it asks for something.
        else void enter(queries).catch(() => {});
      }),
    [queries],
  );
  return <Outlet />;
}
