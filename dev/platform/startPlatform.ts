import { join } from 'node:path';
import { loadSettings } from '../../gateways/settings';
import { freePort } from '../network';
import { apiPart, bankPart, doorPart, mailPart, servicesPart, workerPart } from '../parts/nodeParts';
import { postgresPart } from '../parts/postgres';
import { temporalPart } from '../parts/temporal';
import { startGuardian } from '../processes/leash';
import type { Part } from '../processes/part';
import { endLeftovers, runFolderOf } from '../processes/runFiles';
import { SupervisedPart } from '../processes/supervisedPart';
import { type Say, Sentence, sayAloud, sayNothing, step } from '../progress';
import { resolvePath } from '../project';
import { claimFolder, keysPrint, publish, releaseFolder } from './claim';
import { createDatabase } from './database';
import {
  type EnvironmentOptions,
  environmentsOf,
  type ProcessEnvironments,
  type Urls,
  urlsOf,
  type Variables,
} from './environment';
import { type Externals, externalParts, nothingExternal } from './externals';
import { anyPorts, type PortName, type Ports, usualPorts } from './ports';
import { runScript } from './scripts';
import { secretsOf } from './secrets';
import { isSeeded, type Seeding } from './seeded';

/** How a platform is started. */
export interface PlatformOptions {
  /** Where its data, logs and secrets are; one platform at a time uses a folder. */
  readonly dataDir: string;
  /** `free`: any free ports and every part of its own, for tests and demos beside a running platform. */
  readonly ports: 'usual' | 'free';
  /** Business seconds in one real second; by default what CLOCK_SPEED says. */
  readonly clockSpeed?: number;
  /** Besides the demo people: whether an empty database gets some cases. */
  readonly seed: 'none' | Seeding;
  readonly quiet: boolean;
  /** Whether the Temporal UI is served; tests do without. */
  readonly withUi: boolean;
  /** Number of worker processes. */
  readonly workers: number;
  /** Whether nobody needs its data after it: they outlive any of its processes, and not the machine. */
  readonly isThrownAway?: boolean;
  /** Lays lines from the platform's own processes to what they stand on; gives the near ends' ports. */
  readonly detours?: (ports: Ports) => Promise<Partial<Ports>>;
  /** Further settings for all processes. */
  readonly settings?: Variables;
  /** Aborting ends a start that is under way; what runs already is stopped. */
  readonly signal?: AbortSignal;
}

/** A platform that runs. */
export interface Platform {
  readonly urls: Urls;
  /** All settings, with which a test or a demo reaches the parts as the processes do. */
  readonly env: Variables;
  /** Ends every part, the last started first. */
  stop(): Promise<void>;
  /** Kills a part without warning; it is started again as after any crash. */
  kill(name: string, signal?: NodeJS.Signals): void;
  /** Process number of a part (`postgres`, `temporal`, `mail`, `bank`, `services`, `api`, `worker`, `worker-2`). */
  pid(name: string): number | undefined;
}

/** Starts every part that is not elsewhere, prepares the data and waits until work can be taken. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const say = options.quiet ? sayNothing : sayAloud;
  const dataFolder = resolvePath(options.dataDir);
  claimFolder(dataFolder);
  const run = runFolderOf(dataFolder);
  const releaseGuardian = startGuardian(run);
  const parts: SupervisedPart[] = [];
  const stop = async (): Promise<void> => {
    await stopAll(parts);
    releaseFolder(dataFolder);
    releaseGuardian();
  };
  try {
    const left = await endLeftovers(run, (file) => file.owner !== process.pid);
    if (left.length > 0) say(`• Ended what an earlier start left running: ${left.join(', ')}`);
    const plan = await planOf(options, dataFolder, say);
    await bringUp(plan, parts, { logs: join(dataFolder, 'logs'), run }, say, options);
    publish(dataFolder, { urls: plan.urls, keys: keysPrint(plan.environments.worker) });
    return { urls: plan.urls, env: plan.environments.all, stop, ...controls(parts) };
  } catch (error) {
    await stop();
    throw options.signal?.aborted ? new Sentence('Stopped before everything was up.') : error;
  }
}

interface Plan extends EnvironmentOptions {
  readonly environments: ProcessEnvironments;
  readonly urls: Urls;
  readonly withUi: boolean;
  readonly isThrownAway: boolean | undefined;
}

async function planOf(options: PlatformOptions, dataFolder: string, say: Say): Promise<Plan> {
  const free = options.ports === 'free';
  const externals = free ? nothingExternal : externalParts();
  const ports = free ? await anyPorts() : await usualPorts(portsOf(externals), say);
  const clock = options.clockSpeed === undefined ? {} : { CLOCK_SPEED: String(options.clockSpeed) };
  const overrides = { ...(free ? withoutAddresses : {}), ...options.settings, ...clock };
  const base = { dataFolder, ports, secrets: secretsOf(dataFolder), externals, overrides };
  const environments = await overDetours(base, options);
  // A wrong setting is told before anything starts.
  for (const process of ['prepare', 'api', 'worker'] as const) loadSettings(process, environments[process]);
  const { withUi, isThrownAway } = options;
  return { ...base, environments, urls: urlsOf(environments.all, ports), withUi, isThrownAway };
}

/** Only the platform's own processes go by detours; whoever looks on from outside goes straight. */
async function overDetours(
  base: EnvironmentOptions,
  { detours }: PlatformOptions,
): Promise<ProcessEnvironments> {
  const straight = environmentsOf(base);
  if (detours === undefined) return straight;
  const ports = { ...base.ports, ...(await detours(base.ports)) };
  const { api, worker } = environmentsOf({ ...base, ports });
  return { ...straight, api, worker };
}

/** A platform with everything of its own does not listen to addresses meant for another. */
const withoutAddresses: Variables = {
  TEMPORAL_ADDRESS: '',
  TEMPORAL_UI_URL: '',
  REDIS_URL: '',
  SMTP_URL: '',
  MAIL_PAGE_URL: '',
  BANK_URL: '',
  SERVICES_URL: '',
  PUBLIC_URL: '',
};

function portsOf(externals: Externals): readonly PortName[] {
  const of: readonly (readonly [boolean, readonly PortName[]])[] = [
    [externals.database, ['postgres']],
    [externals.temporal, ['temporal', 'temporalUi']],
    [externals.mail, ['smtp', 'mailPage']],
    [externals.bank, ['bank']],
    [externals.services, ['services']],
    [false, ['api', 'apiOps', 'worker']],
  ];
  return of.flatMap(([elsewhere, names]) => (elsewhere ? [] : names));
}

async function bringUp(
  plan: Plan,
  parts: SupervisedPart[],
  folders: { logs: string; run: string },
  say: Say,
  options: PlatformOptions,
): Promise<void> {
  const { environments } = plan;
  const start = (wanted: readonly Part[]): Promise<void> => {
    options.signal?.throwIfAborted();
    const supervised = wanted.map((part) => new SupervisedPart(part, folders, say));
    parts.push(...supervised);
    return startTogether(supervised, say, options.signal);
  };
  await start(await outsideParts(plan, say));
  if (!plan.externals.database) await createDatabase(plan.ports.postgres, plan.secrets);
  await step(
    say,
    'Prepare the database and Temporal',
    () =>
      runScript(
        'worker/commands/prepare.js',
        environments.prepare,
        `The platform cannot be prepared. Its data are in ${plan.dataFolder}.`,
        say,
        options.signal,
      ),
    'migrations, search attributes, schedules, clock',
  );
  await start(await ownParts(plan, options.workers));
  const { seed } = options;
  if (seed === 'none' || (await isSeeded(environments.all.DATABASE_MIGRATION_URL ?? '', seed))) return;
  await step(
    say,
    'Seed',
    () =>
      runScript('dev/seed.js', environments.all, 'The database cannot be filled.', say, options.signal, [
        seed,
      ]),
    seed === 'cases' ? 'an empty database is filled by running the real processes' : 'people',
  );
}

/** What the platform stands on. */
async function outsideParts(plan: Plan, say: Say): Promise<readonly Part[]> {
  const { externals, ports, dataFolder, environments, secrets, isThrownAway } = plan;
  const sandbox = environments.sandbox;
  const parts: Part[] = [];
  if (!externals.database) {
    const superuserPassword = secrets.database.superuser;
    parts.push(
      await postgresPart({ dataFolder, port: ports.postgres, superuserPassword, isThrownAway }, say),
    );
  }
  if (!externals.temporal) {
    const namespace = environments.all.TEMPORAL_NAMESPACE ?? 'default';
    const uiPort = plan.withUi ? await freePort() : undefined;
    parts.push(await temporalPart({ dataFolder, port: ports.temporal, uiPort, namespace }, say));
    if (uiPort !== undefined) parts.push(doorPart(ports, uiPort, environments.door));
  }
  if (!externals.mail) parts.push(mailPart(ports, sandbox));
  if (!externals.bank) parts.push(bankPart(ports, sandbox));
  if (!externals.services) parts.push(servicesPart(ports, sandbox));
  return parts;
}

/** The platform's own processes. */
async function ownParts(plan: Plan, workers: number): Promise<readonly Part[]> {
  const { ports, environments } = plan;
  const parts: Part[] = [apiPart(ports, environments.api)];
  for (let number = 1; number <= workers; number += 1) {
    const port = number === 1 ? ports.worker : await freePort();
    parts.push(workerPart(number, port, environments.worker));
  }
  return parts;
}

async function startTogether(
  parts: readonly SupervisedPart[],
  say: Say,
  signal?: AbortSignal,
): Promise<void> {
  const stopAtAbort = (): void => void stopAll(parts);
  signal?.addEventListener('abort', stopAtAbort);
  try {
    const outcomes = await Promise.allSettled(
      parts.map((part) => step(say, part.part.title, () => part.start())),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  } finally {
    signal?.removeEventListener('abort', stopAtAbort);
  }
}

async function stopAll(parts: readonly SupervisedPart[]): Promise<void> {
  const stages = [...new Set(parts.map(({ part }) => part.stage))].sort((a, b) => b - a);
  for (const stage of stages) {
    await Promise.all(parts.filter(({ part }) => part.stage === stage).map((part) => part.stop()));
  }
}

function controls(parts: readonly SupervisedPart[]): Pick<Platform, 'kill' | 'pid'> {
  const named = (name: string): SupervisedPart => {
    const found = parts.find(({ part }) => part.name === name);
    if (found === undefined) throw new Error(`There is no part ${name}.`);
    return found;
  };
  return { kill: (name, signal) => named(name).kill(signal), pid: (name) => named(name).pid };
}
