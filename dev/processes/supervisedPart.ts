import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines, type Say, Sentence } from '../progress';
import { identity } from '../tools/account';
import { endProcess, send } from './ending';
import type { Part } from './part';
import { removeRunFile, writeRunFile } from './runFiles';
import { type KnownProcess, knownProcess } from './stamp';

const LOOK_AGAIN_MS = 50;
const MAX_LOG_BYTES = 20_000_000;
const LOG_LINES_SHOWN = 12;
/** Real milliseconds before the next try, by the number of crashes in a row. */
const BACKOFF_MS = [100, 300, 1_000, 2_000, 5_000, 10_000] as const;
/** A part that ran this long is sound again: its crashes are counted anew. */
const SOUND_AFTER_MS = 60_000;
const TRIES_AT_START = 3;
/** After so many crashes in a row a person is told where to look. */
const CRASHES_TO_TELL = 4;

type State = 'stopped' | 'starting' | 'running' | 'stopping';

/** Where supervised parts keep their logs and run files. */
export interface Folders {
  readonly logs: string;
  readonly run: string;
}

/** Runs one part, waits until it is ready, and starts it again whenever it ends unasked. */
export class SupervisedPart {
  private state: State = 'stopped';
  private process: KnownProcess | undefined;
  private ended: Promise<void> = Promise.resolve();
  private endedHow = '';
  private crashes = 0;

  constructor(
    readonly part: Part,
    private readonly folders: Folders,
    private readonly say: Say,
  ) {}

  get pid(): number | undefined {
    return this.process?.pid;
  }

  get logPath(): string {
    return join(this.folders.logs, `${this.part.name}.log`);
  }

  /** @throws Sentence when it does not become ready, with the end of its log */
  async start(): Promise<void> {
    this.state = 'starting';
    for (let attempt = 1; ; attempt += 1) {
      this.spawn();
      const outcome = await this.untilReady();
      if (outcome === 'ready') break;
      if (outcome === 'late' || attempt === TRIES_AT_START) throw this.notStarted(outcome);
      await sleep(BACKOFF_MS[attempt] ?? 0);
    }
    this.state = 'running';
    this.crashes = 0;
    void this.watch();
  }

  async stop(): Promise<void> {
    this.state = 'stopping';
    if (this.process !== undefined) await endProcess(this.process, this.part.ending);
    await this.ended;
    this.state = 'stopped';
  }

  /** Kills it without warning; it is started again as after any crash. */
  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    if (this.process !== undefined) send(this.process.pid, signal);
  }

  private spawn(): void {
    const log = this.openLog();
    // A group of its own: Ctrl-C reaches the supervisor alone, which ends the parts in their order.
    const child = spawn(this.part.command, this.part.args, {
      cwd: this.part.account === undefined ? process.cwd() : '/',
      env: this.part.env,
      stdio: ['ignore', log, log],
      detached: true,
      ...identity(this.part.account),
    });
    closeSync(log);
    this.ended = this.untilEnd(child);
    this.process = child.pid === undefined ? undefined : knownProcess(child.pid);
    if (this.process === undefined) return;
    const { name, stage, ending } = this.part;
    writeRunFile(this.folders.run, { ...this.process, name, stage, ending, owner: process.pid });
  }

  private untilEnd(child: ChildProcess): Promise<void> {
    return new Promise((resolve) => {
      const end = (how: string): void => {
        this.endedHow = how;
        this.process = undefined;
        removeRunFile(this.folders.run, this.part.name);
        resolve();
      };
      child.once('error', (error) => end(error.message));
      child.once('exit', (code, signal) => end(signal === null ? `status ${code}` : `signal ${signal}`));
    });
  }

  private async untilReady(): Promise<'ready' | 'ended' | 'late' | 'stopping'> {
    const deadline = Date.now() + this.part.readyWithinMs;
    const ended = this.ended.then(() => true);
    while (Date.now() < deadline) {
      if (await this.part.isReady().catch(() => false)) return 'ready';
      if (this.state === 'stopping') return 'stopping';
      if (await Promise.race([ended, sleep(LOOK_AGAIN_MS, false)])) return 'ended';
    }
    return 'late';
  }

  /** From the first readiness on: whenever the process ends unasked, another one takes its place. */
  private async watch(): Promise<void> {
    while (this.state === 'running') {
      const runningSince = Date.now();
      await this.ended;
      if (this.state !== 'running') return;
      const crashedAt = Date.now();
      this.crashes = crashedAt - runningSince > SOUND_AFTER_MS ? 1 : this.crashes + 1;
      this.tellCrash();
      await sleep(BACKOFF_MS[Math.min(this.crashes - 1, BACKOFF_MS.length - 1)] ?? 0);
      if (this.state !== 'running') return;
      this.spawn();
      const outcome = await this.untilReady();
      if (outcome === 'ready') this.say(`  ✓ ${this.part.title} is back (${seconds(crashedAt)})`);
    }
  }

  private tellCrash(): void {
    const { title } = this.part;
    if (this.crashes < CRASHES_TO_TELL) {
      this.say(`  ✗ ${title} ended (${this.endedHow}); starting it again`);
      return;
    }
    this.say(
      `  ✗ ${title} keeps ending (${this.endedHow}, ${this.crashes} times in a row); its log: ${this.logPath}`,
    );
    if (this.crashes === CRASHES_TO_TELL) this.say(this.endOfLog());
  }

  private notStarted(outcome: 'ended' | 'late' | 'stopping'): Sentence {
    const { title, readyWithinMs } = this.part;
    if (outcome === 'stopping') return new Sentence(`${title} was stopped before it was ready.`);
    const what =
      outcome === 'ended'
        ? `ended at once (${this.endedHow})`
        : `is not ready after ${readyWithinMs / 1000} s`;
    return new Sentence(
      `${this.endOfLog()}\n${title} ${what}; the lines above are the end of its log ${this.logPath}.`,
    );
  }

  private endOfLog(): string {
    return lastLines(existsSync(this.logPath) ? readFileSync(this.logPath, 'utf8') : '', LOG_LINES_SHOWN);
  }

  private openLog(): number {
    mkdirSync(this.folders.logs, { recursive: true });
    if (existsSync(this.logPath) && statSync(this.logPath).size > MAX_LOG_BYTES) {
      renameSync(this.logPath, `${this.logPath}.1`);
    }
    return openSync(this.logPath, 'a', 0o600);
  }
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;
