import type { Pool } from 'pg';
import { isoDate } from '../domain/calendar/isoDate';
import type { LoanBooks } from '../domain/loan/state';
import { fen } from '../domain/money/fen';
import { INSTITUTIONS, PRODUCTS } from '../gateways/database/baseData';
import { type LoanPosting, postLoanEvents } from '../gateways/database/loans';
import { expectEqualBooks } from './equalBooks';
import { makePortfolio, PORTFOLIO_DATE, portfolioLoanId } from './portfolio';
import { type BenchLine, figure, median, timed } from './rounds';

const CONNECTIONS = 20;
/** A multiple of what `makePortfolio` repeats itself after (300 days, one in 20 behind), so that the halves are alike. */
const LOANS = 1_200;
/** Each way has its own half of the loans; a round is one repayment of each. */
const LOANS_A_ROUND = LOANS / 2;
const WARM_UP = 2;
/** Short and many: both ways of a round meet the same machine, and its bad moments fall on few of them. */
const ROUNDS = 21;
const LEAST_RATIO = 0.7;
const MARKER = 3;

const institution = INSTITUTIONS[0];
const date = isoDate('2026-06-01');

/** The repayment of one instalment, as both ways write it. */
interface Repayment {
  readonly loanId: string;
  readonly round: number;
  readonly sequence: number;
}

const PRINCIPAL_FEN = fen(1_000);
const INTEREST_FEN = fen(100);
const AMOUNT_FEN = fen(PRINCIPAL_FEN + INTEREST_FEN);

/** What the platform sends: the SQL function's input, as `appendLoanEvents` makes it. */
function postingOf({ loanId, round, sequence }: Repayment, opening: OpeningBooks): LoanPosting {
  const books = opening.get(loanId);
  if (books === undefined) throw new Error(`no loan ${loanId}`);
  const businessKey = `loan/${loanId}/repay/${round}`;
  const side = (debitFen: number, creditFen: number) => ({
    debitFen: fen(debitFen),
    creditFen: fen(creditFen),
  });
  return {
    loanId,
    expectedSequence: sequence,
    read: { accruedThrough: round === 0 ? isoDate(PORTFOLIO_DATE) : date, provisionFen: 0 },
    events: [
      {
        kind: 'RECEIVED',
        effectiveDate: date,
        businessKey,
        payload: { recordedOn: date, amountFen: AMOUNT_FEN, into: 'BANK' },
      },
    ],
    entries: [
      {
        businessKey: `${businessKey}/REPAY_ON_TIME`,
        event: 'REPAY_ON_TIME',
        date,
        postings: [
          { account: '1002', ...side(AMOUNT_FEN, 0) },
          { account: '1303.01', ...side(0, PRINCIPAL_FEN) },
          { account: '1132', ...side(0, INTEREST_FEN) },
        ],
        offBalance: [],
      },
    ],
    state: {
      status: 'REPAYING',
      daysPastDue: 0,
      riskClass: 'NORMAL',
      riskFloor: 'NORMAL',
      riskFloorUntil: null,
      accrual: 'ACCRUAL',
      nextDueDate: date,
      accruedThrough: date,
      books: {
        ...books,
        principalNormalFen: fen(books.principalNormalFen - PRINCIPAL_FEN * (round + 1)),
        interestReceivableFen: fen(books.interestReceivableFen - INTEREST_FEN * (round + 1)),
      },
    },
    instalments: [instalmentAfter(round)],
  };
}

/** The instalment that the repayments pay. */
function instalmentAfter(round: number): LoanPosting['instalments'][number] {
  return {
    number: 12,
    periodStart: date,
    dueDate: date,
    collectionDate: date,
    openingFen: fen(1_000_000),
    annualRate: 0.12,
    accrualFrom: date,
    rateDaysBefore: 0,
    principalFen: fen(1_000_000),
    interestFen: fen(10_000),
    feeFen: fen(0),
    principalPaidFen: fen(PRINCIPAL_FEN * (round + 1)),
    interestPaidFen: fen(INTEREST_FEN * (round + 1)),
    interestWaivedFen: fen(0),
    feePaidFen: fen(0),
    feeWaivedFen: fen(0),
    settled: false,
    bookedInterestFen: fen(10_000),
    deferredVatFen: fen(0),
    overdueInBooks: false,
  };
}

/** What the books hold of each loan before the first repayment. */
type OpeningBooks = ReadonlyMap<string, LoanBooks>;

async function readBooks(owner: Pool): Promise<OpeningBooks> {
  const { rows } = await owner.query<LoanBooks & { readonly loanId: string }>(
    `SELECT id AS "loanId", principal_normal_fen AS "principalNormalFen",
            principal_overdue_fen AS "principalOverdueFen", principal_non_accrual_fen AS "principalNonAccrualFen",
            interest_receivable_fen AS "interestReceivableFen", deferred_vat_fen AS "deferredVatFen",
            fees_receivable_fen AS "feesReceivableFen", suspense_fen AS "suspenseFen",
            agency_payable_fen AS "agencyPayableFen", provision_fen AS "allowanceFen",
            vat_receivable_fen AS "vatReceivableFen", off_balance_interest_fen AS "offBalanceInterestFen",
            written_off_principal_fen AS "writtenOffPrincipalFen",
            off_balance_penalty_fen AS "offBalancePenaltyFen" FROM loan WHERE institution_id = $1`,
    [institution.id],
  );
  return new Map(rows.map(({ loanId, ...books }) => [loanId, books]));
}

/** The same rows by hand: one statement, nothing checked beyond what the tables check. */
const BY_HAND = `
  WITH event AS (
    INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
      VALUES ($1, $2, 'RECEIVED', $3, $4, $5)
  ), entry AS (
    INSERT INTO journal_entry (institution_id, business_key, event, entry_date, loan_id)
      VALUES ($6, $7, 'REPAY_ON_TIME', $3, $1) RETURNING id
  ), postings AS (
    INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen)
      SELECT id, line, account, debit, credit FROM entry,
        (VALUES (1, '1002', $8::bigint, 0::bigint), (2, '1303.01', 0, $9::bigint), (3, '1132', 0, $10::bigint))
          AS p (line, account, debit, credit)
  ), paid AS (
    UPDATE instalment SET principal_paid_fen = principal_paid_fen + $9, interest_paid_fen = interest_paid_fen + $10
      WHERE loan_id = $1 AND number = 12
  )
  UPDATE loan SET event_count = event_count + 1, principal_outstanding_fen = principal_outstanding_fen - $9,
      principal_normal_fen = principal_normal_fen - $9, interest_receivable_fen = interest_receivable_fen - $10,
      accrued_through = $3, events_through = $3, next_due_date = $3
    WHERE id = $1`;

async function postByHand(sql: Pool, { loanId, round, sequence }: Repayment): Promise<void> {
  const businessKey = `loan/${loanId}/repay/${round}`;
  await sql.query({
    name: 'by-hand',
    text: BY_HAND,
    values: [
      loanId,
      sequence + 1,
      date,
      JSON.stringify({ recordedOn: date, amountFen: AMOUNT_FEN, into: 'BANK' }),
      businessKey,
      institution.id,
      `${businessKey}/REPAY_ON_TIME`,
      AMOUNT_FEN,
      PRINCIPAL_FEN,
      INTEREST_FEN,
    ],
  });
}

async function post(sql: Pool, repayment: Repayment, opening: OpeningBooks): Promise<void> {
  const outcome = await postLoanEvents(sql, postingOf(repayment, opening));
  if (outcome !== 'appended') throw new Error(`posting was ${outcome}`);
}

/** The orders that bring each repayment, carried out by the bank before it is told: both ways only book. */
async function orderAll(owner: Pool): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('BEGIN');
    // They succeed before they are in the books.
    await client.query('ALTER TABLE payment DISABLE TRIGGER judge_paid');
    await client.query(
      `INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
           mandate_id, debit_account_cipher, debit_account_index, credit_account_cipher, credit_account_index, status,
           amount_fen, value_date)
         SELECT gen_random_uuid(), institution_id, 'LOAN', l.id, enterprise_id, 'loan/' || l.id || '/repay/' || round,
                'REPAYMENT', 'REQUEST', 'bench', '', '', '', '', 'CREATED', $1, $2
           FROM loan l, generate_series(0, $3::integer) round WHERE l.id BETWEEN $4 AND $5`,
      [AMOUNT_FEN, date, WARM_UP + ROUNDS - 1, portfolioLoanId(MARKER, 1), portfolioLoanId(MARKER, LOANS)],
    );
    await client.query(
      `UPDATE payment SET status = 'SUCCEEDED', bank_reference = key, bank_date = value_date
         WHERE mandate_id = 'bench'`,
    );
    await client.query('ALTER TABLE payment ENABLE ALWAYS TRIGGER judge_paid');
    await client.query('COMMIT');
    await client.query('VACUUM ANALYZE payment');
  } finally {
    client.release();
  }
}

/** One of the two ways, on its own half of the loans. */
interface Way {
  readonly half: 0 | 1;
  readonly write: (repayment: Repayment) => Promise<void>;
}

/** Postings per second over all connections, each loan of the half once. */
async function rateOf({ half, write }: Way, round: number): Promise<number> {
  let next = 0;
  const writer = async () => {
    while (next < LOANS_A_ROUND) {
      next += 1;
      const loanId = portfolioLoanId(MARKER, half * LOANS_A_ROUND + next);
      await write({ loanId, round, sequence: round + 1 });
    }
  };
  const ms = await timed(() => Promise.all(Array.from({ length: CONNECTIONS }, writer)));
  return (LOANS_A_ROUND * 1000) / ms;
}

/** Fails unless both ways have written the same to their halves, and ledger and loans agree. */
async function expectSameRows(owner: Pool): Promise<void> {
  const { rows } = await owner.query<{ written: string }>(
    `SELECT json_build_array(count(*), sum(event_count), sum(principal_fen - principal_outstanding_fen),
              (SELECT array[count(*), sum(sequence)] FROM loan_event e WHERE e.loan_id BETWEEN first AND last),
              (SELECT array[count(*), sum(line), sum(debit_fen), sum(credit_fen)] FROM journal_entry j
                 JOIN posting ON entry_id = j.id WHERE j.loan_id BETWEEN first AND last),
              (SELECT array[sum(principal_paid_fen), sum(interest_paid_fen)] FROM instalment i
                 WHERE number = 12 AND i.loan_id BETWEEN first AND last))::text AS written
       FROM (VALUES ($1::uuid, $2::uuid), ($3, $4)) AS half (first, last) JOIN loan ON id BETWEEN first AND last
       GROUP BY first, last`,
    [1, LOANS_A_ROUND, LOANS_A_ROUND + 1, LOANS].map((index) => portfolioLoanId(MARKER, index)),
  );
  const [ours, byHand] = rows.map(({ written }) => written);
  if (ours === undefined || ours !== byHand) throw new Error(`the two ways differ: ${ours} and ${byHand}`);
  await expectEqualBooks(owner);
}

/**
 * Posts repayments (event, entry with three postings, projections) through the platform's way and by hand,
 * in turns so that a busy machine slows both.
 * @param worker pool under the worker's role, `owner` one that may write the tables; 20 connections each
 */
export async function benchPosting(owner: Pool, worker: Pool): Promise<BenchLine> {
  const product = PRODUCTS.find(({ institutionId }) => institutionId === institution.id);
  if (product === undefined) throw new Error('the base data has no product');
  const portfolio = { institutionId: institution.id, productId: product.id, marker: MARKER, loans: LOANS };
  await makePortfolio(owner, portfolio);
  await orderAll(owner);
  const opening = await readBooks(owner);
  const ours: Way = { half: 0, write: (repayment) => post(worker, repayment, opening) };
  const byHand: Way = { half: 1, write: (repayment) => postByHand(owner, repayment) };
  const rounds: { ours: number; byHand: number }[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    // Each goes first in every other round: what the one leaves behind is paid by both.
    const rates = { ours: 0, byHand: 0 };
    if (round % 2 === 0) rates.ours = await rateOf(ours, round);
    rates.byHand = await rateOf(byHand, round);
    if (round % 2 === 1) rates.ours = await rateOf(ours, round);
    if (round >= WARM_UP) rounds.push(rates);
  }
  await expectSameRows(owner);
  const ratio = median(rounds.map((rates) => rates.ours / rates.byHand));
  const middle = (way: 'ours' | 'byHand') => figure(median(rounds.map((rates) => rates[way])));
  const rates = `${middle('ours')} against ${middle('byHand')} a second`;
  return {
    text: `posting one repayment at ${CONNECTIONS} connections: ${figure(ratio * 100)} % of one statement by hand (${rates}), target ≥ ${LEAST_RATIO * 100} %`,
    isReached: ratio >= LEAST_RATIO,
  };
}
