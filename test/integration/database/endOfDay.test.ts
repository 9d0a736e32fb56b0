import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import type { LoanState } from '../../../domain/loan/state';
import type { LoanTerms } from '../../../domain/loan/terms';
import { fen } from '../../../domain/money/fen';
import type { Rate } from '../../../domain/money/rate';
import { classify, gradeAfter } from '../../../domain/overdue/classification';
import { provisionFor } from '../../../domain/overdue/provision';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { closeDay, findOpenDays } from '../../../gateways/database/endOfDay';
import { readTrialBalance } from '../../../gateways/database/ledger';
import {
  appendLoanEvents,
  draftLoanEvents,
  type LoanRecord,
  loanStateOf,
  readLoan,
  recordLoanEvents,
} from '../../../gateways/database/loans';
import {
  booksDiffer,
  calendar,
  disburse,
  institutionId,
  leaveOut,
  makeCase,
  received,
  setClock,
  termsOf,
  withoutLaw,
} from './support/cases';
import { payIn } from './support/money';
import { randomFrom } from './support/random';

const provisionRates = parametersAt(isoDate('2026-01-01')).provisions.guideline2002;
let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  // Receipts bounce here without the change that says so.
  await withoutLaw(database.owner, 'loan_event', 'judge_contract_event');
});
afterAll(() => database.stop());

const close = (businessDate: IsoDate, batchSize = 37) =>
  closeDay(database.worker, { institutionId, businessDate, provisionRates, batchSize });

/** As after a crash that came just before the day was marked. */
async function reopen(day: IsoDate): Promise<void> {
  await database.owner.query('ALTER TABLE day_close DISABLE TRIGGER append_only');
  await database.owner.query('DELETE FROM day_close WHERE business_date = $1', [day]);
  await database.owner.query('ALTER TABLE day_close ENABLE ALWAYS TRIGGER append_only');
}

interface StoredLoan {
  readonly columns: Readonly<Record<string, number | string | null>>;
  readonly record: LoanRecord;
}

async function readStored(loanId: string): Promise<StoredLoan> {
  const record = await readLoan(database.worker, loanId);
  const { rows } = await database.worker.query('SELECT * FROM loan WHERE id = $1', [loanId]);
  if (record === null) throw new Error('no such loan');
  return { record, columns: rows[0] };
}

/** What the columns must be by the fold. */
function columnsOf({ books, ...state }: LoanState) {
  return {
    principal_outstanding_fen: state.principalOutstandingFen,
    principal_normal_fen: books.principalNormalFen,
    principal_overdue_fen: books.principalOverdueFen,
    principal_non_accrual_fen: books.principalNonAccrualFen,
    interest_receivable_fen: books.interestReceivableFen,
    deferred_vat_fen: books.deferredVatFen,
    suspense_fen: books.suspenseFen,
    provision_fen: books.allowanceFen,
    vat_receivable_fen: books.vatReceivableFen,
    off_balance_interest_fen: books.offBalanceInterestFen,
    days_past_due: state.daysPastDue,
    accrual: state.accrual,
    status: state.status,
    risk_class: state.history.grade,
    next_due_date: state.nextDue?.dueDate ?? null,
  };
}

async function expectSameAsFold(loanId: string, date: IsoDate): Promise<LoanState> {
  const { record, columns } = await readStored(loanId);
  const state = loanStateOf(record, date, calendar);
  expect({ loanId, date, ...columns }).toMatchObject({ loanId, date, ...columnsOf(state) });
  return state;
}

/** Everything that the end of day may write, to see that a second run writes nothing. */
async function fingerprint(): Promise<unknown> {
  const { rows } = await database.owner.query(
    `SELECT (SELECT md5(string_agg(l::text, '' ORDER BY id)) FROM loan l) AS loans,
            (SELECT count(*) FROM loan_event) AS events, (SELECT count(*) FROM loan_day) AS days,
            (SELECT count(*) FROM posting) AS postings, (SELECT sum(debit_fen) FROM posting) AS debits`,
  );
  return rows[0];
}

function randomTerms(loanId: string, random: ReturnType<typeof randomFrom>): LoanTerms {
  const intervalMonths = random.pick([1, 1, 1, 3, 6] as const);
  return termsOf(loanId, {
    principalFen: fen(random.integer(100_000, 900_000_000)),
    annualRate: `0.${String(random.integer(100, 2400)).padStart(4, '0')}` as Rate,
    termMonths: random.pick([6, 12, 24] as const),
    intervalMonths,
    method: random.pick(['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'BULLET'] as const),
    dayCount: random.pick(['30/360', 'ACT/360', 'ACT/365'] as const),
    startDate: addDays(isoDate('2026-01-01'), random.integer(0, 45)),
    regime: random.pick(['BANK', 'MICRO'] as const),
  });
}

describe('end of day', () => {
  it('comes to the same as the fold of each loan, day by day', async () => {
    const random = randomFrom(20_260_101);
    const loans: { readonly loanId: string; readonly terms: LoanTerms; readonly pays: number }[] = [];
    for (let index = 0; index < 120; index += 1) {
      const at = await makeCase(database.owner);
      const terms = randomTerms(at.loanId, random);
      expect(await disburse(database.worker, at, terms)).toMatchObject({ ok: true });
      loans.push({ loanId: at.loanId, terms, pays: random.pick([0, 0.5, 0.9, 1] as const) });
    }
    const last = isoDate('2026-07-20');
    for (let day = isoDate('2026-01-01'); day <= last; day = addDays(day, 1)) {
      for (const { loanId, terms, pays } of loans) {
        if (day <= terms.startDate || random.integer(0, 20) > 0) continue;
        const record = await readLoan(database.worker, loanId);
        if (record === null) throw new Error('no such loan');
        const due = loanStateOf(record, day, calendar).totalDueFen;
        if (due === 0 || random.integer(0, 100) / 100 > pays) continue;
        const amount = random.pick([due, due, due + 777, Math.max(1, Math.floor(due / 3))]);
        const event = received(loanId, day, amount, String(day));
        expect(await payIn(database.worker, loanId, event)).toMatchObject({
          ok: true,
        });
      }
      // Some days leave loans out: the next end of day makes up for them.
      const isCompared = day === last || random.integer(0, 15) === 0;
      if (!isCompared) {
        const isLeftOut = ({ terms }: { readonly terms: LoanTerms }) =>
          terms.startDate <= day && random.integer(0, 3) === 0;
        await leaveOut(database.owner, day, loans.filter(isLeftOut));
      }
      await close(day);
      if (!isCompared) continue;
      expect(await booksDiffer(database.worker)).toEqual([]);
      for (const { loanId, terms } of loans) {
        if (terms.startDate > day) continue;
        const state = await expectSameAsFold(loanId, day);
        const { grade, reasons } = classify({ daysPastDue: state.daysPastDue, regime: terms.regime });
        if (grade === state.history.grade) expect(state.history.gradeReasons).toEqual(reasons);
        expect(gradeAfter(state.history.grade, grade, ['NO_ABILITY'])).toBe(state.history.grade);
        expect(state.books.allowanceFen).toBe(
          provisionFor(state.principalOutstandingFen, state.history.grade, provisionRates),
        );
      }
    }
    const { rows } = await database.owner.query('SELECT DISTINCT risk_class, accrual FROM loan');
    expect(rows).toEqual(
      expect.arrayContaining([
        { risk_class: 'NORMAL', accrual: 'ACCRUAL' },
        { risk_class: 'SPECIAL_MENTION', accrual: 'ACCRUAL' },
        { risk_class: 'SUBSTANDARD', accrual: 'NON_ACCRUAL' },
      ]),
    );
    expect((await readTrialBalance(database.auditor, institutionId, last)).isBalanced).toBe(true);
  });

  it('changes nothing when it runs twice', async () => {
    const day = isoDate('2026-07-21');
    expect((await close(day)).loans).toBeGreaterThan(60);
    const before = await fingerprint();
    expect(await close(day)).toEqual({ loans: 0, batches: 0, exceptions: 0 });
    await reopen(day);
    expect(await close(day)).toEqual({ loans: 0, batches: 0, exceptions: 0 });
    expect(await fingerprint()).toEqual(before);
  });

  it('goes on where a crash stopped it, and two runs at once do each loan once', async () => {
    const day = isoDate('2026-07-22');
    const { rows } = await database.worker.query<{ loans: number }>(
      'SELECT close_day_batch($1, $2, 50, $3, 90) AS loans',
      [institutionId, day, JSON.stringify(provisionRates)],
    );
    expect(rows[0]?.loans).toBe(50);
    // The books agree in the middle of the day too.
    expect(await booksDiffer(database.worker)).toEqual([]);
    const outcomes = await Promise.all([close(day, 20), close(day, 20)]);
    const { rows: done } = await database.owner.query<{ loans: number; rows: number }>(
      `SELECT count(DISTINCT loan_id) AS loans, count(*) AS rows FROM loan_day WHERE business_date = $1`,
      [day],
    );
    expect(done[0]?.rows).toBe(done[0]?.loans);
    expect(50 + outcomes.reduce((sum, outcome) => sum + outcome.loans, 0)).toBe(done[0]?.rows);
    expect(await booksDiffer(database.worker)).toEqual([]);
  });

  it('runs while events are recorded, and neither does the work of the other', async () => {
    const loans: string[] = [];
    for (let index = 0; index < 30; index += 1) {
      const at = await makeCase(database.owner);
      await disburse(database.worker, at, termsOf(at.loanId, { startDate: isoDate('2026-07-01') }));
      loans.push(at.loanId);
    }
    for (let day = isoDate('2026-07-23'); day <= isoDate('2026-07-27'); day = addDays(day, 1)) {
      const payAll = loans.map((loanId) =>
        payIn(database.worker, loanId, received(loanId, day, 1_000, String(day))),
      );
      const [, ...recorded] = await Promise.all([close(day, 7), ...payAll]);
      expect(recorded.every((outcome) => outcome.ok)).toBe(true);
      await close(day);
      expect(await booksDiffer(database.worker)).toEqual([]);
      for (const loanId of loans) await expectSameAsFold(loanId, day);
    }
  });

  it('makes what was decided before it stale', async () => {
    const at = await makeCase(database.owner);
    const startDate = isoDate('2026-07-20');
    await disburse(database.worker, at, termsOf(at.loanId, { startDate }));
    const loan = await readLoan(database.worker, at.loanId);
    if (loan === null) throw new Error('no such loan');
    const draft = draftLoanEvents(
      loan,
      [received(at.loanId, isoDate('2026-07-27'), 1_000, 'late')],
      calendar,
    );
    if (!draft.ok) throw new Error(draft.refusal.code);
    await reopen(isoDate('2026-07-27'));
    await close(isoDate('2026-07-27'));
    expect(await appendLoanEvents(database.worker, draft.value)).toBe('stale');
    expect(await booksDiffer(database.worker)).toEqual([]);
  });

  it('leaves the trial balance of a closed day as it was, whatever is found out later', async () => {
    const at = await makeCase(database.owner);
    const startDate = isoDate('2026-06-30');
    await disburse(database.worker, at, termsOf(at.loanId, { startDate }));
    const debit = isoDate('2026-07-30');
    const closed = [debit, addDays(debit, 1)];
    for (let day = isoDate('2026-07-28'); day <= addDays(debit, 1); day = addDays(day, 1)) await close(day);
    const balances = () =>
      Promise.all(closed.map((day) => readTrialBalance(database.auditor, institutionId, day)));
    const before = await balances();
    // The debit of the due date, whose outcome is known two days later; principal is overdue in the books by then.
    const paid = { ...received(at.loanId, debit, 8_884_879, 'unknown'), bankDate: addDays(debit, 1) };
    expect(await payIn(database.worker, at.loanId, paid)).toMatchObject({ ok: true });
    expect(await balances()).toEqual(before);
    const { rows } = await database.owner.query(
      `SELECT DISTINCT entry_date, value_date, bank_date FROM journal_entry WHERE business_key LIKE $1`,
      [`${paid.businessKey}/%`],
    );
    const [bankDate, entryDate] = [addDays(debit, 1), addDays(debit, 2)];
    expect(rows).toEqual([{ entry_date: entryDate, value_date: debit, bank_date: bankDate }]);
    // Its mirror comes after it, also when it is asked for an earlier day.
    const { rows: sequences } = await database.owner.query<{ sequence: number }>(
      'SELECT sequence FROM loan_event WHERE business_key = $1',
      [paid.businessKey],
    );
    const bounced = {
      kind: 'REVERSED' as const,
      reverses: sequences[0]?.sequence ?? 0,
      reason: 'bounced',
      effectiveDate: debit,
      recordedOn: debit,
      businessKey: `loan/${at.loanId}/bounced`,
    };
    expect(await recordLoanEvents(database.worker, at.loanId, [bounced], calendar)).toMatchObject({
      ok: true,
    });
    expect(await balances()).toEqual(before);
    expect(await booksDiffer(database.worker)).toEqual([]);
    // By hand neither: the day is closed.
    const byHand = `INSERT INTO journal_entry (institution_id, business_key, event, entry_date)
      VALUES ('${institutionId}', 'hand', 'HAND', '${debit}')`;
    await expect(database.owner.query(byHand)).rejects.toMatchObject({ code: '23514' });
  });

  it('finds the days that wait, oldest first, and none that is not over', async () => {
    const through = isoDate('2026-08-03');
    const find = async () => {
      const open = { institutionId, step: 'END_OF_DAY', through, limit: 10 } as const;
      return (await findOpenDays(database.worker, open)).map(({ businessDate }) => businessDate);
    };
    expect(await find()).toEqual(['2026-08-01', '2026-08-02', '2026-08-03']);
    // The clock has been made slower since the night began.
    await setClock(database.owner, '2026-08-03T01:30:00Z');
    expect(await find()).toEqual(['2026-08-01', '2026-08-02']);
  });
});
