import type { Role } from '../../domain/approval/roles';
import { INTERNAL_CHANGES, LOAN_CHANGE_RULES, type LoanChangeKind } from '../../domain/changes/kinds';
import { mayDecideChange } from '../../domain/changes/mayDecideChange';
import type { ChangeQuote } from '../../domain/changes/quoteChange';
import { parametersAt } from '../../domain/parameters/parametersAt';
import {
  answerLoanChange,
  approveLoanChange,
  findLoanChange,
  type LoanChangeRow,
  listLoanChanges,
  quoteHash,
  rejectLoanChange,
  writeLoanChange,
} from '../../gateways/database/loanChanges';
import { findLoan, type LoanRow } from '../../gateways/database/loans';
import { caseRulesOf } from '../../gateways/database/ownRules';
import { inTransaction, type Queryable } from '../../gateways/database/transaction';
import type { QueuedMessage } from '../../gateways/queue';
import { timeInput, wakeLoan } from '../../gateways/temporal/starts';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { accepted, refusedBy } from '../kernel/problems/refused';
import { inTime } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { APPLICANT, either, lately, MEMBERS, staff } from '../kernel/security/policy';
import { found, institutionOfCall, scopeOfCall } from '../kernel/security/scope';
import { writeLetter } from './letters';
import { presentLoanChange, presentQuote } from './present';
import { proofsOf } from './proofs';
import { wishOf } from './wish';

/** Which of them may ask for which kind: `LOAN_CHANGE_RULES`. */
const ASKERS = either(staff('finance', 'risk', 'customer_service'), APPLICANT);
/** Whom of them a change waits for: its approvals. */
const APPROVERS = staff('finance', 'risk', 'approver', 'board');
const DAY_MS = 86_400_000;

/** The one door for what is changed about a loan. */
export const loanChangeOperations = {
  quoteLoanChange: { who: ASKERS, audit: null, do: quote },
  requestLoanChange: { who: lately('MONEY', ASKERS), audit: 'loan.requestChange', do: request },
  listLoanChanges: {
    who: MEMBERS,
    do: async (parts, call) => {
      const { id, institutionId } = await loanOf(parts, call);
      return await page(parts, call, institutionId, { loanId: id, status: call.query.status });
    },
  },
  listRequestedChanges: {
    who: either(APPROVERS, staff('customer_service', 'admin', 'auditor')),
    do: (parts, call) => page(parts, call, institutionOfCall(call), { status: call.query.status }),
  },
  decideLoanChange: { who: lately('MONEY', APPROVERS), audit: 'loan.decideChange', do: decide },
  answerLoanChange: { who: lately('MONEY', APPLICANT), audit: 'loan.answerChange', do: answer },
} satisfies SomeOperations;

async function loanOf(
  { prisma }: Parts,
  call: { readonly caller: Call['caller']; readonly params: { readonly loanId: string } },
): Promise<LoanRow> {
  return found(await findLoan(prisma, scopeOfCall(call), call.params.loanId));
}

async function page(
  parts: Parts,
  call: Call<'listLoanChanges' | 'listRequestedChanges'>,
  institutionId: string,
  filter: Omit<Parameters<typeof listLoanChanges>[2], 'without'>,
): Promise<AnswerOf<'listLoanChanges'>> {
  const without = callerOf(call).enterprise === null ? [] : INTERNAL_CHANGES;
  const rows = await listLoanChanges(parts.prisma, institutionId, { ...filter, without }, call.query);
  return { ...rows, items: await allPresented(parts, rows.items, call) };
}

async function allPresented(
  parts: Parts,
  rows: readonly LoanChangeRow[],
  call: Pick<Call, 'caller' | 'locale'>,
): Promise<AnswerOf<'listLoanChanges'>['items']> {
  const proofs = await proofsOf(parts, rows);
  const isBorrower = callerOf(call).enterprise !== null;
  return rows.map((row) =>
    presentLoanChange(row, call.locale, { isBorrower, accountProof: proofs.get(row.id) ?? null }),
  );
}

async function presented(
  parts: Parts,
  row: LoanChangeRow,
  call: Pick<Call, 'caller' | 'locale'>,
): Promise<AnswerOf<'requestLoanChange'>> {
  const [change = null] = await allPresented(parts, [row], call);
  return found(change);
}

async function quote(parts: Parts, call: Call<'quoteLoanChange'>): Promise<AnswerOf<'quoteLoanChange'>> {
  const { kind } = call.body;
  const loan = await loanOf(parts, call);
  demandAsker(call, kind);
  const { quote: shown, approvals } = await wishOf(parts, call, loan);
  return {
    kind,
    quote: shown === null ? null : presentQuote(shown, await quoteHash(parts.sql, shown)),
    approvals: approvals.map((roles) => [...roles]),
    needsConsent: LOAN_CHANGE_RULES[kind].needsConsent,
  };
}

/** @throws ApiProblem when nobody with the caller's roles may ask for this kind */
function demandAsker(call: Pick<Call, 'caller'>, kind: LoanChangeKind): void {
  const askedBy: readonly Role[] = LOAN_CHANGE_RULES[kind].askedBy;
  if (!callerOf(call).roles.some((role) => askedBy.includes(role)))
    throw refusedBy({ code: 'NOT_YOUR_ROLE' });
}

async function request(
  parts: Parts,
  call: Call<'requestLoanChange'>,
): Promise<AnswerOf<'requestLoanChange'>> {
  const loan = await loanOf(parts, call);
  call.about('LOAN', loan.id);
  const { kind, reason, quoteHash: seen } = call.body;
  demandAsker(call, kind);
  const wish = await wishOf(parts, call, loan);
  await demandSeen(parts, wish.quote, seen);
  const { userId, enterprise } = callerOf(call);
  // Whoever asks for the borrower agrees by asking.
  const agrees = enterprise !== null && LOAN_CHANGE_RULES[kind].needsConsent;
  if (agrees && seen === undefined) throw invalid([{ code: 'MISSING', field: 'quoteHash' }]);
  await writeLoanChange(parts.sql, {
    ...wish,
    ...{ id: call.subjectId, loanId: loan.id, institutionId: loan.institutionId, kind, reason },
    requestedBy: userId,
    agreedAt: agrees ? (await businessTime(parts)).now : null,
  });
  return await presented(parts, await changeOf(parts, loan, call.subjectId), call);
}

/** @throws ApiProblem when it is no longer what was seen */
async function demandSeen({ sql }: Parts, now: ChangeQuote | null, seen: string | undefined): Promise<void> {
  if (now === null || seen === undefined || (await quoteHash(sql, now)) === seen) return;
  throw refusedBy({ code: 'QUOTE_CHANGED' });
}

async function decide(parts: Parts, call: Call<'decideLoanChange'>): Promise<AnswerOf<'decideLoanChange'>> {
  const loan = await loanOf(parts, call);
  call.about('LOAN', loan.id);
  const change = await changeOf(parts, loan, call.params.changeId);
  const { decision, reason } = call.body;
  accepted(mayDecideChange(change, callerOf(call)));
  if (decision === 'APPROVE') await demandProof(parts, change);
  if (decision === 'REJECT' && reason === '') throw refusedBy({ code: 'REASON_REQUIRED', field: 'reason' });
  const letters = await inTransaction(parts.sql, (client) =>
    decision === 'REJECT'
      ? reject(parts, client, { loan, change, call })
      : approve(parts, client, { loan, change, call }),
  );
  for (const letter of letters) await parts.queues.enqueue(letter);
  return await presented(parts, await followUp(parts, loan, change.id), call);
}

/** @throws ApiProblem when it binds an account that nothing came from */
async function demandProof(parts: Parts, change: LoanChangeRow): Promise<void> {
  const proof = (await proofsOf(parts, [change])).get(change.id);
  if (proof !== undefined && proof.provedOn === null) throw refusedBy({ code: 'ACCOUNT_NOT_PROVED' });
}

interface Decided {
  readonly loan: LoanRow;
  readonly change: LoanChangeRow;
  readonly call: Call<'decideLoanChange'>;
}

async function reject(
  parts: Parts,
  client: Queryable,
  { loan, change, call }: Decided,
): Promise<readonly QueuedMessage[]> {
  const { userId } = callerOf(call);
  const isRejected = await rejectLoanChange(client, {
    changeId: change.id,
    by: userId,
    reason: call.body.reason,
  });
  if (!isRejected) throw refusedBy({ code: 'ALREADY_DECIDED' });
  // Who asked for the borrower hears of it; the house's own wishes concern the house.
  if (change.answeredBy === null) return [];
  const ended = { change: change.kind, outcome: 'REJECTED', date: change.effectiveOn } as const;
  return [await writeLetter(parts, client, { loan, change, kind: 'LOAN_CHANGE_ENDED' }, ended)];
}

async function approve(
  parts: Parts,
  client: Queryable,
  { loan, change, call }: Decided,
): Promise<readonly QueuedMessage[]> {
  const { userId, roles } = callerOf(call);
  const { nowMs, today } = await businessTime(parts);
  const asksBorrower = LOAN_CHANGE_RULES[change.kind].needsConsent && change.answeredBy === null;
  const lapsesAtMs = nowMs + parametersAt(today).changes.consentDays * DAY_MS;
  const lapsesAt = asksBorrower ? new Date(lapsesAtMs).toISOString() : null;
  const approval = { changeId: change.id, by: userId, roles, reason: call.body.reason, lapsesAt };
  const status = await approveLoanChange(client, approval);
  if (status === null) throw refusedBy({ code: 'ALREADY_DECIDED' });
  if (status !== 'OFFERED' || change.quote === null || lapsesAt === null) return [];
  const { annualRate, maturity, interestToPayFen } = change.quote.after;
  const offer = {
    ...{ change: change.kind, date: change.quote.on, expiresAt: lapsesAt },
    ...{ annualRate, maturity, interestToPayFen },
    signInUrl: parts.settings.publicUrl,
  };
  return [await writeLetter(parts, client, { loan, change, kind: 'LOAN_CHANGE_OFFERED' }, offer)];
}

async function answer(parts: Parts, call: Call<'answerLoanChange'>): Promise<AnswerOf<'answerLoanChange'>> {
  const loan = await loanOf(parts, call);
  call.about('LOAN', loan.id);
  const change = await changeOf(parts, loan, call.params.changeId);
  const agreedHash = call.body.answer === 'AGREE' ? call.body.quoteHash : null;
  if (agreedHash !== null && agreedHash !== change.quoteHash) throw refusedBy({ code: 'QUOTE_CHANGED' });
  const { now } = await businessTime(parts);
  if (change.lapsesAt !== null && now > change.lapsesAt) throw refusedBy({ code: 'OFFER_EXPIRED' });
  const given = { changeId: change.id, by: callerOf(call).userId, at: now, agreedHash };
  if (!(await answerLoanChange(parts.sql, given))) throw refusedBy({ code: 'ALREADY_DECIDED' });
  return await presented(parts, await followUp(parts, loan, change.id), call);
}

async function changeOf({ prisma }: Parts, loan: LoanRow, changeId: string): Promise<LoanChangeRow> {
  return found(await findLoanChange(prisma, loan.institutionId, { loanId: loan.id, changeId }));
}

/** The change as it stands now; the loan is told when it may take it. */
async function followUp(parts: Parts, loan: LoanRow, changeId: string): Promise<LoanChangeRow> {
  const change = await changeOf(parts, loan, changeId);
  if (change.status === 'APPROVED') await tell(parts, loan, change);
  return await changeOf(parts, loan, changeId);
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
