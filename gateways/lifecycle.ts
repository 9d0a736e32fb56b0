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

/** Ends a command: a sentence for what a person can cure, the whole error for what a developer must see. */
export function endWith(error: unknown): void {
  process.stderr.write(`${isSentence(error) ? error.message : describe(error)}\n`);
  process.exitCode = 1;
}

const SENTENCES = ['Sentence', 'SettingsError', 'ClockAhead', 'MigrationError'];

/** What complains in sentences lives in several folders and is known by name. */
function isSentence(error: unknown): error is Error {
  return error instanceof Error && SENTENCES.includes(error.name);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * Does work again and again, the next time so long after the last one is over.
 * @param work sees to its own faults
 */
export function repeatedly(work: () => Promise<unknown>, everyMs: number): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running: Promise<unknown> = Promise.resolve();
  const arm = () => {
    if (isStopped) return;
    timer = setTimeout(() => {
      running = work().finally(arm);
    }, everyMs);
  };
  arm();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
