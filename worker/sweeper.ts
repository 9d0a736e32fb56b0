import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { ApplicationId, EnterpriseId, InstitutionId, LoanId, UserId } from '../contracts/ids';
import type { BankNotice, LoanInput, TimeInput } from '../contracts/workflows';
import { businessDate, businessNowMs } from '../domain/calendar/clock';
import { contradicts } from '../domain/collection/outcome';
import { caseRulesAt } from '../domain/parameters/caseRules';
import { parametersAt } from '../domain/parameters/parametersAt';
import { orderPolicy } from '../domain/parameters/payments';
import { noticeToTell } from '../gateways/bank';
import type { ColumnCipher } from '../gateways/crypto';
import { takeTurn } from '../gateways/database/agreement';
import { findLostAppeals } from '../gateways/database/appeals';
import { openBreak } from '../gateways/database/breaks';
import { findLoanWakes } from '../gateways/database/calendarChanges';
import type { Database } from '../gateways/database/client';
import { currentClock } from '../gateways/database/clock';
import { findUntoldHolds, readCollectionsToBegin } from '../gateways/database/collection';
import { findUntoldCorrections } from '../gateways/database/corrections';
import { findLostDisputes, type OpenDispute, openDispute } from '../gateways/database/disputes';
import { type FeeToBegin, findFeesToBegin, findFeesToTell } from '../gateways/database/fees';
import { findLostFileChanges } from '../gateways/database/fileChanges';
import { findLostLoanChanges, findUntoldLoans, lapseLoanChanges } from '../gateways/database/loanChanges';
import {
  findLostApplications,
  findLostEnterprises,
  findLostLoans,
  findWaitingNotices,
  type LostLoan,
  type WaitingNotice,
} from '../gateways/database/lostCases';
import { markNoticeHandled, openNotice } from '../gateways/database/notices';
import { eraseKeptFiles } from '../gateways/database/ownData';
import { caseRulesOf } from '../gateways/database/ownRules';
import { outcomeOf } from '../gateways/database/payments';
import { bringTasksBack } from '../gateways/database/snoozes';
import { inTransaction } from '../gateways/database/transaction';
import { repeatedly } from '../gateways/lifecycle';
import type { OpenPayload } from '../gateways/temporal/histories';
import { signalBankNotice, signalHandedIn } from '../gateways/temporal/queries';
import {
  appealInput,
  fileChangeInput,
  loanChangeInput,
  type ProcessSettings,
  startAppeal,
  startApplication,
  startDispute,
  startFileChange,
  startLoan,
  startLoanChange,
  startOnboarding,
  timeInput,
  wakeCollection,
  wakeFee,
  wakeLoan,
} from '../gateways/temporal/starts';
import { tellManagers } from './accessReviews';
import { agreementSweep } from './agreement';
import { disputeInput } from './beginAnew';
import { followCalendar, tellLoan } from './calendarChanges';
import type { CarryOnParts } from './carryOn';
import { conductWatch } from './conduct';
import { startDifferences } from './differences';
import { forgetWhatWorks } from './failingSteps';
import { historyKeeper } from './histories';
import { startPostLoanMatters } from './postLoan';
import { followActs } from './processActs';
import { checkProcesses } from './processCheck';

export interface SweeperParts {
  readonly prisma: Database['prisma'];
  readonly sql: Database['sql'];
  readonly client: Client;
  readonly log: Logger;
  readonly cipher: ColumnCipher;
  readonly openPayload: OpenPayload;
  readonly settings: ProcessSettings;
}

const EVERY_MS = 15_000;

/**
 * Finds what a crash between two systems left behind: rows without a process, notices that reached nobody.
 * Several sweepers at once do no harm: starts are refused twice, notices are told apart by their id.
 */
export function startCaseSweeper(parts: SweeperParts): { stop(): Promise<void> } {
  const failed = (error: unknown) => parts.log.warn({ err: error }, 'the sweep failed');
  const heal = healing({ ...parts, timeInput: () => timeOf(parts) }, failed);
  return repeatedly(() => sweep(parts).catch(failed).then(heal).catch(failed), EVERY_MS);
}

/** What one worker at a time does. A part that fails doesn't keep the others waiting. */
function healing(parts: SweeperParts & CarryOnParts, failed: (error: unknown) => void): () => Promise<void> {
  const work = [
    agreementSweep(parts),
    () => checkProcesses(parts),
    () => followActs(parts),
    historyKeeper(parts),
    conductWatch(parts),
    () => eraseFiles(parts),
    () => tellManagers(parts),
  ];
  return async () => {
    await inTransaction(parts.sql, async (lock) => {
      if (!(await takeTurn(lock))) return;
      for (const some of work) await some().catch(failed);
    });
  };
}

/** What the law wanted kept of whoever left is gone the day after its last day. */
async function eraseFiles({ log, sql }: SweeperParts): Promise<void> {
  const files = await eraseKeptFiles(sql);
  if (files > 0) log.info({ files }, 'files are erased whose time to be kept is over');
}

async function sweep(parts: SweeperParts): Promise<void> {
  const { prisma } = parts;
  const time = await timeOf(parts);
  await startLostEnterprises(parts, time);
  await startLostApplications(parts, time);
  await startLostAppeals(parts, time);
  await startLostFileChanges(parts, time);
  await putLoanChanges(parts, time);
  await startLostLoans(parts, time);
  await startLostDisputes(parts, time);
  await lapseLoanChanges(parts.sql);
  await tellLoansOfChanges(parts, time);
  await tellCollectionsOfHolds(parts, time);
  await tellOfCorrections(parts);
  await each(parts, await findWaitingNotices(parts), (notice) => handOn(parts, time, notice));
  await startDifferences(parts, time);
  await startPostLoanMatters(parts, (institutionId) => timeFor(parts, time, institutionId));
  await wakeFees(parts, time);
  await followCalendar(parts);
  await each(parts, await findLoanWakes(prisma), (wake) => tellLoan(parts, wake));
  await bringTasksBack(parts.sql);
  await forgetWhatWorks(parts);
}

/** What a process that begins now lives by. */
async function timeOf({ sql, settings }: SweeperParts): Promise<TimeInput> {
  const clock = await currentClock(sql);
  return timeInput(clock, settings, caseRulesAt(businessDate(businessNowMs(clock, Date.now()))));
}

/** The same with the rules of an institution. */
async function timeFor({ sql }: SweeperParts, time: TimeInput, institutionId: string): Promise<TimeInput> {
  const today = businessDate(businessNowMs(time.clock, Date.now()));
  return { ...time, rules: await caseRulesOf(sql, institutionId, today) };
}

/** One that fails doesn't keep the others waiting; the next sweep finds it again. */
async function each<Item>(
  { log }: SweeperParts,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  for (const item of items) {
    await work(item).catch((error: unknown) =>
      log.warn({ err: error }, 'the sweep left something for the next'),
    );
  }
}

async function startLostEnterprises(parts: SweeperParts, time: TimeInput): Promise<void> {
  const { sql, client, log } = parts;
  await each(parts, await findLostEnterprises(sql), async (lost) => {
    const { enterpriseId, institutionId, isBrought } = lost;
    log.warn({ enterpriseId }, 'an onboarding had not begun');
    const ids = { enterpriseId: enterpriseId as EnterpriseId, institutionId: institutionId as InstitutionId };
    const more = isBrought ? { isBrought } : {};
    await startOnboarding(client, { ...(await timeFor(parts, time, institutionId)), ...ids, ...more });
  });
}

async function startLostApplications(parts: SweeperParts, time: TimeInput): Promise<void> {
  const { sql, client, log } = parts;
  await each(parts, await findLostApplications(sql), async (lost) => {
    log.warn({ applicationId: lost.applicationId }, 'an application had not begun');
    await startApplication(client, {
      ...(await timeFor(parts, time, lost.institutionId)),
      applicationId: lost.applicationId as ApplicationId,
      enterpriseId: lost.enterpriseId as EnterpriseId,
      institutionId: lost.institutionId as InstitutionId,
      applicantId: lost.applicantId as UserId,
      amountFen: lost.amountFen,
    });
  });
}

async function startLostAppeals(parts: SweeperParts, time: TimeInput): Promise<void> {
  await each(parts, await findLostAppeals(parts.sql), async (lost) => {
    parts.log.warn({ applicationId: lost.applicationId }, 'an appeal had not begun');
    await startAppeal(parts.client, appealInput(lost, await timeFor(parts, time, lost.institutionId)));
  });
}

async function startLostFileChanges(parts: SweeperParts, time: TimeInput): Promise<void> {
  await each(parts, await findLostFileChanges(parts.sql), async (lost) => {
    parts.log.warn({ changeId: lost.id }, 'a change of a file had not begun');
    const input = fileChangeInput(lost, await timeFor(parts, time, lost.institutionId));
    await startFileChange(parts.client, input);
  });
}

/** What the night wants, accounts that were proved since, and what nobody was asked about for a crash. */
async function putLoanChanges(parts: SweeperParts, time: TimeInput): Promise<void> {
  await each(parts, await findLostLoanChanges(parts.sql), async (change) => {
    const own = await timeFor(parts, time, change.institutionId);
    await startLoanChange(parts.client, loanChangeInput(change, own));
  });
}

async function startLostLoans(parts: SweeperParts, time: TimeInput): Promise<void> {
  const { sql, client, log } = parts;
  await each(parts, await findLostLoans(sql), async (lost) => {
    log.warn({ loanId: lost.loanId }, 'a loan had not begun');
    await startLoan(client, beginningOf(lost, time));
  });
}

function beginningOf(loan: LostLoan, time: TimeInput): LoanInput {
  return {
    ...time,
    loanId: loan.loanId as LoanId,
    enterpriseId: loan.enterpriseId as EnterpriseId,
    institutionId: loan.institutionId as InstitutionId,
    startDate: loan.startDate,
    principalFen: loan.principalFen,
    progress: null,
  };
}

/** Approved while Temporal could not be reached, or just when the process of the loan ended. */
async function tellLoansOfChanges(parts: SweeperParts, time: TimeInput): Promise<void> {
  const { sql, client, log } = parts;
  await each(parts, await findUntoldLoans(sql), async (loan) => {
    log.warn({ loanId: loan.loanId }, 'a loan had not been told of an approved change');
    await wakeLoan(client, loan, time, 'CHANGE_APPROVED');
  });
}

/** Of one sweep: the fees of a month begin over a few of them. */
const FEES_AT_ONCE = 200;

/** Charges that were written with their loans or for a period, and those about which something is asked. */
async function wakeFees(parts: SweeperParts, time: TimeInput): Promise<void> {
  const { sql, client } = parts;
  const wake = (because: string) => async (fee: FeeToBegin) =>
    await wakeFee(client, fee, await timeFor(parts, time, fee.institutionId), because);
  await each(parts, await findFeesToBegin(sql, FEES_AT_ONCE), wake('CHARGED'));
  await each(parts, await findFeesToTell(sql, FEES_AT_ONCE), wake('ASKED_ABOUT'));
}

/** Asked for while Temporal could not be reached. */
async function tellCollectionsOfHolds(parts: SweeperParts, time: TimeInput): Promise<void> {
  const { sql, client, log } = parts;
  const loans = await readCollectionsToBegin(sql, await findUntoldHolds(sql));
  await each(parts, loans, async (loan) => {
    log.warn({ loanId: loan.loanId }, 'a collection had not been told that a hold is asked for');
    const own = await timeFor(parts, time, loan.institutionId);
    await wakeCollection(client, loan, own, 'HOLD_ASKED');
  });
}

/** Handed in while Temporal could not be reached. */
async function tellOfCorrections(parts: SweeperParts): Promise<void> {
  const { sql, client, log } = parts;
  await each(parts, await findUntoldCorrections(sql), async ({ enterpriseId, since }) => {
    log.warn({ enterpriseId }, 'an onboarding had not been told that its corrections are handed in');
    await signalHandedIn(client, enterpriseId as EnterpriseId, since);
  });
}

/** Disputes whose row is written and whose process nobody began. */
async function startLostDisputes(parts: SweeperParts, time: TimeInput): Promise<void> {
  await each(parts, await findLostDisputes(parts.sql), async (lost) => {
    parts.log.warn({ paymentId: lost.paymentId, number: lost.number }, 'a dispute had not begun');
    await beginDispute(parts, time, lost);
  });
}

async function beginDispute({ client }: SweeperParts, time: TimeInput, dispute: OpenDispute): Promise<void> {
  await startDispute(client, disputeInput(dispute, time));
}

/** A notice about other money than was ordered decides nothing: a person looks, with the bank's file. */
async function refuseOtherAmount(
  { sql, log }: SweeperParts,
  { id: noticeId }: WaitingNotice,
  { id: paymentId, key, institutionId, amountFen: orderedFen }: NonNullable<WaitingNotice['payment']>,
  amountFen: number,
): Promise<void> {
  log.error({ noticeId, paymentId, institutionId }, 'a notice is about another amount than its order');
  await openBreak(sql, {
    institutionId,
    kind: 'NOTICE_AMOUNT',
    reference: noticeId,
    amountFen: Math.abs(amountFen - orderedFen),
    detail: { key, orderedFen, amountFen },
  });
}

/** A notice about other money than was ordered is put aside: the day's statement file says what moved. */
async function handOn(parts: SweeperParts, time: TimeInput, notice: WaitingNotice): Promise<void> {
  const { sql, cipher } = parts;
  const { id: noticeId, payment, payloadCipher } = notice;
  const said = noticeToTell(openNotice(cipher, noticeId, payloadCipher));
  if (payment !== null && said !== null) {
    if (said.amountFen !== payment.amountFen) {
      await refuseOtherAmount(parts, notice, payment, said.amountFen);
    } else if (!(await tell(parts, time, payment, said))) return;
  }
  await markNoticeHandled(sql, noticeId);
}

/**
 * To the payment while it waits; once it is booked, a notice that says otherwise opens a dispute.
 * @returns false while the payment neither runs nor is booked: it will begin again
 */
async function tell(
  parts: SweeperParts,
  time: TimeInput,
  payment: NonNullable<WaitingNotice['payment']>,
  told: BankNotice,
): Promise<boolean> {
  const { client, log, sql } = parts;
  const { noticeId, outcome: claimed } = told;
  const delivery = await signalBankNotice(client, payment.id, told);
  if (delivery !== 'NOT_RUNNING') return true;
  const booked = outcomeOf(payment);
  if (booked === null) return false;
  const { payments } = parametersAt(businessDate(businessNowMs(time.clock, Date.now())));
  if (!contradicts(claimed, booked, orderPolicy(payments))) return true;
  log.warn({ noticeId, paymentId: payment.id }, 'a late notice contradicts the books');
  const { id: paymentId, institutionId, enterpriseId } = payment;
  const at = new Date(businessNowMs(time.clock, Date.now())).toISOString();
  const dispute = await openDispute(sql, { paymentId, booked, claimed, at });
  if (dispute === null) return true;
  await beginDispute(parts, time, { ...dispute, institutionId, enterpriseId, booked, claimed });
  return true;
}
