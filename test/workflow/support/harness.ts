import { setTimeout as sleep } from 'node:timers/promises';
import { WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition, type Workflow } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { ACTIVITY_RULES, type AllActivities } from '../../../contracts/activityOptions';
import type { ApplicationId, EnterpriseId, InstitutionId, LoanId, UserId } from '../../../contracts/ids';
import type { Actor, PersonsAct } from '../../../contracts/people';
import { searchAttributes } from '../../../contracts/searchAttributes';
import { queueOf, TASK_QUEUES } from '../../../contracts/taskQueues';
import type { TaskToOpen } from '../../../contracts/tasks';
import {
  type ApplicationInput,
  decideTaskUpdate,
  type LoanInput,
  type TimeInput,
} from '../../../contracts/workflows';
import { WORKFLOW_TYPE_NAMES, type WorkflowType } from '../../../contracts/workflowTypes';
import type { Role } from '../../../domain/approval/roles';
import type { TaskKind } from '../../../domain/approval/tasks';
import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import { caseRulesAt } from '../../../domain/parameters/caseRules';
import { activityDoor } from '../../../gateways/temporal/activityDoor';
import { sendUpdate, type UpdateAnswer } from '../../../gateways/temporal/updates';
import { type WorkflowProgram, workflowProgram } from '../../support/workflowBundle';
import { type RecordedHistory, recordHistory, soundPart } from './histories';
import { Loss } from './loss';
import { moving } from './standstill';
import { startTimeSkipping } from './timeSkipping';
import { type ActOf, dataConverter, prove } from './trust';
import { World } from './world';

/** An update that was accepted, and answered in time. */
export const DONE = { ok: true, value: expect.anything() };

/** Of every application and loan of the tests. */
export const PRINCIPAL_FEN = 30_000_000;
export const INSTITUTION = '0198c1f0-0000-7000-8000-000000000001' as InstitutionId;
export const ENTERPRISE = '0198c1f0-0000-7000-8000-00000000e001' as EnterpriseId;
export const APPLICANT: Actor = {
  userId: 'applicant-1' as UserId,
  roles: ['applicant'],
  institutionId: null,
  enterpriseId: ENTERPRISE,
};

/** A member of staff. */
export function staff(userId: string, ...roles: Role[]): Actor {
  return { userId: userId as UserId, roles, institutionId: INSTITUTION, enterpriseId: null };
}

const { INDEXED_VALUE_TYPE_KEYWORD: KEYWORD, INDEXED_VALUE_TYPE_DATETIME: DATETIME } =
  temporal.api.enums.v1.IndexedValueType;

/** Queues that processes wait in: a worker of activities alone needs no program. */
const PROCESS_QUEUES = new Set(WORKFLOW_TYPE_NAMES.map(queueOf));

/** A time-skipping server with real workers. */
interface Venue {
  readonly env: TestWorkflowEnvironment;
  readonly workers: readonly Worker[];
  readonly runs: readonly Promise<void>[];
}

/** A run of a test's workflow, and whether it is one to be recorded. */
interface EndedRun extends Omit<RecordedHistory, 'name'> {
  readonly isKept: boolean;
}

/** Where workflow tests play: a time-skipping server, real workers, a world of their own for each test. */
export class Stage {
  world = new World();
  private readonly started: string[] = [];
  /** The server is not for another test. */
  isSpoilt = false;
  private constructor(
    private venue: Venue,
    private readonly bundle: WorkflowProgram,
    private readonly openVenue: () => Promise<Venue>,
    readonly loss: Loss,
  ) {}

  static async open(): Promise<Stage> {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const bundle = await workflowProgram();
    const holder: { stage?: Stage } = {};
    const activities = activitiesOf(() => holder.stage?.world ?? new World());
    const loss = new Loss();
    const open = () => openVenue(bundle, activities, loss);
    const stage = new Stage(await open(), bundle, open, loss);
    holder.stage = stage;
    return stage;
  }

  get env(): TestWorkflowEnvironment {
    return this.venue.env;
  }

  /** Business time as it runs in tests: it is 09:00 of 5 January 2026 when the test begins. */
  async time(speed = 1): Promise<TimeInput> {
    const clock = {
      realAnchorMs: await this.env.currentTimeMs(),
      businessAnchorMs: instantOf(isoDate('2026-01-05'), '09:00'),
      speed,
    };
    return {
      ...{ clock, humanMinutesFloor: 15, publicUrl: 'http://localhost:3000' },
      rules: caseRulesAt(isoDate('2026-01-05')),
    };
  }

  async start<Input>(type: WorkflowType, workflowId: string, input: Input): Promise<void> {
    this.started.push(workflowId);
    await this.env.client.workflow.start(type, {
      workflowId,
      taskQueue: queueOf(type),
      args: [input],
    });
  }

  /** Has the history of a process kept which another one of the test began. */
  keep(workflowId: string): void {
    this.started.push(workflowId);
  }

  /** Begins a loan together with an update: the first activation has both. @returns what the update answers */
  async startWithUpdate<Value, Act extends PersonsAct>(
    workflowId: string,
    input: LoanInput,
    update: UpdateDefinition<Value, [Act]>,
    { actor, ...act }: ActOf<Act>,
  ): Promise<Value> {
    this.started.push(workflowId);
    const startWorkflowOperation = new WithStartWorkflowOperation('loan', {
      workflowId,
      taskQueue: queueOf('loan'),
      workflowIdConflictPolicy: 'FAIL',
      args: [input],
    });
    const args: [object] = [prove(act, { actor, act: update.name, workflowId })];
    const { workflow } = this.env.client;
    return await workflow.executeUpdateWithStart<Workflow, Value, [object]>(update.name, {
      startWorkflowOperation,
      args,
    });
  }

  /** Begins an application for 300,000 yuan. @returns its workflow's id */
  async apply(): Promise<string> {
    const { applicationId } = freshIds();
    const input: ApplicationInput = {
      ...(await this.time()),
      applicationId,
      enterpriseId: ENTERPRISE,
      institutionId: INSTITUTION,
      applicantId: APPLICANT.userId,
      amountFen: PRINCIPAL_FEN,
    };
    const workflowId = `application/${applicationId}`;
    await this.start('application', workflowId, input);
    return workflowId;
  }

  /** Begins a loan of 300,000 yuan that was paid out on the day on which the test begins. @returns its workflow's id */
  async borrow(termMonths = 3, speed = 1): Promise<string> {
    const { loanId } = freshIds();
    this.world.lend('2026-01-05', PRINCIPAL_FEN, termMonths);
    const workflowId = `loan/${loanId}`;
    await this.start('loan', workflowId, await this.loanInput(loanId, speed));
    return workflowId;
  }

  /** What a loan of 300,000 yuan begins with. */
  async loanInput(loanId: LoanId, speed = 1): Promise<LoanInput> {
    return {
      ...(await this.time(speed)),
      loanId,
      enterpriseId: ENTERPRISE,
      institutionId: INSTITUTION,
      startDate: '2026-01-05',
      principalFen: PRINCIPAL_FEN,
      progress: null,
    };
  }

  /** Lets time skip until the workflow is over. */
  result<Value>(workflowId: string): Promise<Value> {
    return moving<Value>(this, workflowId);
  }

  /**
   * Waits for the end of a child that has outlived the run that began it. The server keeps a lock on its time then,
   * which it forgets to give back.
   */
  async outlived(workflowId: string): Promise<void> {
    while ((await this.handle(workflowId).describe()).status.name === 'RUNNING') await sleep(50);
    await this.env.connection.testService?.unlockTimeSkipping({});
  }

  handle(workflowId: string) {
    return this.env.client.workflow.getHandle(workflowId);
  }

  /** What the Temporal UI says of a running workflow. */
  async details(workflowId: string): Promise<string> {
    const metadata = await this.handle(workflowId).query<{ readonly currentDetails?: string }>(
      '__temporal_workflow_metadata',
    );
    return metadata.currentDetails ?? '';
  }

  /** What a workflow is found by, of those attributes that say what it waits for. */
  async attributes(workflowId: string) {
    const { typedSearchAttributes } = await this.handle(workflowId).describe();
    const { waitingFor, dueAt, failedStep } = searchAttributes;
    return {
      waitingFor: typedSearchAttributes.get(waitingFor) ?? null,
      dueAt: typedSearchAttributes.get(dueAt)?.toISOString() ?? null,
      failedStep: typedSearchAttributes.get(failedStep) ?? null,
    };
  }

  update<Value, Act extends PersonsAct>(
    workflowId: string,
    update: UpdateDefinition<Value, [Act]>,
    { actor, ...act }: ActOf<Act>,
    updateId = `update-${Math.random()}`,
  ): Promise<UpdateAnswer<Value>> {
    const sender = { temporal: this.env.client, prove };
    return sendUpdate<Value, PersonsAct>(sender, {
      workflowId,
      update: update as never,
      actor,
      act,
      updateId,
    });
  }

  /** Waits, in real time and without skipping, until something holds. */
  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 45_000;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`it did not come: ${this.world.stages().join(' → ')}`);
      await sleep(10);
    }
  }

  async task(kind: TaskKind): Promise<TaskToOpen> {
    await this.until(() => this.world.openTasks(kind).length > 0);
    const [task] = this.world.openTasks(kind);
    if (task === undefined) throw new Error(`no task ${kind}`);
    return task;
  }

  /** Decides the open task of a kind. */
  async decide(kind: TaskKind, actor: Actor, decision: string, reason = '', more: object = {}) {
    const { taskId, workflowId } = await this.task(kind);
    return await this.update(workflowId, decideTaskUpdate, { taskId, actor, decision, reason, ...more });
  }

  /** Replays every execution of the test, its children and earlier runs too, then begins anew. */
  async endTest(): Promise<void> {
    const begun = this.started.splice(0);
    const disputes = begun.map((id) => id.replace('payment/', 'dispute/'));
    const ended: EndedRun[] = [];
    for (const id of new Set([...begun, ...disputes])) ended.push(...(await this.endWorkflow(id, true)));
    const payments = this.world.submitted.map(({ paymentId }) => `payment/${paymentId}`);
    const loans = begun.map((id) => id.replace('application/', 'loan/'));
    const collections = loans.map((id) => id.replace('loan/', 'collection/'));
    for (const workflowId of new Set([...payments, ...loans, ...collections])) {
      if (!begun.includes(workflowId)) ended.push(...(await this.endWorkflow(workflowId, false)));
    }
    await this.replay(ended);
    this.world = new World();
    this.loss.stranger = async () => undefined;
    if (!this.isSpoilt) return;
    await closeVenue(this.venue);
    this.venue = await this.openVenue();
    this.isSpoilt = false;
  }

  close(): Promise<void> {
    return closeVenue(this.venue);
  }

  /** Ends a workflow; the server forgets to skip time after that, so the next test gets a fresh one. */
  async terminate(workflowId: string): Promise<void> {
    this.isSpoilt = true;
    await this.handle(workflowId).terminate('the test is over');
  }

  /** @returns its run and those before it */
  private async endWorkflow(workflowId: string, isKept: boolean): Promise<readonly EndedRun[]> {
    const handle = this.env.client.workflow.getHandle(workflowId);
    const described = await handle.describe().catch(notFound);
    if (described === null) return [];
    // The server forgets to skip time after a child that has outlived its parent, too.
    if (described.type === 'collection') this.isSpoilt = true;
    const runs: EndedRun[] = [];
    for (let runId: string | undefined = described.runId; runId !== undefined; ) {
      const history = soundPart(await this.env.client.workflow.getHandle(workflowId, runId).fetchHistory());
      runs.push({ workflowId, history, type: described.type, isKept });
      runId = earlierRunOf(history);
    }
    // It may have ended by itself since.
    if (described.status.name === 'RUNNING') await this.terminate(workflowId).catch(notFound);
    return runs;
  }

  /** By one worker for all of a test: one for each costs more than the replay. */
  private async replay(runs: readonly EndedRun[]): Promise<void> {
    if (runs.length === 0) return;
    let replayed = 0;
    const results = Worker.runReplayHistories({ workflowBundle: this.bundle, dataConverter }, runs);
    for await (const { error } of results) {
      if (error !== undefined) throw error;
      replayed += 1;
    }
    if (replayed < runs.length) throw new Error(`only ${replayed} of ${runs.length} runs were replayed`);
    for (const run of runs) if (run.isKept) recordHistory(run.type, run.history, run.workflowId);
  }
}

async function openVenue(bundle: WorkflowProgram, activities: object, loss: Loss): Promise<Venue> {
  const env = await startTimeSkipping();
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      Object.values(searchAttributes).map(({ name, type }) => [
        name,
        type === 'DATETIME' ? DATETIME : KEYWORD,
      ]),
    ),
  });
  const workers = await Promise.all(
    Object.values(TASK_QUEUES).map((taskQueue) =>
      Worker.create({
        connection: env.nativeConnection,
        taskQueue,
        // Processes in the thread of the test: one of their own for each server takes a second of a core to begin.
        debugMode: true,
        ...(PROCESS_QUEUES.has(taskQueue) ? { workflowBundle: bundle } : {}),
        activities,
        interceptors: { activity: [activityDoor] },
        dataConverter: {
          ...dataConverter,
          payloadCodecs: [loss.codec, ...(dataConverter.payloadCodecs ?? [])],
        },
      }),
    ),
  );
  return { env, workers, runs: workers.map((worker) => worker.run()) };
}

async function closeVenue({ env, runs, workers }: Venue): Promise<void> {
  for (const worker of workers) worker.shutdown();
  await Promise.all(runs);
  await env.teardown();
}

function notFound(error: unknown): null {
  if (error instanceof WorkflowNotFoundError) return null;
  throw error;
}

function earlierRunOf({ events }: temporal.api.history.v1.IHistory): string | undefined {
  return events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
}

/** Activities that always go to the world of the running test; one that it doesn't answer fails by its name. */
function activitiesOf(world: () => Partial<AllActivities>): object {
  const answer = (name: keyof AllActivities) => {
    const activity = world()[name] as ((...args: unknown[]) => unknown) | undefined;
    if (activity === undefined) throw ApplicationFailure.nonRetryable(`nobody said what ${name} answers`);
    return activity;
  };
  const names = Object.keys(ACTIVITY_RULES) as (keyof AllActivities)[];
  return Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => answer(name)(...args)]));
}

let counter = 0;

/** Ids of one test. */
export function freshIds(): {
  readonly applicationId: ApplicationId;
  readonly loanId: LoanId;
  readonly tail: string;
} {
  counter += 1;
  const tail = `${Date.now().toString(16)}${String(counter).padStart(3, '0')}`;
  const id = `0198c1f0-0000-7000-8000-${tail.padStart(12, '0').slice(-12)}`;
  return { applicationId: id as ApplicationId, loanId: id as LoanId, tail };
}
