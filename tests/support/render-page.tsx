import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type RenderResult, render } from '@testing-library/react';
import type { ReactElement, ReactNode } from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { theme } from '#client/app/theme.ts';
import { type Me, meQuery } from '#client/lib/queries.ts';

function Frame({ me, children }: { me?: Me | undefined; children: ReactNode }) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  if (me) queries.setQueryData(meQuery.queryKey, { me });
  return (
    <QueryClientProvider client={queries}>
      <MantineProvider env="test" theme={theme}>
        <main>{children}</main>
      </MantineProvider>
    </QueryClientProvider>
  );
}

/** A part of the page by itself. */
export const renderPart = (part: ReactElement): RenderResult => render(<Frame>{part}</Frame>);

/** A page at its address (a pattern where it differs), for whoever is signed in; and where the reader is sent from it. */
export function renderPage(page: ReactElement, at: string, path = at.split('?')[0] ?? '', me?: Me) {
  let address = at;
  function Address() {
    const { pathname, search } = useLocation();
    address = decodeURIComponent(pathname + search);
    return null;
  }
  const view = render(
    <Frame me={me}>
      <MemoryRouter initialEntries={[at]}>
        <Address />
        <Routes>
          <Route path={path} element={page} />
          <Route path="*" element={null} />
        </Routes>
      </MemoryRouter>
    </Frame>,
  );
  return { ...view, here: () => address };
}
