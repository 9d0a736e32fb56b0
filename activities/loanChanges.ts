import type { CaseChange, MessageToSend, TakenChange } from '../contracts/activities';
import type { EnterpriseId, InstitutionId, UserId } from '../contracts/ids';
import type { LoanChangePayloads } from '../contracts/loanChanges';
import type { KnownRefusal } from '../contracts/refusals';
import { businessDate } from '../domain/calendar/clock';
import type { IsoDate } from '../domain/calendar/isoDate';
import type { BookChange } from '../domain/changes/bookChange';
import type { LoanChangeKind } from '../domain/changes/kinds';
import { draftChange, isAsQuoted } from '../domain/changes/quoteChange';
import { bouncedReceipt } from '../domain/loan/bouncedReceipt';
import { mostByHand, receivedByHand } from '../domain/loan/manualReceipt';
import type { LoanState } from '../domain/loan/state';
import { upgradeOf } from '../domain/loan/upgrade';
import { parametersAt } from '../domain/parameters/parametersAt';
import { refuse } from '../domain/result';
import { wakeLoansOf } from '../gateways/database/calendarChanges';
import { writeCaseChange } from '../gateways/database/cases';
import { liftShareFloor, readDebtorFacts, takeDebtorFact } from '../gateways/database/debtorFacts';
import { bindAccount } from '../gateways/database/enterprises';
import { type LoanChangeFact, lockChange, openAccount, writeTaken } from '../gateways/database/loanChanges';
import { recordLoanEvents } from '../gateways/database/loans';
import { findStandingQuote } from '../gateways/database/settlementQuotes';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import { writeLetters } from './caseRecord';
import type { ActivityDeps } from './deps';
import { impossible, openLoan, stateOn, useHeldMoney } from './loanBooks';

type Parts = Pick<ActivityDeps, 'cipher'> & { readonly client: Queryable; readonly today: IsoDate };
type Work<Kind extends LoanChangeKind> = (
  parts: Parts,
  change: LoanChangeFact,
  payload: LoanChangePayloads[Kind],
) => Promise<KnownRefusal | null>;

/** What each kind does besides its row. Those of the debit are the process's own business. */
const WORK: { readonly [Kind in LoanChangeKind]: Work<Kind> } = {
  RESUME_DEBIT: async () => null,
  PAUSE_DEBIT: async () => null,
  BIND_ACCOUNT: async ({ client, cipher }, { id, enterpriseId }, payload) => {
    const { accountNo, accountIndex } = openAccount(cipher, id, payload);
    await bindAccount(client, cipher, { enterpriseId, accountNo, accountIndex });
    // It is good for the debits of the enterprise's other loans too.
    await wakeLoansOf(client, enterpriseId, 'ACCOUNT_BOUND');
    return null;
  },
  REVERSE_RECEIPT: reverseReceipt,
  MANUAL_RECEIPT: receiveByHand,
  EXTEND: bookChange,
  RESCHEDULE: bookChange,
  REPRICE: bookChange,
  WAIVE: bookChange,
  ACCELERATE: bookChange,
  WRITE_OFF: bookChange,
  UPGRADE: upgrade,
  DEBTOR_FACT: async ({ client, today }, { id }) =>
    (await takeDebtorFact(client, id, today)) ? null : refuse('NOTHING_CHANGES').refusal,
};

/** Of which the borrower hears when the loan has taken it, or could not. */
const TOLD: readonly LoanChangeKind[] = ['EXTEND', 'RESCHEDULE', 'REPRICE', 'WAIVE', 'ACCELERATE'];

/** Takes an approved change in one transaction: what it does, its row, the audit record and the letter. */
export async function takeChange(
  deps: ActivityDeps,
  { changeId, at }: { readonly changeId: string; readonly at: string },
): Promise<TakenChange> {
  const [taken, letters] = await inTransaction(deps.sql, async (client) => {
    const change = await lockChange(client, changeId);
    const { kind, status, code } = change;
    // A second attempt after the first was written.
    if (status === 'APPLIED' || status === 'REFUSED') return [{ kind, status, code }, []] as const;
    if (status !== 'APPROVED') throw impossible(`change ${changeId} is ${status}: nobody approved it`);
    const today = businessDate(Date.parse(at));
    const work = WORK[kind] as Work<LoanChangeKind>;
    const refusal = await work({ client, cipher: deps.cipher, today }, change, change.payload);
    await writeTaken(client, changeId, refusal?.code ?? null);
    const taken: TakenChange =
      refusal === null
        ? { kind, status: 'APPLIED', code: null }
        : { kind, status: 'REFUSED', code: refusal.code };
    const step = stepOf(change, taken, at);
    await writeCaseChange(client, step);
    return [taken, await writeLetters(deps, client, step)] as const;
  });
  for (const letter of letters) await deps.queues.enqueue(letter);
  return taken;
}

/**
 * Books a change as it was quoted, for its day; nothing of it when the books can't take it or when it would be anything
 * else than what was shown.
 */
async function bookChange(
  { client, today }: Parts,
  { id, loanId, quote }: LoanChangeFact,
  change: BookChange,
): Promise<KnownRefusal | null> {
  if (quote === null) throw impossible(`change ${id} shows nothing`);
  const { record, calendar } = await openLoan(client, loanId);
  const recording = { recordedOn: today, businessKey: `loan/${loanId}/change/${id}` };
  const { changes } = parametersAt(change.on);
  const drafted = draftChange(record, change, recording, calendar, changes);
  if (!drafted.ok) return drafted.refusal;
  // Who approved it goes by the amount.
  if (drafted.value.quote.amountFen !== quote.amountFen) return refuse('QUOTE_CHANGED').refusal;
  const judge = (after: LoanState) =>
    isAsQuoted(quote, after, today) ? null : refuse('QUOTE_CHANGED').refusal;
  const recorded = await recordLoanEvents(client, loanId, drafted.value.events, calendar, { judge });
  if (!recorded.ok) return recorded.refusal;
  await useHeldMoney(client, loanId, today);
  return null;
}

/** The loan is performing again from today on, if nothing has come into the way since it was asked for. */
async function upgrade(
  { client, today }: Parts,
  { id, loanId }: LoanChangeFact,
): Promise<KnownRefusal | null> {
  const opened = await openLoan(client, loanId);
  const facts = await readDebtorFacts(client, loanId, today, opened.calendar);
  const events = upgradeOf(stateOn(opened, today), parametersAt(today).provisions.guideline2002, facts);
  if (!events.ok) return events.refusal;
  const days = { effectiveDate: today, recordedOn: today };
  const upgraded = events.value.map((body, index) => ({
    ...body,
    ...days,
    businessKey: `loan/${loanId}/change/${id}${index === 0 ? '' : `/${index + 1}`}`,
  }));
  const recorded = await recordLoanEvents(client, loanId, upgraded, opened.calendar);
  if (!recorded.ok) return recorded.refusal;
  await liftShareFloor(client, loanId, today);
  return null;
}

/** What two people vouch for; it pays what was due when it came. */
async function receiveByHand(
  { client, today }: Parts,
  { id, loanId }: LoanChangeFact,
  receipt: LoanChangePayloads['MANUAL_RECEIPT'],
): Promise<KnownRefusal | null> {
  const { record, calendar } = await openLoan(client, loanId);
  const quote = await findStandingQuote(client, loanId, receipt.on);
  const maximumFen = mostByHand(
    record,
    { on: receipt.on, today, validThrough: quote?.validThrough ?? null },
    calendar,
  );
  // Another one was entered meanwhile, or money came.
  if (receipt.amountFen > maximumFen) return refuse('MORE_THAN_OWED', 'amountFen', { maximumFen }).refusal;
  const recording = { recordedOn: today, businessKey: `loan/${loanId}/change/${id}` };
  const recorded = await recordLoanEvents(client, loanId, [receivedByHand(receipt, recording)], calendar);
  if (!recorded.ok) return recorded.refusal;
  await useHeldMoney(client, loanId, today);
  return null;
}

/** The loan without the receipt; a loan that was closed owes again. Money that is held pays what that leaves due. */
async function reverseReceipt(
  { client, today }: Parts,
  { id, loanId, reason }: LoanChangeFact,
  { sequence }: LoanChangePayloads['REVERSE_RECEIPT'],
): Promise<KnownRefusal | null> {
  const { record, calendar } = await openLoan(client, loanId);
  const businessKey = `loan/${loanId}/change/${id}`;
  const reversal = bouncedReceipt(record.events, sequence, { reason, on: today, businessKey });
  if (!reversal.ok) return reversal.refusal;
  const recorded = await recordLoanEvents(client, loanId, [reversal.value], calendar);
  if (!recorded.ok) return recorded.refusal;
  await useHeldMoney(client, loanId, today);
  return null;
}

function stepOf(change: LoanChangeFact, { status, code }: TakenChange, at: string): CaseChange {
  return {
    caseType: 'LOAN',
    caseId: change.loanId,
    institutionId: change.institutionId as InstitutionId,
    enterpriseId: change.enterpriseId as EnterpriseId,
    changeKey: `change/${change.id}`,
    at,
    messages: TOLD.includes(change.kind) ? [letterOf(change, status)] : [],
    audit: {
      actorId: change.decidedBy as UserId | null,
      action: 'LOAN_CHANGED',
      outcome: status,
      detail: { change: change.id, kind: change.kind, ...(code === null ? {} : { code }) },
    },
  };
}

function letterOf(
  { id, loanId, kind, effectiveOn }: LoanChangeFact,
  outcome: TakenChange['status'],
): MessageToSend {
  return {
    channel: 'EMAIL',
    dedupeKey: `loan/${loanId}/change/${id}/LOAN_CHANGE_ENDED/EMAIL`,
    kind: 'LOAN_CHANGE_ENDED',
    values: { change: kind, outcome, date: effectiveOn },
  };
}
