import { isoInstant } from '../shared/businessTime';
import type { NextAct } from './agenda';
import type { LoanCase } from './loanCase';

/** Tells the borrower that a floating rate is looked up soon; once for each such day. */
export async function announceRepricing(
  loan: LoanCase,
  { atMs, date }: Extract<NextAct, { kind: 'ANNOUNCE_REPRICING' }>,
): Promise<void> {
  const { loanId } = loan.input;
  await loan.activities.announceRepricing({ loanId, date, at: isoInstant(atMs) });
  loan.progress = { ...loan.progress, announced: date };
}

/** Looks a floating rate up on its day; no person is asked. Rows keep their days: what they come to is read when it is due. */
export async function reprice(
  loan: LoanCase,
  { atMs, date }: Extract<NextAct, { kind: 'REPRICE' }>,
): Promise<void> {
  const { loanId } = loan.input;
  await loan.whileAlone(() => loan.activities.repriceLoan({ loanId, date, at: isoInstant(atMs) }));
}
