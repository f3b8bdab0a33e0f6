import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import { tellOtherTabs } from '#client/lib/other-tabs.ts';
import { enter } from '#client/lib/presence.ts';
import { signIn, signInBySecondFactor } from '#server/contract/accounts.endpoints.ts';
import type { RequestOf } from '#server/contract/endpoint.ts';

export type Credentials = RequestOf<typeof signIn>['body'];
export type SecondFactor = RequestOf<typeof signInBySecondFactor>['body'];

/** By address and password. Answers whether that was all. What was typed is kept nowhere. */
export function useSignIn(onSecondFactor: () => void) {
  const finish = useFinish();
  return useMutation({
    mutationFn: async (body: Credentials) => finish(await call(signIn, { body })),
    onSuccess: ({ status }) => status === 'second-factor' && onSecondFactor(),
    gcTime: 0,
  });
}

/** By the code of an authenticator app, or by a recovery code. */
export function useSecondFactor() {
  const finish = useFinish();
  return useMutation({
    mutationFn: async (body: SecondFactor) => finish(await call(signInBySecondFactor, { body })),
    gcTime: 0,
  });
}

/** Whoever is signed in by it is let in to the page. */
export function useFinish() {
  const queries = useQueryClient();
  return async <O extends { status: string }>(outcome: O): Promise<O> => {
    if (outcome.status === 'signed-in') {
      await enter(queries);
      tellOtherTabs('signed-in');
    }
    return outcome;
  };
}
