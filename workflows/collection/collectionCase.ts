import { allHandlersFinished, setHandler } from '@temporalio/workflow';
import type {
  CollectionFacts,
  CollectionLook,
  NewPromise,
  OpenCollectionTask,
} from '../../contracts/activities';
import type { GivenValues, MessageKind } from '../../contracts/messages';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  type CollectionInput,
  type CollectionStage,
  type CollectionView,
  collectionQuery,
  lookAgainSignal,
  type PromiseRequest,
  promiseUpdate,
  type TaskDecision,
} from '../../contracts/workflows';
import type { TaskKind } from '../../domain/approval/tasks';
import { businessDate } from '../../domain/calendar/clock';
import { parseIsoDate } from '../../domain/calendar/isoDate';
import { parseFen } from '../../domain/money/fen';
import type { RungAction } from '../../domain/overdue/ladder';
import { judgePromise } from '../../domain/overdue/promises';
import { Case } from '../case/case';
import { carried, type Task, type TaskOf } from '../case/task';
import { BusinessTime, isoInstant } from '../shared/businessTime';
import { demand, orRefuse } from '../shared/refusals';
import { RunAge } from '../shared/runAge';

/** One of those that stand beside the ladder. */
type FollowedTask = TaskOf<OpenCollectionTask['kind']>;

/** What people did; the episode that it belongs to is known when it is written. */
type ActFacts = Pick<CollectionFacts, 'contact' | 'hold'>;

/** What collecting a loan knows besides what every case does: the last look, and facts that are to be written. */
export class CollectionCase extends Case<CollectionStage> {
  look: CollectionLook | null = null;
  moved: readonly RungAction[];
  isCured = false;
  /** Counts what wakes the process: the loan moved, or somebody did something. */
  wakes = 0;
  /** Holds that risk is, or was, asked about. */
  readonly holdsAsked = new Set<string>();
  private facts: ActFacts[] = [];
  private readonly age: RunAge;
  private readonly open = new Set<FollowedTask>();

  constructor(readonly input: CollectionInput) {
    const { loanId, institutionId, enterpriseId, progress } = input;
    super(
      { caseType: 'COLLECTION', caseId: loanId, institutionId, enterpriseId },
      new BusinessTime(input, progress?.livedToMs ?? input.begunAtMs),
      STAGE_TEXTS.COLLECTION,
      {
        stage: progress?.stage ?? 'M0',
        ...(progress !== null && { sinceMs: progress.stageSinceMs }),
      },
    );
    this.moved = progress?.moved ?? [];
    this.age = new RunAge(this.time.nowMs());
    setHandler(collectionQuery, () => this.view());
    setHandler(lookAgainSignal, () => this.wake());
    setHandler(promiseUpdate, (request) => this.promise(request), {
      validator: (request) => this.judgePromise(request),
      description: '承诺还款 · A promise to pay',
    });
  }

  override view(): CollectionView {
    return { ...super.view(), daysPastDue: this.look?.arrears?.daysPastDue ?? 0 };
  }

  wake(): void {
    this.wakes += 1;
  }

  seen(look: CollectionLook): void {
    this.look = look;
    this.moved = look.moved;
    this.isCured = look.isOver;
  }

  /** Of the episode that is open, or was last. */
  get episode(): number {
    return this.look?.episode ?? this.look?.facts?.episode ?? 0;
  }

  get quiet(): CollectionLook['quiet'] {
    return this.look?.quiet ?? { quietFrom: '22:00', quietUntil: '08:00' };
  }

  /** What somebody did is written before the next look; before the first one, after it. */
  add(facts: ActFacts): void {
    this.facts.push(facts);
    this.wake();
  }

  /** Something that people did can be written. */
  hasFacts(): boolean {
    return this.look !== null && this.facts.length > 0;
  }

  /** Writes what people did since the last look, of the episode that a look has seen. */
  async writeFacts(): Promise<void> {
    while (this.hasFacts()) {
      const collection = { episode: this.episode, ...this.facts.shift() };
      await this.record('facts', { collection, audit: auditOf(collection) });
    }
  }

  /** A task beside the ladder, until it is decided or over. */
  async follow(task: FollowedTask, work: () => Promise<void>): Promise<void> {
    this.open.add(task);
    try {
      await work();
    } finally {
      this.open.delete(task);
    }
  }

  isIdle(): boolean {
    return this.open.size === 0;
  }

  /** What people have still to do beside the ladder. */
  openTasks(): readonly OpenCollectionTask[] {
    return [...this.open].map((task) => ({ ...carried(task), kind: task.kind, role: task.role }));
  }

  /** Why nobody need talk to the debtor any more; null while somebody must. */
  contactOver(): string | null {
    if (this.isCured) return 'CURED';
    if (this.look === null || !this.look.isContactHeld) return null;
    return this.look.openPromise === null ? 'HELD' : 'PROMISED';
  }

  /** A new run is due, and nobody waits for an answer. Open tasks go along. */
  mayBeginAnew(): boolean {
    const isAtRest = this.facts.length === 0 && this.isWritten && allHandlersFinished();
    return isAtRest && this.age.isLong(this.time.nowMs());
  }

  message<Kind extends MessageKind>(
    channel: 'EMAIL' | 'SMS',
    kind: Kind,
    { day }: RungAction,
    values: GivenValues<Kind>,
  ) {
    const dedupeKey = `collection/${this.input.loanId}/${this.episode}/${day}/${kind}/${channel}`;
    return { dedupeKey, channel, kind, values } as const;
  }

  /** Whoever asked for a hold doesn't decide it, nor does a deputy in that place. */
  protected override judgeDecision(
    { proof }: TaskDecision,
    { kind, reason }: Task,
    principal: string | null,
  ): void {
    const askedBy = reason.detail?.askedBy;
    const isOwn = askedBy === proof.actor.userId || (principal !== null && askedBy === principal);
    demand(kind !== 'DECIDE_HOLD' || !isOwn, 'SAME_PERSON_AS_REQUESTER');
    // Whoever has promised is not spoken to any more, also before that is written and the task withdrawn.
    demand(this.promised === null || !isTalk(kind), 'TASK_CANCELLED');
  }

  private judgePromise({ proof: { actor }, amountFen, byDate, promiseId }: PromiseRequest): void {
    const { enterpriseId, institutionId } = this.input;
    const isOurs = actor.enterpriseId === enterpriseId || actor.institutionId === institutionId;
    demand(isOurs, 'NOT_YOUR_CASE');
    demand(typeof promiseId === 'string' && promiseId !== '', 'REQUEST_KEY_REQUIRED');
    const parsed = parseFen(amountFen);
    demand(parsed.ok && parsed.value > 0, 'NOT_AN_AMOUNT');
    const madeAtMs = this.time.actMs();
    const day = orRefuse(parseIsoDate(byDate, 'byDate'));
    demand(day >= businessDate(madeAtMs), 'DATE_OUT_OF_RANGE');
    const { look } = this;
    const limits = look?.promiseLimits ?? { days: 0, brokenAnEpisode: 0, leastShare: '0' };
    orRefuse(
      judgePromise(
        { madeAtMs, byDate: day, amountFen },
        {
          isOverdue: look !== null && look.episode !== null,
          hasOpenPromise: this.promised !== null || (look?.openPromise ?? null) !== null,
          broken: look?.broken ?? 0,
          overdueFen: look?.arrears?.overdueFen ?? 0,
        },
        limits,
      ),
    );
  }

  /** Taken, and not seen by a look yet. */
  private promised: NewPromise | null = null;

  private async promise({ proof, amountFen, byDate, promiseId }: PromiseRequest): Promise<CollectionView> {
    const { actor } = proof;
    const madeAt = isoInstant(this.time.touchMs());
    const promise: NewPromise = { id: promiseId, amountFen, byDate, madeAt, madeBy: actor.userId };
    this.promised = promise;
    this.personActed();
    const isStaff = actor.institutionId === this.input.institutionId;
    const { episode } = this;
    await this.record(`promise/${promiseId}`, {
      collection: { episode, promise },
      audit: {
        actorId: actor.userId,
        action: 'PROMISE_MADE',
        outcome: isStaff ? 'BY_STAFF' : 'BY_ENTERPRISE',
        detail: { amountFen, byDate },
      },
    });
    this.promised = null;
    if (this.look !== null) {
      this.look = { ...this.look, openPromise: { id: promiseId, byDate }, isContactHeld: true };
    }
    this.wake();
    return this.view();
  }
}

/** Whether a task is to talk to the debtor. */
export function isTalk(kind: TaskKind): boolean {
  return kind === 'CALL_BORROWER' || kind === 'VISIT_BORROWER';
}

function auditOf(facts: CollectionFacts) {
  const { episode, hold, contact, looked } = facts;
  const detail = { episode };
  if (hold !== undefined) {
    return { actorId: hold.decidedBy, action: 'HOLD_DECIDED', outcome: hold.status, detail } as const;
  }
  if (contact !== undefined) {
    return { actorId: contact.by, action: 'CONTACT_MADE', outcome: contact.outcome, detail } as const;
  }
  return { actorId: null, action: 'LADDER_LOOKED', outcome: looked?.stage ?? '', detail } as const;
}
