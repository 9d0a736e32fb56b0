import type { Logger } from 'pino';

/**
 * Calls `end` once, when the process is asked to end (SIGTERM, SIGINT). `end` sees to it that the process exits.
 * @param withinMs what is not finished by then is cut
 */
export function whenAskedToEnd(log: Logger, withinMs: number, end: () => void): void {
  let isEnding = false;
  const begin = (why: string) => {
    if (isEnding) return;
    isEnding = true;
    log.info({ why }, 'ending');
    setTimeout(() => process.exit(0), withinMs).unref();
    end();
  };
  process.once('SIGTERM', () => begin('SIGTERM'));
  process.once('SIGINT', () => begin('SIGINT'));
}
