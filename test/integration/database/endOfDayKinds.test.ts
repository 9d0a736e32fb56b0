import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import type { LoanEventKind } from '../../../domain/loan/events';
import { classificationInputOf, type DebtorFacts } from '../../../domain/loan/riskReview';
import type { LoanState } from '../../../domain/loan/state';
import type { LoanTerms } from '../../../domain/loan/terms';
import { fen } from '../../../domain/money/fen';
import type { Rate } from '../../../domain/money/rate';
import { classify, FACT_FLOORS, gradeAfter, type RiskFact } from '../../../domain/overdue/classification';
import { provisionFor } from '../../../domain/overdue/provision';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { closeDay } from '../../../gateways/database/endOfDay';
import { type LoanRecord, loanStateOf, readLoan, recordLoanEvents } from '../../../gateways/database/loans';
import { refoldLoans } from '../../../gateways/database/refold';
import { ATTEMPTS, type Attempt, bodyOf } from '../../support/loanAttempts';
import {
  booksDiffer,
  calendar,
  disburse,
  institutionId,
  makeCase,
  termsOf,
  withoutLaw,
} from './support/cases';
import { type Random, randomFrom } from './support/random';

const FIRST = isoDate('2026-01-15');
const LAST = isoDate('2026-10-31');
const LOANS = 40;
const provisionRates = parametersAt(FIRST).provisions.guideline2002;

/** What the end of day itself decides, or the books alone can be brought to; all others come from attempts. */
const EVERY_KIND: Readonly<Record<LoanEventKind, true>> = {
  DISBURSED: true,
  ACCRUED: true,
  RECEIVED: true,
  SUSPENSE_APPLIED: true,
  RATE_CHANGED: true,
  PREPAID: true,
  EXTENDED: true,
  RESCHEDULED: true,
  ACCELERATED: true,
  WAIVED: true,
  FEE_CHARGED: true,
  FEE_REFUNDED: true,
  FEE_PAID_OVER: true,
  CLASSIFIED: true,
  PROVISIONED: true,
  NON_ACCRUAL_ENTERED: true,
  ACCRUAL_RESUMED: true,
  WRITTEN_OFF: true,
  RECOVERED: true,
  REFUNDED: true,
  SET_OFF: true,
  REVERSED: true,
  COLLECTION_DATES_CHANGED: true,
  CLOSED: true,
};

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  // Refunds without orders, changes without approval: this test is about what comes after.
  await withoutLaw(database.owner, 'loan_event', 'judge_money_event');
  await withoutLaw(database.owner, 'loan_event', 'judge_contract_event');
});
afterAll(() => database.stop());

function randomTerms(loanId: string, random: Random): LoanTerms {
  return termsOf(loanId, {
    principalFen: fen(random.integer(100_000, 90_000_000)),
    annualRate: `0.${String(random.integer(100, 2400)).padStart(4, '0')}` as Rate,
    termMonths: random.pick([3, 6, 12] as const),
    method: random.pick(['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'BULLET'] as const),
    dayCount: random.pick(['30/360', 'ACT/360', 'ACT/365'] as const),
    startDate: FIRST,
    graceDays: random.pick([0, 3] as const),
    compoundInterest: random.pick([true, false] as const),
    regime: random.pick(['BANK', 'MICRO'] as const),
    prepaymentFeeRate: '0.01' as Rate,
  });
}

async function loanOf(loanId: string): Promise<LoanRecord> {
  const record = await readLoan(database.worker, loanId);
  if (record === null) throw new Error('no such loan');
  return record;
}

/** Receipts that loans claim here never had a row. */
const NO_ROWS = ['2241.02'];

/** Tries something on a loan, today or some days ago; much of it makes no sense there, and is refused. */
async function attempt(loanId: string, today: IsoDate, tried: Attempt, daysAgo = 0): Promise<void> {
  const record = await loanOf(loanId);
  const effectiveDate = addDays(today, -daysAgo);
  if (effectiveDate < record.terms.startDate) return;
  const event = {
    ...bodyOf(tried, loanStateOf(record, effectiveDate, calendar), record),
    effectiveDate,
    recordedOn: today,
    businessKey: `loan/${loanId}/attempt/${record.recordedEvents}`,
  };
  await recordLoanEvents(database.worker, loanId, [event], calendar);
}

/** What chance would hardly bring together: all that is due is paid, the class decided, interest recognised again. */
async function cure(loanId: string, today: IsoDate): Promise<void> {
  for (const kind of ['PAY_DUE', 'CLASSIFY', 'RESUME'] as const)
    await attempt(loanId, today, { kind, share: 0 });
}

async function live(loanId: string, today: IsoDate, random: Random): Promise<void> {
  const tried = { kind: random.pick(ATTEMPTS), share: random.integer(0, 1_000) };
  if (tried.kind === 'RESUME') await cure(loanId, today);
  else await attempt(loanId, today, tried, random.pick([0, 0, 0, 3, 20]));
}

/** What classification has to look at for a fact to be its reason. */
const FACTS: Readonly<Record<RiskFact, DebtorFacts>> = {
  CREDIT_IMPAIRED: { creditImpaired: true },
  ECL_GE_50: { creditImpaired: true, eclRatio: '0.5' as Rate },
  ECL_GE_90: { creditImpaired: true, eclRatio: '0.9' as Rate },
  EVASION: { evasion: true },
  BANKRUPTCY: { bankruptcyLiquidation: true },
  FUND_MISUSE: { fundMisuse: true },
  REFINANCED_BY_NEW_DEBT: { refinancedByNewDebt: true },
  OTHER_DEBT_NPL: { otherDebtNonPerforming: true },
  OVERDUE90_SHARE_GT_20: { overdue90ShareAllBanks: '0.21' as Rate },
  NPL_SHARE_GT_10: { nonPerformingShareHere: '0.11' as Rate },
  RATING_SHARP_DOWN: { ratingSharpDown: true },
};

/** Somebody finds something out about a loan or its debtor, or that it is over. */
async function findOut(loanId: string, today: IsoDate, random: Random): Promise<void> {
  const reason = random.pick(Object.keys(FACTS) as RiskFact[]);
  await database.owner.query(
    `INSERT INTO risk_floor (institution_id, enterprise_id, loan_id, floor, reason, since, set_by)
       SELECT institution_id, enterprise_id, CASE WHEN $2 THEN id END, $3, $4, $5, 'a test' FROM loan WHERE id = $1
       ON CONFLICT DO NOTHING`,
    [loanId, random.pick([true, false]), FACT_FLOORS[reason], reason, today],
  );
  await database.owner.query(
    `UPDATE risk_floor f SET until = $2 FROM loan l
       WHERE l.id = $1 AND f.enterprise_id = l.enterprise_id AND f.until IS NULL AND f.since < $2 AND f.reason <> $3`,
    [loanId, today, reason],
  );
}

async function factsOf(loanId: string, day: IsoDate): Promise<DebtorFacts> {
  const { rows } = await database.owner.query<{ reason: RiskFact }>(
    `SELECT reason FROM risk_floor f JOIN loan l USING (enterprise_id)
       WHERE l.id = $1 AND (f.loan_id IS NULL OR f.loan_id = l.id) AND since <= $2 AND (until IS NULL OR until >= $2)
       ORDER BY reason`,
    [loanId, day],
  );
  return Object.assign({}, ...rows.map(({ reason }) => FACTS[reason]));
}

/** Class, its reasons and the allowance are what the domain makes of the loan after its night. */
async function expectJudged(loanId: string, state: LoanState): Promise<void> {
  if (state.status !== 'REPAYING' && state.status !== 'OVERDUE') return;
  const { grade, gradeReasons, classifiedOn } = state.history;
  const found = classify(classificationInputOf(state, await factsOf(loanId, state.asOf)));
  const judged = gradeAfter(grade, found.grade, ['NO_ABILITY']);
  expect({ loanId, asOf: state.asOf, grade: judged }).toEqual({ loanId, asOf: state.asOf, grade });
  // What a person decided gives none.
  const isByNight = classifiedOn === state.asOf && gradeReasons.length > 0;
  if (isByNight && found.grade === grade)
    expect({ loanId, reasons: new Set(gradeReasons) }).toEqual({ loanId, reasons: new Set(found.reasons) });
  expect(state.books.allowanceFen).toBe(provisionFor(state.principalOutstandingFen, grade, provisionRates));
}

describe('end of day after every kind of event', () => {
  it('comes to the same as the fold: row, schedule, ledger and class', async () => {
    const random = randomFrom(20_261_126);
    const loanIds: string[] = [];
    for (let index = 0; index < LOANS; index += 1) {
      const at = await makeCase(database.owner);
      expect(await disburse(database.worker, at, randomTerms(at.loanId, random))).toMatchObject({ ok: true });
      loanIds.push(at.loanId);
    }
    for (let day = FIRST; day <= LAST; day = addDays(day, 1)) {
      for (const loanId of loanIds) if (random.integer(0, 9) === 0) await live(loanId, day, random);
      if (random.integer(0, 4) === 0) await findOut(random.pick(loanIds), day, random);
      await closeDay(database.worker, { institutionId, businessDate: day, provisionRates, batchSize: 17 });
      if (random.integer(0, 11) > 0 && day !== LAST) continue;
      expect({ day, parts: await booksDiffer(database.worker, NO_ROWS) }).toEqual({ day, parts: [] });
      expect({ day, differences: await refoldLoans(database.owner, loanIds, calendar) }).toEqual({
        day,
        differences: [],
      });
      for (const loanId of loanIds)
        await expectJudged(loanId, loanStateOf(await loanOf(loanId), day, calendar));
    }
    const { rows } = await database.owner.query<{ kind: string }>('SELECT DISTINCT kind FROM loan_event');
    const seen = new Set(rows.map(({ kind }) => kind));
    // Nothing in this test changes the calendar, or claims a refund back: calendarChanges and payerClaims do.
    const never = Object.keys(EVERY_KIND).filter((kind) => !seen.has(kind));
    expect(never).toEqual(['SET_OFF', 'COLLECTION_DATES_CHANGED']);
  });
});

describe('facts about debtors', () => {
  it('have in the database the classes that the rules give them', async () => {
    const { rows } = await database.owner.query<{ rule: string }>(
      "SELECT pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE conname = 'risk_floor_by_rule'",
    );
    const pairs = rows[0]?.rule.matchAll(/\(reason = '(\w+)'::text\) AND \(floor = '(\w+)'::text\)/g) ?? [];
    const known = [...pairs].map(([, reason, floor]) => [reason, floor]);
    expect(Object.fromEntries(known)).toEqual(FACT_FLOORS);
  });
});
