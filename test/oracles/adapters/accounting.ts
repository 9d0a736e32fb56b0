import { type Account, CHART_OF_ACCOUNTS } from '../../../domain/ledger/chart';
import { assertBalanced, type EntryDraft } from '../../../domain/ledger/draft';
import * as ledger from '../../../domain/ledger/entries';
import { overpaymentRefunded } from '../../../domain/ledger/refunds';
import { type Fen, fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { splitVat } from '../../../domain/money/vat';
import { compare, type Difference, type OracleAdapter } from '../adapter';

interface Line {
  readonly account: string;
  readonly debit: number;
  readonly credit: number;
}

interface EntryCase {
  readonly id: string;
  readonly event: string;
  readonly lines: readonly Line[];
  readonly offBalance: readonly unknown[];
}

/** Amounts of a case by account and side: the facts that its entry is built from. */
class Facts {
  constructor(private readonly lines: readonly Line[]) {}

  debit(...accounts: readonly string[]): Fen {
    return this.sum(accounts, ({ debit }) => debit);
  }

  credit(...accounts: readonly string[]): Fen {
    return this.sum(accounts, ({ credit }) => credit);
  }

  /** What the entry moves in all. */
  gross(): Fen {
    return fen(this.lines.reduce((sum, { debit }) => sum + debit, 0));
  }

  private sum(accounts: readonly string[], amountOf: (line: Line) => number): Fen {
    const lines = this.lines.filter(({ account }) => accounts.includes(account));
    return fen(lines.reduce((sum, line) => sum + amountOf(line), 0));
  }
}

const VAT = rate('0.06');

const repayment =
  (cash: ledger.CashAccount) =>
  (facts: Facts): EntryDraft =>
    ledger.repay({
      cash,
      normalPrincipalFen: facts.credit('1303.01'),
      overduePrincipalFen: facts.credit('1303.02'),
      interestFen: facts.credit('1132'),
      suspenseFen: facts.credit('2241.01'),
    });

/** How each kind of entry is built from its facts: VAT and net amounts are always computed. */
const BUILDERS: Readonly<Record<string, (facts: Facts) => EntryDraft>> = {
  DISBURSE: (facts) => ledger.disburse(facts.gross()),
  ACCRUE_INTEREST: (facts) => ledger.accrueInterest(facts.gross(), splitVat(facts.gross(), VAT).vatFen),
  INTEREST_DUE: (facts) => ledger.interestDue(facts.gross()),
  REPAY_ON_TIME: repayment('1002'),
  FEE_LOAN_SERVICE: (facts) => ledger.feePaid('LOAN_SERVICE', facts.gross(), VAT),
  FEE_CONSULTING: (facts) => ledger.feePaid('CONSULTING', facts.gross(), VAT),
  FEE_TRANSACTION: (facts) => ledger.feePaid('TRANSACTION', facts.gross(), VAT),
  FEE_APPRAISAL_OWN: (facts) => ledger.feePaid('APPRAISAL_OWN', facts.gross(), VAT),
  FEE_APPRAISAL_AGENCY: (facts) => ledger.feePaid('APPRAISAL_AGENCY', facts.gross(), VAT),
  FEE_APPRAISAL_PAYOVER: (facts) => ledger.feePaidOver(facts.gross()),
  FEE_PERIODIC_BILLED: (facts) => ledger.feeBilled(facts.gross(), VAT),
  FEE_PERIODIC_COLLECTED: (facts) => ledger.feeCollected(facts.gross()),
  FEE_REFUND: (facts) => ledger.feeRefunded('LOAN_SERVICE', facts.gross(), VAT),
  OVERDUE_TRANSFER: (facts) => ledger.overdueTransfer(facts.gross()),
  PENALTY_RECEIVED: (facts) => ledger.penaltyReceived(facts.gross(), VAT),
  NON_ACCRUAL_ENTRY: (facts) =>
    ledger.nonAccrualEntry({ dueFen: facts.gross(), notDueFen: fen(0), deferredVatFen: fen(0) }, VAT),
  NON_ACCRUAL_PRINCIPAL: (facts) =>
    ledger.nonAccrualPrincipal(facts.credit('1303.02'), facts.credit('1303.01')),
  NON_ACCRUAL_RECEIPT_PRINCIPAL: (facts) => ledger.nonAccrualPrincipalReceived(facts.gross()),
  NON_ACCRUAL_RECEIPT_INTEREST: (facts) => ledger.nonAccrualInterestReceived(facts.gross(), VAT),
  PROVISION: (facts) => ledger.provision(fen(0), facts.gross()),
  PROVISION_RELEASE: (facts) => ledger.provision(facts.gross(), fen(0)),
  WRITE_OFF_TOPUP: (facts) => ledger.writeOffTopUp(facts.gross()),
  WRITE_OFF: (facts) => ledger.writeOff(facts.gross()),
  RECOVERY_REINSTATE: (facts) => ledger.recoveryReinstate(facts.gross()),
  RECOVERY_CASH: (facts) => ledger.recoveryCash(facts.gross()),
  OVERPAYMENT: repayment('1002'),
  OVERPAYMENT_REFUND: (facts) => overpaymentRefunded(facts.gross()),
  UNIDENTIFIED_RECEIPT: (facts) => ledger.unidentifiedReceipt(facts.gross()),
  UNIDENTIFIED_APPLIED: repayment('2241.02'),
  SHORT_ITEM: (facts) => ledger.shortItem(facts.gross()),
  CHANNEL_COLLECTED: repayment('1012'),
  CHANNEL_SETTLED: (facts) => {
    const collectedFen = facts.credit('1012');
    return ledger.channelSettled(collectedFen, fen(collectedFen - facts.debit('1002')), VAT);
  },
  COLLATERAL_TAKEN: (facts) => ledger.collateralTaken(facts.credit('1303.03'), facts.debit('1441')),
};

/** The order of lines means nothing: both sides are put in order of account. */
function inAccountOrder<Item extends { readonly account: string }>(lines: readonly Item[]): Item[] {
  return [...lines].sort((left, right) => (left.account < right.account ? -1 : 1));
}

function checkEntry({ id, event, lines, offBalance }: EntryCase): readonly Difference[] {
  const build = BUILDERS[event];
  if (build === undefined) return [{ path: id, expected: event, actual: 'an event that nobody knows' }];
  const entry = build(new Facts(lines));
  assertBalanced(entry);
  const built = entry.postings.map(({ account, debitFen, creditFen }) => ({
    account,
    name: CHART_OF_ACCOUNTS[account].nameZh,
    debit: debitFen,
    credit: creditFen,
  }));
  const movements = entry.offBalance.map(({ account, direction, amountFen }) => ({
    account,
    direction,
    amount: amountFen,
  }));
  return compare(
    id,
    { event, lines: inAccountOrder(lines), offBalance },
    { event: entry.event, lines: inAccountOrder(built), offBalance: movements },
  );
}

interface ChartCase {
  readonly key: string;
  readonly value: string;
}

function checkAccount({ key, value }: ChartCase): readonly Difference[] {
  const accounts: Readonly<Record<string, Account>> = CHART_OF_ACCOUNTS;
  return compare(`chart ${key}`, value, accounts[key]?.nameZh);
}

interface VatCase {
  readonly grossFen: number;
  readonly rate: string;
  readonly netFen: number;
  readonly vatFen: number;
}

function checkVat(testCase: VatCase): readonly Difference[] {
  const { grossFen, rate: vatRate, ...expected } = testCase;
  return compare(`vat of ${grossFen}`, expected, splitVat(fen(grossFen), rate(vatRate)));
}

export const adapter: OracleAdapter = {
  file: 'accounting.json',
  blocks: { chart: checkAccount, entries: checkEntry, vatCases: checkVat },
};
