import { Button } from '@mantine/core';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { type AskedCode, useAskForCode } from './use-patient-sign-in.ts';
import { useSecondsLeft } from './use-seconds-left.ts';

/** A mail needs a moment, and a second one makes the code of the first useless. */
const WAIT_MS = 60_000;

type AnotherCodeProps = {
  asked: AskedCode;
  /** The code before is over: there is nothing to wait for. */
  isNeeded: boolean;
  onAsked: (asked: AskedCode) => void;
};

export function AnotherCode({ asked, isNeeded, onAsked }: AnotherCodeProps) {
  const asking = useAskForCode();
  const wait = useSecondsLeft(isNeeded ? 0 : asked.askedAt + WAIT_MS);
  return (
    <>
      <ProblemNote error={asking.error} isBrief />
      <Button
        variant={isNeeded ? 'filled' : 'default'}
        size="md"
        fullWidth
        disabled={wait > 0}
        loading={asking.isPending}
        onClick={() => asking.mutate({ email: asked.email, isAnother: true }, { onSuccess: onAsked })}
      >
        {wait > 0 ? `Mail me another code (in ${wait} s)` : 'Mail me another code'}
      </Button>
    </>
  );
}
