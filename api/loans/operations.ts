import { type LoanId, moneyKeys, workflowIds } from '../../contracts/ids';
import type { PersonsAct } from '../../contracts/people';
import {
  type LoanStage,
  loanQuery,
  prepayUpdate,
  type RepaymentAnswer,
  repayUpdate,
} from '../../contracts/workflows';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { explain } from '../../domain/loan/explain';
import { loanAt } from '../../domain/loan/fold';
import { asOwed, eventsTold } from '../../domain/loan/owed';
import { prepaymentOptions } from '../../domain/loan/quote';
import { linesBy, statementAt } from '../../domain/loan/statement';
import type { Fen } from '../../domain/money/fen';
import { houseCalendar } from '../../gateways/database/calendar';
import { findLoan, type LoanRecord, type LoanRow, listLoans, readLoan } from '../../gateways/database/loans';
import { readOwedFees } from '../../gateways/database/owedFees';
import { askProcess } from '../../gateways/temporal/queries';
import type { UpdateToSend } from '../../gateways/temporal/updates';
import { presentOwedFee } from '../fees/present';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { accepted } from '../kernel/problems/refused';
import { updateIdOf, updateNow } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { actorOf, type Caller, isStaff } from '../kernel/routing/caller';
import type { SomeOperations } from '../kernel/routing/operation';
import { APPLICANT, lately, MEMBERS, orMachine } from '../kernel/security/policy';
import { found, scopeOfCall } from '../kernel/security/scope';
import {
  presentLoan,
  presentLoanSummary,
  presentMoved,
  presentPrepayment,
  presentStatement,
  rowOwed,
} from './present';

const READERS = orMachine('loans:read', MEMBERS);

/** Loans: what they are, what paying would do, paying. */
export const loanOperations = {
  listLoans: {
    who: READERS,
    do: async ({ prisma }, call) => {
      const { status, enterpriseId, overdue } = call.query;
      const filter = { enterpriseId, overdue: overdue === 'true', status: statusesOf(call, status) };
      const page = await listLoans(prisma, scopeOfCall(call), filter, call.query);
      return { ...page, items: page.items.map((row) => summaryFor(call, row)) };
    },
  },
  getLoan: { who: READERS, do: getLoan },
  getStatement: { who: READERS, do: getStatement },
  repay: { who: lately('MONEY', APPLICANT), audit: 'loan.repay', do: repay },
  getPrepaymentOptions: { who: READERS, do: getPrepaymentOptions },
  prepay: { who: lately('MONEY', APPLICANT), audit: 'loan.prepay', do: prepay },
} satisfies SomeOperations;

/** A borrower is not told what the house does in its own books: that a loan was written off, say. */
const isBorrowers = (call: { readonly caller: Caller | null }): boolean => !isStaff(callerOf(call));

const summaryFor = (call: Call<'listLoans' | 'getLoan'>, row: LoanRow) =>
  isBorrowers(call) ? presentLoanSummary(rowOwed(row), false) : presentLoanSummary(row, true);

/** The statuses that a reader means by one. */
function statusesOf(
  call: Call<'listLoans'>,
  status: Call<'listLoans'>['query']['status'],
): readonly string[] | undefined {
  if (status === undefined || !isBorrowers(call)) return status && [status];
  return status === 'OVERDUE' ? ['OVERDUE', 'WRITTEN_OFF'] : status === 'WRITTEN_OFF' ? [] : [status];
}

/** A loan within the reader's scope, with the events that its figures are folded from. */
async function loanOf(
  { prisma, sql }: Parts,
  call: Call<'getLoan' | 'getStatement' | 'getPrepaymentOptions'>,
): Promise<{ readonly row: LoanRow; readonly record: LoanRecord }> {
  const { loanId } = call.params;
  const row = found(await findLoan(prisma, scopeOfCall(call), loanId));
  return { row, record: found(await readLoan(sql, loanId)) };
}

async function getStatement(parts: Parts, call: Call<'getStatement'>): Promise<AnswerOf<'getStatement'>> {
  const { record } = await loanOf(parts, call);
  const asOf = await dayOf(parts, call, record);
  const { bucket, ...figures } = accepted(statementAt(record, asOf, await houseCalendar(parts.sql)));
  const events = linesBy(record.events, asOf);
  const { loanId } = record;
  return isBorrowers(call)
    ? { loanId, figures, lines: presentStatement(eventsTold(events), eventsTold(record.events), call.locale) }
    : {
        loanId,
        figures: { ...figures, bucket },
        lines: presentStatement(events, record.events, call.locale),
      };
}

/** Today, or the first day of a loan that counts from a day to come, because the bank books its payout then. */
async function dayOfToday(parts: Parts, startDate: IsoDate): Promise<IsoDate> {
  const { today } = await businessTime(parts);
  return today < startDate ? startDate : today;
}

/**
 * The day that is asked about, today unless one is named.
 * @throws ApiProblem when a day before the loan's first is named
 */
async function dayOf(
  parts: Parts,
  call: Call<'getLoan' | 'getStatement'>,
  { terms: { startDate } }: LoanRecord,
): Promise<IsoDate> {
  const named = call.query.asOf as IsoDate | undefined;
  if (named === undefined) return await dayOfToday(parts, startDate);
  if (named < startDate) throw invalid([{ code: 'DATE_OUT_OF_RANGE', field: 'asOf' }]);
  return named;
}

async function getLoan(parts: Parts, call: Call<'getLoan'>): Promise<AnswerOf<'getLoan'>> {
  const { row, record } = await loanOf(parts, call);
  const asOf = await dayOf(parts, call, record);
  const of = [record.terms, record.events, asOf, await houseCalendar(parts.sql)] as const;
  const state = loanAt(...of);
  const [process, owedFees] = await Promise.all([
    processOf(parts, row.id as LoanId),
    readOwedFees(parts.sql, record),
  ]);
  const fees = owedFees.map((fee) => presentOwedFee(fee, call.locale));
  const summary = summaryFor(call, row);
  if (!isBorrowers(call)) return presentLoan(summary, state, explain(...of), { fees, process }, call.locale);
  // Its figures are the claim's: how those of the books came about explains none of them.
  const explanations = state.status === 'WRITTEN_OFF' ? [] : explain(...of);
  const told = process && { ...process, stage: stageTold(process.stage) };
  return presentLoan(summary, asOwed(state), explanations, { fees, process: told }, call.locale);
}

/** What the loan waits for; left out while its process can't be asked, rather than no page at all. */
async function processOf({ temporal, log }: Parts, loanId: LoanId): Promise<AnswerOf<'getLoan'>['process']> {
  try {
    const view = await askProcess(temporal, workflowIds.loan(loanId), loanQuery, PROCESS_PATIENCE_MS);
    if (view === null) return null;
    const { stage, instalment, waitingFor, dueAt, autoDebit } = view;
    const debitsPausedBecause = autoDebit === 'ON' ? null : autoDebit.paused;
    return { stage, instalment, waitingFor, dueAt, debitsPausedBecause };
  } catch (error) {
    log.warn({ err: error }, 'the process of a loan could not be asked');
    return null;
  }
}

const PROCESS_PATIENCE_MS = 1_500;

/** Where a loan is, to its borrower. */
const stageTold = (stage: LoanStage): LoanStage => (stage === 'WRITTEN_OFF' ? 'OVERDUE' : stage);

async function getPrepaymentOptions(
  parts: Parts,
  call: Call<'getPrepaymentOptions'>,
): Promise<AnswerOf<'getPrepaymentOptions'>> {
  const { record } = await loanOf(parts, call);
  const { today } = await businessTime(parts);
  const principalFen = (call.query.principalFen as Fen | undefined) ?? 'ALL';
  const options = accepted(prepaymentOptions(record, today, principalFen, await houseCalendar(parts.sql)));
  return {
    loanId: record.loanId,
    asOf: today,
    options: [options.shortenTerm, options.reduceInstalment].map(presentPrepayment),
  };
}

/** Longest that a request waits for the bank; then it says that the money is on its way. */
const BANK_PATIENCE_MS = 15_000;

async function repay(parts: Parts, call: Call<'repay'>): Promise<AnswerOf<'repay'>> {
  const loanId = await ownLoan(parts, call);
  const requestKey = requestKeyOf(call);
  const answer = await inTheirTime(parts, call, loanId, {
    update: repayUpdate,
    act: { amountFen: call.body.amountFen, requestKey },
  });
  return await moved(parts, answer, loanId, moneyKeys.repay(loanId, requestKey));
}

async function prepay(parts: Parts, call: Call<'prepay'>): Promise<AnswerOf<'prepay'>> {
  const loanId = await ownLoan(parts, call);
  const requestKey = requestKeyOf(call);
  const { amountFen, mode, principalFen } = call.body;
  const answer = await inTheirTime(parts, call, loanId, {
    update: prepayUpdate,
    act: { principalFen, amountFen, mode, requestKey },
  });
  return await moved(parts, answer, loanId, moneyKeys.prepay(loanId, requestKey));
}

/** Asks the loan to move money, with the bank's patience. */
function inTheirTime<Request extends PersonsAct>(
  parts: Parts,
  call: Call<'repay' | 'prepay'>,
  loanId: LoanId,
  what: Pick<UpdateToSend<RepaymentAnswer, Request>, 'update' | 'act'>,
): Promise<RepaymentAnswer | null> {
  const sent = {
    ...what,
    actor: actorOf(callerOf(call)),
    workflowId: workflowIds.loan(loanId),
    updateId: updateIdOf(call),
    waitMs: BANK_PATIENCE_MS,
  };
  return updateNow(parts, call, sent, `/loans/${loanId}`);
}

async function ownLoan({ prisma }: Parts, call: Call<'repay' | 'prepay'>): Promise<LoanId> {
  const { id } = found(await findLoan(prisma, scopeOfCall(call), call.params.loanId));
  call.about('LOAN', id);
  return id as LoanId;
}

/** The route demands a key, so that there is one. It names the money's operation, so two people's keys differ. */
function requestKeyOf(call: Call<'repay' | 'prepay'>): string {
  return call.subjectId;
}

/** What became of a payment that the borrower asked for, and what is owed after it as the loan's page says today. */
async function moved(
  parts: Parts,
  answer: RepaymentAnswer | null,
  loanId: LoanId,
  key: string,
): Promise<AnswerOf<'repay'>> {
  if (answer === null) {
    return { loanId, key, payment: { status: 'PENDING', code: null, bankReference: null }, loan: null };
  }
  const { terms, events } = found(await readLoan(parts.sql, loanId));
  const today = await dayOfToday(parts, terms.startDate);
  const state = loanAt(terms, events, today, await houseCalendar(parts.sql));
  const { payment, loan } = answer;
  return { loanId, key, ...presentMoved(payment, stageTold(loan.stage), asOwed(state)) };
}
