import { condition, continueAsNew } from '@temporalio/workflow';
import type { LoanPlan } from '../../contracts/activities';
import type { LoanInput, LoanStage } from '../../contracts/workflows';
import { businessDate, instantOf } from '../../domain/calendar/clock';
import { addDays } from '../../domain/calendar/isoDate';
import { type NextAct, nextAct } from './agenda';
import { askToCollect, checkDue, collect, debitByHand, takeUpManualTask } from './collect';
import { giveBack } from './giveBack';
import { LoanCase } from './loanCase';
import { remind } from './remind';
import { announceRepricing, reprice } from './reprice';
import { Run } from './run';
import { takeChanges } from './takeChanges';
import { takeUp, turnToFirstUnpaid } from './takeUp';
import { tellCollection } from './tellCollection';

/** Whether something moved since the loan was looked at last, or a new run may begin. */
type IsDisturbed = () => boolean;

/**
 * A loan from its disbursement to its last instalment: reminds, debits on the collection date, tries again by
 * the bank's reason, hands over to people when that is used up, and closes when nothing is owed. After each step
 * it looks at its books again: they say what is next.
 */
export async function loan(input: LoanInput): Promise<void> {
  const loan = new LoanCase(input);
  // A loan whose process was given up goes on all the same: it becomes a break, for people to service (worker/agreement).
  await loan.untilGivenUp(() => live(loan));
}

async function live(loan: LoanCase): Promise<void> {
  const { input } = loan;
  const run = new Run(loan);
  const { manualTask } = loan.progress;
  if (manualTask !== null) takeUpManualTask(loan, manualTask);
  if (input.progress === null && input.restartedAtMs !== undefined) await takeUp(loan);
  for (;;) {
    // Before the look: what moves while it reads is seen by the next one.
    const seen = loan.changes;
    const isDisturbed = () => loan.changes !== seen || run.mayEnd();
    const plan = await look(loan);
    if (plan.approvedChanges.length > 0) {
      await takeChanges(loan, plan.approvedChanges);
    } else if (loan.debitWanted !== null) {
      await debitByHand(loan, loan.debitWanted);
    } else if (plan.settled) {
      if (await isOver(loan, plan, run, isDisturbed)) return;
    } else {
      if (run.mayEnd()) await beginNewRun(loan);
      await liveTowards(loan, plan, run, isDisturbed);
    }
  }
}

/** Nothing is owed: the loan is over when no money is on its way, none is held, and its books take the closing. */
async function isOver(loan: LoanCase, plan: LoanPlan, run: Run, isDisturbed: IsDisturbed): Promise<boolean> {
  if (loan.isOrdering) await condition(() => !loan.isOrdering);
  else if (plan.suspenseFen > 0) await giveBack(loan, plan, isDisturbed);
  else if (await close(loan, plan)) return true;
  else if (run.mayEnd()) await beginNewRun(loan);
  else await restUntilTomorrow(loan, isDisturbed);
  return false;
}

/** Reads the loan, and turns to the instalment that it waits for. */
async function look(loan: LoanCase): Promise<LoanPlan> {
  const { progress, input } = loan;
  const plan = await loan.activities.planInstalment({
    loanId: input.loanId,
    fromInstalment: progress.instalment,
    asOf: loan.time.today(),
    remindersSent: progress.remindersSent,
  });
  loan.figures = plan;
  if (plan.isAccountNew && loan.isDeclined) loan.resumeDebits();
  await turnToFirstUnpaid(loan, plan);
  const wasOverdue = loan.stage === 'OVERDUE' || loan.stage === 'WRITTEN_OFF';
  await showStage(loan, plan);
  await tellCollection(loan, plan, wasOverdue);
  return plan;
}

async function showStage(loan: LoanCase, plan: LoanPlan): Promise<void> {
  const stage = stageOf(plan);
  if (loan.stage !== stage) await loan.enter(stage, { waitingFor: 'calendar' });
}

function stageOf({ writtenOff, overdue }: LoanPlan): LoanStage {
  if (writtenOff) return 'WRITTEN_OFF';
  return overdue ? 'OVERDUE' : 'REPAYING';
}

/** Waits for what comes next and does it; comes back early when something moved meanwhile. */
async function liveTowards(
  loan: LoanCase,
  plan: LoanPlan,
  { longFromMs }: Run,
  isDisturbed: IsDisturbed,
): Promise<void> {
  // No instalment is left and money is still owed: people collect, until it is there. What was written off is claimed
  // without them: money that comes for it is seen.
  if (plan.instalment === null && !plan.writtenOff)
    await askToCollect(loan, { code: 'UNPAID_AFTER_MATURITY' });
  const act = nextAct(plan, loan.progress, loan.time.nowMs(), longFromMs);
  loan.note('calendar', act.atMs);
  const ended = await loan.time.wait(act.atMs, { summary: summaryOf(act), until: isDisturbed });
  if (ended === 'DUE') await carryOut(loan, act);
}

async function carryOut(loan: LoanCase, act: NextAct): Promise<void> {
  switch (act.kind) {
    case 'REMIND':
      return await remind(loan, act);
    case 'COLLECT':
      return await collect(loan, act);
    case 'CHECK_DUE':
      return await checkDue(loan, act);
    case 'ANNOUNCE_REPRICING':
      return await announceRepricing(loan, act);
    case 'REPRICE':
      return await reprice(loan, act);
    case 'CHANGE_DUE':
    case 'OVERDUE_CHECK':
    case 'LOOK':
      // The look that follows each act is all.
      return;
  }
}

function summaryOf(act: NextAct): string {
  switch (act.kind) {
    case 'REMIND':
      return `第${act.instalment.number}期还款提醒 · Reminder of instalment ${act.instalment.number}, due ${act.instalment.dueDate}`;
    case 'COLLECT':
      return `第${act.instalment.number}期扣款 · Debit of instalment ${act.instalment.number}, due ${act.instalment.dueDate}`;
    case 'CHECK_DUE':
      return `第${act.instalment.number}期到期核对(自动扣款暂停) · Is instalment ${act.instalment.number} paid? Debits are paused`;
    case 'CHANGE_DUE':
      return '贷款变更生效 · A change of the loan comes into force';
    case 'ANNOUNCE_REPRICING':
      return `利率重新定价通知 · Tell the borrower that the rate is looked up on ${act.date}`;
    case 'REPRICE':
      return `利率重新定价 · The floating rate is looked up, ${act.date}`;
    case 'OVERDUE_CHECK':
      return '逾期核对 · Is something overdue?';
    case 'LOOK':
      return '定期核对贷款 · A look at the loan from time to time';
  }
}

/** The books don't take the closing, for a reason that only others can cure. */
async function restUntilTomorrow(loan: LoanCase, isDisturbed: IsDisturbed): Promise<void> {
  const tomorrowMs = instantOf(addDays(businessDate(loan.time.nowMs()), 1));
  loan.note('platform', tomorrowMs);
  await loan.time.wait(tomorrowMs, { summary: '等待可结清 · Until it can be closed', until: isDisturbed });
}

/** The same loan, in a run with an empty history. */
async function beginNewRun(loan: LoanCase): Promise<never> {
  const { time, input } = loan;
  return await continueAsNew<(input: LoanInput) => Promise<void>>({
    ...input,
    ...time.input(),
    progress: loan.carriedProgress(),
  });
}

/** @returns false when the books know of something that the loan has not seen: it looks again */
async function close(loan: LoanCase, { asOf }: LoanPlan): Promise<boolean> {
  const { closed } = await loan.activities.closeLoan({ loanId: loan.input.loanId, asOf });
  if (!closed) return false;
  await loan.enter('CLOSED', {
    waitingFor: null,
    messages: [loan.message('EMAIL', 'LOAN_CLOSED', `closed/${asOf}`, { date: asOf })],
  });
  return true;
}
