/**
 * Says under which program of the workers cases begin and go on, while several run: `npm run deploy -- status`. The
 * workers of a build that is to be current must run by then.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { endWith } from '../../gateways/lifecycle';
import { loadSettings } from '../../gateways/settings';
import { connectTemporal } from '../../gateways/temporal/client';
import { adoptPinned, makeCurrent, ramp, readDeployment } from '../../gateways/temporal/deployments';
import { type BuildSettings, buildIdOf } from '../build';

const [NOT_FOUND, FAILED_PRECONDITION, ABORTED] = [5, 9, 10];

const USAGE = `npm run deploy -- …
  status                   which builds there are, and which is current
  ramp <percent> [build]   so many of a hundred cases begin and go on under it
  current [build]          all of them do
  rollback                 … under the build that was current before
  adopt                    what other builds have to themselves goes on under the current one: before their workers go
Without a build it is the one of this program.`;

/** What a person is told instead of a stack. */
class Sentence extends Error {
  override readonly name = 'Sentence';
}

async function deploy(
  client: Client,
  settings: BuildSettings,
  [what, ...words]: readonly string[],
): Promise<void> {
  const named = (buildId = buildIdOf(settings)): string => {
    if (buildId === null) throw new Sentence(`Name the build: this program has none of its own.\n${USAGE}`);
    return buildId;
  };

  switch (what) {
    case 'status':
      return;
    case 'current':
      return await switchTo(client, named(words[0]));
    case 'ramp': {
      const [build, share] = [named(words[1]), percent(words[0])];
      return await onceSeen(() => ramp(client, build, share));
    }
    case 'rollback':
      return await switchTo(client, await buildBefore(client));
    case 'adopt':
      return await adoptPinned(client, await currentBuild(client));
    default:
      throw new Sentence(USAGE);
  }
}

const switchTo = (client: Client, build: string) => onceSeen(() => makeCurrent(client, build));

function percent(word: string | undefined): number {
  const percentage = Number(word);
  if (word === undefined || !(percentage >= 0 && percentage <= 100)) throw new Sentence(USAGE);
  return percentage;
}

const SEEN_WITHIN_MS = 60_000;
const AGAIN_MS = 1_000;
/** What Temporal says while it has not seen all workers of a build, or somebody else changes its mind: gRPC's codes. */
const NOT_YET = [NOT_FOUND, FAILED_PRECONDITION, ABORTED];

/** Workers that run are not at once known to poll each queue: whoever types doesn't have to try again. */
async function onceSeen(act: () => Promise<void>): Promise<void> {
  const until = Date.now() + SEEN_WITHIN_MS;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      const { code, message } = error as { readonly code?: number; readonly message?: string };
      if (code === undefined || !NOT_YET.includes(code)) throw error;
      if (Date.now() > until) throw new Sentence(`Do workers of this build run? Temporal says: ${message}`);
      await sleep(AGAIN_MS);
    }
  }
}

async function currentBuild(client: Client): Promise<string> {
  const { current } = await readDeployment(client);
  if (current === null) throw new Sentence('No build is current.');
  return current;
}

async function buildBefore(client: Client): Promise<string> {
  const { current, builds } = await readDeployment(client);
  const before = builds
    .filter(({ buildId, leftAtMs }) => buildId !== current && leftAtMs !== null)
    .sort((left, right) => (right.leftAtMs ?? 0) - (left.leftAtMs ?? 0))[0];
  if (before === undefined) throw new Sentence('No build was current before.');
  return before.buildId;
}

async function main(): Promise<void> {
  const settings = loadSettings('prepare');
  const client = await connectTemporal(settings);
  try {
    await deploy(client, settings, process.argv.slice(2));
    const { current, ramping, builds } = await readDeployment(client);
    if (builds.length === 0) console.log('Builds are not told apart here: all workers run one program.');
    for (const { buildId, status } of builds) console.log(`${buildId} ${status}`);
    console.log(`current: ${current ?? 'none'}`);
    if (ramping !== null) console.log(`ramping: ${ramping.buildId}, ${ramping.percent} of a hundred`);
  } finally {
    await client.connection.close();
  }
}

main().catch(endWith);
