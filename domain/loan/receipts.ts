import type { IsoDate } from '../calendar/isoDate';
import { type EntryDraft, memo } from '../ledger/draft';
import type { FeeKind } from '../ledger/entries';
import {
  type CashAccount,
  feeCollected,
  nonAccrualInterestReceived,
  nonAccrualPrincipalReceived,
  penaltyReceived,
  repay,
} from '../ledger/entries';
import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { type Applied, claimedInterest } from './books';
import { type Components, FIELD_OF, NOTHING, plus, sumOf } from './components';
import type { Component, LoanEventBody, ReceiptAccount } from './events';
import { duesAt, reduced } from './lines';
import type { LoanPosition } from './position';
import type { WaterfallPreset } from './terms';
import { type Allocated, allocate, orderOf } from './waterfall';

const CASH_ACCOUNTS: Readonly<Record<ReceiptAccount | 'SUSPENSE', CashAccount>> = {
  BANK: '1002',
  CHANNEL: '1012',
  UNIDENTIFIED: '2241.02',
  SUSPENSE: '2241.01',
};

/** Where money can come from. */
export const RECEIPT_ACCOUNTS: readonly string[] = Object.keys(CASH_ACCOUNTS);

/** What money that comes in is to a loan: a receipt, or a recovery once it is written off. */
export function incoming(
  { phase }: Pick<LoanPosition, 'phase'>,
  money: { readonly amountFen: Fen; readonly into: ReceiptAccount },
): LoanEventBody {
  return { kind: phase === 'WRITTEN_OFF' ? 'RECOVERED' : 'RECEIVED', ...money };
}

/** The ledger account that money comes from. */
export function cashAccountOf(into: ReceiptAccount | 'SUSPENSE'): CashAccount {
  return CASH_ACCOUNTS[into];
}

/** Money that may pay what is due. */
export interface Money {
  readonly amountFen: Fen;
  readonly cash: CashAccount;
  readonly preset?: WaterfallPreset | undefined;
}

/** Divides an amount over what is due on a day, by the order that holds for the loan. */
export function allocationOf(
  position: LoanPosition,
  amountFen: Fen,
  date: IsoDate,
  preset?: WaterfallPreset,
): Allocated {
  return allocate(amountFen, duesAt(position, date), preset ?? presetOf(position));
}

function presetOf({ accrual, terms: { waterfalls } }: LoanPosition): WaterfallPreset {
  return accrual === 'ACCRUAL' ? waterfalls.accrual : waterfalls.nonAccrual;
}

/** Pays what is due; what is left over is held for the borrower. The books are at the day already. */
export function receive(position: LoanPosition, money: Money, date: IsoDate): Applied {
  const isFromSuspense = money.cash === '2241.01';
  const { allocations, suspenseFen } = allocationOf(position, money.amountFen, date, money.preset);
  const usedFen = fen(money.amountFen - suspenseFen);
  const paid = paidLines(position, allocations, date);
  const after: LoanPosition = {
    ...position,
    lines: paid.lines,
    suspenseFen: fen(position.suspenseFen + (isFromSuspense ? -usedFen : suspenseFen)),
    feesTaken: withFee(position, 'PERIODIC', paid.total.feeFen),
  };
  const heldFen = isFromSuspense ? fen(0) : suspenseFen;
  return position.accrual === 'ACCRUAL'
    ? { position: after, drafts: accruingDrafts(position, paid, money.cash, heldFen) }
    : nonAccrualReceipt(position, after, paid.total, { ...money, heldFen, date });
}

interface PaidLines {
  readonly lines: LoanPosition['lines'];
  readonly total: Components;
  readonly overduePrincipalFen: Fen;
}

function paidLines(position: LoanPosition, allocations: Allocated['allocations'], date: IsoDate): PaidLines {
  const partOf = new Map(allocations.map((allocation) => [allocation.number, allocation]));
  const overdue = position.lines.filter((line) => line.isOverdueInBooks);
  const lines = position.lines.map((line) => {
    const part = partOf.get(line.row.number);
    if (part === undefined) return line;
    return { ...line, paid: plus(line.paid, part), reductions: reduced(line, date, part) };
  });
  return {
    lines,
    total: sumOf(allocations),
    overduePrincipalFen: sumOf(overdue.map((line) => partOf.get(line.row.number) ?? NOTHING)).principalFen,
  };
}

function accruingDrafts(
  { terms }: LoanPosition,
  { total, overduePrincipalFen }: PaidLines,
  cash: CashAccount,
  suspenseFen: Fen,
): EntryDraft[] {
  return [
    repay({
      cash,
      normalPrincipalFen: fen(total.principalFen - overduePrincipalFen),
      overduePrincipalFen,
      interestFen: total.interestFen,
      suspenseFen,
    }),
    penaltyReceived(fen(total.penaltyFen + total.compoundFen), terms.vatRate, cash),
    feeCollected(total.feeFen, cash),
  ];
}

/** Money for a loan that doesn't accrue: an entry for each part, in the order in which they are paid, the rest last. */
function nonAccrualReceipt(
  before: LoanPosition,
  after: LoanPosition,
  total: Components,
  { cash, heldFen, date, preset }: Omit<Money, 'amountFen'> & { heldFen: Fen; date: IsoDate },
): Applied {
  const received = [
    ...orderOf(preset ?? presetOf(before)).map((part) =>
      RECEIVED_OF[part](total[FIELD_OF[part]], before.terms.vatRate, cash),
    ),
    holdOverpayment(heldFen, cash),
  ];
  const drafts = withMemoToDate(received, before, date);
  return drafts.length === 0
    ? { position: before, drafts }
    : { position: { ...after, offBalanceInterestFen: claimedInterest(after, date) }, drafts };
}

const RECEIVED_OF: Readonly<
  Record<Component, (amountFen: Fen, vatRate: Rate, cash: CashAccount) => EntryDraft>
> = {
  principal: (amountFen, _vatRate, cash) => nonAccrualPrincipalReceived(amountFen, cash),
  interest: nonAccrualInterestReceived,
  penalty: penaltyReceived,
  compound: penaltyReceived,
  fee: (amountFen, _vatRate, cash) => feeCollected(amountFen, cash),
};

/** Money that nothing asks for, held for the borrower. */
export function holdOverpayment(suspenseFen: Fen, cash: CashAccount): EntryDraft {
  return repay({
    cash,
    normalPrincipalFen: fen(0),
    overduePrincipalFen: fen(0),
    interestFen: fen(0),
    suspenseFen,
  });
}

/**
 * Hangs what the interest memorandum lacks (interest earned or waived since the last posting) on the first
 * entry: a memorandum never moves without an entry.
 */
export function withMemoToDate(
  drafts: readonly EntryDraft[],
  before: LoanPosition,
  date: IsoDate,
): EntryDraft[] {
  const posted = drafts.filter(({ postings }) => postings.length > 0);
  const lackingFen = claimedInterest(before, date) - before.offBalanceInterestFen;
  if (lackingFen === 0) return posted;
  const movement = memo('OB.01', lackingFen > 0 ? 'IN' : 'OUT', fen(Math.abs(lackingFen)));
  return posted.map((entry, index) =>
    index === 0 ? { ...entry, offBalance: [movement, ...entry.offBalance] } : entry,
  );
}

/** Fees taken, after another one. */
export function withFee(
  { feesTaken }: LoanPosition,
  kind: FeeKind,
  amountFen: Fen,
): LoanPosition['feesTaken'] {
  return amountFen === 0 ? feesTaken : { ...feesTaken, [kind]: fen((feesTaken[kind] ?? 0) + amountFen) };
}
