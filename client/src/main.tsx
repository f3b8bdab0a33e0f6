import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './app/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { Providers } from './app/providers.tsx';
import { makeRouter } from './app/router.tsx';
import { giveStyleNonce } from './app/style-nonce.ts';
import { meQuery } from './lib/queries.ts';
import { makeQueryClient } from './lib/query.ts';

const root = document.getElementById('root');
if (root) {
  giveStyleNonce();
  const queries = makeQueryClient();
  // Everything waits for it.
  void queries.prefetchQuery(meQuery);
  createRoot(root).render(
    <StrictMode>
      <Providers queries={queries}>
        <RouterProvider router={makeRouter()} />
      </Providers>
    </StrictMode>,
  );
}
