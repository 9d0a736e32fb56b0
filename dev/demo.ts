import { setTimeout as sleep } from 'node:timers/promises';
import { PlatformClient } from '../demo/client';
import { DEMO_TOTP_SECRET } from '../demo/factor';
import { Narrator } from '../demo/narrator';
import { type Machine, type ScenarioName, scenarios } from '../demo/scenarios';
import { stageAt } from '../demo/stage';
import { codeAt } from '../gateways/auth/totp';
import { endWith } from '../gateways/lifecycle';
import { runningPlatform } from './platform/claim';
import type { Urls } from './platform/environment';
import { startPlatform } from './platform/startPlatform';
import { processOf, runFolderOf } from './processes/runFiles';
import { Sentence } from './progress';
import { cacheFolder, resolvePath } from './project';

/** A year in about three minutes: slow enough to read along, fast enough to wait for. */
const DEMO_SPEED = 175_000;
/** Slower, and the six months of a story would take longer than anybody waits. */
const LEAST_SPEED = 20_000;

/** Where the demo plays, and how it leaves. */
interface Venue {
  readonly urls: Urls;
  readonly machine: Machine;
  leave(): Promise<void>;
}

/**
 * `npm run demo -- <scenario> [--json]`: drives the public HTTP API of the running platform, or of one that it
 * starts for itself when none runs or the running one's clock is too slow for the story. `npm run demo -- code`: what
 * the authenticator app of everybody in the demo shows now.
 */
async function main(): Promise<void> {
  if (process.argv[2] === 'code') return console.log(codeAt(DEMO_TOTP_SECRET, Date.now()));
  const { name, json } = readArguments(process.argv.slice(2));
  const narrator = new Narrator(json);
  const venue = await findVenue(narrator, json);
  try {
    const { figures, invariants } = await scenarios[name](stageAt(venue.urls, narrator), venue.machine);
    narrator.chapter('What must hold');
    for (const { name: what, holds, detail } of invariants) narrator.check(what, holds, detail);
    if (json) console.log(JSON.stringify({ scenario: name, figures, invariants }, null, 2));
    if (invariants.some(({ holds }) => !holds)) process.exitCode = 1;
  } finally {
    await venue.leave();
  }
}

function readArguments(words: readonly string[]): { name: ScenarioName; json: boolean } {
  const json = words.includes('--json');
  const names = words.filter((word) => word !== '--json');
  const [name] = names;
  if (names.length !== 1 || name === undefined || !isScenario(name)) {
    throw new Sentence(`Say which story: npm run demo -- ${Object.keys(scenarios).join(' | ')} [--json]`);
  }
  return { name, json };
}

function isScenario(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name);
}

async function findVenue(narrator: Narrator, quiet: boolean): Promise<Venue> {
  const dataFolder = resolvePath(process.env.DATA_DIR || '.data');
  const urls = runningPlatform(dataFolder)?.urls;
  if (urls !== undefined) {
    const { clockSpeed } = await new PlatformClient(urls.api).call('getHealth');
    if ((clockSpeed ?? 0) >= LEAST_SPEED) {
      return { urls, machine: machineOf(dataFolder), leave: async () => undefined };
    }
    narrator.say(
      `The running platform lives at CLOCK_SPEED=${clockSpeed}: six months would take too long. ` +
        `A second one starts beside it at ${demoSpeed()}; to use the running one, start it with CLOCK_SPEED=${DEMO_SPEED}.`,
    );
  }
  return ownVenue(quiet);
}

/** A platform of the demo's own, on free ports, in a folder that stays for the next time. */
async function ownVenue(quiet: boolean): Promise<Venue> {
  const dataFolder = `${cacheFolder()}/demo`;
  const platform = await startPlatform({
    dataDir: dataFolder,
    ports: 'free',
    clockSpeed: demoSpeed(),
    seed: 'people',
    quiet,
    withUi: true,
    workers: 1,
  });
  return { urls: platform.urls, machine: machineOf(dataFolder), leave: () => platform.stop() };
}

function demoSpeed(): number {
  const chosen = Number(process.env.CLOCK_SPEED ?? DEMO_SPEED);
  return chosen >= LEAST_SPEED ? chosen : DEMO_SPEED;
}

const RESTART_PATIENCE_MS = 60_000;

/** Kills parts by their process files, which say who runs now, and waits until somebody else does. */
function machineOf(dataFolder: string): Machine {
  const run = runFolderOf(dataFolder);
  return {
    async kill(part) {
      const pid = processOf(run, part);
      if (pid === undefined) throw new Sentence(`${part} does not run here, so it cannot be killed.`);
      process.kill(pid, 'SIGKILL');
      const until = Date.now() + RESTART_PATIENCE_MS;
      for (;;) {
        const now = processOf(run, part);
        if (now !== undefined && now !== pid) return;
        if (Date.now() > until) throw new Sentence(`${part} did not come back within a minute.`);
        await sleep(100);
      }
    },
  };
}

main().catch(endWith);
