import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './app/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { Providers } from './app/providers.tsx';
import { makeRouter } from './app/router.tsx';
import { makeQueryClient } from './lib/query.ts';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Providers queries={makeQueryClient()}>
        <RouterProvider router={makeRouter()} />
      </Providers>
    </StrictMode>,
  );
}
