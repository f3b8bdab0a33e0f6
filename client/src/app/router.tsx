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
        {
          path: 'new-password',
          lazy: async () => ({
            Component: (await import('#client/features/sign-in/new-password-page.tsx')).NewPasswordPage,
          }),
        },
        {
          path: 'invitation',
          lazy: async () => ({
            Component: (await import('#client/features/sign-in/invitation-page.tsx')).InvitationPage,
          }),
        },
        { Component: Layout, children: [{ ErrorBoundary: BrokenPage, children: PAGES }] },
      ],
    },
  ]);
