import type { Logger } from 'pino';

/** What is not finished by then is cut. */
const END_WITHIN_MS = 15_000;
const LOOK_FOR_PARENT_MS = 500;

/** Asks to end on SIGTERM and SIGINT, and with `PARENT_WATCH=1` when the parent is gone. */
export function whenAskedToEnd(log: Logger, end: () => void): void {
  let isEnding = false;
  const begin = (why: string) => {
    if (isEnding) return;
    isEnding = true;
    log.info({ why }, 'ending');
    setTimeout(() => process.exit(0), END_WITHIN_MS).unref();
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
