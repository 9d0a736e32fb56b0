import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { LoanPlan, MessageToSend } from '../../contracts/activities';
import type { LoanInput } from '../../contracts/workflows';
import { addDays, businessDate, instantOf } from '../../domain/calendar';
import { activities } from '../shared/activities';
import { type NextAct, nextAct } from './agenda';
import {
  checkDue,
  closeManualTaskWhenPaid,
  collect,
  collectByHand,
  openManualTask,
  takeUpManualTask,
} from './collect';
import { giveBack, withdrawRefundTask } from './giveBack';
import { LoanOffice } from './loanOffice';
import { remind } from './remind';
import { takeChanges } from './takeChanges';
import { takeUp, turnToFirstUnpaid } from './takeUp';

/** Instalments that one run lives through at most; keeps histories short and lets new programs take over. */
const INSTALMENTS_A_RUN = 6;

/** Whether something moved since the loan was looked at last. */
type IsDisturbed = () => boolean;

/**
 * A loan from its disbursement to its last instalment: reminds, debits on the collection date, tries again by
 * the bank's reason, hands over to people when that is used up, and closes when nothing is owed. After each step
 * it looks at its books again: they say what is next.
 */
export async function loan(input: LoanInput): Promise<void> {
  const office = new LoanOffice(input);
  const firstInstalment = office.progress.instalment;
  const { manualTask } = office.progress;
  if (manualTask !== null) takeUpManualTask(office, manualTask);
  if (input.progress === null && input.restartedAtMs !== undefined) await takeUp(office);
  for (;;) {
    // Before the look: what moves while it reads is seen by the next one.
    const seen = office.changes;
    const isDisturbed = () => office.changes !== seen || office.manualTask?.decision != null;
    const plan = await look(office);
    if (plan.approvedChanges.length > 0) {
      await takeChanges(office, plan.approvedChanges);
    } else if (plan.settled) {
      if (await isOver(office, plan, isDisturbed)) break;
    } else {
      const isFarEnough = office.progress.instalment - firstInstalment >= INSTALMENTS_A_RUN;
      if (isFarEnough || workflowInfo().continueAsNewSuggested) await beginNewRun(office);
      await liveTowards(office, plan, isDisturbed);
    }
  }
  await condition(allHandlersFinished);
}

/** Nothing is owed: the loan is over when no money is on its way, none is held, and its books take the closing. */
async function isOver(office: LoanOffice, plan: LoanPlan, isDisturbed: IsDisturbed): Promise<boolean> {
  if (office.isOrdering) await condition(() => !office.isOrdering);
  else if (plan.suspenseFen > 0) await giveBack(office, plan, isDisturbed);
  else if (await close(office, plan)) return true;
  else await restUntilTomorrow(office, isDisturbed);
  return false;
}

/** Reads the loan, and turns to the instalment that it waits for. */
async function look(office: LoanOffice): Promise<LoanPlan> {
  const { progress, input } = office;
  const plan = await activities.planInstalment({
    loanId: input.loanId,
    fromInstalment: progress.instalment,
    asOf: office.time.today(),
  });
  office.figures = plan;
  if (plan.isAccountNew && office.isDeclined) office.resumeDebits();
  await turnToFirstUnpaid(office, plan);
  await closeManualTaskWhenPaid(office);
  await withdrawRefundTask(office, plan);
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
async function liveTowards(office: LoanOffice, plan: LoanPlan, isDisturbed: IsDisturbed): Promise<void> {
  // No instalment is left and money is still owed: people collect, until it is there.
  if (plan.instalment === null) await openManualTask(office, { code: 'UNPAID_AFTER_MATURITY' });
  const act = nextAct(plan, office.progress, office.time.nowMs());
  if (plan.instalment === null) office.file.note('finance', office.manualTask?.dueAtMs);
  else office.file.note('calendar', act.atMs);
  const ended = await office.time.wait(act.atMs, { summary: summaryOf(act), until: isDisturbed });
  if (ended === 'DUE') await carryOut(office, act);
  if (office.manualTask?.decision != null) await collectByHand(office, office.manualTask);
}

async function carryOut(office: LoanOffice, act: NextAct): Promise<void> {
  switch (act.kind) {
    case 'REMIND':
      return await remind(office, act);
    case 'COLLECT':
      return await collect(office, act);
    case 'CHECK_DUE':
      return await checkDue(office, act);
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
    case 'OVERDUE_CHECK':
      return '逾期核对 · Is something overdue?';
    case 'LOOK':
      return '定期核对贷款 · A look at the loan from time to time';
  }
}

/** The books don't take the closing, for a reason that only others can cure. */
async function restUntilTomorrow(office: LoanOffice, isDisturbed: IsDisturbed): Promise<void> {
  const tomorrowMs = instantOf(addDays(businessDate(office.time.nowMs()), 1));
  office.file.note('platform', tomorrowMs);
  await office.time.wait(tomorrowMs, { summary: '等待可结清 · Until it can be closed', until: isDisturbed });
}

/** Not while somebody waits for an answer: it would be lost. */
async function beginNewRun(office: LoanOffice): Promise<void> {
  const isDecided = () => office.manualTask?.decision != null;
  await condition(() => (allHandlersFinished() && office.file.isWritten) || isDecided());
  if (isDecided()) return;
  const { time, input } = office;
  await continueAsNew<typeof loan>({ ...input, ...time.input(), progress: office.carriedProgress() });
}

/** @returns false when the books know of something that the loan has not seen: it looks again */
async function close(office: LoanOffice, { asOf }: LoanPlan): Promise<boolean> {
  const { closed } = await activities.closeLoan({ loanId: office.input.loanId, asOf });
  if (!closed) return false;
  await office.file.enter('CLOSED', {
    waitingFor: null,
    messages: [office.message('EMAIL', 'LOAN_CLOSED', `closed/${asOf}`, { date: asOf })],
  });
  return true;
}
