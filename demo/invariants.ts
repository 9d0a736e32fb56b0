import type { AnswerOf, PlatformClient } from './client';
import type { BankEntry, OutsideBank } from './outside';

/** Something that must hold at the end of a story. */
export interface Invariant {
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string;
}

/** The final figures of one loan in the four books that must agree, in fen. */
export interface LoanFigures {
  readonly loanId: string;
  readonly paidOutFen: number;
  readonly collectedFen: number;
  readonly ledgerBankFen: number;
  readonly outstandingFen: number;
}

/** How a story ended. */
export interface Ending {
  readonly figures: LoanFigures | null;
  readonly invariants: readonly Invariant[];
}

const BANK_ACCOUNT = '1002';
const PAGE_SIZE = 200;

type Payment = AnswerOf<'listPayments'>['items'][number];
type Entry = AnswerOf<'listEntries'>['items'][number];

/**
 * Compares the loan, its payments, the ledger and the bank's own book.
 * @param finance signed in as finance of the institution
 */
export async function checkLoan(
  loanId: string,
  finance: PlatformClient,
  bank: OutsideBank,
): Promise<{ readonly figures: LoanFigures; readonly invariants: readonly Invariant[] }> {
  const loan = await finance.call('getLoan', { params: { loanId } });
  const payments = await everyPage((page) => finance.call('listPayments', { query: { loanId, ...page } }));
  const entries = await everyPage((page) => finance.call('listEntries', { query: { loanId, ...page } }));
  const checks = await finance.call('getLedgerChecks');
  const moved = await bank.movementsOfInstitutions(`loan/${loanId}/`);

  const figures: LoanFigures = {
    loanId,
    paidOutFen: sumOf(moved.filter(({ direction }) => direction === 'DEBIT')),
    collectedFen: sumOf(moved.filter(({ direction }) => direction === 'CREDIT')),
    ledgerBankFen: netOnBank(entries),
    outstandingFen: loan.principalOutstandingFen,
  };
  return { figures, invariants: invariantsOf(figures, loan, payments, moved, checks) };
}

function invariantsOf(
  figures: LoanFigures,
  loan: AnswerOf<'getLoan'>,
  payments: readonly Payment[],
  moved: readonly BankEntry[],
  checks: AnswerOf<'getLedgerChecks'>,
): Invariant[] {
  const payouts = moved.filter(({ direction }) => direction === 'DEBIT');
  const netAtBank = figures.collectedFen - figures.paidOutFen;
  const succeeded = payments.filter(({ status }) => status === 'SUCCEEDED').map(({ key }) => key);
  const unsettled = payments.filter(({ status }) => status !== 'SUCCEEDED' && status !== 'FAILED');
  const broken = checks.checks
    .filter(({ ok }) => !ok)
    .map(({ name, expectedFen, actualFen }) => `${name}: ${expectedFen} fen expected, ${actualFen} found`);
  return [
    {
      name: 'paid out exactly once',
      holds: payouts.length === 1 && figures.paidOutFen === loan.principalFen,
      detail: `${payouts.length} payout of ${figures.paidOutFen} fen, the loan is ${loan.principalFen} fen`,
    },
    {
      name: 'the bank moved what we hold for moved, under the same keys',
      holds: sameKeys(
        succeeded,
        moved.map(({ key }) => key),
      ),
      detail: `${succeeded.length} successful orders, ${moved.length} movements in the bank's book`,
    },
    {
      name: 'no order is left in between',
      holds: unsettled.length === 0,
      detail: `${payments.length} orders, ${unsettled.length} unsettled`,
    },
    {
      name: "the ledger and the bank's book agree",
      holds: figures.ledgerBankFen === netAtBank,
      detail: `ledger ${figures.ledgerBankFen} fen, bank ${netAtBank} fen`,
    },
    {
      name: 'the loan is closed and owes nothing',
      holds: loan.status === 'CLOSED' && figures.outstandingFen === 0 && loan.suspenseFen === 0,
      detail: `${loan.status}, ${figures.outstandingFen} fen outstanding, ${loan.suspenseFen} fen in suspense`,
    },
    {
      name: 'ledger, loans and payments of the institution agree',
      holds: checks.ok,
      detail: broken.length === 0 ? `${checks.checks.length} checks` : broken.join(', '),
    },
  ];
}

function sumOf(entries: readonly BankEntry[]): number {
  return entries.reduce((sum, { amountFen }) => sum + amountFen, 0);
}

function netOnBank(entries: readonly Entry[]): number {
  return entries
    .flatMap(({ postings }) => postings)
    .filter(({ accountCode }) => accountCode === BANK_ACCOUNT)
    .reduce((sum, { debitFen, creditFen }) => sum + debitFen - creditFen, 0);
}

function sameKeys(left: readonly string[], right: readonly string[]): boolean {
  return JSON.stringify([...left].sort()) === JSON.stringify([...right].sort());
}

async function everyPage<Item>(
  ask: (page: { after?: string; pageSize: string }) => Promise<{ items: Item[]; next: string | null }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let next: string | null = null;
  do {
    const after: { after?: string } = next === null ? {} : { after: next };
    const page = await ask({ ...after, pageSize: String(PAGE_SIZE) });
    all.push(...page.items);
    next = page.next;
  } while (next !== null);
  return all;
}
