import { createBrowserRouter } from 'react-router';
import { BrokenPage } from './broken-page.tsx';
import { Layout } from './layout.tsx';
import { PAGES } from './pages.ts';
import { Root } from './root.tsx';

export const makeRouter = () =>
  createBrowserRouter([
    {
      Component: Root,
      ErrorBoundary: BrokenPage,
      HydrateFallback: () => null,
      children: [
        {
          path: 'sign-in',
          lazy: async () => ({ Component: (await import('./sign-in-page.tsx')).SignInPage }),
        },
        { Component: Layout, children: [{ ErrorBoundary: BrokenPage, children: PAGES }] },
      ],
    },
  ]);
