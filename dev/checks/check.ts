import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type Say, sayAloud } from '../progress';
import { inProject, projectRoot } from '../project';

/** What a check found. A check without single tests counts as one. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Why it could not be run here, in one sentence. */
  readonly skipped?: string;
  /** Of each test that failed: its file, its name and the first words of why. */
  readonly red?: readonly string[];
}

/** One step of `npm test`. */
export interface Check {
  readonly title: string;
  run(say: Say): Promise<Outcome>;
}

/** A check that is a command: it passes or fails as a whole. */
export function commandCheck(title: string, packageScript: string, args: readonly string[]): Check {
  return {
    title,
    run: async () => {
      const status = await runNode([inProject('node_modules', packageScript), ...args]);
      return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}

/** What stands for a check that could not be run to its end. */
export function failedToRun(error: unknown): Outcome {
  sayAloud(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return { passed: 0, failed: 1, red: [error instanceof Error ? error.message : String(error)] };
}

/** How a kind of tests is run. */
export interface JestOptions {
  /** Folders or files below `test/`. */
  readonly paths: readonly string[];
  /** Tests that share one platform or one clock run one file after the other. */
  readonly oneAtATime?: boolean;
  /** Leaves the cores to what is in more of a hurry. */
  readonly isPatient?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** A kind of tests, run by jest and counted one by one. */
export function jestCheck(title: string, options: JestOptions): Check {
  return { title, run: () => runJest(title, options) };
}

/** Runs jest; a folder that does not exist is a mistake and counts as a failure. */
export async function runJest(title: string, options: JestOptions): Promise<Outcome> {
  const missing = options.paths.filter((path) => !existsSync(inProject('test', path)));
  if (missing.length > 0) {
    sayAloud(`There is no test/${missing.join(' and no test/')}.`);
    return { passed: 0, failed: missing.length };
  }
  const report = inProject('.cache/test', `${title.replace(/\W+/g, '-')}.json`);
  mkdirSync(join(report, '..'), { recursive: true });
  rmSync(report, { force: true });
  const status = await runNode(
    [
      inProject('node_modules/jest/bin/jest.js'),
      ...options.paths.map((path) => `^${inProject('test', path)}(/|$)`),
      '--json',
      `--outputFile=${report}`,
      // jest leaves a core to whoever sits before the machine: nobody does.
      options.oneAtATime === true ? '--runInBand' : '--maxWorkers=100%',
    ],
    options,
  );
  return countReport(report, status);
}

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly JestFile[];
}

interface JestFile {
  readonly name: string;
  readonly status: string;
  /** Why the file could not be run, when none of its tests were. */
  readonly message: string;
  readonly assertionResults: readonly JestTest[];
}

interface JestTest {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages: readonly string[];
}

/** A file that cannot be loaded has no tests to fail, so it counts as one failure itself. */
function countReport(path: string, status: number): Outcome {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(path, 'utf8')) as JestReport;
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: status === 0 ? failed : Math.max(failed, 1),
    red: report.testResults.flatMap(redOf),
  };
}

/** The tests of a file that failed; the file itself where it failed as a whole. */
function redOf({ name, status, message, assertionResults }: JestFile): readonly string[] {
  const file = relative(projectRoot, name);
  const red = assertionResults
    .filter((test) => test.status === 'failed')
    .map(
      ({ fullName, failureMessages }) => `${file} › ${fullName}\n${beginning(failureMessages.join('\n'))}`,
    );
  return red.length > 0 || status !== 'failed' ? red : [`${file}\n${beginning(message)}`];
}

/** The first lines of a failure that say something: what was expected, what came, and where. */
function beginning(failure: string): string {
  return stripVTControlCharacters(failure)
    .split('\n')
    .filter((text) => text.trim() !== '' && !text.includes('node_modules'))
    .slice(0, LINES_OF_A_FAILURE)
    .map((text) => `    ${text.trim().slice(0, WIDTH_OF_A_FAILURE)}`)
    .join('\n');
}
const LINES_OF_A_FAILURE = 8;
const WIDTH_OF_A_FAILURE = 200;

/** jest's report goes to a file; what it prints there too would be shown twice. */
function runNode(
  args: readonly string[],
  { env, isPatient }: Pick<JestOptions, 'env' | 'isPatient'> = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (isPatient === true && child.pid !== undefined) setPriority(child.pid, BELOW_NORMAL);
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** What it starts has it too: a third of the time of another one, where there is not enough for both. */
const BELOW_NORMAL = 5;
