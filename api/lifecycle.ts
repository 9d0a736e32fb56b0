import type { Logger } from 'pino';

/** What is not finished by then is cut. */
const END_WITHIN_MS = 8_000;
const LOOK_FOR_PARENT_MS = 500;

/**
 * Ends the process when asked (SIGTERM, SIGINT), and with `PARENT_WATCH=1` when its parent is gone: requests
 * in hand are answered first.
 */
export function endInOrder(log: Logger, close: () => Promise<void>): void {
  let isEnding = false;
  const end = (why: string) => {
    if (isEnding) return;
    isEnding = true;
    log.info({ why }, 'ending');
    setTimeout(() => process.exit(0), END_WITHIN_MS).unref();
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', () => end('SIGTERM'));
  process.once('SIGINT', () => end('SIGINT'));
  if (process.env.PARENT_WATCH === '1') watchParent(() => end('parent is gone'));
}

function watchParent(gone: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) gone();
  }, LOOK_FOR_PARENT_MS).unref();
}
