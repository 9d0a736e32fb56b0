import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, freePorts, isListening, isPortBusy } from '../../dev/network';
import { AlreadyRunning, claimFolder, releaseFolder, runningPlatform } from '../../dev/platform/claim';
import { usualPorts } from '../../dev/platform/ports';
import { secretsOf } from '../../dev/platform/secrets';
import { type Part, usualPart } from '../../dev/processes/part';
import { endLeftovers, processOf, writeRunFile } from '../../dev/processes/runFiles';
import { isAlive, knownProcess } from '../../dev/processes/stamp';
import { SupervisedPart } from '../../dev/processes/supervisedPart';
import { Sentence } from '../../dev/progress';
import { inProject } from '../../dev/project';

let folder: string;
let said: string[];
const parts: SupervisedPart[] = [];
const say = (line: string): void => void said.push(line);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supervisor-'));
  said = [];
});

afterEach(async () => {
  await Promise.all(parts.splice(0).map((part) => part.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const listens = (port: number): string => `require('node:net').createServer().listen(${port}, '127.0.0.1')`;

function supervise(script: string, port: number, changes: Partial<Part> = {}): SupervisedPart {
  const part: Part = {
    ...usualPart,
    name: 'part',
    title: 'Part',
    stage: 1,
    command: process.execPath,
    args: ['-e', script],
    env: {},
    isReady: () => isListening(port),
    ...changes,
  };
  const supervised = new SupervisedPart(part, { logs: join(folder, 'logs'), run: join(folder, 'run') }, say);
  parts.push(supervised);
  return supervised;
}

/** So many that two processes that draw them by chance come upon the same one. */
const MANY = 1_000;

/** What another process is given. */
function portsElsewhere(): readonly number[] {
  const ask = `require('${inProject('dist/dev/network')}').freePorts(${MANY}).then((ports) => console.log(ports.join()))`;
  return execFileSync(process.execPath, ['-e', ask], { encoding: 'utf8' }).split(',').map(Number);
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('did not happen within a minute');
    await sleep(20);
  }
}

describe('a supervised part', () => {
  it('is ready when started, is written down, and is gone when stopped', async () => {
    const port = await freePort();
    const part = supervise(listens(port), port);
    await part.start();
    expect(processOf(join(folder, 'run'), 'part')).toBe(part.pid);
    await part.stop();
    expect(await isListening(port)).toBe(false);
    expect(processOf(join(folder, 'run'), 'part')).toBeUndefined();
  });

  it('is started again when it is killed', async () => {
    const port = await freePort();
    const part = supervise(listens(port), port);
    await part.start();
    const first = part.pid;
    part.kill();
    await until(async () => part.pid !== undefined && part.pid !== first && (await isListening(port)));
    await until(() => said.some((line) => line.includes('Part is back')));
    expect(said[0]).toContain('Part ended (signal SIGKILL); starting it again');
  });

  it('tells where to look when it keeps ending', async () => {
    const port = await freePort();
    const marker = join(folder, 'second');
    const once = `const fs = require('node:fs');
      if (fs.existsSync('${marker}')) { console.error('no disk left'); process.exit(3); }
      fs.writeFileSync('${marker}', ''); ${listens(port)}`;
    const part = supervise(once, port);
    await part.start();
    part.kill();
    await until(() => said.some((line) => line.includes('keeps ending')));
    expect(said.join('\n')).toContain(part.logPath);
    expect(said.join('\n')).toContain('no disk left');
  });

  it('fails its start with one sentence and the end of its log', async () => {
    const port = await freePort();
    const part = supervise(`console.error('the setting X is wrong'); process.exit(78)`, port);
    const failure = await part.start().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Sentence);
    expect(String(failure)).toContain('the setting X is wrong');
    expect(String(failure)).toContain('Part ended at once (status 78)');
  });

  it('is killed when it does not end in time', async () => {
    const port = await freePort();
    const part = supervise(`process.on('SIGTERM', () => {}); ${listens(port)}`, port, {
      ending: { signal: 'SIGTERM', withinMs: 200 },
    });
    await part.start();
    await part.stop();
    expect(await isListening(port)).toBe(false);
  });
});

describe('what a killed supervisor leaves behind', () => {
  it('is ended, later stages first', async () => {
    const run = join(folder, 'run');
    const children = [1, 2].map((stage) => {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
      const known = knownProcess(child.pid ?? 0);
      if (known === undefined) throw new Error('not started');
      const ending = { signal: 'SIGTERM', withinMs: 5_000 } as const;
      writeRunFile(run, { ...known, name: `stage-${stage}`, stage, ending, owner: 1 });
      return known;
    });
    expect(await endLeftovers(run, (file) => file.owner === 1)).toEqual(['stage-2', 'stage-1']);
    expect(children.some(isAlive)).toBe(false);
  });

  it('is not mistaken for a later process with the same number', () => {
    expect(isAlive({ pid: process.pid, stamp: 'another start' })).toBe(false);
  });
});

describe('a data folder', () => {
  it('has one platform at a time', () => {
    claimFolder(folder);
    const other = knownProcess(process.ppid);
    expect(runningPlatform(folder)?.pid).toBe(process.pid);
    writeFileSync(join(folder, 'platform.json'), JSON.stringify(other));
    expect(() => claimFolder(folder)).toThrow(AlreadyRunning);
    releaseFolder(folder);
    expect(runningPlatform(folder)).toBeUndefined();
  });

  it('keeps its secrets, readable by their owner alone', () => {
    const secrets = secretsOf(folder);
    expect(secretsOf(folder)).toEqual(secrets);
    const { mode } = statSync(join(folder, 'secrets.json'));
    expect(mode & 0o777).toBe(0o600);
    writeFileSync(join(folder, 'secrets.json'), '{');
    expect(() => secretsOf(folder)).toThrow(Sentence);
  });
});

describe('free ports', () => {
  it('are of one process alone, however late it opens them', async () => {
    const mine = await freePorts(MANY);
    const theirs = portsElsewhere();
    expect(new Set([...mine, ...theirs]).size).toBe(2 * MANY);
  });
});

describe('a busy port', () => {
  it('is replaced by a free one, which is said; one that was chosen is refused', async () => {
    const busy = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => busy.listen(port, '127.0.0.1', resolve));
    process.env.BANK_PORT = String(port);
    try {
      expect(await isPortBusy(port)).toBe(true);
      await expect(usualPorts(['bank'], say)).rejects.toThrow(`Port ${port} (BANK_PORT) is in use`);
    } finally {
      delete process.env.BANK_PORT;
      busy.close();
    }
  });
});

describe('the entry of every command', () => {
  it('answers an old Node with one sentence', async () => {
    const disguise = join(folder, 'old.cjs');
    writeFileSync(
      disguise,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } });`,
    );
    const bootstrap = join(__dirname, '../../dev/bootstrap.mjs');
    const child = spawn(process.execPath, ['-r', disguise, bootstrap, 'start']);
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect(complaint.trim().split('\n')).toHaveLength(1);
    expect(complaint).toContain('Node 18.20.4 is too old: install Node 20.19');
    expect(status).toBe(1);
    expect(readFileSync(bootstrap, 'utf8')).not.toMatch(/\?\.|\?\?/);
  });
});
