import type { Logger } from 'pino';
import { repeat } from '#server/platform/repeat.ts';
import type { AuditChain } from './audit-chain.ts';

/** How long an event waits for its seal at the most, while all is well. */
const PAUSE_MS = 3_000;

/** Seals every few seconds, until it is told to stop; then once more. */
export function startSealer(
  chain: Pick<AuditChain, 'seal'>,
  logger: Pick<Logger, 'error'>,
  pauseMs: number = PAUSE_MS,
): { stop(): Promise<void> } {
  const seal = async () => {
    try {
      await chain.seal();
    } catch (error) {
      logger.error({ err: error }, 'the audit trail could not be sealed');
    }
  };
  const sealing = repeat(seal, pauseMs);
  return {
    async stop() {
      await sealing.stop();
      await seal();
    },
  };
}
