import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { CaseChange } from '../../contracts/activities';
import { searchAttributes } from '../../contracts/searchAttributes';
import type { TaskClosed } from '../../contracts/tasks';
import type { CaseView } from '../../contracts/workflows';
import type { Role } from '../../domain/approval/roles';
import type { BilingualText } from '../../domain/parameters/version';
import { activities } from './activities';
import { type BusinessTime, isoInstant } from './businessTime';

/** What the file is about. */
export type CaseHeader = Pick<CaseChange, 'caseType' | 'caseId' | 'institutionId' | 'enterpriseId'>;

/** Whose turn it is: a role of the platform, the bank, the calendar, or the platform itself. */
export type WaitingFor = Role | 'bank' | 'calendar' | 'platform';

export interface StageEntry extends Partial<Pick<CaseChange, 'open' | 'close' | 'messages'>> {
  /** Null when the case is over. */
  readonly waitingFor: WaitingFor | null;
  /** Business instant at which it goes on by itself. */
  readonly dueAtMs?: number;
  readonly refusal?: { readonly code: string; readonly reason: string };
  readonly actorId?: CaseChange['audit']['actorId'];
  readonly detail?: CaseChange['audit']['detail'];
  /** Does the writing, together with facts of its own; `recordChange` when left out. */
  readonly write?: (change: CaseChange) => Promise<unknown>;
}

/**
 * Where a case stands, kept in three places that can't disagree: here, in the database (one transaction for
 * each step) and in the Temporal UI.
 */
export class CaseFile<Stage extends string> {
  private stageNow: Stage;
  private sinceMs: number;
  private waitingFor: WaitingFor | null = 'platform';
  private dueAtMs: number | undefined;
  private changes = 0;
  private pendingWrites = 0;
  private readonly closedListeners: ((closed: readonly TaskClosed[]) => void)[] = [];

  /** @param texts what each stage means, in plain words */
  constructor(
    private readonly header: CaseHeader,
    private readonly time: BusinessTime,
    private readonly texts: Readonly<Record<Stage, BilingualText>>,
    begin: Stage,
  ) {
    this.stageNow = begin;
    this.sinceMs = time.nowMs();
    this.describe();
  }

  get stage(): Stage {
    return this.stageNow;
  }

  view(): Omit<CaseView<Stage>, 'openTasks'> {
    return {
      stage: this.stageNow,
      since: isoInstant(this.sinceMs),
      waitingFor: this.waitingFor,
      dueAt: this.dueAtMs === undefined ? null : isoInstant(this.dueAtMs),
    };
  }

  /** Moves the case to a stage: one transaction, one update of the search attributes. */
  async enter(stage: Stage, entry: StageEntry): Promise<void> {
    this.stageNow = stage;
    // Strictly growing, so that the database can tell a late write from a new one.
    this.sinceMs = Math.max(this.time.nowMs(), this.sinceMs + 1);
    this.waitingFor = entry.waitingFor;
    this.dueAtMs = entry.dueAtMs;
    this.describe();
    upsertSearchAttributes([
      { key: searchAttributes.stage, value: stage },
      { key: searchAttributes.waitingFor, value: entry.waitingFor },
      { key: searchAttributes.dueAt, value: entry.dueAtMs === undefined ? null : new Date(entry.dueAtMs) },
    ]);
    const { open, close, messages, refusal, actorId = null, detail } = entry;
    const change = this.change(`stage/${stage}`, {
      stage: {
        stage,
        since: isoInstant(this.sinceMs),
        ...(refusal === undefined ? {} : { refusal }),
      },
      ...(open === undefined ? {} : { open }),
      ...(close === undefined ? {} : { close }),
      ...(messages === undefined ? {} : { messages }),
      audit: {
        actorId,
        action: 'STAGE_ENTERED',
        outcome: stage,
        ...(detail === undefined ? {} : { detail }),
      },
    });
    await this.written((entry.write ?? activities.recordChange)(change), close);
  }

  /** Tells when the closing of tasks is in the database. */
  whenClosed(listener: (closed: readonly TaskClosed[]) => void): void {
    this.closedListeners.push(listener);
  }

  /** Whether everything so far is in the database. */
  get isWritten(): boolean {
    return this.pendingWrites === 0;
  }

  /** Says what the case waits for without a change of stage; only the Temporal UI shows it. */
  note(waitingFor: WaitingFor, dueAtMs?: number): void {
    this.waitingFor = waitingFor;
    this.dueAtMs = dueAtMs;
    this.describe();
  }

  /** Records something that doesn't change the stage. */
  async record(name: string, what: Omit<CaseChange, keyof CaseHeader | 'changeKey' | 'at'>): Promise<void> {
    await this.written(activities.recordChange(this.change(name, what)), what.close);
  }

  private async written(writing: Promise<unknown>, closed: readonly TaskClosed[] = []): Promise<void> {
    this.pendingWrites += 1;
    await writing;
    this.pendingWrites -= 1;
    for (const listener of this.closedListeners) listener(closed);
  }

  private change(name: string, what: Omit<CaseChange, keyof CaseHeader | 'changeKey' | 'at'>): CaseChange {
    this.changes += 1;
    return {
      ...this.header,
      changeKey: `${name}/${isoInstant(this.sinceMs)}/${this.changes}`,
      at: isoInstant(this.time.nowMs()),
      ...what,
    };
  }

  private describe(): void {
    const { zh, en } = this.texts[this.stageNow];
    const since = isoInstant(this.sinceMs);
    const waits = this.waitingFor === null ? [] : [`等待 Waiting for: \`${this.waitingFor}\``];
    const due = this.dueAtMs === undefined ? [] : [`期限 Due: ${isoInstant(this.dueAtMs)}`];
    setCurrentDetails([`**${zh} · ${en}**`, ...waits, `自 Since: ${since}`, ...due].join('\n\n'));
  }
}
