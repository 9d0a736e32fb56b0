import type { CaseChange, ChangeDecision, MessageToSend, TakenChange } from '../contracts/activities';
import type { EnterpriseId, InstitutionId, UserId } from '../contracts/ids';
import type { LoanChangePayloads, LoanChangeStatus } from '../contracts/loanChanges';
import type { KnownRefusal } from '../contracts/refusals';
import { businessDate } from '../domain/calendar/clock';
import type { IsoDate } from '../domain/calendar/isoDate';
import type { BookChange } from '../domain/changes/bookChange';
import { LOAN_CHANGE_RULES, type LoanChangeKind } from '../domain/changes/kinds';
import { draftChange, isAsQuoted } from '../domain/changes/quoteChange';
import { bankMoneyOn, mostByHand, receivedByHand, standingAtBank } from '../domain/loan/manualReceipt';
import type { LoanState } from '../domain/loan/state';
import { upgradeOf } from '../domain/loan/upgrade';
import { parametersAt } from '../domain/parameters/parametersAt';
import { refuse } from '../domain/result';
import { wakeLoansOf } from '../gateways/database/calendarChanges';
import { writeCaseChange } from '../gateways/database/cases';
import { liftShareFloor, readDebtorFacts, takeDebtorFact } from '../gateways/database/debtorFacts';
import { bindAccount } from '../gateways/database/enterprises';
import {
  approveLoanChange,
  type LoanChangeFact,
  lockChange,
  openAccount,
  rejectLoanChange,
  writeTaken,
} from '../gateways/database/loanChanges';
import { type LoanRecord, recordLoanEvents } from '../gateways/database/loans';
import { lockReceipt, settleReceipt } from '../gateways/database/receipts';
import { findStandingQuote } from '../gateways/database/settlementQuotes';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import { findMovement, lockReference, readBankMoney } from '../gateways/database/transit';
import { writeLetters } from './caseRecord';
import type { ActivityDeps } from './deps';
import { chargeEnded } from './feeCharges';
import { writeAccelerationNotice } from './ladderPapers';
import { impossible, openLoan, stateOn, useHeldMoney } from './loanBooks';
import { reverseReceipt } from './receiptReversals';
import { clearTransit } from './transit';

type Parts = Pick<ActivityDeps, 'cipher'> & {
  readonly client: Queryable;
  readonly today: IsoDate;
  readonly at: string;
};
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

const DAY_MS = 86_400_000;
type LetterStep = Omit<CaseChange, 'changeKey' | 'audit'>;

/** Of which the borrower hears when the loan has taken it, or could not. */
const TOLD: readonly LoanChangeKind[] = ['EXTEND', 'RESCHEDULE', 'REPRICE', 'WAIVE', 'ACCELERATE'];

/**
 * Writes what somebody of the house said to a change, with the letter to the borrower where it concerns them: the house
 * offers, or says no to who asked.
 */
export async function decideLoanChange(
  deps: ActivityDeps,
  { changeId, role, decision, decidedBy: by, reason, at }: ChangeDecision,
): Promise<{ readonly status: LoanChangeStatus }> {
  const [status, letters] = await inTransaction(deps.sql, async (client) => {
    const change = await lockChange(client, changeId);
    // A second attempt after the first was written, or it was withdrawn.
    if (change.status !== 'REQUESTED') return [change.status, []] as const;
    if (decision === 'REJECT') {
      await rejectLoanChange(client, { changeId, by, reason });
      // The house's own wishes concern the house.
      const message = change.answeredBy === null ? [] : [letterOf(change, 'REJECTED')];
      return ['REJECTED', await writeLetters(deps, client, letterStep(change, at, message))] as const;
    }
    const lapsesAt = change.answeredBy === null ? lapsingOf(change, at) : null;
    const stands = await approveLoanChange(client, { changeId, by, role, reason, lapsesAt });
    const offer = stands === 'OFFERED' && lapsesAt !== null ? [offerOf(change, lapsesAt, deps)] : [];
    return [stands, await writeLetters(deps, client, letterStep(change, at, offer))] as const;
  });
  for (const letter of letters) await deps.queues.enqueue(letter);
  return { status };
}

/** Until when the borrower may agree, business instant; null where nobody asks the borrower. */
function lapsingOf({ kind }: LoanChangeFact, at: string): string | null {
  if (!LOAN_CHANGE_RULES[kind].needsConsent) return null;
  const days = parametersAt(businessDate(Date.parse(at))).changes.consentDays;
  return new Date(Date.parse(at) + days * DAY_MS).toISOString();
}

function offerOf(
  { id, loanId, kind, quote }: LoanChangeFact,
  expiresAt: string,
  { settings }: ActivityDeps,
): MessageToSend {
  if (quote === null) throw impossible(`change ${id} shows nothing`);
  const { annualRate, maturity, interestToPayFen } = quote.after;
  return {
    channel: 'EMAIL',
    dedupeKey: `loan/${loanId}/change/${id}/LOAN_CHANGE_OFFERED/EMAIL`,
    kind: 'LOAN_CHANGE_OFFERED',
    values: {
      ...{ change: kind, date: quote.on, expiresAt, annualRate, maturity, interestToPayFen },
      signInUrl: settings.publicUrl,
    },
  };
}

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
    const refusal = await work({ client, cipher: deps.cipher, today, at }, change, change.payload);
    await writeTaken(client, changeId, refusal?.code ?? null);
    const taken: TakenChange =
      refusal === null
        ? { kind, status: 'APPLIED', code: null }
        : { kind, status: 'REFUSED', code: refusal.code };
    const step = stepOf(change, taken, at);
    await writeCaseChange(client, step);
    const { id, loanId } = change;
    const isCalledIn = kind === 'ACCELERATE' && taken.status === 'APPLIED';
    const notice = { changeId: id, loanId, today };
    const papers = isCalledIn ? await writeAccelerationNotice(client, deps.cipher, notice) : [];
    return [taken, [...(await writeLetters(deps, client, step)), ...papers]] as const;
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
  const { record: after } = await useHeldMoney(client, loanId, today);
  // It runs no longer, and the nights charge loans that run.
  if (change.kind === 'WRITE_OFF') await chargeEnded(client, after, calendar);
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

/** What two people vouch for; it pays what was due when it came. Where the bank holds it for nobody, it is that. */
async function receiveByHand(
  { client, today, at }: Parts,
  { id, loanId, institutionId }: LoanChangeFact,
  receipt: LoanChangePayloads['MANUAL_RECEIPT'],
): Promise<KnownRefusal | null> {
  const { bankReference } = receipt;
  if (bankReference !== undefined) await lockReference(client, institutionId, bankReference);
  const { record, calendar } = await openLoan(client, loanId);
  const quote = await findStandingQuote(client, loanId, receipt.on);
  const maximumFen = mostByHand(
    record,
    { on: receipt.on, today, validThrough: quote?.validThrough ?? null },
    calendar,
  );
  // Another one was entered meanwhile, or money came.
  if (receipt.amountFen > maximumFen) return refuse('MORE_THAN_OWED', 'amountFen', { maximumFen }).refusal;
  const { otherThan = [] } = receipt;
  const atBank = standingAtBank({ ...receipt, otherThan }, await readBankMoney(client, record, receipt));
  if (!atBank.ok) return atBank.refusal;
  const held =
    atBank.value === null ? null : await lockReceipt(client, atBank.value.name.replace('receipt/', ''));
  const movement = held === null ? null : await findMovement(client, held);
  if (held !== null && (held.status !== 'OPEN' || movement === null))
    return refuse('BANK_MONEY_USED').refusal;
  const known = new Set(bankMoneyOn(record.events, receipt.on).map(({ name }) => name));
  // A file was read in this very moment.
  const judge = (_: unknown, { events }: Pick<LoanRecord, 'events'>) =>
    bankMoneyOn(events, receipt.on).every(({ name }) => known.has(name))
      ? null
      : refuse('BANK_HAS_MONEY').refusal;
  const recording = { recordedOn: today, businessKey: `loan/${loanId}/change/${id}` };
  const event = receivedByHand(record, receipt, recording, calendar);
  const recorded = await recordLoanEvents(client, loanId, [event], calendar, { judge });
  if (!recorded.ok) return recorded.refusal;
  if (held !== null && movement !== null) {
    await settleReceipt(client, held.id, 'CLAIMED', { loanId, at });
    const entered = { loanId, changeId: id, amountFen: receipt.amountFen };
    await clearTransit(client, entered, { movement, receiptId: held.id, on: today });
  }
  await useHeldMoney(client, loanId, today);
  return null;
}

/** What is written to the borrower is about the loan. */
function letterStep(change: LoanChangeFact, at: string, messages: readonly MessageToSend[]): LetterStep {
  return {
    caseType: 'LOAN',
    caseId: change.loanId,
    institutionId: change.institutionId as InstitutionId,
    enterpriseId: change.enterpriseId as EnterpriseId,
    ...{ at, messages },
  };
}

function stepOf(change: LoanChangeFact, { status, code }: TakenChange, at: string): CaseChange {
  return {
    ...letterStep(change, at, TOLD.includes(change.kind) ? [letterOf(change, status)] : []),
    changeKey: `change/${change.id}`,
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
  outcome: TakenChange['status'] | 'REJECTED',
): MessageToSend {
  return {
    channel: 'EMAIL',
    dedupeKey: `loan/${loanId}/change/${id}/LOAN_CHANGE_ENDED/EMAIL`,
    kind: 'LOAN_CHANGE_ENDED',
    values: { change: kind, outcome, date: effectiveOn },
  };
}
