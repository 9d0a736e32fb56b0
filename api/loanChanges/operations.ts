import type { TimeInput } from '../../contracts/workflows';
import type { Role } from '../../domain/approval/roles';
import { INTERNAL_CHANGES, LOAN_CHANGE_RULES, type LoanChangeKind } from '../../domain/changes/kinds';
import type { ChangeQuote } from '../../domain/changes/quoteChange';
import {
  answerLoanChange,
  findLoanChange,
  type LoanChangeRow,
  listLoanChanges,
  quoteHash,
  readReceiptsToTakeBack,
  readWaitingChanges,
  withdrawLoanChange,
  writeLoanChange,
} from '../../gateways/database/loanChanges';
import { findLoan, type LoanRow } from '../../gateways/database/loans';
import { caseRulesOf } from '../../gateways/database/ownRules';
import { readClearings } from '../../gateways/database/transit';
import { signalWithdrawn } from '../../gateways/temporal/queries';
import { loanChangeInput, startLoanChange, timeInput, wakeLoan } from '../../gateways/temporal/starts';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { refusedBy } from '../kernel/problems/refused';
import { inTime } from '../kernel/processes';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import type { SomeOperations } from '../kernel/routing/operation';
import { APPLICANT, either, lately, MEMBERS, staff } from '../kernel/security/policy';
import { found, institutionOfCall, scopeOfCall } from '../kernel/security/scope';
import { isReversal, presentLoanChange, presentQuote } from './present';
import { proofsOf } from './proofs';
import { wishOf } from './wish';

/** Which of them may ask for which kind: `LOAN_CHANGE_RULES`. */
const ASKERS = either(staff('finance', 'risk', 'customer_service'), APPLICANT);
/** Staff who look at them. */
const READERS = staff('finance', 'risk', 'approver', 'board', 'customer_service', 'admin', 'auditor');

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
    who: READERS,
    do: (parts, call) => page(parts, call, institutionOfCall(call), { status: call.query.status }),
  },
  getLoanChange: { who: READERS, do: get },
  withdrawLoanChange: { who: ASKERS, audit: 'loan.withdrawChange', do: withdraw },
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
  const byHand = rows.filter(({ kind }) => kind === 'MANUAL_RECEIPT').map(({ id }) => id);
  const seen = await readClearings(parts.sql, byHand);
  const reversals = rows.flatMap(({ id, loanId, payload }) =>
    isReversal(payload) ? [{ id, loanId, reversal: payload }] : [],
  );
  const takenBack = await readReceiptsToTakeBack(parts.sql, reversals);
  const { userId: readerId, enterprise } = callerOf(call);
  const isBorrower = enterprise !== null;
  return rows.map((row) =>
    presentLoanChange(row, call.locale, {
      ...{ readerId, isBorrower },
      accountProof: proofs.get(row.id) ?? null,
      seenOn: seen.get(row.id) ?? null,
      takenBack: takenBack.get(row.id) ?? null,
    }),
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
    approvals: [...approvals],
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
  await put(parts, loan, call.subjectId);
  return await presented(parts, await changeOf(parts, loan, call.subjectId), call);
}

/** @throws ApiProblem when it is no longer what was seen */
async function demandSeen({ sql }: Parts, now: ChangeQuote | null, seen: string | undefined): Promise<void> {
  if (now === null || seen === undefined || (await quoteHash(sql, now)) === seen) return;
  throw refusedBy({ code: 'QUOTE_CHANGED' });
}

/** Row first: what can't be put to people now is put by the sweeper. */
async function put(parts: Parts, loan: LoanRow, changeId: string): Promise<void> {
  const time = await timeFor(parts, loan);
  for (const change of await readWaitingChanges(parts.sql, [changeId])) {
    await inTime(parts, () => startLoanChange(parts.temporal, loanChangeInput(change, time)));
  }
}

async function withdraw(
  parts: Parts,
  call: Call<'withdrawLoanChange'>,
): Promise<AnswerOf<'withdrawLoanChange'>> {
  const loan = await loanOf(parts, call);
  call.about('LOAN', loan.id);
  const change = await changeOf(parts, loan, call.params.changeId);
  const { userId: by } = callerOf(call);
  if (change.requestedBy !== by) throw refusedBy({ code: 'NOT_YOUR_CASE' });
  if (!(await withdrawLoanChange(parts.sql, { changeId: change.id, by })) && change.status !== 'WITHDRAWN')
    throw refusedBy({ code: 'ALREADY_DECIDED' });
  // Whom it was put to can decide nothing any more, whether the process hears of it or not.
  await inTime(parts, () => signalWithdrawn(parts.temporal, change.id)).catch((error: unknown) =>
    parts.log.warn({ err: error, changeId: change.id }, 'nobody could be told that a change was withdrawn'),
  );
  return await presented(parts, await changeOf(parts, loan, change.id), call);
}

async function get(parts: Parts, call: Call<'getLoanChange'>): Promise<AnswerOf<'getLoanChange'>> {
  const { changeId } = call.params;
  const change = found(await findLoanChange(parts.prisma, institutionOfCall(call), { changeId }));
  return await presented(parts, change, call);
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
  const time = await timeFor(parts, loan);
  await inTime(parts, () => wakeLoan(parts.temporal, { ...loan, loanId: loan.id }, time, kind)).catch(
    (error: unknown) =>
      parts.log.warn({ err: error, changeId: id }, 'a loan could not be told of an approved change'),
  );
}

/** What a process of the loan's institution that begins now lives by. */
async function timeFor(parts: Parts, { institutionId }: LoanRow): Promise<TimeInput> {
  const { clock, today } = await businessTime(parts);
  return timeInput(clock, parts.settings, await caseRulesOf(parts.sql, institutionId, today));
}
