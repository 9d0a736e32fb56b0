import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { FOR_PEOPLE, SHARED_PLATFORM, startTestPlatform } from '../../test/support/platform';
import { COPIED, startCopied } from '../parts/temporaryPostgres';
import { Sentence, step } from '../progress';
import { inProject } from '../project';
import { timeSkippingServerPath } from '../tools/testServer';
import { type Check, commandCheck, jestCheck, runJest } from './check';

/** Folders whose imports are checked; one that is not there yet has none. */
const layers = [
  'domain',
  'contracts',
  'workflows',
  'activities',
  'gateways',
  'api',
  'worker',
  'door',
  'sandbox',
  'prisma',
  'dev',
  'bench',
  'web',
].filter((folder) => existsSync(inProject(folder)));

const colours = process.stdout.isTTY ? [] : ['--colors=off'];

export const formatAndLint = commandCheck('format and lint', '@biomejs/biome/bin/biome', [
  'ci',
  ...colours,
  '.',
]);
export const types = commandCheck('types', 'typescript/bin/tsc', ['--noEmit']);
/** Each door has routes of its own, so each is a program of its own to the compiler. */
export const applyTypes = commandCheck('types of web/apply', 'typescript/bin/tsc', [
  '--noEmit',
  '-p',
  'web/apply',
]);
export const deskTypes = commandCheck('types of web/desk', 'typescript/bin/tsc', [
  '--noEmit',
  '-p',
  'web/desk',
]);
export const imports = commandCheck('import rules', 'dependency-cruiser/bin/dependency-cruise.mjs', [
  '--config',
  '.dependency-cruiser.cjs',
  ...layers,
]);

/** Rules of figures and of the house: no process but jest's own. */
export const unit = jestCheck('unit', { paths: ['unit', 'runtime', 'tidy.test.ts'] });
export const property = jestCheck('property', { paths: ['property'] });
export const oracles = jestCheck('oracles', { paths: ['oracles'] });

/** Workflow tests run on a server that skips time; where it cannot be had, they are left out and it is said. */
export const workflow: Check = {
  title: 'workflow',
  run: async (say) => {
    try {
      const server = await timeSkippingServerPath(say);
      return await runJest('workflow', {
        paths: ['workflow'],
        env: { TEMPORAL_TEST_SERVER: server },
      });
    } catch (error) {
      if (error instanceof Sentence) return { passed: 0, failed: 0, skipped: error.message };
      throw error;
    }
  },
};

export const replay = jestCheck('replay', { paths: ['replay'] });

/** Against real parts: one whole platform for these files, beside the parts that a file starts for itself. */
function platformCheck(
  title: string,
  paths: readonly string[],
  options: Parameters<typeof startTestPlatform>[0],
): Check {
  return {
    title,
    run: async (say) => {
      const platform = await step(
        say,
        'Start a platform for the tests',
        () => startTestPlatform(options),
        'every part real',
      );
      const env = { [SHARED_PLATFORM]: JSON.stringify({ urls: platform.urls, env: platform.env }) };
      try {
        return await runJest(title, { paths, oneAtATime: true, env });
      } finally {
        await platform.release();
      }
    },
  };
}

/** What needs no platform but parts that each file starts for itself. */
const PARTS = ['activities', 'bank', 'database', 'services', 'leash.test.ts'];

export const parts: Check = {
  title: 'parts',
  run: async () => {
    const copied = await startCopied();
    try {
      const paths = PARTS.map((name) => `integration/${name}`);
      return await runJest('parts', { paths, env: { [COPIED]: copied.address } });
    } finally {
      await copied.stop();
    }
  },
};

export const integration = inTwoLanes(
  'integration',
  readdirSync(inProject('test/integration'))
    .filter((name) => !PARTS.includes(name))
    .flatMap((name) => testsIn(`integration/${name}`)),
);

/** People in a real browser, before the pages as they are built. */
export const browser = inTwoLanes(
  'browser',
  testsIn('browser'),
  ['browser/crawl.test.ts', 'browser/lived.test.ts'],
  FOR_PEOPLE,
);

/** Its platforms are waited for by the minute: both lanes take as long. */
export const fault = inTwoLanes('fault', testsIn('fault'), ['fault/faults.test.ts', 'fault/runbook.test.ts']);

/** The files of tests in a folder below `test/`. */
function testsIn(folder: string): readonly string[] {
  return readdirSync(inProject('test', folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`);
}

/** Platforms are mostly waited for: what starts its own runs beside what shares one. */
function inTwoLanes(
  title: string,
  paths: readonly string[],
  apart = paths.filter(startsItsOwn),
  options: Parameters<typeof startTestPlatform>[0] = {},
): Check {
  const shared = paths.filter((path) => !apart.includes(path));
  return {
    title,
    run: async (say) => {
      const found = await Promise.all([
        platformCheck(title, shared, options).run(say),
        runJest(`${title} apart`, { paths: apart, oneAtATime: true }),
      ]);
      return {
        passed: found.reduce((sum, { passed }) => sum + passed, 0),
        failed: found.reduce((sum, { failed }) => sum + failed, 0),
      };
    },
  };
}

function startsItsOwn(path: string): boolean {
  const source = readFileSync(inProject('test', path), 'utf8');
  return /startTestPlatform|openUnhurried|openForPeople/.test(source);
}

/** Folders of tests that no check runs: a test that nobody runs is worse than none. */
export const forgottenFolders: Check = {
  title: 'every test is run',
  run: async (say) => {
    const run = [
      'unit',
      'runtime',
      'property',
      'oracles',
      'workflow',
      'replay',
      'integration',
      'browser',
      'fault',
      'support',
      'histories',
    ];
    const forgotten = readdirSync(inProject('test'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !run.includes(entry.name))
      .map((entry) => entry.name);
    for (const name of forgotten)
      say(`No step of npm test runs test/${name}; add it to dev/checks/checks.ts.`);
    return forgotten.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: forgotten.length };
  },
};
