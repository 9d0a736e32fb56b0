import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { CaseChange, RecheckedTask, Recorded } from '../../contracts/activities';
import type { TaskId } from '../../contracts/ids';
import { searchAttributes } from '../../contracts/searchAttributes';
import type { TaskClosed } from '../../contracts/tasks';
import { oneLine, ROLE_TEXTS } from '../../contracts/texts/processTexts';
import type { CaseView } from '../../contracts/workflows';
import type { Role } from '../../domain/approval/roles';
import type { BilingualText } from '../../domain/parameters/version';
import { activities } from './activities';
import { type BusinessTime, isoInstant } from './businessTime';
import { Ordinals, stableId } from './stableId';

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

type What = Omit<CaseChange, keyof CaseHeader | 'changeKey' | 'at'>;
type Listener = (closed: readonly TaskClosed[], recorded: Recorded | null) => void;

/**
 * Where a case stands, kept here, in the database (one transaction for each step) and in the Temporal UI.
 *
 * A step of the platform is written by a local activity, before Temporal has kept its task: should that task be
 * lost, it is executed again and writes the same under the same names. What people are to decide, and what
 * follows from their acts, is written by an ordinary activity: it is in the history before anybody sees it. Else
 * people would decide what the process doesn't know yet, or a lost act would stand in the database for ever. What
 * an operator parts all the same, {@link recheck} joins.
 */
export class CaseFile<Stage extends string> {
  private stageNow: Stage;
  private sinceMs: number;
  private waitingFor: WaitingFor | null = 'platform';
  private dueAtMs: number | undefined;
  private hasPersonActed = false;
  private pendingWrites = 0;
  private readonly changes = new Ordinals();
  private readonly listeners: Listener[] = [];

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
    const { open, close, messages, refusal, actorId = null, detail, write } = entry;
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
    await this.write(change, write);
  }

  /** A person did something: what is written next follows from it, and waits until Temporal has kept the act. */
  personActed(): void {
    this.hasPersonActed = true;
  }

  /** Tells what is in the database: tasks that ended, and what it knew. */
  whenWritten(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Whether everything so far is in the database. */
  get isWritten(): boolean {
    return this.pendingWrites === 0;
  }

  /** Says what the case waits for without a change of stage. A person's turn is listed by it, so it can be found. */
  note(waitingFor: WaitingFor, dueAtMs?: number): void {
    const isPersons = isPerson(waitingFor) || isPerson(this.waitingFor);
    this.waitingFor = waitingFor;
    this.dueAtMs = dueAtMs;
    this.describe();
    if (!isPersons) return;
    upsertSearchAttributes([
      { key: searchAttributes.waitingFor, value: waitingFor },
      { key: searchAttributes.dueAt, value: dueAtMs === undefined ? null : new Date(dueAtMs) },
    ]);
  }

  /** Records something that doesn't change the stage. */
  async record(name: string, what: What): Promise<void> {
    await this.write(this.change(name, what));
  }

  /**
   * Brings the table to agree with the process: its stage and exactly these tasks.
   * @returns those that are over in the table
   */
  async recheck(tasks: readonly RecheckedTask[], ending: readonly TaskId[]): Promise<Recorded['over']> {
    if (this.waitingFor === null) return [];
    const { workflowId } = workflowInfo();
    const stage = { stage: this.stageNow, since: isoInstant(this.sinceMs) };
    const audit = { actorId: null, action: 'CASE_RECHECKED', outcome: this.stageNow };
    const recorded = await this.write(
      this.change('recheck', { stage, recheck: { workflowId, tasks, ending }, audit }),
    );
    return recorded?.over ?? [];
  }

  private async write(change: CaseChange, own?: StageEntry['write']): Promise<Recorded | null> {
    const isHuman = this.hasPersonActed || change.open !== undefined || change.recheck !== undefined;
    this.hasPersonActed = false;
    this.pendingWrites += 1;
    try {
      const recorded = await this.carryOut(change, own, isHuman);
      for (const listener of this.listeners) listener(change.close ?? [], recorded);
      return recorded;
    } finally {
      this.pendingWrites -= 1;
    }
  }

  private async carryOut(
    change: CaseChange,
    own: StageEntry['write'],
    isHuman: boolean,
  ): Promise<Recorded | null> {
    if (own === undefined) {
      return isHuman ? await activities.recordHumanStep(change) : await activities.recordChange(change);
    }
    if (isHuman) await activities.recordHumanStep(decisionOf(change));
    await own(change);
    return null;
  }

  private change(name: string, what: What): CaseChange {
    return {
      ...this.header,
      changeKey: `${name}/${stableId(`change/${this.changes.next(`${name}/${what.audit.actorId}`)}`)}`,
      at: isoInstant(this.time.nowMs()),
      ...what,
    };
  }

  private describe(): void {
    const since = isoInstant(this.sinceMs);
    const waits =
      this.waitingFor === null ? [] : [`等待 Waiting for: ${oneLine(ROLE_TEXTS[this.waitingFor])}`];
    const due = this.dueAtMs === undefined ? [] : [`期限 Due: ${isoInstant(this.dueAtMs)}`];
    setCurrentDetails(
      [`**${oneLine(this.texts[this.stageNow])}**`, ...waits, `自 Since: ${since}`, ...due].join('\n\n'),
    );
  }
}

/** Only what the person decided, of a step that is written with facts of its own. */
function decisionOf({ stage: _stage, messages: _messages, ...change }: CaseChange): CaseChange {
  const changeKey = `${change.changeKey}/decision`;
  return { ...change, changeKey, audit: { ...change.audit, action: 'DECISION_RECORDED' } };
}

const NOBODY: readonly (WaitingFor | null)[] = ['bank', 'calendar', 'platform', null];

function isPerson(waitingFor: WaitingFor | null): boolean {
  return !NOBODY.includes(waitingFor);
}
