import type { Pool, PoolClient } from 'pg';
import { isoDate } from '../domain/calendar/isoDate';
import { addMonths } from '../domain/calendar/months';
import { publishedCalendar } from '../domain/calendar/published';
import type { LoanEventBody } from '../domain/loan/events';
import { riskReview } from '../domain/loan/riskReview';
import type { LoanTerms } from '../domain/loan/terms';
import { fen } from '../domain/money/fen';
import type { Rate } from '../domain/money/rate';
import { parametersAt } from '../domain/parameters/parametersAt';
import { INSTITUTIONS } from '../gateways/database/baseData';
import {
  LOAN_COLUMNS,
  loanStateOf,
  readLoan,
  recordLoanEvents,
  recordOf,
  type StoredLoanRow,
  unopenedLoan,
} from '../gateways/database/loans';
import { refoldLoans } from '../gateways/database/refold';
import { portfolioLoanId } from './portfolio';
import { type BenchLine, figure, median, timed } from './rounds';

const MARKER = 4;
/** A batch of the refold. */
const LOANS = 200;
/** Of twelve: a loan in the middle of its life. */
const INSTALMENTS_PAID = 8;
const ROUNDS = 9;
const LEAST_A_MINUTE = 10_000;
const MS_PER_MINUTE = 60_000;

const calendar = publishedCalendar();
const institutionId = INSTITUTIONS[1].id;
const startDate = isoDate('2026-01-15');
const provisionRates = parametersAt(startDate).provisions.guideline2002;

function termsOf(loanId: string): LoanTerms {
  return {
    loanId,
    principalFen: fen(100_000_000),
    annualRate: '0.0745' as Rate,
    termMonths: 12,
    method: 'EQUAL_INSTALMENT',
    startDate,
    dayCount: '30/360',
    paymentMode: 'EXACT',
    intervalMonths: 1,
    penaltyMarkup: '0.5' as Rate,
    compoundInterest: true,
    graceDays: 0,
    graceMode: 'RETROACTIVE',
    waterfalls: { accrual: 'ACCRUAL', nonAccrual: 'NON_ACCRUAL' },
    prepaymentFeeRate: '0' as Rate,
    regime: 'BANK',
    vatRate: '0.06' as Rate,
    parameterVersions: {},
  };
}

/** A loan with a history of its own: paid out, and repaid month by month. */
async function live(client: PoolClient, loanId: string): Promise<void> {
  const terms = termsOf(loanId);
  const opening = unopenedLoan({ loanId, institutionId, enterpriseId: loanId, terms });
  const disbursed = { kind: 'DISBURSED' as const, amountFen: terms.principalFen };
  await record(client, loanId, startDate, disbursed, opening);
  for (let month = 1; month <= INSTALMENTS_PAID; month += 1) {
    const day = addMonths(startDate, month);
    const loan = await readLoan(client, loanId);
    if (loan === null) throw new Error(`no loan ${loanId}`);
    const amountFen = loanStateOf(loan, day, calendar).totalDueFen;
    await record(client, loanId, day, { kind: 'RECEIVED', amountFen, into: 'BANK' });
  }
}

async function record(
  client: PoolClient,
  loanId: string,
  day: typeof startDate,
  body: LoanEventBody,
  opening?: ReturnType<typeof unopenedLoan>,
): Promise<void> {
  const event = { ...body, effectiveDate: day, recordedOn: day, businessKey: `loan/${loanId}/${day}` };
  const options = opening === undefined ? {} : { opening };
  const recorded = await recordLoanEvents(client, loanId, [event], calendar, options);
  if (!recorded.ok) throw new Error(`refused: ${recorded.refusal.code}`);
}

/** Folds loans anew and compares them, as every night does, against the time that it may take. */
export async function benchRefold(owner: Pool): Promise<readonly BenchLine[]> {
  const loanIds = Array.from({ length: LOANS }, (_, index) => portfolioLoanId(MARKER, index + 1));
  const client = await owner.connect();
  try {
    // The rows that a loan refers to, and the orders that paid it out, are of no interest here.
    await client.query('SET session_replication_role = replica');
    await client.query('ALTER TABLE loan_event DISABLE TRIGGER judge_money_event');
    for (const loanId of loanIds) await live(client, loanId);
    await client.query('ALTER TABLE loan_event ENABLE ALWAYS TRIGGER judge_money_event');
    await client.query('RESET session_replication_role');
  } finally {
    client.release();
  }
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ms = await timed(async () => {
      const differences = await refoldLoans(owner, loanIds, calendar);
      if (differences.length > 0) throw new Error(`the refold differs: ${JSON.stringify(differences[0])}`);
    });
    rates.push((LOANS * MS_PER_MINUTE) / ms);
  }
  const rate = median(rates);
  return [
    {
      text: `refold of loans with ${INSTALMENTS_PAID} of 12 instalments repaid: ${figure(rate)} loans a minute, target ≥ ${figure(LEAST_A_MINUTE)}, no difference`,
      isReached: rate >= LEAST_A_MINUTE,
    },
    await foldedNightLine(owner, loanIds),
  ];
}

/**
 * What an end of day by the fold would cost at least: the loans read, folded, brought to the next day and judged,
 * nothing written. It is why the end of day stays in SQL (decision 0040), so it has no target.
 */
async function foldedNightLine(owner: Pool, loanIds: readonly string[]): Promise<BenchLine> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const update = await timed(() =>
      owner.query('UPDATE loan SET days_past_due = days_past_due + 0 WHERE id = ANY ($1)', [loanIds]),
    );
    ratios.push((await timed(() => foldNight(owner, loanIds))) / update);
  }
  return {
    text: `a night by the fold, read and judged but not written: ${figure(median(ratios), 1)} × one UPDATE of as many rows (the end of day in SQL writes it all and may take 8 ×)`,
    isReached: true,
  };
}

async function foldNight(owner: Pool, loanIds: readonly string[]): Promise<void> {
  const text = `SELECT ${LOAN_COLUMNS} FROM loan l WHERE l.id = ANY ($1)`;
  const { rows } = await owner.query<StoredLoanRow>({ name: 'fold-night', text, values: [loanIds] });
  for (const row of rows) {
    const loan = recordOf(row);
    const day = addMonths(startDate, INSTALMENTS_PAID + 1);
    riskReview(loanStateOf({ ...loan, accruedThrough: day }, day, calendar), provisionRates);
  }
}
