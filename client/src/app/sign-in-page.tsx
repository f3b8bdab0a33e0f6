import { useQuery } from '@tanstack/react-query';
import { Navigate, useLocation } from 'react-router';
import { SignIn } from '#client/features/sign-in/sign-in.tsx';
import { meQuery } from '#client/lib/queries.ts';
import type { Role } from '#client/lib/role-words.ts';
import { mayOpen } from './pages.ts';
import { HOMES } from './roles.ts';

/** What the address that was asked for leaves here, so that one comes back to it. */
export type WasGoing = { readonly to: string };

/** The way in. Whoever is in already has no business here, and is sent on. */
export function SignInPage() {
  const presence = useQuery(meQuery);
  const { state } = useLocation();
  if (presence.isPending) return null;
  if (presence.data?.me) {
    return <Navigate to={wayOn(state as WasGoing | null, presence.data.me.role)} replace />;
  }
  return <SignIn left={presence.data?.left} />;
}

/** `/` is everybody's, and leads each role to its own first page. */
const wayOn = (going: WasGoing | null, role: Role): string =>
  going && going.to !== '/' && mayOpen(going.to, role) ? going.to : HOMES[role];
