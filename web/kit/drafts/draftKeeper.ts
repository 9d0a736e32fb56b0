/** Where drafts are kept for good: the server, which refuses to write over what one has not seen. */
export interface DraftPlace {
  readonly read: () => Promise<KeptDraft>;
  /**
   * @returns NEWER when somebody saved after `version`; REFUSED: by the API, such as after the session has ended
   * @throws when the place can't be reached
   */
  readonly save: (version: number, content: string) => Promise<SavedDraft | 'NEWER' | 'REFUSED'>;
  readonly remove: () => Promise<void>;
}
export interface SavedDraft {
  readonly version: number;
  readonly savedAt: string;
}
export interface KeptDraft {
  readonly version: number;
  readonly savedAt: string | null;
  readonly content: string | null;
}

/** What this browser still has to send: it outlives the page, and a line that is down. */
export interface DraftQueue {
  readonly read: () => Promise<UnsentDraft | undefined>;
  readonly write: (unsent: UnsentDraft) => Promise<void>;
  readonly clear: () => Promise<void>;
}
export interface UnsentDraft {
  /** On top of which it was typed. */
  readonly version: number;
  readonly content: string;
  /** What is on its way: it may have arrived although no answer came. */
  readonly sent: string | null;
}

/**
 * OPENING: it is being read. EMPTY: nothing was typed. TYPED: kept in this browser, not sent yet. SAVED: on the server.
 * WAITING: kept in this browser, the server can't be reached. Two wait for the person: REFUSED (the session has ended,
 * and they said not now) and NEWER (another window has saved since, and nothing is overwritten unseen).
 */
export type DraftState =
  | { readonly status: 'OPENING' | 'EMPTY' | 'TYPED' | 'WAITING' | 'REFUSED' | 'NEWER' }
  | { readonly status: 'SAVED'; readonly at: string };

const REST_MS = 1_000;
const AGAIN_AFTER_MS = 10_000;

/** Keeps what one person types in one form, from the first letter until it was sent. */
export class DraftKeeper {
  private version = 0;
  private typed: string | null = null;
  private saved: string | null = null;
  private sent: string | null = null;
  private state: DraftState = { status: 'OPENING' };
  private sending: Promise<void> | null = null;
  /** Nobody looks at it any more. */
  private isClosed = false;
  /** Nothing is kept any more. */
  private isEnded = false;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  /** @param tell what has become of it */
  constructor(
    private readonly place: DraftPlace,
    private readonly queue: DraftQueue,
    private readonly tell: (state: DraftState, version: number) => void,
  ) {}

  /** Reads what was kept. @returns what the form begins with; null: nothing */
  async open(): Promise<string | null> {
    const unsent = await this.queue.read();
    const kept = await this.place.read().catch(() => null);
    if (kept === null) return this.openUnreached(unsent);
    this.take(kept);
    if (unsent === undefined || unsent.content === kept.content) return kept.content;
    this.typed = unsent.content;
    if (unsent.version === kept.version || unsent.sent === kept.content) void this.flush();
    else this.become({ status: 'NEWER' });
    return this.typed;
  }

  /** Something was typed: it is in this browser at once, and on the server after a moment of rest. */
  type(content: string): void {
    if (this.isClosed || content === this.typed) return;
    this.typed = content;
    this.keepUnsent();
    if (this.waitsForPerson()) return;
    this.become({ status: 'TYPED' });
    this.later(REST_MS);
  }

  /** A field was left, or the page is about to go: it is sent now. */
  async flush(): Promise<void> {
    if (this.waitsForPerson() || this.isEnded) return;
    clearTimeout(this.waiting);
    this.sending ??= this.send()
      .catch(() => {
        this.become({ status: 'WAITING' });
        this.later(AGAIN_AFTER_MS);
      })
      .finally(() => {
        this.sending = null;
      });
    await this.sending;
  }

  /** The person wants it to be tried again. */
  async again(): Promise<void> {
    this.become({ status: 'TYPED' });
    await this.flush();
  }

  /** Another window of this browser saved a version. */
  heard(version: number): void {
    if (version > this.version && this.sending === null) this.become({ status: 'NEWER' });
  }

  /** The page was looked at again: was it saved on another device meanwhile? */
  async look(): Promise<void> {
    const kept = await this.place.read().catch(() => null);
    if (kept !== null && kept.content !== this.typed) this.heard(kept.version);
  }

  /** What the other window saved takes the place of what is here. @returns it */
  async takeTheirs(): Promise<string | null> {
    this.take(await this.place.read());
    await this.queue.clear();
    return this.typed;
  }

  /** What is here is saved over what the other window saved. */
  async keepMine(): Promise<void> {
    const { version, content } = await this.place.read();
    this.version = version;
    this.saved = content;
    await this.again();
  }

  /** It was sent, or isn't wanted any more. */
  async end(): Promise<void> {
    this.isEnded = true;
    this.isClosed = true;
    clearTimeout(this.waiting);
    await this.sending;
    await Promise.all([this.queue.clear(), this.place.remove()]).catch(() => undefined);
  }

  /** The form is left; what was typed stays kept. */
  close(): void {
    void this.flush();
    this.isClosed = true;
  }

  private async send(): Promise<void> {
    while (!this.isEnded && this.typed !== null && this.typed !== this.saved) {
      const content = this.typed;
      this.sent = content;
      const answer = await this.place.save(this.version, content);
      if (answer === 'REFUSED') return this.become({ status: 'REFUSED' });
      if (answer !== 'NEWER') this.accept(answer, content);
      else if (!(await this.arrived(content))) return this.become({ status: 'NEWER' });
    }
    await this.queue.clear();
  }

  /** Whether what is newer there is what was sent from here, its answer lost. */
  private async arrived(content: string): Promise<boolean> {
    const kept = await this.place.read();
    if (kept.content !== content || kept.savedAt === null) return false;
    this.accept({ version: kept.version, savedAt: kept.savedAt }, content);
    return true;
  }

  private accept({ version, savedAt }: SavedDraft, content: string): void {
    this.version = version;
    this.saved = content;
    this.become(this.typed === content ? { status: 'SAVED', at: savedAt } : { status: 'TYPED' });
  }

  private take({ version, savedAt, content }: KeptDraft): void {
    this.version = version;
    this.saved = content;
    this.typed = content;
    this.become(savedAt === null ? { status: 'EMPTY' } : { status: 'SAVED', at: savedAt });
  }

  private openUnreached(unsent: UnsentDraft | undefined): string | null {
    this.version = unsent?.version ?? 0;
    this.typed = unsent?.content ?? null;
    this.become({ status: 'WAITING' });
    this.later(AGAIN_AFTER_MS);
    return this.typed;
  }

  private keepUnsent(): void {
    if (this.typed === null) return;
    const { version, typed: content, sent } = this;
    // A browser without a store keeps it in the page alone.
    this.queue.write({ version, content, sent }).catch(() => undefined);
  }

  private waitsForPerson(): boolean {
    return this.state.status === 'NEWER' || this.state.status === 'REFUSED';
  }

  private later(ms: number): void {
    clearTimeout(this.waiting);
    if (!this.isClosed) this.waiting = setTimeout(() => void this.flush(), ms);
  }

  private become(state: DraftState): void {
    if (this.isClosed) return;
    this.state = state;
    this.tell(state, this.version);
  }
}
