import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { type AnswerOf, type PlatformClient, PlatformProblem } from '../../demo/client';
import type { Borrower, LoanAnswer } from '../../demo/story';
import { addDays, isoDate } from '../../domain/calendar/isoDate';
import type { Chance } from './chance';
import type { Life } from './life';
import { type Manner, msOfMonths } from './lifePlan';
import type { Venue } from './venue';

const LOOK_EVERY_MS = 1_500;
/** How often something is asked for that the fast clock makes old. */
const TRIES = 8;
/** Business days that a promise lasts: long enough for two rungs that have to wait for it. */
const PROMISE_DAYS = 12;
/** So far ahead a change counts, and a quote is honoured: people take a second or two. */
const DAYS_AHEAD = 10;
const QUOTE_DAYS = 25;
const WAIVED_FEN = 1_000;
const OVER_FEN = 123_456;

/** A loan that lives, and who lives it. */
export interface Living {
  readonly borrower: Borrower;
  readonly loanId: string;
  readonly life: Life;
  readonly venue: Venue;
  readonly chance: Chance;
}

/** How borrowers behave while their loans run. */
export const MANNERS: Readonly<Record<Manner, (living: Living) => Promise<void>>> = {
  AGREED: async () => undefined,
  PREPAYS: async (living) => {
    await someTimeInside(living);
    const { principalOutstandingFen } = await loanOf(living);
    await prepay(living, Math.floor(principalOutstandingFen / 3));
  },
  REPAYS: async (living) => {
    for (let times = living.chance.whole(1, 3); times > 0; times -= 1) {
      await someTimeInside(living);
      await repayNext(living);
    }
  },
  TRANSFERS: async (living) => {
    for (let times = living.chance.whole(1, 3); times > 0; times -= 1) {
      await someTimeInside(living);
      await living.life.transfer(living.chance.whole(1, 3) * 1_000_000);
    }
    await payWhenClosed(living);
  },
  POOR: async ({ chance, life, venue }) => {
    const behaviours = [{ kind: 'DECLINE', code: '51', times: chance.whole(2, 12) }];
    await venue.stage.bank.plan({ match: { account: life.account, kind: 'COLLECT' }, behaviours });
  },
  LATE: async (living) => {
    const amountFen = await promiseAll(living);
    if (amountFen !== undefined) await repay(living.borrower, living.loanId, amountFen);
    await payUp(living);
  },
  PARTIAL: async (living) => {
    const amountFen = await promiseAll(living);
    if (amountFen !== undefined) {
      await repay(living.borrower, living.loanId, Math.floor(amountFen / 2));
      await unlessOver(living, async () => {
        const { promises } = await calendarOf(living);
        return promises.every(({ status }) => status !== 'OPEN') ? true : undefined;
      });
      await askForWaiver(living);
    }
    await payUp(living);
  },
  HOPELESS: async (living) => {
    await holdOut(living, 'instalment/');
    await writeOff(living);
    await recover(living);
    await payWhenClosed(living);
  },
  GENEROUS: async (living) => {
    await someTimeInside(living);
    await repayNext(living);
    await settle(living);
    await payWhenClosed(living);
  },
  EXTENDS: async (living) => {
    await someTimeInside(living);
    await extend(living);
  },
  RESCHEDULES: async (living) => {
    await someTimeInside(living);
    await reschedule(living);
  },
  DISPUTES: async (living) => {
    await dispute(living);
  },
  SETTLES: async (living) => {
    // Again where the bank declined it in the end: on a slow clock no instalment comes for hours.
    await unlessOver(living, async () => {
      const { principalOutstandingFen } = await loanOf(living);
      if (principalOutstandingFen > 0) await prepay(living, principalOutstandingFen);
      return undefined;
    });
  },
};

/** Waits until somewhere inside the next two months. */
async function someTimeInside({ chance, venue }: Living): Promise<void> {
  await sleep(chance.between(0, msOfMonths(2, venue.speed)));
}

/** Asks until there is an answer; nothing when the loan is over, or given up, before. */
async function unlessOver<Value>(
  { life }: Living,
  ask: () => Promise<Value | undefined>,
): Promise<Value | undefined> {
  while (!life.isClosed && life.trouble === undefined) {
    const value = await ask();
    if (value !== undefined) return value;
    await sleep(LOOK_EVERY_MS);
  }
  return undefined;
}

/** Refused while something else is under way, or for a quote that has grown old: asked again a few times. */
async function insisting<Value>(living: Living, act: () => Promise<Value>): Promise<Value | undefined> {
  for (let tries = 0; tries < TRIES && !living.life.isClosed; tries += 1) {
    const done = await orRefused(act);
    if (done !== undefined) return done;
    await sleep(LOOK_EVERY_MS);
  }
  return undefined;
}

function loanOf({ borrower, loanId }: Living): Promise<LoanAnswer> {
  return borrower.loan(loanId);
}

function calendarOf({ borrower, loanId }: Living): Promise<AnswerOf<'getCollection'>> {
  return borrower.client.call('getCollection', { params: { loanId } });
}

/** Repays the next instalment by itself, whether it is due or not. */
async function repayNext(living: Living): Promise<void> {
  const { schedule } = await loanOf(living);
  const amountFen = schedule.find(({ remainingFen }) => remainingFen > 0)?.remainingFen;
  if (amountFen !== undefined) await repay(living.borrower, living.loanId, amountFen);
}

/** Money that nobody owes, when all is over. */
async function payWhenClosed(living: Living): Promise<void> {
  await unlessOver(living, async () => undefined);
  if (living.life.isClosed && living.chance.whole(0, 1) === 1) await living.life.transfer(OVER_FEN);
}

/** Prepays as quoted; the quote of a fast clock is soon out of date, so it is asked for again. */
async function prepay(living: Living, principalFen: number): Promise<void> {
  const { borrower, loanId } = living;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const paid = await orRefused(async () => {
      const query = { principalFen: String(principalFen) };
      const { options } = await borrower.client.call('getPrepaymentOptions', { params: { loanId }, query });
      const [option] = options;
      if (option === undefined) return;
      const body = { principalFen: option.principalFen, amountFen: option.cashFen, mode: option.mode };
      const { payment } = await borrower.client.call('prepay', { params: { loanId }, body, key: uuidv7() });
      return payment.status !== 'FAILED';
    });
    if (paid === true) return;
    await sleep(LOOK_EVERY_MS);
  }
}

/** The borrower repays by itself, by debit of its account. */
export async function repay(borrower: Borrower, loanId: string, amountFen: number): Promise<void> {
  await orRefused(() =>
    borrower.client.call('repay', { params: { loanId }, body: { amountFen }, key: uuidv7() }),
  );
}

/** From now on the bank declines debits of the loan under keys that begin so, and people don't press for them. */
async function holdOut({ life, loanId, venue }: Living, keys: string): Promise<void> {
  life.isHoldingOut = true;
  await venue.stage.bank.plan({
    match: { account: life.account, kind: 'COLLECT', keyPrefix: `loan/${loanId}/${keys}` },
    behaviours: [{ kind: 'DECLINE', code: '51', times: 100_000 }],
  });
}

/**
 * Lets the first instalment become overdue, and promises all of that.
 * @returns what was promised; nothing when the loan is over before
 */
async function promiseAll(living: Living): Promise<number | undefined> {
  await holdOut(living, 'instalment/1/');
  const { borrower, loanId } = living;
  return await unlessOver(living, async () => {
    const { asOf, mayPromise, overdueFen: amountFen } = await calendarOf(living);
    if (mayPromise !== null) return undefined;
    const body = { amountFen, byDate: addDays(isoDate(asOf), PROMISE_DAYS) };
    const made = await orRefused(() =>
      borrower.client.call('promise', { params: { loanId }, body, key: uuidv7() }),
    );
    return made === undefined ? undefined : amountFen;
  });
}

/** Pays what is overdue until nothing is. */
async function payUp(living: Living): Promise<void> {
  living.life.isHoldingOut = false;
  await unlessOver(living, async () => {
    const { episode, overdueFen } = await calendarOf(living);
    if (episode === null) return true;
    await repay(living.borrower, living.loanId, overdueFen);
    return undefined;
  });
}

/** Somebody who serves customers asks for a little of the penalty to be given up. */
async function askForWaiver(living: Living): Promise<void> {
  const service = await living.borrower.staff('customer_service');
  const wish = { kind: 'WAIVE', waive: [{ component: 'penalty', amountFen: WAIVED_FEN }] };
  await insisting(living, () => askFor(living, service, wish, '客户困难 In difficulties'));
}

/** Finance has it written off, with a paper, once its interest is not recognised any more. */
async function writeOff(living: Living): Promise<void> {
  const { borrower, loanId } = living;
  const [finance, risk] = await Promise.all([borrower.staff('finance'), borrower.staff('risk')]);
  const paper = await unlessOver(living, async () => {
    const { accrual } = await finance.call('getLoanRisk', { params: { loanId } });
    return accrual === 'ACCRUAL' ? undefined : await evidenceOf(living, risk);
  });
  if (paper === undefined) return;
  const wish = { kind: 'WRITE_OFF', evidence: [paper] };
  // Refused when it has become another amount: asked for anew.
  await unlessOver(living, async () => {
    const change = await orRefused(() => askFor(living, finance, wish, '无可执行财产 Nothing is left'));
    if (change === undefined) return undefined;
    const status = await unlessOver(living, async () => {
      const now = await finance.call('getLoanChange', { params: { changeId: change.id } });
      return ENDS_OF_CHANGES.has(now.status) ? now.status : undefined;
    });
    return status === 'APPLIED' ? true : undefined;
  });
}

const ENDS_OF_CHANGES: ReadonlySet<string> = new Set(['APPLIED', 'REFUSED', 'REJECTED']);

/** A paper that is put to a step of the ladder. */
async function evidenceOf({ loanId }: Living, risk: PlatformClient): Promise<string | undefined> {
  const query = { kind: 'DO_COLLECTION_STEP', caseId: loanId };
  const { items } = await risk.call('listTasks', { query });
  const [task] = items;
  if (task === undefined) return undefined;
  const file = `%PDF-1.7\n% 法院终结执行裁定 Ruling of the court ${loanId}\n%%EOF\n`;
  const paper = { params: { taskId: task.id }, query: { name: 'ruling.pdf' }, file };
  return (await risk.call('attach', paper)).id;
}

/** It pays after all, half of the claim and then the rest. */
async function recover(living: Living): Promise<void> {
  const { borrower, loanId, life } = living;
  const finance = await borrower.staff('finance');
  life.isHoldingOut = false;
  await unlessOver(living, async () => {
    const { claim, recoveredFen } = await finance.call('getLoanRisk', {
      params: { loanId },
    });
    const claimFen = Object.values(claim ?? {}).reduce((sum, part) => sum + part, 0);
    const amountFen = recoveredFen === 0 ? Math.ceil(claimFen / 2) : claimFen;
    if (amountFen > 0) await repay(borrower, loanId, amountFen);
    return undefined;
  });
}

/** Has it quoted what settles the loan, and transfers that a day or two later: less was owed by then. */
async function settle(living: Living): Promise<void> {
  const { borrower, life, loanId } = living;
  const { asOf } = await loanOf(living);
  const body = { validThrough: addDays(isoDate(asOf), QUOTE_DAYS) };
  const quoted = await insisting(living, () =>
    borrower.client.call('quoteSettlement', { params: { loanId }, body, key: uuidv7() }),
  );
  if (quoted !== undefined) await life.transfer(quoted.amountFen);
}

async function extend(living: Living): Promise<void> {
  const { borrower, chance, loanId } = living;
  const months = chance.whole(1, 2);
  await insisting(living, () =>
    askFor(living, borrower.client, { kind: 'EXTEND', months }, '订单延期 Orders came late'),
  );
  await sleep(LOOK_EVERY_MS);
  // Another one beside it, which nobody wants any more.
  await orRefused(async () => {
    const wish = { kind: 'EXTEND', months: 1 };
    const { id: changeId } = await askFor(living, borrower.client, wish, '又一次 Once more');
    await borrower.client.call('withdrawLoanChange', { params: { loanId, changeId } });
  });
}

/** The house offers a new plan, and the enterprise agrees to it as long as it stands. */
async function reschedule(living: Living): Promise<void> {
  const { borrower, chance, loanId } = living;
  const finance = await borrower.staff('finance');
  const wish = { kind: 'RESCHEDULE', termMonths: chance.whole(3, 5) };
  const offer = await insisting(living, () => askFor(living, finance, wish, '行业低迷 A weak season'));
  if (offer === undefined) return;
  const params = { loanId, changeId: offer.id };
  await unlessOver(living, async () => {
    const { quote, status } = await finance.call('getLoanChange', { params: { changeId: offer.id } });
    if (status === 'REQUESTED') return undefined;
    if (status !== 'OFFERED') return true;
    const body = { answer: 'AGREE', quoteHash: quote?.hash };
    await orRefused(() => borrower.client.call('answerLoanChange', { params, body, key: uuidv7() }));
    return true;
  });
}

/** Asks for what was shown, from some days ahead. */
async function askFor(
  living: Living,
  client: PlatformClient,
  wish: { readonly kind: string; readonly [field: string]: unknown },
  reason: string,
): Promise<AnswerOf<'requestLoanChange'>> {
  const { loanId } = living;
  const { asOf } = await loanOf(living);
  const on = addDays(isoDate(asOf), DAYS_AHEAD);
  const params = { loanId };
  const { quote } = await client.call('quoteLoanChange', { params, body: { ...wish, on } });
  const body = { ...wish, on, reason, quoteHash: quote?.hash };
  return await client.call('requestLoanChange', { params, body, key: uuidv7() });
}

/** Says of the first charge that it is not owed, paid or not. */
async function dispute(living: Living): Promise<void> {
  const { borrower, loanId } = living;
  await unlessOver(living, async () => {
    const { items } = await borrower.client.call('listFees', { query: { loanId } });
    const fee = items.find(({ invoiceNo }) => invoiceNo !== null);
    if (fee === undefined) return undefined;
    const asked = {
      params: { feeId: fee.id },
      body: { reason: '服务未提供 Was never given' },
      key: uuidv7(),
    };
    return await orRefused(() => borrower.client.call('disputeFee', asked));
  });
}

/** Refusals are answers: the loan is closed, a debit is under way, the quote has changed. */
async function orRefused<Value>(act: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await act();
  } catch (fault) {
    if (!(fault instanceof PlatformProblem) || fault.status >= 500) throw fault;
    return undefined;
  }
}
