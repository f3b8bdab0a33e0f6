import type { Logger } from 'pino';
import type { AuditChain } from './audit-chain.ts';

/** How long an event waits for its seal at the most, while all is well. */
const PAUSE_MS = 3_000;

/** Seals every few seconds, one run after the other, until it is told to stop; then once more. */
export function startSealer(
  chain: Pick<AuditChain, 'seal'>,
  logger: Pick<Logger, 'error'>,
  pauseMs: number = PAUSE_MS,
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let run: Promise<void> = Promise.resolve();
  let isOver = false;

  const seal = async () => {
    try {
      await chain.seal();
    } catch (error) {
      logger.error({ err: error }, 'the audit trail could not be sealed');
    }
  };
  const wait = () => {
    if (isOver) return;
    timer = setTimeout(() => {
      run = seal().then(wait);
    }, pauseMs).unref();
  };
  wait();
  return {
    async stop() {
      isOver = true;
      clearTimeout(timer);
      await run;
      await seal();
    },
  };
}
