import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call, ProblemError } from '#client/lib/api.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { setUpSecondFactor } from '#server/contract/accounts.endpoints.ts';
import { AskPassword } from './ask-password.tsx';
import { FirstCode } from './first-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

type SetUpSecondFactorProps = {
  /** The app is asked for from now on, and the recovery codes are kept. */
  onDone: () => void;
  onCancel?: (() => void) | undefined;
};

/** The password, the app with its first code, the recovery codes: one after the other. */
export function SetUpSecondFactor({ onDone, onCancel }: SetUpSecondFactorProps) {
  const [isConfirmed, setConfirmed] = useState(false);
  const begin = useMutation({
    mutationFn: (password: string) => call(setUpSecondFactor, { body: { password } }),
    gcTime: 0,
  });
  const made = begin.data;

  if (made && isConfirmed) return <RecoveryCodes codes={made.recoveryCodes} onKept={onDone} />;
  if (made) return <FirstCode {...made} onConfirmed={() => setConfirmed(true)} />;
  if (isThereAlready(begin.error)) {
    return (
      <>
        <ProblemNote error={begin.error} />
        <Button mt="md" onClick={onDone}>
          Go on
        </Button>
      </>
    );
  }
  return (
    <AskPassword
      action="Begin"
      isPending={begin.isPending}
      error={begin.error}
      onPassword={(password, onRefused) => begin.mutate(password, { onError: onRefused })}
      onCancel={onCancel}
    />
  );
}

/** In another tab, or at another desk, they were quicker. */
const isThereAlready = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.type === 'second-factor-exists';
