import { condition } from '@temporalio/workflow';
import type { LoanPlan } from '../../contracts/activities';
import { moneyKeys } from '../../contracts/ids';
import type { PaymentResult } from '../../contracts/workflows';
import { instantOf } from '../../domain/calendar/clock';
import { isoDate } from '../../domain/calendar/isoDate';
import { untilNextOrder } from '../shared/untilNextOrder';
import type { LoanCase } from './loanCase';

/**
 * Pays what is held for the borrower back, once nothing is owed: a loan that holds money can't close. One order at
 * a time; declined ones go out again by their reason, in the end by a person's word or to another account.
 */
export async function giveBack(
  loan: LoanCase,
  { suspenseFen, asOf }: LoanPlan,
  isDisturbed: () => boolean,
): Promise<void> {
  // While a person is asked: whatever moves is looked at first.
  if (loan.refundTask !== null) return await condition(() => loan.refundTask === null || isDisturbed());
  await loan.whileAlone(async () => {
    // The money may have come on a later day than the loan has lived to.
    const decidedAtMs = Math.max(loan.time.nowMs(), instantOf(isoDate(asOf)));
    const result = await order(loan, suspenseFen, decidedAtMs);
    if (result.outcome.status === 'FAILED') {
      loan.declinedRefunds.push({ atMs: decidedAtMs, code: result.outcome.code });
      await beforeNextOrder(loan, result);
    } else loan.declinedRefunds = [];
  });
}

async function order(loan: LoanCase, amountFen: number, decidedAtMs: number): Promise<PaymentResult> {
  const { instalment } = loan.progress;
  const key = moneyKeys.refund(loan.input.loanId, instalment, loan.nextOrderNumber());
  return await loan.order({ key, purpose: 'REFUND', amountFen, decidedAtMs });
}

/** Waits when waiting cures it; else a person is asked, beside whom the loan goes on looking. */
async function beforeNextOrder(loan: LoanCase, { resolvedAtMs }: PaymentResult): Promise<void> {
  const { declinedRefunds: declined, accountsBound } = loan;
  const { loanId } = loan.input;
  const orders = { loanId, orders: declined };
  const said = await untilNextOrder(loan, orders, resolvedAtMs, '再次退款 · Try the refund again');
  if (said === null) return;
  const code = declined.at(-1)?.code ?? '';
  const overBecause = () => {
    if (loan.accountsBound !== accountsBound) return 'ACCOUNT_BOUND';
    return isHeld(loan) ? null : 'NOTHING_HELD';
  };
  const { task, decision } = await loan.askBeside('RETRY_REFUND', {
    reason: { code: 'REFUND_DECLINED', detail: { code, orders: declined.length } },
    overBecause,
  });
  loan.refundTask = task;
  void decision.then(() => {
    loan.refundTask = null;
  });
}

/** Nothing is owed, and there is something to give back. */
function isHeld({ figures }: LoanCase): boolean {
  return figures?.settled === true && figures.suspenseFen > 0;
}
