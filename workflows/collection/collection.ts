import { condition, continueAsNew } from '@temporalio/workflow';
import type { CollectionLook } from '../../contracts/activities';
import { counted } from '../../contracts/texts/filled';
import type { CollectionInput } from '../../contracts/workflows';
import { actOn } from './act';
import { CollectionCase } from './collectionCase';
import { askAboutHolds, askToPost, takeUpTasks } from './tasks';

/**
 * A loan that is overdue, until all of that is paid: climbs the ladder from the oldest unpaid due date, each rung once
 * and in order, holds what a promise, hardship or a freeze holds, and sleeps until the next day that has something for
 * it. Whatever moves the loan wakes it, and it reads the books anew: no timer of a past anchor counts.
 */
export async function collection(input: CollectionInput): Promise<void> {
  const loan = new CollectionCase(input);
  await loan.untilGivenUp(() => live(loan));
}

async function live(loan: CollectionCase): Promise<void> {
  if (loan.input.progress !== null) await takeUpTasks(loan, loan.input.progress);
  for (;;) {
    const seen = loan.wakes;
    const isWoken = () => loan.wakes !== seen || loan.hasFacts();
    await loan.writeFacts();
    const awaited = loan.look?.awaitsDebit ?? false;
    const look = await lookAt(loan);
    if (look.isOver) {
      await end(loan, look);
      // What came while it ended is a default of its own, or this one's again.
      if (!isWoken()) return;
      continue;
    }
    await actOn(loan, look);
    // The debit may have become known before it was written that it is waited for: nobody would tell.
    if (look.awaitsDebit && !awaited) loan.wake();
    await askAboutHolds(loan, look);
    await askToPost(loan, look);
    if (loan.mayBeginAnew() && !isWoken()) await beginNewRun(loan);
    await sleepUntil(loan, look, isWoken);
  }
}

/** Looks at the ladder now, and says what of it stands since. */
async function lookAt(loan: CollectionCase): Promise<CollectionLook> {
  const look = await loan.activities.lookAtCollection({
    loanId: loan.input.loanId,
    atMs: loan.time.nowMs(),
    moved: loan.moved,
  });
  loan.seen(look);
  return look;
}

const LEAST_SLEEP_MS = 60_000;

async function sleepUntil(
  loan: CollectionCase,
  { nextAtMs, arrears, openPromise, awaitsDebit }: CollectionLook,
  isWoken: () => boolean,
): Promise<void> {
  loan.note(awaitsDebit ? 'bank' : 'calendar', nextAtMs);
  const days = arrears?.daysPastDue ?? 0;
  const summary = awaitsDebit
    ? '扣款结果明确后继续催收 · Goes on once the outcome of a debit is known'
    : openPromise === null
      ? `逾期${days}天，下一级催收 · ${counted(days, 'day', 'days')} past due: the next rung`
      : `承诺还款至 ${openPromise.byDate} · Promised by ${openPromise.byDate}`;
  // A look that finds nothing to wait for but what is past already would look for ever.
  const untilMs = Math.max(nextAtMs, loan.time.nowMs() + LEAST_SLEEP_MS);
  await loan.time.wait(untilMs, { summary, until: isWoken });
  // Looked at as it is now: what moved came after the instant that the process has lived to.
  if (isWoken()) loan.time.touchMs();
}

/** All that was overdue is paid: what people were to do about it is over, and so is the process. */
async function end(loan: CollectionCase, { facts }: CollectionLook): Promise<void> {
  await loan.enter('CURED', { waitingFor: null, ...(facts !== null && { collection: facts }) });
  await condition(() => loan.isIdle());
  await loan.writeFacts();
}

/** The same in a run with an empty history. */
async function beginNewRun(loan: CollectionCase): Promise<never> {
  const { time, input, stage, since, moved } = loan;
  return await continueAsNew<(input: CollectionInput) => Promise<void>>({
    ...input,
    ...time.input(),
    progress: {
      ...{ livedToMs: time.nowMs(), stage, stageSinceMs: Date.parse(since), moved },
      tasks: loan.openTasks(),
    },
  });
}
