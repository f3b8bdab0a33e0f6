import type { Logger } from 'pino';
import { repeat } from '#server/platform/repeat.ts';

/** Sweeps every so many minutes. What goes wrong is told, and tried again the next time. */
export const startSweeper = (
  sweep: () => Promise<number>,
  logger: Pick<Logger, 'info' | 'error'>,
  pauseMinutes: number,
): { stop(): Promise<void> } =>
  repeat(async () => {
    try {
      const rows = await sweep();
      if (rows > 0) logger.info({ rows }, 'what had its time was swept away');
    } catch (error) {
      logger.error({ err: error }, 'what had its time could not be swept away');
    }
  }, pauseMinutes * 60_000);
