import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { type AnswerOf, PlatformProblem } from '../../../demo/client';
import { checkLoan, type LoanFigures } from '../../../demo/invariants';
import { freshCompany } from '../../../demo/people';
import { Borrower, type Stage } from '../../../demo/story';

/** What customers pay in, so that interest can be paid. */
const TURNOVER_FEN = 10_000_000;

export const AMOUNT_FEN = 30_000_000;

/** An enterprise that has an offer for a loan and accepts it; the money waits for finance. */
export async function borrowerBeforeRelease(
  stage: Stage,
  termMonths = 6,
): Promise<{ borrower: Borrower; applicationId: string }> {
  const registered = await Borrower.register(stage, freshCompany());
  const borrower = await registered.activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({
    amountFen: AMOUNT_FEN,
    termMonths,
    purpose: '采购原料 Raw material',
  });
  await borrower.winOffer(applicationId);
  await borrower.client.call('acceptOffer', { params: { applicationId }, key: uuidv7() });
  return { borrower, applicationId };
}

/** Finance lets the money go; resolves when the loan is paid out. */
export function release(borrower: Borrower, applicationId: string): Promise<string> {
  return helped(borrower, applicationId, async () => {
    await borrower.decide('finance', 'RELEASE_DISBURSEMENT', applicationId, 'APPROVE');
    return borrower.disbursed(applicationId);
  });
}

/** The customers pay, and the loan is followed until it is closed. */
export async function repay(stage: Stage, borrower: Borrower, loanId: string): Promise<void> {
  await stage.bank.payIn(borrower.company.bankAccountNo, TURNOVER_FEN, `turnover/${loanId}`);
  await helped(borrower, loanId, () => borrower.followToTheEnd(loanId));
}

/** Does the work while finance answers each task to try a debit or a payout again. */
async function helped<Value>(borrower: Borrower, caseId: string, work: () => Promise<Value>): Promise<Value> {
  const over = new AbortController();
  const helping = helpWithTasks(borrower, caseId, over.signal);
  try {
    return await work();
  } catch (fault) {
    const stuck = await stuckOf(borrower).catch(String);
    throw new Error(`${String(fault)}; ${caseId} comes no further, stuck: ${JSON.stringify(stuck)}`);
  } finally {
    over.abort();
    await helping;
  }
}

async function helpWithTasks(borrower: Borrower, caseId: string, over: AbortSignal): Promise<void> {
  const finance = await borrower.staff('finance');
  for (;;) {
    await sleep(1_000, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    const { items } = await finance.call('listTasks', { query: { caseId, status: 'OPEN' } });
    for (const { id } of items.filter((task) => TO_TRY_AGAIN.has(task.kind))) {
      const params = { taskId: id };
      const body = { decision: 'TRY_AGAIN', reason: '' };
      await finance.call('decideTask', { params, body, key: uuidv7() }).catch(unlessRefused);
    }
  }
}

const TO_TRY_AGAIN = new Set<string>(['COLLECT_MANUALLY', 'RETRY_DISBURSEMENT', 'RETRY_REFUND']);

/** The due was paid in between: nothing is left to decide. */
function unlessRefused(fault: unknown): void {
  if (!(fault instanceof PlatformProblem) || fault.status >= 500) throw fault;
}

/** A whole life, from the registration to the last instalment. */
export async function wholeLife(
  stage: Stage,
  termMonths: number,
): Promise<{ borrower: Borrower; loanId: string }> {
  const { borrower, applicationId } = await borrowerBeforeRelease(stage, termMonths);
  const loanId = await release(borrower, applicationId);
  await repay(stage, borrower, loanId);
  return { borrower, loanId };
}

/** Everything that must hold at the end of a loan does: fails with what is broken. */
export async function expectWhole(stage: Stage, borrower: Borrower, loanId: string): Promise<LoanFigures> {
  const { figures, invariants } = await checkLoan(loanId, await borrower.staff('finance'), stage.bank);
  expect(invariants.filter(({ holds }) => !holds)).toEqual([]);
  expect(invariants.length).toBeGreaterThan(0);
  return figures;
}

/** What the admin of the enterprise's institution finds stuck among these workflows, with why. */
export async function stuckOf(
  borrower: Borrower,
  isMeant: (workflowId: string) => boolean = () => true,
): Promise<readonly AnswerOf<'listWorkflows'>['items'][number][]> {
  const admin = await borrower.staff('admin');
  const { items } = await admin.call('listWorkflows', { query: { stuck: 'true', pageSize: '200' } });
  return items.filter(({ workflowId }) => isMeant(workflowId));
}
