import type { Pool } from 'pg';
import { isoDate } from '../domain/calendar';
import { fen } from '../domain/money';
import { INSTITUTIONS, PRODUCTS } from '../gateways/database/baseData';
import { type LoanPosting, postLoanEvents } from '../gateways/database/loans';
import { makePortfolio, portfolioLoanId } from './portfolio';
import { type BenchLine, figure, median, timed } from './rounds';

const CONNECTIONS = 20;
const LOANS = 2_000;
/** Each way has its own half of the loans; a round pays one instalment of each. */
const LOANS_A_ROUND = LOANS / 2;
const WARM_UP = 1;
const ROUNDS = 7;
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
function postingOf({ loanId, round, sequence }: Repayment): LoanPosting {
  const businessKey = `loan/${loanId}/repay/${round}`;
  const side = (debitFen: number, creditFen: number) => ({
    debitFen: fen(debitFen),
    creditFen: fen(creditFen),
  });
  return {
    loanId,
    expectedSequence: sequence,
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
    },
    instalments: [
      {
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
      },
    ],
  };
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

async function post(sql: Pool, repayment: Repayment): Promise<void> {
  const outcome = await postLoanEvents(sql, postingOf(repayment));
  if (outcome !== 'appended') throw new Error(`posting was ${outcome}`);
}

/** Postings per second over all connections, each loan of the half once. */
async function rateOf(
  work: (repayment: Repayment) => Promise<void>,
  half: number,
  round: number,
): Promise<number> {
  let next = 0;
  const writer = async () => {
    while (next < LOANS_A_ROUND) {
      next += 1;
      const loanId = portfolioLoanId(MARKER, half * LOANS_A_ROUND + next);
      await work({ loanId, round, sequence: round + 1 });
    }
  };
  const ms = await timed(() => Promise.all(Array.from({ length: CONNECTIONS }, writer)));
  return (LOANS_A_ROUND * 1000) / ms;
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
  const ours: number[] = [];
  const byHand: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const rate = await rateOf((repayment) => post(worker, repayment), 0, round);
    const handRate = await rateOf((repayment) => postByHand(owner, repayment), 1, round);
    if (round < WARM_UP) continue;
    ours.push(rate);
    byHand.push(handRate);
  }
  const ratio = median(ours) / median(byHand);
  const rates = `${figure(median(ours))} against ${figure(median(byHand))} a second`;
  return {
    text: `posting one repayment at ${CONNECTIONS} connections: ${figure(ratio * 100)} % of one statement by hand (${rates}), target ≥ ${LEAST_RATIO * 100} %`,
    isReached: ratio >= LEAST_RATIO,
  };
}
