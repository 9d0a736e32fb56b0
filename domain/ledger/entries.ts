/**
 * One function for each kind of entry, as in the chart's table (accounting.json). Amounts with VAT are
 * VAT-inclusive: net = gross / (1 + rate) half up, VAT = the rest. Cash accounts: 1002 bank, 1012 channel in
 * transit, 2241.01 suspense, 2241.02 unidentified receipts.
 */
import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { splitVat } from '../money/vat';
import type { AccountCode } from './chart';
import { draft, type EntryDraft, memo } from './draft';
import type { JournalEventName } from './entry';

/** The account that money comes from. */
export type CashAccount = Extract<AccountCode, '1002' | '1012' | '2241.01' | '2241.02'>;

export const OUTPUT_VAT = '2221.01';
const DEFERRED_VAT = '2221.02';
export const BANK = '1002';

/** Loan paid out in full; nothing is held back (民法典 670). */
export function disburse(principalFen: Fen): EntryDraft {
  return draft('DISBURSE', [['1303.01', principalFen]], [[BANK, principalFen]]);
}

/**
 * Interest earned since the last accrual.
 * @param vatFen VAT of the interest accrued so far in its period, less what was deferred before
 */
export function accrueInterest(interestFen: Fen, vatFen: Fen): EntryDraft {
  const incomeFen = fen(interestFen - vatFen);
  const claim = [['1132', fen(Math.abs(interestFen))]] as const;
  const income = [
    ['6011.01', fen(Math.abs(incomeFen))],
    [DEFERRED_VAT, fen(Math.abs(vatFen))],
  ] as const;
  return interestFen < 0 ? draft('ACCRUE_INTEREST', income, claim) : draft('ACCRUE_INTEREST', claim, income);
}

/** The tax falls due with the interest: deferred VAT becomes output VAT. */
export function interestDue(vatFen: Fen): EntryDraft {
  return draft('INTEREST_DUE', [[DEFERRED_VAT, vatFen]], [[OUTPUT_VAT, vatFen]]);
}

/** What a receipt pays of an accruing loan. */
export interface RepaymentParts {
  readonly cash: CashAccount;
  readonly normalPrincipalFen: Fen;
  readonly overduePrincipalFen: Fen;
  readonly interestFen: Fen;
  readonly suspenseFen: Fen;
}

/** Principal and interest of an accruing loan received, and what is left over held for the borrower. */
export function repay(parts: RepaymentParts): EntryDraft {
  const { cash, normalPrincipalFen, overduePrincipalFen, interestFen, suspenseFen } = parts;
  return draft(
    repaymentName(parts),
    [[cash, fen(normalPrincipalFen + overduePrincipalFen + interestFen + suspenseFen)]],
    [
      ['1303.01', normalPrincipalFen],
      ['1303.02', overduePrincipalFen],
      ['1132', interestFen],
      ['2241.01', suspenseFen],
    ],
  );
}

function repaymentName({ cash, suspenseFen }: RepaymentParts): JournalEventName {
  if (cash === '2241.02') return 'UNIDENTIFIED_APPLIED';
  if (cash === '2241.01') return 'SUSPENSE_APPLIED';
  if (suspenseFen > 0) return 'OVERPAYMENT';
  return cash === '1012' ? 'CHANNEL_COLLECTED' : 'REPAY_ON_TIME';
}

/** Kinds of fee, with where their income goes. Agency fees are no income: they are passed on. */
export const FEE_INCOME = {
  LOAN_SERVICE: '6021',
  TRANSACTION: '6021',
  PERIODIC: '6021',
  PREPAYMENT: '6021',
  CONSULTING: '6051',
  APPRAISAL_OWN: '6051',
  APPRAISAL_AGENCY: null,
} as const satisfies Readonly<Record<string, AccountCode | null>>;
export type FeeKind = keyof typeof FEE_INCOME;
export const FEE_KINDS = Object.keys(FEE_INCOME) as readonly FeeKind[];

const FEE_EVENT = {
  LOAN_SERVICE: 'FEE_LOAN_SERVICE',
  TRANSACTION: 'FEE_TRANSACTION',
  PERIODIC: 'FEE_PERIODIC',
  PREPAYMENT: 'FEE_PREPAYMENT',
  CONSULTING: 'FEE_CONSULTING',
  APPRAISAL_OWN: 'FEE_APPRAISAL_OWN',
  APPRAISAL_AGENCY: 'FEE_APPRAISAL_AGENCY',
} as const satisfies Readonly<Record<FeeKind, JournalEventName>>;

/** A fee paid at once. */
export function feePaid(kind: FeeKind, grossFen: Fen, vatRate: Rate, cash: CashAccount = BANK): EntryDraft {
  const income = FEE_INCOME[kind];
  if (income === null) return draft(FEE_EVENT[kind], [[cash, grossFen]], [['2241.03', grossFen]]);
  return incomeWithVat(FEE_EVENT[kind], cash, income, grossFen, vatRate);
}

/** Income with the VAT that is inside of it. */
export function incomeWithVat(
  event: JournalEventName,
  debit: AccountCode,
  income: AccountCode,
  grossFen: Fen,
  vatRate: Rate,
): EntryDraft {
  const { netFen, vatFen } = splitVat(grossFen, vatRate);
  return draft(
    event,
    [[debit, grossFen]],
    [
      [income, netFen],
      [OUTPUT_VAT, vatFen],
    ],
  );
}

/** The third party gets what was collected for it. */
export function feePaidOver(amountFen: Fen): EntryDraft {
  return draft('FEE_APPRAISAL_PAYOVER', [['2241.03', amountFen]], [[BANK, amountFen]]);
}

/** A fee billed, to be collected with an instalment. */
export function feeBilled(grossFen: Fen, vatRate: Rate): EntryDraft {
  return incomeWithVat('FEE_PERIODIC_BILLED', '1124', '6021', grossFen, vatRate);
}

/** A billed fee collected. */
export function feeCollected(amountFen: Fen, cash: CashAccount = BANK): EntryDraft {
  return draft('FEE_PERIODIC_COLLECTED', [[cash, amountFen]], [['1124', amountFen]]);
}

/** A fee given back in money: red letter on income and output VAT. */
export function feeRefunded(kind: FeeKind, grossFen: Fen, vatRate: Rate): EntryDraft {
  const income = FEE_INCOME[kind];
  if (income === null) return draft('FEE_REFUND', [['2241.03', grossFen]], [[BANK, grossFen]]);
  return redLetter('FEE_REFUND', income, BANK, grossFen, vatRate);
}

function redLetter(
  event: JournalEventName,
  income: AccountCode,
  credit: AccountCode,
  grossFen: Fen,
  vatRate: Rate,
): EntryDraft {
  const { netFen, vatFen } = splitVat(grossFen, vatRate);
  return draft(
    event,
    [
      [income, netFen],
      [OUTPUT_VAT, vatFen],
    ],
    [[credit, grossFen]],
  );
}

/** A billed fee given up. */
export function feeWaived(grossFen: Fen, vatRate: Rate): EntryDraft {
  return redLetter('FEE_WAIVED', '6021', '1124', grossFen, vatRate);
}

/** Interest given up that is due, or with `deferredVatFen` interest whose tax is still deferred. */
export function interestWaived(grossFen: Fen, vatRate: Rate, deferredVatFen?: Fen): EntryDraft {
  if (deferredVatFen === undefined) {
    return redLetter('INTEREST_WAIVED', '6011.01', '1132', grossFen, vatRate);
  }
  return draft(
    'INTEREST_WAIVED',
    [
      ['6011.01', fen(grossFen - deferredVatFen)],
      [DEFERRED_VAT, deferredVatFen],
    ],
    [['1132', grossFen]],
  );
}

/** The part of an instalment that is given up, and how its loan stands. */
export interface Waiver {
  readonly component: 'fee' | 'compound' | 'penalty' | 'interest';
  readonly amountFen: Fen;
  readonly accrual: 'ACCRUAL' | 'NON_ACCRUAL';
  /** Deferred tax that goes with interest that is not due yet; null when it is due. */
  readonly deferredVatFen: Fen | null;
}

/** What giving something up posts: nothing for penalty and compound interest, which are income when they are received. */
export function waiverDrafts(waiver: Waiver, vatRate: Rate): readonly EntryDraft[] {
  const { component, amountFen, accrual, deferredVatFen } = waiver;
  if (component === 'fee') return [feeWaived(amountFen, vatRate)];
  if (component !== 'interest') return [];
  if (accrual === 'NON_ACCRUAL') return [memoInterestWaived(amountFen)];
  return [interestWaived(amountFen, vatRate, deferredVatFen ?? undefined)];
}

/**
 * Interest of a non-accrual loan given up. Only the memorandum falls, but a memorandum needs an entry to hang
 * on: the claim passes through the receivable and leaves nothing there.
 */
export function memoInterestWaived(amountFen: Fen): EntryDraft {
  return draft(
    'INTEREST_WAIVED',
    [['1132', amountFen]],
    [['1132', amountFen]],
    [memo('OB.01', 'OUT', amountFen)],
  );
}

/** The day after the collection date: unpaid principal becomes overdue. */
export function overdueTransfer(principalFen: Fen): EntryDraft {
  return draft('OVERDUE_TRANSFER', [['1303.02', principalFen]], [['1303.01', principalFen]]);
}

/** Overdue principal gets new due dates. */
export function overdueRescheduled(principalFen: Fen): EntryDraft {
  return draft('OVERDUE_RESCHEDULED', [['1303.01', principalFen]], [['1303.02', principalFen]]);
}

/** Penalty and compound interest are income when received, not before. */
export function penaltyReceived(grossFen: Fen, vatRate: Rate, cash: CashAccount = BANK): EntryDraft {
  return incomeWithVat('PENALTY_RECEIVED', cash, '6011.02', grossFen, vatRate);
}

/** Interest receivable when a loan stops accruing. */
export interface UncollectedInterest {
  /** Due and not paid: its VAT has been declared and is kept as a claim (1221). */
  readonly dueFen: Fen;
  /** Accrued and not due: its VAT is still deferred. */
  readonly notDueFen: Fen;
  readonly deferredVatFen: Fen;
}

/** Above 90 days past due: uncollected interest is reversed and kept off the balance sheet. */
export function nonAccrualEntry(interest: UncollectedInterest, vatRate: Rate): EntryDraft {
  const declared = splitVat(interest.dueFen, vatRate);
  const grossFen = fen(interest.dueFen + interest.notDueFen);
  return draft(
    'NON_ACCRUAL_ENTRY',
    [
      ['6011.01', fen(grossFen - declared.vatFen - interest.deferredVatFen)],
      ['1221', declared.vatFen],
      [DEFERRED_VAT, interest.deferredVatFen],
    ],
    [['1132', grossFen]],
    [memo('OB.01', 'IN', grossFen)],
  );
}

/** All principal becomes non-accrual. */
export function nonAccrualPrincipal(overdueFen: Fen, normalFen: Fen): EntryDraft {
  return draft(
    'NON_ACCRUAL_PRINCIPAL',
    [['1303.03', fen(overdueFen + normalFen)]],
    [
      ['1303.02', overdueFen],
      ['1303.01', normalFen],
    ],
  );
}

/** Principal accrues again after an upgrade. */
export function accrualResumed(principalFen: Fen): EntryDraft {
  return draft('ACCRUAL_RESUMED', [['1303.01', principalFen]], [['1303.03', principalFen]]);
}

/** Principal of a non-accrual loan received. */
export function nonAccrualPrincipalReceived(amountFen: Fen, cash: CashAccount = BANK): EntryDraft {
  return draft('NON_ACCRUAL_RECEIPT_PRINCIPAL', [[cash, amountFen]], [['1303.03', amountFen]]);
}

/** Interest of a non-accrual loan received: income now, and out of the memorandum. */
export function nonAccrualInterestReceived(
  grossFen: Fen,
  vatRate: Rate,
  cash: CashAccount = BANK,
): EntryDraft {
  const entry = incomeWithVat('NON_ACCRUAL_RECEIPT_INTEREST', cash, '6011.01', grossFen, vatRate);
  return { ...entry, offBalance: [memo('OB.01', 'OUT', grossFen)] };
}

/** Brings the allowance from what it is to what it shall be; empty when it is right. */
export function provision(allowanceFen: Fen, targetFen: Fen): EntryDraft {
  const differenceFen = fen(targetFen - allowanceFen);
  return differenceFen >= 0
    ? draft('PROVISION', [['6702', differenceFen]], [['1304', differenceFen]])
    : draft('PROVISION_RELEASE', [['1304', fen(-differenceFen)]], [['6702', fen(-differenceFen)]]);
}

/** Brings the general risk reserve from what it is to what it shall be, out of retained earnings; empty when it is right. */
export function riskReserve(beforeFen: Fen, targetFen: Fen): EntryDraft {
  const differenceFen = fen(targetFen - beforeFen);
  return differenceFen >= 0
    ? draft('RISK_RESERVE', [['4104', differenceFen]], [['4102', differenceFen]])
    : draft('RISK_RESERVE', [['4102', fen(-differenceFen)]], [['4104', fen(-differenceFen)]]);
}

/** Before a write-off the allowance covers all of it. */
export function writeOffTopUp(amountFen: Fen): EntryDraft {
  return draft('WRITE_OFF_TOPUP', [['6702', amountFen]], [['1304', amountFen]]);
}

/** 账销案存: the principal leaves the books; it, penalty and compound interest stay claimed as memoranda. */
export function writeOff(principalFen: Fen, penaltyFen: Fen = fen(0)): EntryDraft {
  return draft(
    'WRITE_OFF',
    [['1304', principalFen]],
    [['1303.03', principalFen]],
    [memo('OB.02', 'IN', principalFen), memo('OB.03', 'IN', penaltyFen)],
  );
}

/** Penalty or compound interest of a written-off loan that comes in: income, and out of the memorandum. */
export function keptPenaltyReceived(grossFen: Fen, vatRate: Rate, cash: CashAccount = BANK): EntryDraft {
  const entry = penaltyReceived(grossFen, vatRate, cash);
  return { ...entry, offBalance: grossFen === 0 ? [] : [memo('OB.03', 'OUT', grossFen)] };
}

/** Written-off principal that comes in is first put back. */
export function recoveryReinstate(principalFen: Fen): EntryDraft {
  return draft('RECOVERY_REINSTATE', [['1303.03', principalFen]], [['1304', principalFen]]);
}

/** The money of a recovery. */
export function recoveryCash(principalFen: Fen, cash: CashAccount = BANK): EntryDraft {
  return draft(
    'RECOVERY_CASH',
    [[cash, principalFen]],
    [['1303.03', principalFen]],
    [memo('OB.02', 'OUT', principalFen)],
  );
}

/** Money of an unknown payer, or that the bank has and the ledger has not. */
export function unidentifiedReceipt(amountFen: Fen, cash: CashAccount = BANK): EntryDraft {
  return draft('UNIDENTIFIED_RECEIPT', [[cash, amountFen]], [['2241.02', amountFen]]);
}

/** Money that the ledger has and the bank has not. */
export function shortItem(amountFen: Fen, cash: CashAccount = BANK): EntryDraft {
  return draft('SHORT_ITEM', [['1221', amountFen]], [[cash, amountFen]]);
}

/** What the bank was short of is there after all: the claim meets the debt that its coming made. */
export function foundAfterShort(amountFen: Fen): EntryDraft {
  return draft('UNIDENTIFIED_APPLIED', [['2241.02', amountFen]], [['1221', amountFen]]);
}

/** Money of unknown origin turns out to be the owners'. */
export function receiptIsCapital(amountFen: Fen): EntryDraft {
  return draft('CAPITAL_PAID_IN', [['2241.02', amountFen]], [['4001', amountFen]]);
}

/** Money of unknown origin goes back to who paid it. */
export function receiptReturned(amountFen: Fen): EntryDraft {
  return draft('UNIDENTIFIED_RETURNED', [['2241.02', amountFen]], [[BANK, amountFen]]);
}

/** What an institution had at the bank on the day on which its books begin. */
export function openingBalance(amountFen: Fen): EntryDraft {
  return draft('OPENING_BALANCE', [[BANK, amountFen]], [['4001', amountFen]]);
}

/** A channel pays out what it collected, less its VAT-inclusive fee. */
export function channelSettled(collectedFen: Fen, channelFeeFen: Fen, vatRate: Rate): EntryDraft {
  const { netFen, vatFen } = splitVat(channelFeeFen, vatRate);
  return draft(
    'CHANNEL_SETTLED',
    [
      [BANK, fen(collectedFen - channelFeeFen)],
      ['6421', netFen],
      ['2221.03', vatFen],
    ],
    [['1012', collectedFen]],
  );
}

/** An asset is taken for the debt (以物抵债); the allowance bears what it falls short. */
export function collateralTaken(principalFen: Fen, valueFen: Fen): EntryDraft {
  return draft(
    'COLLATERAL_TAKEN',
    [
      ['1441', valueFen],
      ['1304', fen(principalFen - valueFen)],
    ],
    [['1303.03', principalFen]],
  );
}
