import type {
  CollectionFacts,
  CollectionLook,
  OpenCollectionTask,
  RequestedHold,
} from '../../contracts/activities';
import type { ContactOutcome } from '../../contracts/collection';
import type { TaskReason } from '../../contracts/tasks';
import type { ReasonCode } from '../../contracts/texts/texts';
import type { CollectionProgress, Decided } from '../../contracts/workflows';
import type { Role } from '../../domain/approval/roles';
import { lastContactMs } from '../../domain/collection/quietHours';
import type { RungAction } from '../../domain/overdue/ladder';
import type { LadderAction } from '../../domain/parameters/collection';
import type { Asked } from '../case/question';
import { isoInstant } from '../shared/businessTime';
import { type CollectionCase, isTalk } from './collectionCase';

type Step = Exclude<OpenCollectionTask['kind'], 'DECIDE_HOLD'>;

/** Actions that people carry out: what they are asked, and who is. */
export const TASK_OF: Readonly<
  Partial<Record<LadderAction, { readonly kind: Step; readonly role?: Role; readonly reason: ReasonCode }>>
> = {
  CALL_BY_SERVICE: { kind: 'CALL_BORROWER', reason: 'LADDER_CALL_BY_SERVICE' },
  CALL_BY_COLLECTOR: { kind: 'CALL_BORROWER', role: 'risk', reason: 'LADDER_CALL_BY_COLLECTOR' },
  VISIT_OR_INTERVIEW: { kind: 'VISIT_BORROWER', reason: 'LADDER_VISIT_OR_INTERVIEW' },
  OPEN_POST_LOAN_CHECK: { kind: 'DO_COLLECTION_STEP', reason: 'LADDER_OPEN_POST_LOAN_CHECK' },
  REVIEW_CLASSIFICATION: { kind: 'DO_COLLECTION_STEP', reason: 'LADDER_REVIEW_CLASSIFICATION' },
  ASSESS_RESTRUCTURING: { kind: 'DO_COLLECTION_STEP', reason: 'LADDER_ASSESS_RESTRUCTURING' },
  DECLARE_ACCELERATION: { kind: 'DO_COLLECTION_STEP', reason: 'LADDER_DECLARE_ACCELERATION' },
  OPEN_LEGAL_CASE: { kind: 'DO_COLLECTION_STEP', reason: 'LADDER_OPEN_LEGAL_CASE' },
  LITIGATE: { kind: 'DO_COLLECTION_STEP', reason: 'LADDER_LITIGATE' },
  DISPOSE_COLLATERAL: { kind: 'DO_COLLECTION_STEP', reason: 'LADDER_DISPOSE_COLLATERAL' },
  ASSESS_WRITE_OFF: { kind: 'DO_COLLECTION_STEP', reason: 'LADDER_ASSESS_WRITE_OFF' },
};

interface Around {
  readonly arrears: NonNullable<CollectionLook['arrears']>;
  readonly episode: number;
}

/**
 * Asks people to carry an action out, beside whatever else the ladder does; that they were asked is its end.
 * @returns false when it is talk and the debtor may not be disturbed now: nobody was asked
 */
export async function askTo(
  loan: CollectionCase,
  { day, action }: RungAction,
  { arrears, episode }: Around,
): Promise<boolean> {
  const task = TASK_OF[action];
  if (task === undefined) return true;
  const { dueDate, daysPastDue, overdueFen: amountFen } = arrears;
  const reason: TaskReason = {
    code: task.reason,
    detail: { day, date: dueDate, days: daysPastDue, amountFen },
  };
  const collection: CollectionFacts = { episode, settled: [{ day, action, outcome: 'DONE' }] };
  const asked = await loan.askInTurn(task.kind, {
    ...{ reason, collection, overBecause: overBecause(loan, task.kind) },
    ...(task.role && { role: task.role }),
  });
  if (asked === null) return false;
  follow(loan, asked);
  return true;
}

/** Asks risk whether the ladder is held, once for each wish. */
export async function askAboutHolds(loan: CollectionCase, { requested }: CollectionLook): Promise<void> {
  for (const hold of requested) {
    if (loan.holdsAsked.has(hold.id)) continue;
    const asked = await loan.askBeside('DECIDE_HOLD', {
      reason: reasonOf(hold),
      overBecause: overBecause(loan, 'DECIDE_HOLD'),
    });
    followHold(loan, hold.id, asked);
  }
}

/** Asks that letters go by post, once for each: a demand is proved by its delivery. */
export async function askToPost(
  loan: CollectionCase,
  { letters = [] }: Pick<Partial<CollectionLook>, 'letters'>,
): Promise<void> {
  for (const { paperId: paper, number, date } of letters) {
    const asked = await loan.askBeside('DO_COLLECTION_STEP', {
      reason: { code: 'LADDER_POST_LETTER', detail: { paper, number, date } },
      role: 'customer_service',
      overBecause: overBecause(loan, 'DO_COLLECTION_STEP'),
    });
    follow(loan, asked);
  }
}

function reasonOf({ id, kind, from, until, reason, askedBy }: RequestedHold): TaskReason {
  const detail = { hold: id, from, until, because: reason, askedBy };
  return { code: kind === 'HARDSHIP' ? 'HARDSHIP_ASKED' : 'FREEZE_ASKED', detail };
}

/**
 * Goes on with the tasks of an earlier run, at once, as somebody may decide one at this moment; those of an earlier
 * process are in its rows.
 */
export async function takeUpTasks(loan: CollectionCase, progress: CollectionProgress): Promise<void> {
  const { tasks } =
    progress.tasks === undefined
      ? await loan.activities.takeUpCollection({ loanId: loan.input.loanId })
      : { tasks: progress.tasks };
  for (const { kind, ...carried } of tasks) {
    const beginning = { ...carried, overBecause: overBecause(loan, kind) };
    if (kind === 'DECIDE_HOLD') {
      followHold(loan, String(carried.reason.detail?.hold), loan.takeUp('DECIDE_HOLD', beginning));
    } else follow(loan, loan.takeUp(kind, beginning));
  }
}

/** Talk is over once a promise is open or contact is held; all is over once nothing is overdue. */
function overBecause(loan: CollectionCase, kind: OpenCollectionTask['kind']): () => string | null {
  return () => (isTalk(kind) ? loan.contactOver() : loan.isCured ? 'CURED' : null);
}

function follow(loan: CollectionCase, { task, decision }: Asked<Step>): void {
  const { kind } = task;
  void loan.follow(task, async () => {
    const decided = await decision;
    if (decided === null || kind === 'DO_COLLECTION_STEP') return;
    loan.add({
      contact: {
        id: task.taskId,
        channel: kind === 'CALL_BORROWER' ? 'PHONE' : 'VISIT',
        party: 'DEBTOR',
        outcome: decided.decision as ContactOutcome,
        at: isoInstant(lastContactMs(loan.time.nowMs(), loan.quiet)),
        by: decided.proof.actor.userId,
        taskId: task.taskId,
        note: decided.reason,
      },
    });
  });
}

function followHold(loan: CollectionCase, id: string, { task, decision }: Asked<'DECIDE_HOLD'>): void {
  loan.holdsAsked.add(id);
  void loan.follow(task, async () => loan.add({ hold: decidedHold(id, await decision) }));
}

function decidedHold(
  id: string,
  decided: Decided<'DECIDE_HOLD'> | null,
): NonNullable<CollectionFacts['hold']> {
  if (decided === null) return { id, status: 'REFUSED', decidedBy: null, reason: '' };
  const status = decided.decision === 'APPROVE' ? 'GRANTED' : 'REFUSED';
  return { id, status, decidedBy: decided.proof.actor.userId, reason: decided.reason };
}
