import type {
  LoanChangePayload,
  ManualReceipt,
  ReceiptReversal,
  RepaymentReversal,
} from '../../contracts/loanChanges';
import type { Role } from '../../domain/approval/roles';
import { type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import { approvalsFor } from '../../domain/changes/authority';
import type { BookChange } from '../../domain/changes/bookChange';
import { type ChangeQuote, draftChange } from '../../domain/changes/quoteChange';
import { parseCorporateAccount } from '../../domain/identifiers/bankAccount';
import { mostByHand, receivedByHand, standingAtBank } from '../../domain/loan/manualReceipt';
import { reversedReceipt, takenForBounced } from '../../domain/loan/reversedReceipt';
import { upgradeOf } from '../../domain/loan/upgrade';
import { fen } from '../../domain/money/fen';
import { parseRate, type Rate } from '../../domain/money/rate';
import { parametersAt } from '../../domain/parameters/parametersAt';
import { asked } from '../../gateways/database/asked';
import { houseCalendar } from '../../gateways/database/calendar';
import { areEvidence, readProvedBy } from '../../gateways/database/caseAttachments';
import { readDebtorFacts } from '../../gateways/database/debtorFacts';
import { isBoundAccount } from '../../gateways/database/enterprises';
import { sealAccount } from '../../gateways/database/loanChanges';
import { draftLoanEvents, type LoanRow, loanStateOf, readLoan } from '../../gateways/database/loans';
import { findRepayment } from '../../gateways/database/payerClaims';
import { findStandingQuote } from '../../gateways/database/settlementQuotes';
import { isLeftToBank, readBankMoney } from '../../gateways/database/transit';
import { businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { invalid } from '../kernel/problems/apiProblem';
import { accepted, refusedBy } from '../kernel/problems/refused';
import type { Call } from '../kernel/routing/call';
import { found } from '../kernel/security/scope';

type Asking = Call<'quoteLoanChange' | 'requestLoanChange'>;

/** What somebody wants of a loan, checked as far as it can be before others approve it. */
export interface Wish {
  readonly payload: LoanChangePayload;
  /** What it would do to the books; null where they don't show it. */
  readonly quote: ChangeQuote | null;
  readonly approvals: readonly Role[];
}

/** @throws ApiProblem when the loan could not take it today */
export async function wishOf(parts: Parts, call: Asking, loan: LoanRow): Promise<Wish> {
  const { body } = call;
  if (body.kind !== 'REVERSE_RECEIPT' && loan.status === 'CLOSED') throw refusedBy({ code: 'LOAN_CLOSED' });
  const { today } = await businessTime(parts);
  const { changes } = parametersAt(today);
  const alsoProves = 'evidence' in body ? await checkEvidence(parts, loan, body) : [];
  const change = bookChangeOf(body, today, alsoProves);
  const quote = change === null ? null : await quoteOf(parts, loan.id, change);
  return {
    payload: change ?? (await payloadOf(parts, call, loan, alsoProves)),
    quote,
    approvals: approvalsFor(body.kind, quote?.amountFen ?? 0, changes),
  };
}

/**
 * They are papers of the loan, and prove nothing else of the kind; or whoever asks says that they do.
 * @returns the changes that they prove too
 * @throws ApiProblem when not
 */
async function checkEvidence(
  { sql }: Parts,
  { id, institutionId }: LoanRow,
  { kind, evidence, isSharedPaper }: Extract<Asking['body'], { readonly evidence: unknown }>,
): Promise<readonly string[]> {
  if (!(await areEvidence(sql, id, evidence)))
    throw refusedBy({ code: 'EVIDENCE_UNKNOWN', field: 'evidence' });
  const proved = await readProvedBy(sql, institutionId, kind, evidence);
  if (proved.length > 0 && !isSharedPaper) throw refusedBy({ code: 'EVIDENCE_USED', field: 'evidence' });
  return proved;
}

/** A change of what is owed, as the books know it; null for the other kinds. */
function bookChangeOf(
  body: Asking['body'],
  today: IsoDate,
  alsoProves: readonly string[],
): BookChange | null {
  switch (body.kind) {
    case 'EXTEND':
    case 'RESCHEDULE':
    case 'REPRICE':
    case 'WAIVE':
    case 'ACCELERATE':
    case 'WRITE_OFF': {
      const on = body.on === undefined ? today : isoDate(body.on);
      if (on < today) throw invalid([{ code: 'DATE_OUT_OF_RANGE', field: 'on' }]);
      return contentOf(body, on, alsoProves);
    }
    default:
      return null;
  }
}

function contentOf(
  body: Extract<Asking['body'], { kind: BookChange['kind'] }>,
  on: IsoDate,
  alsoProves: readonly string[],
): BookChange {
  switch (body.kind) {
    case 'EXTEND': {
      const { kind, months, isSecured, hasSecurityConsent } = body;
      return { kind, on, months, isSecured, hasSecurityConsent, ...rateOf(body.annualRate) };
    }
    case 'RESCHEDULE': {
      const { kind, termMonths, method, firstDueDate } = body;
      return {
        ...{ kind, on, termMonths, ...rateOf(body.annualRate) },
        ...(method === undefined ? {} : { method }),
        ...(firstDueDate === undefined ? {} : { firstDueDate: isoDate(firstDueDate) }),
      };
    }
    case 'REPRICE':
      return { kind: body.kind, on, annualRate: accepted(parseRate(body.annualRate, 'annualRate')) };
    case 'WAIVE':
      return { kind: body.kind, on, waive: body.waive };
    case 'ACCELERATE':
      return { kind: body.kind, on };
    case 'WRITE_OFF':
      return { kind: body.kind, on, evidence: body.evidence, alsoProves };
  }
}

function rateOf(text: string | undefined): { readonly annualRate?: Rate } {
  return text === undefined ? {} : { annualRate: accepted(parseRate(text, 'annualRate')) };
}

async function quoteOf(parts: Parts, loanId: string, change: BookChange): Promise<ChangeQuote> {
  const record = found(await readLoan(parts.sql, loanId));
  const { changes } = parametersAt(change.on);
  const recording = { recordedOn: change.on, businessKey: `loan/${loanId}/change` };
  const drafted = draftChange(record, change, recording, await houseCalendar(parts.sql), changes);
  return accepted(drafted).quote;
}

/** What the other kinds keep. */
async function payloadOf(
  parts: Parts,
  call: Asking,
  loan: LoanRow,
  alsoProves: readonly string[],
): Promise<LoanChangePayload> {
  const { body, subjectId } = call;
  switch (body.kind) {
    case 'BIND_ACCOUNT': {
      const accountNo = accepted(parseCorporateAccount(body.bankAccountNo, 'bankAccountNo'));
      const accountIndex = parts.blindIndex('bank_account', accountNo);
      if (await isBoundAccount(parts.sql, loan.enterpriseId, accountIndex))
        throw refusedBy({ code: 'NOTHING_CHANGES', field: 'bankAccountNo' });
      return sealAccount(parts.cipher, subjectId, { accountNo, accountIndex });
    }
    case 'REVERSE_RECEIPT': {
      const reversal = reversalIn(body);
      await checkReversal(parts, loan, reversal);
      return reversal;
    }
    case 'UPGRADE':
      await checkUpgrade(parts, loan);
      return {};
    case 'MANUAL_RECEIPT': {
      const { amountFen, on, evidence, bankReference, isOtherMoney } = body;
      const receipt = { amountFen: fen(amountFen), on: isoDate(on), evidence, ...asked({ bankReference }) };
      return { ...receipt, alsoProves, otherThan: await checkReceipt(parts, loan, receipt, isOtherMoney) };
    }
    case 'DEBTOR_FACT': {
      const { fact, covers, ends } = body;
      return { fact, covers, ends };
    }
    default:
      return {};
  }
}

/** @throws ApiProblem when it names nothing, or both */
function reversalIn({
  sequence,
  receiptId,
  because,
}: Extract<Asking['body'], { kind: 'REVERSE_RECEIPT' }>): ReceiptReversal {
  if (sequence !== undefined && receiptId === undefined) return { sequence, because };
  if (receiptId !== undefined && sequence === undefined) return { receiptId, because };
  throw invalid([{ code: 'MISSING', field: 'sequence' }]);
}

/** Money that repaid a claim, and was not taken back; or was by mistake. @throws ApiProblem when not */
async function checkRepayment(
  { sql }: Parts,
  loan: LoanRow,
  { receiptId, because }: RepaymentReversal,
): Promise<void> {
  const repayment = await findRepayment(sql, loan.id, receiptId);
  if (repayment === null) throw refusedBy({ code: 'NOT_A_REPAYMENT', field: 'receiptId' });
  const { takenBack } = repayment;
  if (because !== 'NOT_BOUNCED') {
    if (takenBack !== null) throw refusedBy({ code: 'ALREADY_REVERSED', field: 'receiptId' });
    return;
  }
  const isThere =
    takenBack?.because === 'BOUNCED' &&
    (await isLeftToBank(sql, `loan/${loan.id}/change/${takenBack.changeId}`));
  if (!isThere) throw refusedBy({ code: 'RECEIPT_NOT_BOUNCED', field: 'because' });
}

/** The books would take it today, or gave it up and left it to the bank. @throws ApiProblem when they would not */
async function checkReversal(parts: Parts, loan: LoanRow, reversal: ReceiptReversal): Promise<void> {
  if ('receiptId' in reversal) return await checkRepayment(parts, loan, reversal);
  const { sequence, because = 'BOUNCED' } = reversal;
  const { sql } = parts;
  const record = found(await readLoan(sql, loan.id));
  if (because === 'NOT_BOUNCED') {
    const { reversal: bounced } = accepted(takenForBounced(record.events, sequence));
    if (await isLeftToBank(sql, bounced.businessKey)) return;
    throw refusedBy({ code: 'RECEIPT_NOT_BOUNCED', field: 'because' });
  }
  const calendar = await houseCalendar(sql);
  const { today } = await businessTime(parts);
  const of = { because, reason: because, on: today, businessKey: `loan/${loan.id}/change` };
  const event = accepted(reversedReceipt(record.events, sequence, of));
  accepted(draftLoanEvents(record, [event], calendar));
}

/**
 * The bank's money was told apart, and the books would take it today.
 * @returns the bank's money that it is not, by name
 * @throws ApiProblem when not
 */
async function checkReceipt(
  parts: Parts,
  loan: LoanRow,
  receipt: ManualReceipt,
  isOtherMoney: boolean,
): Promise<readonly string[]> {
  const { sql } = parts;
  const record = found(await readLoan(sql, loan.id));
  const { today } = await businessTime(parts);
  if (receipt.on > today || receipt.on < record.terms.startDate)
    throw invalid([{ code: 'DATE_OUT_OF_RANGE', field: 'on' }]);
  const calendar = await houseCalendar(sql);
  const recording = { recordedOn: today, businessKey: `loan/${loan.id}/change` };
  const event = receivedByHand(record, receipt, recording, calendar);
  accepted(draftLoanEvents(record, [event], calendar));
  const quote = await findStandingQuote(sql, loan.id, receipt.on);
  const maximumFen = mostByHand(
    record,
    { on: receipt.on, today, validThrough: quote?.validThrough ?? null },
    calendar,
  );
  if (receipt.amountFen > maximumFen)
    throw refusedBy({ code: 'MORE_THAN_OWED', field: 'amountFen', detail: { maximumFen } });
  const atBank = await readBankMoney(sql, record, receipt);
  const otherThan = isOtherMoney ? atBank.near.map(({ name }) => name) : [];
  accepted(standingAtBank({ ...receipt, otherThan }, atBank));
  return otherThan;
}

/** Nothing is in the way of it today. @throws ApiProblem with the obstacles otherwise */
async function checkUpgrade(parts: Parts, loan: LoanRow): Promise<void> {
  const { sql } = parts;
  const record = found(await readLoan(sql, loan.id));
  const { today } = await businessTime(parts);
  const calendar = await houseCalendar(sql);
  const facts = await readDebtorFacts(sql, loan.id, today, calendar);
  const { guideline2002 } = parametersAt(today).provisions;
  accepted(upgradeOf(loanStateOf(record, today, calendar), guideline2002, facts));
}
