import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** What a journal needs to know about the state that it keeps. */
export interface JournalOptions<Event, State> {
  readonly directory: string;
  /** Base name of the two files, `<name>.journal` and `<name>.snapshot`. */
  readonly name: string;
  /** Changes the state in memory; pure, called once per event when appended and again on replay. */
  readonly apply: (event: Event) => void;
  /** The whole state as JSON. */
  readonly snapshot: () => State;
  /** Replaces the state by one that {@link JournalOptions.snapshot} gave. */
  readonly restore: (state: State) => void;
  /** Lines after which the journal is folded into a snapshot. */
  readonly compactAfterLines?: number;
  /** Called when the disk refuses: memory is ahead of the disk then, so the process must end. */
  readonly onFault: (fault: unknown) => void;
}

interface Waiter {
  readonly sequence: number;
  readonly resolve: () => void;
}

const DEFAULT_COMPACT_AFTER_LINES = 20_000;

/**
 * A durable state: events are applied in memory at once and appended to a file that is flushed to the disk
 * before anybody is told (`await settled()`), many at a time. A kill at any moment loses only what nobody
 * was told. Each line carries a checksum and a sequence number; a torn last line is cut off on opening.
 */
export class Journal<Event, State> {
  private sequence = 0;
  private durableSequence = 0;
  private linesInFile = 0;
  private pending: string[] = [];
  private waiters: Waiter[] = [];
  private flushing: Promise<void> | undefined;

  private constructor(
    private readonly options: JournalOptions<Event, State>,
    private readonly file: FileHandle,
  ) {}

  /**
   * Restores the state from snapshot and journal, and opens the journal for writing.
   * @throws Error when a line in the middle of the journal is damaged
   */
  static async open<Event, State>(options: JournalOptions<Event, State>): Promise<Journal<Event, State>> {
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
    const path = join(options.directory, `${options.name}.journal`);
    const snapshotSequence = restoreSnapshot(options);
    const replayed = replay(path, snapshotSequence, options.apply);
    const file = await open(path, 'a', 0o600);
    syncDirectory(options.directory);
    const journal = new Journal(options, file);
    journal.sequence = replayed.sequence;
    journal.durableSequence = replayed.sequence;
    journal.linesInFile = replayed.lines;
    if (replayed.lines > journal.compactAfterLines) await journal.compact();
    return journal;
  }

  /** Applies an event and queues it for the disk; tell nobody before {@link Journal.settled}. */
  append(event: Event): void {
    this.options.apply(event);
    this.sequence += 1;
    this.pending.push(formatLine(this.sequence, event));
    this.flushing ??= this.flush();
  }

  /** Resolves when everything appended so far is on the disk. */
  settled(): Promise<void> {
    if (this.durableSequence >= this.sequence) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ sequence: this.sequence, resolve }));
  }

  /** Writes what is left and closes the file. */
  async close(): Promise<void> {
    await this.settled();
    await this.flushing;
    await this.file.close();
  }

  private get compactAfterLines(): number {
    return this.options.compactAfterLines ?? DEFAULT_COMPACT_AFTER_LINES;
  }

  private async flush(): Promise<void> {
    try {
      while (this.pending.length > 0) {
        // One turn of the event loop, so that requests which arrived together share one flush.
        await new Promise(setImmediate);
        await this.writeBatch();
        if (this.linesInFile > this.compactAfterLines) await this.compact();
      }
      this.flushing = undefined;
    } catch (fault) {
      this.options.onFault(fault);
    }
  }

  private async writeBatch(): Promise<void> {
    const upTo = this.sequence;
    const batch = this.pending;
    this.pending = [];
    await this.file.appendFile(batch.join(''));
    await this.file.datasync();
    this.linesInFile += batch.length;
    this.announceDurable(upTo);
  }

  /** A snapshot holds all that was applied, so lines not yet written are durable through it. */
  private async compact(): Promise<void> {
    const upTo = this.sequence;
    this.pending = [];
    const text = JSON.stringify({ sequence: upTo, state: this.options.snapshot() });
    const path = join(this.options.directory, `${this.options.name}.snapshot`);
    const temporary = await open(`${path}.new`, 'w', 0o600);
    await temporary.writeFile(text);
    await temporary.sync();
    await temporary.close();
    await rename(`${path}.new`, path);
    syncDirectory(this.options.directory);
    await this.file.truncate(0);
    await this.file.datasync();
    this.linesInFile = 0;
    this.announceDurable(upTo);
  }

  private announceDurable(upTo: number): void {
    this.durableSequence = Math.max(this.durableSequence, upTo);
    const told = this.waiters.filter((waiter) => waiter.sequence <= upTo);
    this.waiters = this.waiters.filter((waiter) => waiter.sequence > upTo);
    for (const waiter of told) waiter.resolve();
  }
}

function formatLine(sequence: number, event: unknown): string {
  const text = JSON.stringify([sequence, event]);
  return `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`;
}

function parseLine(line: string): { sequence: number; event: unknown } | undefined {
  const text = line.slice(9);
  if (line.slice(0, 8) !== crc32(text).toString(16).padStart(8, '0')) return undefined;
  const [sequence, event] = JSON.parse(text) as [number, unknown];
  return { sequence, event };
}

function restoreSnapshot<Event, State>(options: JournalOptions<Event, State>): number {
  const path = join(options.directory, `${options.name}.snapshot`);
  if (!existsSync(path)) return 0;
  const snapshot = JSON.parse(readFileSync(path, 'utf8')) as { sequence: number; state: State };
  options.restore(snapshot.state);
  return snapshot.sequence;
}

function replay<Event>(
  path: string,
  snapshotSequence: number,
  apply: (event: Event) => void,
): { sequence: number; lines: number } {
  if (!existsSync(path)) return { sequence: snapshotSequence, lines: 0 };
  const chunks = readFileSync(path, 'utf8').split('\n');
  let sequence = snapshotSequence;
  let goodBytes = 0;
  let lines = 0;
  for (const [index, line] of chunks.entries()) {
    const parsed = parseLine(line);
    if (parsed === undefined) {
      refuseDamage(path, chunks, index);
      truncateSync(path, goodBytes);
      break;
    }
    if (index === chunks.length - 1) {
      // Whole, but its newline is missing: nobody was told about it, so it goes the way of a torn line.
      truncateSync(path, goodBytes);
      break;
    }
    goodBytes += Buffer.byteLength(line) + 1;
    lines += 1;
    // Lines that a snapshot already holds stay when the process died between snapshot and truncation.
    if (parsed.sequence <= snapshotSequence) continue;
    apply(parsed.event as Event);
    sequence = parsed.sequence;
  }
  return { sequence, lines };
}

/** Only the end of a journal can be torn by a crash; a good line after a bad one means a damaged disk. */
function refuseDamage(path: string, chunks: readonly string[], badIndex: number): void {
  const goodLater = chunks.slice(badIndex + 1).some((line) => parseLine(line) !== undefined);
  if (goodLater) throw new Error(`${path} is damaged at line ${badIndex + 1}; restore it from a copy`);
}

function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
