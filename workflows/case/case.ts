import type { SearchAttributeUpdatePair } from '@temporalio/common';
import {
  allHandlersFinished,
  condition,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { CalledCommittee, CaseChange, Recorded } from '../../contracts/activities';
import type { AllActivities } from '../../contracts/activityOptions';
import type { UserId } from '../../contracts/ids';
import { searchAttributes } from '../../contracts/searchAttributes';
import type { AnyStage } from '../../contracts/texts/processTexts';
import {
  type CaseView,
  type Decided,
  recheckSignal,
  type TaskDecision,
  tasksQuery,
  type WaitingFor,
} from '../../contracts/workflows';
import type { SittingOutcome } from '../../domain/approval/committee';
import type { CaseAct } from '../../domain/approval/separation';
import type { TaskKind } from '../../domain/approval/tasks';
import type { BilingualText } from '../../domain/parameters/version';
import { activities, eachActivity } from '../shared/activities';
import { type BusinessTime, isoInstant } from '../shared/businessTime';
import { warnings } from '../shared/warnings';
import { CaseEnds } from './caseEnds';
import { type CaseHeader, CaseRecord, endedBy, type OwnWrite, type RecordEntry } from './caseRecord';
import { giveToChosen } from './chosen';
import { Faults, isGivenUp } from './faults';
import { inWords, type Turn } from './inWords';
import type { Asked, CaseBeginning, Passing, Question, StageEntry } from './question';
import { HeldSitting, Sittings } from './sittings';
import type { Task, TaskBeginning } from './task';
import { Tasks } from './tasks';

/**
 * One matter that a process carries to its end: its stage, what people are asked about it, and what is written of
 * it, kept here, in the database and in the Temporal UI. What an operator parts, a `recheck` joins.
 */
export class Case<Stage extends AnyStage> {
  /** The activities, each done until it is done: where no repetition cures it, people are asked and the case waits. */
  readonly activities: AllActivities;
  private stageNow: Stage;
  private sinceMs: number;
  /** Whose turn it is while nobody has a task. */
  private restsWith: Turn = { waitingFor: 'platform', dueAtMs: undefined };
  private readonly written: CaseRecord;
  private readonly tasks: Tasks;
  private readonly faults: Faults;

  /**
   * @param texts what each stage means, in plain words
   * @param acts what people did on the case before
   */
  constructor(
    private readonly header: CaseHeader,
    readonly time: BusinessTime,
    private readonly texts: Readonly<Record<Stage, BilingualText>>,
    { stage, sinceMs = time.nowMs(), amountFen = null }: CaseBeginning<Stage>,
    acts: CaseAct[] = [],
  ) {
    this.stageNow = stage;
    this.sinceMs = sinceMs;
    this.written = new CaseRecord(header, time);
    this.faults = new Faults(
      (kind, question) => this.ask(kind, question),
      () => this.showTurn(),
    );
    this.activities = eachActivity((name) => (...args) => {
      const step = activities[name] as (...args: unknown[]) => Promise<unknown>;
      return this.faults.untilDone(() => step(...args));
    });
    time.watch(() => this.describe());
    const around = {
      changed: () => this.describe(),
      standing: () => this.standing(),
      judge: (decision: TaskDecision, task: Task, principal: string | null) =>
        this.judgeDecision(decision, task, principal),
    };
    this.tasks = new Tasks(header, time, this.written, acts, amountFen, around);
    new Sittings(this.tasks, time, this.written);
    setHandler(tasksQuery, () => ({ stage: this.stageNow, tasks: this.tasks.shown() }));
    setHandler(recheckSignal, () => this.recheck(), {
      description: '重新登记当前阶段与待办 · Write the stage and the open tasks again',
    });
    this.describe();
  }

  get stage(): Stage {
    return this.stageNow;
  }

  /** Business instant since when it is in its stage, ISO 8601; another one each time that a stage is entered. */
  get since(): string {
    return isoInstant(this.sinceMs);
  }

  /** Whether everything so far is in the database. */
  get isWritten(): boolean {
    return this.written.isWritten;
  }

  view(): CaseView<Stage> {
    return { ...this.standing(), openTasks: this.tasks.open() };
  }

  /**
   * Refuses a decision for a reason that only this kind of case knows.
   * @param _principal whose deputy decides; null where somebody decides by an own role
   */
  protected judgeDecision(_decision: TaskDecision, _task: Task, _principal: string | null): void {
    // Most know none.
  }

  private standing(): Omit<CaseView<Stage>, 'openTasks'> {
    const { waitingFor, dueAtMs } = this.turn();
    const dueAt = dueAtMs === undefined ? null : isoInstant(dueAtMs);
    return { stage: this.stageNow, since: this.since, waitingFor, dueAt };
  }

  /**
   * Takes the case through its course, or to the end that comes before.
   * @param givenUp how it ends when people give a step of it up
   */
  async live(
    course: (self: this) => Promise<void>,
    end: (self: this, ending: CaseEnds<Stage>) => Promise<void>,
    givenUp: () => CaseEnds<Stage>,
  ): Promise<void> {
    try {
      await course(this);
    } catch (failure) {
      const ending = isGivenUp(failure) ? givenUp() : failure;
      if (!(ending instanceof CaseEnds)) throw ending;
      await end(this, ending);
    }
    await this.finish();
  }

  /** Does the work of a process to its end. A step of it that people give up fails it, once they are answered. */
  async untilGivenUp<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      const value = await work();
      await this.finish();
      return value;
    } catch (failure) {
      if (isGivenUp(failure)) await this.finish();
      throw failure;
    }
  }

  /** Waits until everybody who asked is answered, and everything is written. */
  async finish(): Promise<void> {
    await this.faults.end();
    await condition(() => allHandlersFinished() && this.written.isWritten);
  }

  /** Moves the case to a stage: one transaction, one update of the search attributes. */
  enter(stage: Stage, entry: StageEntry): Promise<void> {
    return this.moveTo(stage, entry);
  }

  /**
   * Asks a person, and waits. What was decided before and is not on file yet is written with it.
   * @returns null only when nobody needs to decide any more, even where somebody did at the same moment
   */
  async ask<Kind extends TaskKind>(
    kind: Kind,
    question: Question<Stage> & Passing,
  ): Promise<Decided<Kind> | null>;
  async ask<Kind extends TaskKind>(kind: Kind, question: Question<Stage>): Promise<Decided<Kind>>;
  async ask<Kind extends TaskKind>(
    kind: Kind,
    question: Question<Stage> & Partial<Passing>,
  ): Promise<Decided<Kind> | null> {
    const { decision } = await this.askBeside(kind, question);
    return await decision;
  }

  /** Asks a person beside whatever else the case does. @returns once the task is there for people to see */
  async askBeside<Kind extends TaskKind>(
    kind: Kind,
    question: Question<Stage> & Partial<Passing>,
  ): Promise<Asked<Kind>> {
    const { stage, messages = [], collection, overBecause, ...beginning } = question;
    const facts = collection === undefined ? {} : { collection };
    const task = this.tasks.add(kind, beginning);
    const open = [this.tasks.toOpen(task)];
    // As long as it is open it is its people's turn; then the platform's, until the case says something else.
    if (stage !== undefined) await this.moveTo(stage, { waitingFor: 'platform', messages, ...facts }, open);
    else {
      this.showTurn();
      const audit = { actorId: null, action: 'TASK_OPENED', outcome: kind } as const;
      await this.writeTogether(`ask/${kind}`, { open, messages, ...facts, audit });
    }
    return { task, decision: this.tasks.decision<Kind>(task, overBecause) };
  }

  /**
   * Asks a person to talk to the borrower, beside whatever else the case does.
   * @returns null when the borrower may not be disturbed now: nobody was asked
   */
  async askInTurn<Kind extends TaskKind>(
    kind: Kind,
    { overBecause, collection, ...beginning }: Pick<CaseChange, 'collection'> & TaskBeginning & Passing,
  ): Promise<Asked<Kind> | null> {
    const task = this.tasks.add(kind, beginning);
    const recorded = await this.writeAlone(`ask/${kind}`, {
      open: [this.tasks.toOpen(task)],
      ...(collection && { collection }),
      audit: { actorId: null, action: 'TASK_OPENED', outcome: kind },
    });
    if (recorded?.withheld !== undefined) {
      Object.assign(task, { status: 'CANCELLED', end: 'ON_FILE' } satisfies Partial<Task>);
      return null;
    }
    this.showTurn();
    this.tasks.learn(recorded?.acts ?? []);
    await giveToChosen(this.tasks, this.written, recorded?.chosen ?? []);
    return { task, decision: this.tasks.decision<Kind>(task, overBecause) };
  }

  /** Records a letter to the borrower. @returns false when it may not be disturbed now: nothing was sent */
  async writeInTurn(name: string, entry: RecordEntry): Promise<boolean> {
    const recorded = await this.writeAlone(name, entry);
    return recorded?.withheld === undefined;
  }

  /**
   * Asks a committee, and waits for its result.
   * @returns null when nobody needs to decide any more, even where the committee has at the same moment
   */
  async convene(
    called: CalledCommittee,
    { overBecause, ...question }: Question<Stage> & Passing,
  ): Promise<SittingOutcome | null> {
    const held = new HeldSitting(called, this.tasks, this.time);
    const outcome = () => (held.state().closed ? held.state().outcome : null);
    const { decision } = await this.askBeside('DECIDE_AS_COMMITTEE', {
      ...question,
      sitting: held,
      dueAtMs: Date.parse(held.opened.deadline),
      overBecause: () => overBecause() ?? outcome(),
    });
    await decision;
    return overBecause() === null ? outcome() : null;
  }

  /** People with a conflict of interest take no part in the case any more. */
  recuse(userIds: readonly UserId[]): void {
    this.tasks.recuse(userIds);
  }

  /** Goes on with a task that an earlier run, or an earlier process, has opened. */
  takeUp<Kind extends TaskKind>(
    kind: Kind,
    { overBecause, ...beginning }: TaskBeginning & Passing,
  ): Asked<Kind> {
    const task = this.tasks.add(kind, beginning);
    return { task, decision: this.tasks.decision<Kind>(task, overBecause) };
  }

  /** Records something that doesn't change the stage. */
  async record(name: string, entry: RecordEntry): Promise<void> {
    await this.writeAlone(name, entry);
  }

  /** Somebody who has no task did something: what is written next waits until Temporal has kept the act. */
  personActed(): void {
    this.time.touchMs();
    this.written.personActed();
  }

  /** Says what the case waits for without a change of stage, while nobody has a task. */
  note(waitingFor: WaitingFor, dueAtMs?: number): void {
    this.restsWith = { waitingFor, dueAtMs };
    this.showTurn();
  }

  private async moveTo(stage: Stage, entry: StageEntry, open?: CaseChange['open']): Promise<void> {
    const { waitingFor, dueAtMs, messages, collection, correct, refusal, detail, write } = entry;
    this.stageNow = stage;
    // Strictly growing, so that the database can tell a late write from a new one.
    this.sinceMs = Math.max(this.time.nowMs(), this.sinceMs + 1);
    this.restsWith = { waitingFor, dueAtMs };
    this.describe();
    upsertSearchAttributes([{ key: searchAttributes.stage, value: stage }, ...this.newsOfTurn()]);
    const step: RecordEntry = {
      stage: { stage, since: this.since, ...(refusal && { refusal }) },
      ...(open && { open }),
      ...(messages && { messages }),
      ...(collection && { collection }),
      ...(correct && { correct }),
      audit: { actorId: null, action: 'STAGE_ENTERED', outcome: stage, ...(detail && { detail }) },
    };
    // Facts of its own may take long: the decision that they follow from is on file before.
    if (write === undefined) await this.writeTogether(`stage/${stage}`, step);
    else await this.writeAlone(`stage/${stage}`, step, write);
  }

  /** Writes a step after what was decided and is not on file yet. */
  private async writeAlone(name: string, step: RecordEntry, own?: OwnWrite): Promise<Recorded | null> {
    await this.tasks.writeDecided();
    // A fault is asked about between two turns of the record: the question is written in one of its own.
    return await this.faults.untilDone(() => this.written.write(name, step, own));
  }

  /** Writes a step, and with it what was decided and is not on file yet: the step follows from it. */
  private async writeTogether(name: string, step: RecordEntry): Promise<void> {
    const close = this.tasks.takeDecided();
    const recorded = await this.written.write(name, { ...step, ...endedBy(close, step) });
    this.tasks.written(close);
    this.tasks.learn(recorded?.acts ?? []);
    await giveToChosen(this.tasks, this.written, recorded?.chosen ?? []);
  }

  /** Brings the table to agree with the process: its stage and exactly these tasks. */
  private async recheck(): Promise<void> {
    const recorded = await this.writeAgain();
    if (recorded !== null && this.tasks.askAnew(recorded)) await this.writeAgain();
  }

  /** @returns null when nobody has anything to do any more */
  private async writeAgain(): Promise<Recorded | null> {
    if (this.turn().waitingFor === null) return null;
    const { workflowId } = workflowInfo();
    const recorded = await this.written.write('recheck', {
      stage: { stage: this.stageNow, since: this.since },
      recheck: { workflowId, ...this.tasks.toRecheck() },
      audit: { actorId: null, action: 'CASE_RECHECKED', outcome: this.stageNow },
    });
    this.tasks.learn(recorded?.acts ?? []);
    return recorded;
  }

  /** A task goes before whatever else the case does: that of the first deadline before the others. */
  private turn(): Turn {
    return this.tasks.turn() ?? this.restsWith;
  }

  /**
   * Whose turn it is, for those who look for what waits. A person's turn is worth an event, that of bank and calendar
   * is not.
   */
  private showTurn(): void {
    this.describe();
    const shown = workflowInfo().typedSearchAttributes.get(searchAttributes.waitingFor) as WaitingFor | null;
    const isPersons = isPerson(this.turn().waitingFor) || isPerson(shown ?? null);
    const news = this.newsOfTurn();
    if (isPersons && news.length > 0) upsertSearchAttributes(news);
  }

  /** Of the attributes that say whose turn it is those that are another by now. */
  private newsOfTurn(): SearchAttributeUpdatePair[] {
    const { waitingFor, dueAtMs } = this.turn();
    const { typedSearchAttributes: shown } = workflowInfo();
    const news: SearchAttributeUpdatePair[] = [];
    if ((shown.get(searchAttributes.waitingFor) ?? null) !== waitingFor)
      news.push({ key: searchAttributes.waitingFor, value: waitingFor });
    if (shown.get(searchAttributes.dueAt)?.getTime() !== dueAtMs)
      news.push({ key: searchAttributes.dueAt, value: dueAtMs === undefined ? null : new Date(dueAtMs) });
    if ((shown.get(searchAttributes.failedStep) ?? null) !== this.faults.failedStep)
      news.push({ key: searchAttributes.failedStep, value: this.faults.failedStep });
    return news;
  }

  private describe(): void {
    setCurrentDetails(
      inWords({
        stage: this.texts[this.stageNow],
        sinceMs: this.sinceMs,
        turn: this.turn(),
        tasks: this.tasks.open(),
        failedStep: this.faults.failedStep,
        time: this.time,
        header: this.header,
        warnings: warnings(),
      }),
    );
  }
}

const NOBODY: readonly (WaitingFor | null)[] = ['bank', 'calendar', 'platform', null];

function isPerson(waitingFor: WaitingFor | null): boolean {
  return !NOBODY.includes(waitingFor);
}
