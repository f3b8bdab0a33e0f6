import { useMutation } from '@tanstack/react-query';
import { call } from '#client/lib/api.ts';
import type { RequestOf } from '#server/contract/endpoint.ts';
import {
  type PatientSignInOutcome,
  requestPatientCode,
  signInAsPatient,
} from '#server/contract/patient-sign-in.endpoints.ts';
import { useFinish } from './use-sign-in.ts';

/** A code that was asked for. Whether the address is on file, nobody hears. */
export type AskedCode = {
  readonly email: string;
  readonly askedAt: number;
  readonly goodForMinutes: number;
  readonly isMailed: boolean;
  /** It takes the place of one before it. */
  readonly isAnother: boolean;
};

/** A code that was right, and whom it may be for. */
export type RightCode = {
  readonly email: string;
  readonly code: string;
  readonly patients: Extract<PatientSignInOutcome, { status: 'choose' }>['patients'];
};

export const useAskForCode = () =>
  useMutation({
    mutationFn: async (whose: { email: string; isAnother: boolean }): Promise<AskedCode> => {
      const email = whose.email.trim();
      return {
        ...(await call(requestPatientCode, { body: { email } })),
        email,
        askedAt: Date.now(),
        isAnother: whose.isAnother,
      };
    },
    gcTime: 0,
  });

/** By the code of the mail. */
export function useSignInAsPatient() {
  const finish = useFinish();
  return useMutation({
    mutationFn: async (body: RequestOf<typeof signInAsPatient>['body']) =>
      finish(await call(signInAsPatient, { body })),
    gcTime: 0,
  });
}
