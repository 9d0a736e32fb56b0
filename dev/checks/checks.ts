import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { FOR_PEOPLE, SHARED_PLATFORM, startTestPlatform } from '../../test/support/platform';
import { COPIED, startCopied } from '../parts/temporaryPostgres';
import { Sentence, step } from '../progress';
import { inProject } from '../project';
import { timeSkippingServerPath } from '../tools/testServer';
import { type Check, commandCheck, jestCheck, runJest } from './check';
import { inLanes, type Queue } from './lanes';

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

/** Files of tests that share one platform, one file after the other. */
function sharedPlatform(
  title: string,
  paths: readonly string[],
  options: Parameters<typeof startTestPlatform>[0],
): Check {
  return {
    title,
    run: async (say) => {
      const platform = await step(
        say,
        `Start a platform for the tests of ${title}`,
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

const integrationFiles = onPlatforms(
  'integration',
  readdirSync(inProject('test/integration'))
    .filter((name) => !PARTS.includes(name))
    .flatMap((name) => testsIn(`integration/${name}`)),
);
/** People in a real browser, before the pages as they are built. */
const browserFiles = onPlatforms('browser', testsIn('browser'), FOR_PEOPLE);
const faultFiles = onPlatforms('fault', testsIn('fault'));

export const integration = besideEachOther('integration', integrationFiles);
export const browser = besideEachOther('browser', browserFiles);
export const fault = besideEachOther('fault', faultFiles);
export const platforms = besideEachOther('integration, browser, fault', [
  ...integrationFiles,
  ...browserFiles,
  ...faultFiles,
]);

/** Tests with a platform, and whether its clock runs as for people: then nothing is late because they are slow. */
interface OnPlatform extends Check {
  readonly isPatient: boolean;
}

/**
 * One with a fast clock and two patient ones beside each other, as long as there are both, and never more than two with
 * a fast clock: on a busy machine what a fast clock brings is late.
 */
function besideEachOther(title: string, checks: readonly OnPlatform[]): Check {
  return {
    title,
    run: (say) => {
      const hurried = longestFirst(checks.filter(({ isPatient }) => !isPatient));
      const patient = longestFirst(checks.filter(({ isPatient }) => isPatient));
      const lanes = [[hurried, patient], [patient, hurried], [patient]];
      return inLanes(lanes, say);
    },
  };
}

/** The files of tests in a folder below `test/`. */
function testsIn(folder: string): readonly string[] {
  return readdirSync(inProject('test', folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`);
}

/** Files of a kind: together those that share its platform, alone each that starts what it needs. */
function onPlatforms(
  kind: string,
  paths: readonly string[],
  options: Parameters<typeof startTestPlatform>[0] = {},
): readonly OnPlatform[] {
  const shared = paths.filter((path) => /\b(testPlatform|Api\.open|Api\.openForPeople)\(/.test(textOf(path)));
  const alone = paths.filter((path) => !shared.includes(path));
  return [
    { ...sharedPlatform(kind, shared, options), isPatient: options === FOR_PEOPLE },
    ...alone.map((path) => {
      const text = textOf(path);
      const isPatient = /openUnhurried|FOR_PEOPLE|clockSpeed: 1\b/.test(text) && !/ClockInHand/.test(text);
      const jest = { paths: [path], oneAtATime: true, isPatient };
      return { ...jestCheck(path.replace('.test.ts', ''), jest), isPatient };
    }),
  ];
}

function textOf(path: string): string {
  return readFileSync(inProject('test', path), 'utf8');
}

/** Whatever takes minutes, the longest in front; what is not named takes less. */
const LONG = [
  'integration',
  'fault',
  'browser/lived',
  'fault/faults',
  'browser/crawl',
  'integration/api/enumeration',
  'browser/buttons',
  'browser/overdue',
  'fault/runbook',
  'fault/actsAtAnySpeed',
  'integration/api/loanEnds',
  'integration/api/fees',
  'integration/api/journey',
  'integration/api/postLoan',
  'fault/deployments',
  'browser/loanActs',
  'browser/deskAsks',
  'browser/feeDispute',
  'integration/api/monthUnknown',
  'integration/api/fileChanges',
];

function longestFirst(checks: readonly Check[]): Queue {
  const place = ({ title }: Check): number => (LONG.includes(title) ? LONG.indexOf(title) : LONG.length);
  return checks.toSorted((one, other) => place(one) - place(other));
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
