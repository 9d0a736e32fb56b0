import type { Answer, loanChangeView } from '../../contracts/http';
import { type Locale, textOf } from '../../contracts/texts/texts';
import { parseCorporateAccount } from '../../domain/identifiers/bankAccount';
import { bouncedReceipt } from '../../domain/loan/bouncedReceipt';
import { houseCalendar } from '../../gateways/database/calendar';
import {
  decideLoanChange,
  findLoanChange,
  type LoanChangeRow,
  listLoanChanges,
  sealAccount,
  writeLoanChange,
} from '../../gateways/database/loanChanges';
import { draftLoanEvents, findLoan, type LoanRow, readLoan } from '../../gateways/database/loans';
import { caseRulesOf } from '../../gateways/database/ownRules';
import { timeInput, wakeLoan } from '../../gateways/temporal/starts';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { inTime } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { BOOKS, lately, staff } from '../kernel/security/policy';
import { found, institutionOfCall, scopeOfCall } from '../kernel/security/scope';

/** The one door for what people change about a loan. */
export const loanChangeOperations = {
  requestLoanChange: { who: lately('MONEY', staff('finance')), audit: 'loan.requestChange', do: request },
  listLoanChanges: {
    who: BOOKS,
    do: async (parts, call) => {
      const { id } = found(await findLoan(parts.prisma, scopeOfCall(call), call.params.loanId));
      return await page(parts, call, { loanId: id, status: call.query.status });
    },
  },
  listRequestedChanges: {
    who: BOOKS,
    do: (parts, call) => page(parts, call, { status: call.query.status }),
  },
  decideLoanChange: {
    who: lately('MONEY', staff('finance', 'risk')),
    audit: 'loan.decideChange',
    do: decide,
  },
} satisfies SomeOperations;

async function page(
  { prisma }: Parts,
  call: Call<'listLoanChanges' | 'listRequestedChanges'>,
  filter: Parameters<typeof listLoanChanges>[2],
): Promise<AnswerOf<'listLoanChanges'>> {
  const rows = await listLoanChanges(prisma, institutionOfCall(call), filter, call.query);
  return { ...rows, items: rows.items.map((row) => presentLoanChange(row, call.locale)) };
}

async function request(
  parts: Parts,
  call: Call<'requestLoanChange'>,
): Promise<AnswerOf<'requestLoanChange'>> {
  const { prisma } = parts;
  const loan = found(await findLoan(prisma, scopeOfCall(call), call.params.loanId));
  call.about('LOAN', loan.id);
  const { kind, reason } = call.body;
  if (kind !== 'REVERSE_RECEIPT' && loan.status === 'CLOSED') throw refusedBy({ code: 'LOAN_CLOSED' });
  await writeLoanChange(prisma, {
    id: call.subjectId,
    loanId: loan.id,
    institutionId: institutionOfCall(call),
    kind,
    payload: await payloadOf(parts, call, loan),
    requestedBy: callerOf(call).userId,
    reason,
  });
  return presentLoanChange(await changeOf(parts, call, call.subjectId), call.locale);
}

/** What the kind needs, checked as far as it can be before somebody approves it. */
async function payloadOf(parts: Parts, call: Call<'requestLoanChange'>, loan: LoanRow): Promise<object> {
  const { body, subjectId } = call;
  switch (body.kind) {
    case 'RESUME_DEBIT':
    case 'PAUSE_DEBIT':
      return {};
    case 'BIND_ACCOUNT': {
      const accountNo = accepted(parseCorporateAccount(body.bankAccountNo, 'bankAccountNo'));
      const accountIndex = parts.blindIndex('bank_account', accountNo);
      return sealAccount(parts.cipher, subjectId, { accountNo, accountIndex });
    }
    case 'REVERSE_RECEIPT':
      await checkReversal(parts, loan, body);
      return { sequence: body.sequence };
  }
}

/** The books would take it today. @throws ApiProblem when they would not */
async function checkReversal(
  parts: Parts,
  loan: LoanRow,
  { sequence, reason }: { readonly sequence: number; readonly reason: string },
): Promise<void> {
  const { sql } = parts;
  const record = found(await readLoan(sql, loan.id));
  const calendar = await houseCalendar(sql);
  const { today } = await businessTime(parts);
  const businessKey = `loan/${loan.id}/change`;
  const reversal = accepted(bouncedReceipt(record.events, sequence, { reason, on: today, businessKey }));
  accepted(draftLoanEvents(record, [reversal], calendar));
}

async function decide(parts: Parts, call: Call<'decideLoanChange'>): Promise<AnswerOf<'decideLoanChange'>> {
  const { loanId, changeId } = call.params;
  const loan = found(await findLoan(parts.prisma, scopeOfCall(call), loanId));
  call.about('LOAN', loan.id);
  const change = await changeOf(parts, call, changeId);
  const { decision, reason } = call.body;
  const { userId } = callerOf(call);
  if (change.requestedBy === userId) throw refusedBy({ code: 'SAME_PERSON_AS_REQUESTER' });
  if (decision === 'REJECT' && reason === '') throw refusedBy({ code: 'REASON_REQUIRED', field: 'reason' });
  const status = decision === 'APPROVE' ? 'APPROVED' : 'REJECTED';
  const isDecided = await decideLoanChange(parts.sql, { changeId, status, decidedBy: userId, reason });
  if (!isDecided) throw refusedBy({ code: 'ALREADY_DECIDED' });
  if (status === 'APPROVED') await tell(parts, loan, change);
  return presentLoanChange(await changeOf(parts, call, changeId), call.locale);
}

async function changeOf(
  { prisma }: Parts,
  call: Call<'requestLoanChange' | 'decideLoanChange'>,
  changeId: string,
): Promise<LoanChangeRow> {
  const { loanId } = call.params;
  return found(await findLoanChange(prisma, institutionOfCall(call), { loanId, changeId }));
}

/** What is approved stays approved: a loan that can't be told now is told by the sweeper. */
async function tell(parts: Parts, loan: LoanRow, { id, kind }: LoanChangeRow): Promise<void> {
  const { clock, today } = await businessTime(parts);
  const rules = await caseRulesOf(parts.sql, loan.institutionId, today);
  const time = timeInput(clock, parts.settings, rules);
  await inTime(parts, () => wakeLoan(parts.temporal, { ...loan, loanId: loan.id }, time, kind)).catch(
    (error: unknown) =>
      parts.log.warn({ err: error, changeId: id }, 'a loan could not be told of an approved change'),
  );
}

/** A change as people see it; of an account only its ending. */
function presentLoanChange(row: LoanChangeRow, locale: Locale): Answer<typeof loanChangeView> {
  const { code, institutionId: _, ...change } = row;
  return { ...change, refusal: code === null ? null : { code, text: textOf(locale, 'refusals', code) } };
}
