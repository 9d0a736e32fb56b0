import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Contract } from '../../../demo/contract';
import { fees } from '../../../demo/fees';
import { monthEnd } from '../../../demo/monthEnd';
import { Narrator } from '../../../demo/narrator';
import { overdue } from '../../../demo/overdue';
import { DEMO_PASSWORD, freshCompany, staffMail } from '../../../demo/people';
import { restructure } from '../../../demo/restructure';
import { stageAt } from '../../../demo/stage';
import { Borrower, type Stage, waitFor } from '../../../demo/story';
import { startPlatform } from '../../../dev/platform/startPlatform';
import type { Ids } from './cases';

/** A year in about three minutes. */
const FAST = 175_000;
/** Nothing is over while it is looked at: a day is two and a half minutes. */
const SLOW = 600;
/** So far the ladder of who is late has come: told, called, and still late. */
const LATE_DAYS = 7;

const LOAN = {
  amountFen: 30_000_000,
  termMonths: 6,
  purpose: '采购秋季原料 Raw material for the autumn season',
};
const APPLICATION = { amountFen: 20_000_000, termMonths: 12, purpose: '购置设备 New equipment' };

/** A platform on which months were lived, and what is looked at there. */
export interface Lived {
  readonly address: string;
  readonly mails: Readonly<Record<'late' | 'offered', string>>;
  /** By the names that addresses have for them. */
  readonly ids: Ids;
  release(): Promise<void>;
}

/**
 * A platform on which the demo's stories were lived by a fast clock (a month that is closed, charges, changes of a loan,
 * one written off and recovered, one that is late now), and that goes on by a slow one, with cases that wait for people.
 */
export async function liveThrough(): Promise<Lived> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lending-lived-'));
  const start = (clockSpeed: number) =>
    startPlatform({
      ...{ dataDir, clockSpeed, ports: 'free', seed: 'people', quiet: true, workers: 1, withUi: false },
    });
  const fast = await start(FAST);
  const late = await lateOf(stageAt(fast.urls, new Narrator(true))).finally(() => fast.stop());
  const slow = await start(SLOW);
  const release = async (): Promise<void> => {
    await slow.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const cases = await casesOf(stageAt(slow.urls, new Narrator(true)), late);
  return { address: slow.urls.api, ...cases, release };
}

interface Late {
  readonly mail: string;
  readonly loanId: string;
}

async function lateOf(stage: Stage): Promise<Late> {
  await monthEnd(stage);
  await Promise.all([fees(stage), restructure(stage), overdue(stage)]);
  return await fallBehind(stage);
}

/**
 * Somebody who is late, and whom customer service has to call. Where the machine is so late that the ladder comes to two
 * rungs at once, the call of the lower one is left out: then another one falls behind.
 */
async function fallBehind(stage: Stage): Promise<Late> {
  const late = await borrowInVain(stage);
  const service = await stage.platform.signedIn(staffMail('customer_service', 'JIANGNAN'), DEMO_PASSWORD);
  const { items } = await service.call('listTasks', {
    query: { kind: 'CALL_BORROWER', caseId: late.loanId },
  });
  return items.length > 0 ? late : await fallBehind(stage);
}

/** Borrows, and has nothing on the account. */
async function borrowInVain(stage: Stage): Promise<Late> {
  const { borrower, applicationId } = await applied(stage, LOAN);
  await stage.bank.plan({
    match: { account: borrower.company.bankAccountNo, kind: 'COLLECT' },
    behaviours: [{ times: 1_000_000, kind: 'DECLINE', code: '51' }],
  });
  await borrower.winOffer(applicationId);
  const loanId = await borrower.disbursed(await borrower.takeMoney(applicationId));
  const finance = await borrower.staff('finance');
  await waitFor('the loan to be late', async () => {
    const { past } = await finance.call('getCollection', { params: { loanId } });
    return past.some(({ day }) => day === LATE_DAYS) ? true : undefined;
  });
  return { mail: borrower.company.mail, loanId };
}

/** An offer that waits for its answer, tasks for reviewers, and what the stories left. */
async function casesOf(stage: Stage, late: Late): Promise<Pick<Lived, 'mails' | 'ids'>> {
  const { borrower, applicationId } = await applied(stage, APPLICATION);
  await borrower.winOffer(applicationId);
  await Promise.all([applied(stage, APPLICATION), applied(stage, APPLICATION), askForMonths(stage)]);
  const as = (role: string) => stage.platform.signedIn(staffMail(role, 'JIANGNAN'), DEMO_PASSWORD);
  const [finance, reviewer, service] = await Promise.all([
    as('finance'),
    as('reviewer'),
    as('customer_service'),
  ]);
  const [tasks, calls, payments, charges, changes, periods] = await Promise.all([
    reviewer.call('listTasks', { query: { kind: 'REVIEW_APPLICATION' } }),
    service.call('listTasks', { query: { kind: 'CALL_BORROWER', caseId: late.loanId } }),
    finance.call('listPayments', { query: { loanId: late.loanId } }),
    finance.call('listFees'),
    finance.call('listRequestedChanges', { query: { status: 'APPLIED' } }),
    finance.call('listPeriods'),
  ]);
  const month = periods.items.find(({ closedAt }) => closedAt !== null)?.month;
  const ids = {
    ...{ offeredId: applicationId, enterpriseId: borrower.enterpriseId, lateLoanId: late.loanId },
    taskId: tasks.items[0]?.id,
    callId: calls.items[0]?.id,
    paymentId: payments.items[0]?.id,
    feeId: charges.items.find(({ refundedFen }) => refundedFen > 0)?.id,
    changedLoanId: changes.items.find(({ kind }) => kind === 'RESCHEDULE')?.loanId,
    month,
    year: month?.slice(0, 4),
  };
  return { mails: { late: late.mail, offered: borrower.company.mail }, ids: whole(ids) };
}

/** Borrows, and asks for three months more: that waits for an approver. */
async function askForMonths(stage: Stage): Promise<void> {
  const { borrower, applicationId } = await applied(stage, LOAN);
  await borrower.winOffer(applicationId);
  const loanId = await borrower.disbursed(await borrower.takeMoney(applicationId));
  const wish = { kind: 'EXTEND', months: 3 };
  await new Contract(borrower, loanId).ask(borrower.client, wish, '订单延期 Orders came late');
}

/** @throws Error where something is missing that is to be looked at */
function whole(ids: Readonly<Record<string, string | undefined>>): Ids {
  return Object.fromEntries(
    Object.entries(ids).map(([name, id]) => {
      if (id === undefined) throw new Error(`the stories left no ${name}`);
      return [name, id];
    }),
  );
}

async function applied(stage: Stage, request: typeof LOAN) {
  const borrower = await (await Borrower.register(stage, freshCompany())).activate();
  await borrower.passKyc();
  return { borrower, applicationId: await borrower.apply(request) };
}
