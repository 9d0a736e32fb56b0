import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Answer, changeView } from '../../contracts/http';
import {
  type ChangeEvent,
  type ChangePlace,
  isKeptSince,
  placeOfNow,
  readChanges,
} from '../../gateways/database/changeEvents';
import type { Queryable } from '../../gateways/database/transaction';
import type { Caller } from '../kernel/routing/caller';
import { mayKnow } from './mayKnow';

/** So often somebody looks whether something has changed, while anybody listens. */
const EVERY_MS = 250;
/** So often a line that has nothing to say says so, else what stands between would cut it. */
const HEARTBEAT_MS = 15_000;
/** Changes that are read in one go. */
const AT_ONCE = 1_000;
/** Who takes nothing for so many bytes is let go: comes back, and goes on from where it was. */
const MOST_UNREAD = 1_000_000;

/** Somebody who listens. */
interface Listener {
  readonly lines: PassThrough;
  /** Who it is now; null when the session is over. */
  readonly whoNow: () => Promise<Caller | null>;
  caller: Caller;
  place: ChangePlace;
  saidMs: number;
}

/**
 * Tells changes as they come to everybody who listens and may know of them. One reading serves all: while nobody
 * listens nothing is read, and whoever comes back later than others is caught up by the same reading.
 */
export class EventHub {
  private readonly listeners = new Set<Listener>();
  private isRunning = false;

  constructor(
    private readonly sql: Queryable,
    private readonly log: Pick<Logger, 'warn'>,
  ) {}

  /** How many streams somebody has. */
  streamsOf(userId: string): number {
    return [...this.listeners].filter(({ caller }) => caller.userId === userId).length;
  }

  /**
   * A stream of changes.
   * @param since where the reader was; null: from now on
   * @param whoNow asked at each change whether the reader is still who it was
   */
  async listen(caller: Caller, since: ChangePlace | null, whoNow: Listener['whoNow']): Promise<PassThrough> {
    const isKept = since !== null && (await isKeptSince(this.sql, since));
    const place = isKept ? since : await placeOfNow(this.sql);
    const lines = new PassThrough();
    const listener: Listener = { lines, whoNow, caller, place, saidMs: Date.now() };
    lines.once('close', () => this.listeners.delete(listener));
    this.listeners.add(listener);
    lines.write(since === null || isKept ? ': here\n\n' : 'event: reset\ndata: {}\n\n');
    if (!this.isRunning) void this.run();
    return lines;
  }

  /** Lets everybody go. */
  end(): void {
    for (const { lines } of this.listeners) lines.end();
    this.listeners.clear();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.listeners.size > 0) {
      await this.tellAll().catch((error: unknown) => this.log.warn({ err: error }, 'changes are told later'));
      await sleep(EVERY_MS);
    }
    this.isRunning = false;
  }

  private async tellAll(): Promise<void> {
    const listeners = [...this.listeners];
    const [first, ...others] = listeners.map(({ place }) => place);
    if (first === undefined) return;
    const from = others.reduce((least, place) => (isBeyond(least, place) ? place : least), first);
    const changes = await readChanges(this.sql, from, AT_ONCE);
    await Promise.all(listeners.map((listener) => this.tell(listener, changes)));
  }

  private async tell(listener: Listener, changes: readonly ChangeEvent[]): Promise<void> {
    const news = changes.filter((change) => isBeyond(change, listener.place));
    const isSilent = Date.now() - listener.saidMs >= HEARTBEAT_MS;
    if (isSilent || news.some((change) => mayKnow(listener.caller, change))) await this.say(listener, news);
    listener.place = news.at(-1) ?? listener.place;
  }

  /** Whoever was suspended or signed out since hears nothing more. */
  private async say(listener: Listener, news: readonly ChangeEvent[]): Promise<void> {
    const { lines, whoNow } = listener;
    const caller = await whoNow();
    if (caller === null || lines.writableLength > MOST_UNREAD) {
      lines.end();
      this.listeners.delete(listener);
      return;
    }
    const told = news.filter((change) => mayKnow(caller, change)).map(message);
    lines.write(told.length > 0 ? told.join('') : ': still here\n\n');
    listener.caller = caller;
    listener.saidMs = Date.now();
  }
}

const isBeyond = (left: ChangePlace, right: ChangePlace): boolean =>
  left.transaction > right.transaction || (left.transaction === right.transaction && left.id > right.id);

/** As the HTML standard has server-sent events (9.2.6). */
function message({ transaction, id, topic, subjectId, version }: ChangeEvent): string {
  const change: Answer<typeof changeView> = { topic, id: subjectId, version };
  return `id: ${transaction}.${id}\ndata: ${JSON.stringify(change)}\n\n`;
}
