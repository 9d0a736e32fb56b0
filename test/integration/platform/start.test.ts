import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningPlatform } from '../../../dev/platform/claim';
import { processOf, runFolderOf } from '../../../dev/processes/runFiles';
import { inProject } from '../../../dev/project';

const UP_WITHIN_MS = 240_000;
const PARTS = ['postgres', 'temporal', 'mail', 'bank', 'services', 'api', 'worker'];

/** `npm start` as a person runs it, in a data folder of its own. */
interface Start {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  said(): string;
}

let dataFolder: string;
let run: string;
const started: Start[] = [];

beforeAll(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'lending-start-'));
  run = runFolderOf(dataFolder);
});

afterAll(async () => {
  for (const { child, ended } of started) {
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(dataFolder, { recursive: true, force: true });
});

function start(): Start {
  const child = spawn(process.execPath, [inProject('dist/dev/start.js')], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: dataFolder,
      CACHE_DIR: process.env.CACHE_DIR,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const one = { child, ended, said: () => text };
  started.push(one);
  return one;
}

async function until(what: string, holds: () => boolean, withinMs = UP_WITHIN_MS): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(100);
  }
}

async function isUp(one: Start): Promise<void> {
  const over = one.ended.then(() => {
    throw new Error(`ended before it was up:\n${one.said()}`);
  });
  await Promise.race([until('the platform is up', () => one.said().includes('The platform is up')), over]);
}

const processesNow = (): (number | undefined)[] => PARTS.map((part) => processOf(run, part));

describe('npm start', () => {
  it('comes up, keeps to itself, leaves nothing behind and finds its data again', async () => {
    const first = start();
    await isUp(first);
    expect(processesNow().every((pid) => pid !== undefined)).toBe(true);
    const urls = runningPlatform(dataFolder)?.urls;
    const ready = await fetch(`${urls?.api}/api/ready`);
    expect(ready.status).toBe(200);
    // The desk leads to the parts wherever their ports are.
    const about = await fetch(`${urls?.api}/parts.json`).then((answer) => answer.json());
    expect(about).toMatchObject({ temporalUi: urls?.temporalUi, mail: urls?.mail });

    // Another start says where the running one is.
    const second = start();
    expect(await second.ended).toBe(0);
    expect(second.said()).toContain('is running already');
    expect(second.said()).toContain(urls?.api);

    // Killed without warning, it leaves no part running.
    first.child.kill('SIGKILL');
    await first.ended;
    await until('every part ends', () => processesNow().every((pid) => pid === undefined), 60_000);
    await until('the run files are gone', () => readdirSync(run).length === 0);

    // The next start is not seeded again, and Ctrl-C ends it in order.
    const third = start();
    await isUp(third);
    expect(third.said()).not.toContain('Enterprises register');
    third.child.kill('SIGINT');
    expect(await third.ended).toBe(0);
    expect(third.said()).toContain('the data is kept');
    expect(readdirSync(run)).toEqual([]);
  });
});
