import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { type AnswerOf, PlatformProblem } from '../../../demo/client';
import { checkLoan, type LoanFigures } from '../../../demo/invariants';
import { freshCompany } from '../../../demo/people';
import { Borrower, type Stage, waitFor } from '../../../demo/story';
import type { Line } from '../../../dev/faults/line';
import { type Answer, wordOfBook } from '../../../dev/faults/staff';

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

/** Does the work while finance answers each task that it waits for. */
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
  // What the first says of money that goes out, the second confirms.
  const inboxes = [
    [await borrower.staff('finance'), { caseId }],
    [await borrower.staff('finance'), { kind: 'RESOLVE_PAYMENT' }],
    [await borrower.staff('finance2'), { kind: 'CONFIRM_PAYMENT' }],
  ] as const;
  const isOfCase = (task: Task) =>
    task.caseId === caseId || String(task.reason.detail?.key ?? '').startsWith(`loan/${caseId}/`);
  for (;;) {
    await sleep(1_000, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    for (const [person, which] of inboxes) {
      const { items } = await person.call('listTasks', { query: { ...which, status: 'OPEN' } });
      for (const task of items.filter((each) => each.barred === null && isOfCase(each))) {
        const body = await answerTo(task, borrower.stage);
        const decided = { params: { taskId: task.id }, body, key: uuidv7() };
        if (body !== undefined) await person.call('decideTask', decided).catch(unlessRefused);
      }
    }
  }
}

type Task = AnswerOf<'listTasks'>['items'][number];

/** Undefined: it is for others, or for the story itself. */
async function answerTo({ kind, reason }: Task, { bank }: Stage): Promise<Answer> {
  if (kind === 'RESOLVE_PAYMENT') return await wordOfBook(bank, reason);
  if (kind === 'CONFIRM_PAYMENT') return { decision: 'CONFIRM', reason: '' };
  return TO_TRY_AGAIN.has(kind) ? { decision: 'TRY_AGAIN', reason: '' } : undefined;
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

/** So long people need, on a machine under load, to have a process tried again that waits. */
const TIME_TO_ACT_MS = 20_000;

/** Mends the line on which a step of a process fails when it is not tried again by itself before people can act. */
export async function mendBeforePeopleAct(borrower: Borrower, workflowId: string, line: Line): Promise<void> {
  await waitFor('the next attempt to be far ahead', async () => {
    const [stuck] = await stuckOf(borrower, (id) => id === workflowId);
    const nextMs = Date.parse(stuck?.failing?.nextAttemptAt ?? '');
    return nextMs - Date.now() > TIME_TO_ACT_MS ? true : undefined;
  });
  await line.mend();
}
