import { statSync } from 'node:fs';
import globalProcess from 'node:process';
import type { Logger } from 'pino';
import { loadSettings, SettingsError, type SettingsOf } from './loadSettings';
import { settingNames } from './schema';
import { isForeign, type ProcessName } from './secrets';

/** Settings of a process as they are now. */
export interface LiveSettings<P extends ProcessName> {
  readonly now: () => SettingsOf<P>;
  /**
   * From now on, settings that stand in files are read again when a file has changed or the process gets SIGHUP.
   * Wrong ones are told in the log, and what was right before goes on.
   * @returns what ends it
   */
  watch(log: Logger): () => void;
}

const LOOK_EVERY_MS = 10_000;

/**
 * Reads the settings of a process.
 * @throws SettingsError as `loadSettings`
 */
export function liveSettings<P extends ProcessName>(
  process: P,
  env: Readonly<Record<string, string | undefined>> = globalProcess.env,
): LiveSettings<P> {
  const files = settingNames
    .filter((name) => !isForeign(name, process))
    .map((name) => (env[`${name}_FILE`] ?? '').trim())
    .filter((file) => file !== '');
  let settings = loadSettings(process, env);
  let seen = stampOf(files);
  const read = (log: Logger) => {
    seen = stampOf(files);
    try {
      settings = loadSettings(process, env);
      log.info('settings were read again');
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      log.error({ wrong: error.sentences }, 'settings that changed are wrong: those from before go on');
    }
  };
  return {
    now: () => settings,
    watch: (log) => {
      const again = () => read(log);
      const timer = setInterval(() => stampOf(files) !== seen && again(), LOOK_EVERY_MS).unref();
      globalProcess.on('SIGHUP', again);
      return () => {
        globalProcess.off('SIGHUP', again);
        clearInterval(timer);
      };
    },
  };
}

/** What tells a file from what it was. A file that is gone for a moment is being replaced. */
function stampOf(files: readonly string[]): string {
  return files
    .map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat === undefined ? '' : `${stat.ino}/${stat.mtimeMs}/${stat.size}`;
    })
    .join('|');
}
