import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { InstalmentPlan, LoanPlan, MessageToSend } from '../../contracts/activities';
import type { LoanInput } from '../../contracts/workflows';
import { businessDate } from '../../domain/calendar';
import { activities } from '../shared/activities';
import { type NextAct, nextAct } from './agenda';
import { closeManualTaskWhenPaid, collect, collectByHand, openManualTask, watchManualTask } from './collect';
import { giveBack } from './giveBack';
import { LoanOffice } from './loanOffice';
import { turnTo } from './progress';
import { remind } from './remind';

/** Instalments that one run lives through at most; keeps histories short and lets new programs take over. */
const INSTALMENTS_A_RUN = 6;

/**
 * A loan from its disbursement to its last instalment: reminds, debits on the collection date, tries again by
 * the bank's reason, hands over to people when that is used up, and closes when nothing is owed.
 */
export async function loan(input: LoanInput): Promise<void> {
  const office = new LoanOffice(input);
  const firstInstalment = office.progress.instalment;
  if (office.manualTask !== null) watchManualTask(office, office.manualTask);
  for (;;) {
    const plan = await look(office);
    if (plan.settled) {
      if (await isOver(office, plan)) break;
      continue;
    }
    const isFarEnough = office.progress.instalment - firstInstalment >= INSTALMENTS_A_RUN;
    if (isFarEnough || workflowInfo().continueAsNewSuggested) await beginNewRun(office);
    await liveTowards(office, plan.instalment);
  }
  await close(office);
  await condition(allHandlersFinished);
}

/** Nothing is owed: the loan is over when no money is on its way, and none is held for the borrower. */
async function isOver(office: LoanOffice, { suspenseFen }: LoanPlan): Promise<boolean> {
  if (office.isOrdering) await condition(() => !office.isOrdering);
  else if (suspenseFen > 0) await giveBack(office, suspenseFen);
  else return true;
  return false;
}

/** Reads the loan, and turns to the instalment that it waits for. */
async function look(office: LoanOffice): Promise<LoanPlan> {
  const { time, progress, input } = office;
  const plan = await activities.planInstalment({
    loanId: input.loanId,
    fromInstalment: progress.instalment,
    asOf: time.today(),
  });
  office.figures = plan;
  const next = plan.instalment?.number ?? progress.instalment;
  if (next !== progress.instalment) office.progress = turnTo(progress, next, time.nowMs());
  await closeManualTaskWhenPaid(office);
  await showStage(office, plan);
  return plan;
}

async function showStage(office: LoanOffice, { overdue, oldestDue, daysPastDue }: LoanPlan): Promise<void> {
  const stage = overdue ? 'OVERDUE' : 'REPAYING';
  if (office.file.stage === stage) return;
  const isNews = overdue && oldestDue !== null;
  await office.file.enter(stage, {
    waitingFor: 'calendar',
    messages: isNews ? [overdueNotice(office, oldestDue, daysPastDue)] : [],
  });
}

function overdueNotice(
  office: LoanOffice,
  { number, dueDate, unpaidFen }: NonNullable<LoanPlan['oldestDue']>,
  daysPastDue: number,
): MessageToSend {
  const values = { instalment: number, dueDate, amountFen: unpaidFen, daysPastDue };
  return office.message('SMS', 'OVERDUE_NOTICE', `instalment/${number}/overdue`, values);
}

/** Waits for what comes next and does it; comes back early when something moved meanwhile. */
async function liveTowards(office: LoanOffice, instalment: InstalmentPlan | null): Promise<void> {
  const seen = office.changes;
  const isDisturbed = () => office.changes !== seen || office.manualTask?.decision != null;
  if (instalment === null) return await waitForMoney(office, isDisturbed);
  while (!isDisturbed()) {
    const act = nextAct(instalment, office.progress);
    office.file.note('calendar', act.atMs);
    const ended = await office.time.wait(act.atMs, {
      summary: summaryOf(act, instalment),
      until: isDisturbed,
    });
    if (ended === 'WOKEN') break;
    if (act.kind === 'COLLECT') return await collect(office, instalment, act);
    await remind(office, instalment, act);
  }
  if (office.manualTask?.decision != null) await collectByHand(office, office.manualTask);
}

/** No instalment is left and money is still owed: people collect, until it is there. */
async function waitForMoney(office: LoanOffice, isDisturbed: () => boolean): Promise<void> {
  if (office.manualTask === null) {
    await openManualTask(office, { code: 'UNPAID_AFTER_MATURITY' });
  }
  office.file.note('finance', office.manualTask?.dueAtMs);
  await condition(isDisturbed);
  if (office.manualTask?.decision != null) await collectByHand(office, office.manualTask);
}

function summaryOf(act: NextAct, { number, dueDate }: InstalmentPlan): string {
  return act.kind === 'REMIND'
    ? `第${number}期还款提醒 · Reminder of instalment ${number}, due ${dueDate}`
    : `第${number}期扣款 · Debit of instalment ${number}, due ${dueDate}`;
}

/** Not while somebody waits for an answer: it would be lost. */
async function beginNewRun(office: LoanOffice): Promise<void> {
  const isDecided = () => office.manualTask?.decision != null;
  await condition(() => (allHandlersFinished() && office.file.isWritten) || isDecided());
  if (isDecided()) return;
  const { manualTask, time, input } = office;
  await continueAsNew<typeof loan>({
    ...input,
    ...time.input(),
    progress: {
      ...office.progress,
      livedToMs: time.nowMs(),
      manualTask:
        manualTask === null
          ? null
          : {
              taskId: manualTask.taskId,
              reason: manualTask.reason,
              dueAtMs: manualTask.dueAtMs,
              escalations: manualTask.escalations,
              claimedBy: manualTask.claimedBy,
            },
    },
  });
}

async function close(office: LoanOffice): Promise<void> {
  const { file, input, time } = office;
  const asOf = businessDate(time.nowMs());
  await file.enter('CLOSED', {
    waitingFor: null,
    messages: [office.message('EMAIL', 'LOAN_CLOSED', 'closed', { date: asOf })],
    write: (change) => activities.closeLoan({ loanId: input.loanId, asOf, change }),
  });
}
