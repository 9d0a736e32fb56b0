import type { Logger } from 'pino';

const LOOK_FOR_PARENT_MS = 500;

/**
 * Calls `end` once, when the process is asked to end (SIGTERM, SIGINT), or with `PARENT_WATCH=1` when its parent
 * is gone. `end` sees to it that the process exits.
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
  if (process.env.PARENT_WATCH !== '1') return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) begin('parent is gone');
  }, LOOK_FOR_PARENT_MS).unref();
}
