import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive, type KnownProcess, knownProcess } from '../processes/stamp';
import { Sentence } from '../progress';

const urlsSchema = z.object({
  api: z.string(),
  temporalUi: z.string(),
  temporal: z.string(),
  mail: z.string(),
  queues: z.string(),
  ops: z.string(),
  bank: z.string(),
  services: z.string(),
  /** Host, port and name, without a role: its secrets stay in their own file. */
  database: z.string(),
});

const claimSchema = z.object({
  pid: z.number(),
  stamp: z.string(),
  /** Present once the platform is ready. */
  urls: urlsSchema.optional(),
  /** Which keys its processes know, as {@link keysPrint} tells them apart. */
  keys: z.string().optional(),
});

/** The running platform of a data folder, as `.data/platform.json` describes it. */
export type Claim = z.output<typeof claimSchema>;

const pathOf = (dataFolder: string): string => join(dataFolder, 'platform.json');

/** The platform that runs on a data folder now, or undefined. */
export function runningPlatform(dataFolder: string): Claim | undefined {
  try {
    const claim = claimSchema.parse(JSON.parse(readFileSync(pathOf(dataFolder), 'utf8')));
    return isAlive(claim) ? claim : undefined;
  } catch {
    return undefined;
  }
}

/** Thrown when the data folder has a platform already. */
export class AlreadyRunning extends Sentence {
  constructor(readonly claim: Claim) {
    super(`The platform is running already (process ${claim.pid}).`);
  }
}

/**
 * Takes the data folder for this process: one platform at a time writes there.
 * @throws AlreadyRunning
 */
export function claimFolder(dataFolder: string): void {
  mkdirSync(dataFolder, { recursive: true });
  const running = runningPlatform(dataFolder);
  if (running !== undefined && running.pid !== process.pid) throw new AlreadyRunning(running);
  rmSync(pathOf(dataFolder), { force: true });
  // Fails when another process was faster by a moment: then that one runs.
  writeFileSync(pathOf(dataFolder), JSON.stringify(thisProcess()), { flag: 'wx', mode: 0o600 });
}

/** Tells where the platform is found and which keys it knows, now that it is ready. */
export function publish(dataFolder: string, what: Required<Pick<Claim, 'urls' | 'keys'>>): void {
  writeFileSync(pathOf(dataFolder), JSON.stringify({ ...thisProcess(), ...what }), { mode: 0o600 });
}

/** Tells keys apart, and says nothing of them. */
export function keysPrint({
  DATA_KEYS,
  BLIND_INDEX_KEY,
}: Readonly<Record<string, string | undefined>>): string {
  return createHash('sha256')
    .update(JSON.stringify([DATA_KEYS, BLIND_INDEX_KEY]))
    .digest('hex');
}

export function releaseFolder(dataFolder: string): void {
  rmSync(pathOf(dataFolder), { force: true });
}

function thisProcess(): KnownProcess {
  const known = knownProcess(process.pid);
  if (known === undefined) throw new Error('This process does not find itself.');
  return known;
}
