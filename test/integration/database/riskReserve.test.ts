import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { prepaymentOptions } from '../../../domain/loan/quote';
import { fen } from '../../../domain/money/fen';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { closeDay } from '../../../gateways/database/endOfDay';
import { loanStateOf, readLoan } from '../../../gateways/database/loans';
import { readRiskFigures } from '../../../gateways/database/monthReports';
import { keepRiskReserve } from '../../../gateways/database/riskReserve';
import { booksDiffer, calendar, disburse, institutionId, makeCase, received, termsOf } from './support/cases';
import { payIn } from './support/money';

const START = isoDate('2026-01-15');
const { provisions, versions } = parametersAt(START);
const reserveRules = { ...provisions, version: versions.provisions };

let database: TestDatabase;
let loanId: string;
beforeAll(async () => {
  database = await startDatabase();
  const at = await makeCase(database.owner);
  loanId = at.loanId;
  await disburse(database.worker, at, termsOf(loanId, { principalFen: fen(10_000_000), startDate: START }));
});
afterAll(() => database.stop());

async function closeThrough(last: IsoDate): Promise<void> {
  const { rows } = await database.owner.query<{ day: IsoDate }>(
    "SELECT coalesce(max(business_date) + 1, $1::date) AS day FROM day_close WHERE step = 'END_OF_DAY'",
    [START],
  );
  for (let day = rows[0]?.day ?? START; day <= last; day = addDays(day, 1))
    await closeDay(database.worker, {
      institutionId,
      businessDate: day,
      provisionRates: provisions.guideline2002,
      reserveRules,
    });
}

async function reserves(): Promise<readonly unknown[]> {
  const { rows } = await database.owner.query(
    `SELECT month_end, allowance_fen::integer, least_fen::integer, potential_gap_fen::integer, before_fen::integer,
            reserve_fen::integer FROM risk_reserve ORDER BY month_end`,
  );
  return rows;
}

async function balanceOf(account: string): Promise<number> {
  const { rows } = await database.owner.query<{ fen: number }>(
    'SELECT coalesce(sum(credit_fen - debit_fen), 0)::integer AS fen FROM posting WHERE account_code = $1',
    [account],
  );
  return rows[0]?.fen ?? 0;
}

describe('the general risk reserve', () => {
  it('is kept at the end of the month by volume and class, out of retained earnings, once', async () => {
    await closeThrough(isoDate('2026-01-30'));
    expect(await reserves()).toEqual([]);
    await closeThrough(isoDate('2026-01-31'));
    const january = { month_end: '2026-01-31', allowance_fen: 100_000, least_fen: 100_000 };
    expect(await reserves()).toEqual([
      { ...january, potential_gap_fen: 50_000, before_fen: 0, reserve_fen: 100_000 },
    ]);
    expect([await balanceOf('4102'), await balanceOf('4104')]).toEqual([100_000, -100_000]);
    await keepRiskReserve(
      database.worker,
      { institutionId, businessDate: isoDate('2026-01-31') },
      reserveRules,
    );
    expect(await balanceOf('4102')).toBe(100_000);
  });

  it('follows the loans, also down, and what it rests on is never changed', async () => {
    // Overdue from the 16th on: a class worse, with more to lose than is provided for it.
    await closeThrough(isoDate('2026-02-28'));
    expect((await reserves())[1]).toMatchObject({ allowance_fen: 200_000, potential_gap_fen: 100_000 });
    const paid = received(loanId, isoDate('2026-03-02'), 5_000_000, 'paid');
    expect((await payIn(database.worker, loanId, paid)).ok).toBe(true);
    await closeThrough(isoDate('2026-03-31'));
    const [, , march] = (await reserves()) as readonly { reserve_fen: number; before_fen: number }[];
    expect(march?.before_fen).toBe(100_000);
    expect(march?.reserve_fen).toBeLessThan(100_000);
    expect(await balanceOf('4102')).toBe(march?.reserve_fen);
    expect(await balanceOf('4104')).toBe(-(march?.reserve_fen ?? 0));
    expect(await booksDiffer(database.worker)).toEqual([]);
    const forged = database.worker.query(
      "UPDATE risk_reserve SET reserve_fen = 0, least_fen = 0 WHERE month_end = '2026-01-31'",
    );
    await expect(forged).rejects.toThrow(/permission denied/);
    const byOwner = database.owner.query(
      "UPDATE risk_reserve SET before_fen = 1 WHERE month_end = '2026-01-31'",
    );
    await expect(byOwner).rejects.toThrow(/append-only/);
  });

  it('is booked by the next run when one died after it had noted it', async () => {
    await closeThrough(isoDate('2026-04-29'));
    const before = await balanceOf('4102');
    await database.owner.query(
      `INSERT INTO risk_reserve (institution_id, month_end, balances, allowance_fen, least_fen, potential_gap_fen,
           before_fen, reserve_fen, parameters)
         VALUES ($1, '2026-04-30', '{}', 0, $2::bigint + 7, 0, $2, $2::bigint + 7, 'noted')`,
      [institutionId, before],
    );
    await closeThrough(isoDate('2026-04-30'));
    expect(await balanceOf('4102')).toBe(before + 7);
  });

  it('is of the end of the month, however late its night comes', async () => {
    await closeThrough(isoDate('2026-05-30'));
    const owed = async (text: string) => (await database.owner.query<{ fen: number }>(text)).rows[0]?.fen;
    const before = await owed('SELECT sum(principal_outstanding_fen)::integer AS fen FROM loan');
    const paid = received(loanId, isoDate('2026-06-01'), 1_000_000, 'in June');
    expect((await payIn(database.worker, loanId, paid)).ok).toBe(true);
    await closeThrough(isoDate('2026-05-31'));
    const noted = await owed(
      `SELECT sum(value::integer)::integer AS fen FROM risk_reserve, jsonb_each_text(balances)
         WHERE month_end = '2026-05-31'`,
    );
    expect(before).toBeGreaterThan(0);
    expect(noted).toBe(before);
  });
});

test('the report of a month counts a loan that was closed before its late night, by how late it was', async () => {
  const at = await makeCase(database.owner);
  const start = isoDate('2026-06-05');
  await disburse(database.worker, at, termsOf(at.loanId, { principalFen: fen(5_000_000), startDate: start }));
  await closeThrough(isoDate('2026-07-30'));
  const from = isoDate('2026-07-01');
  const on = isoDate('2026-08-03');
  const asOf = async () => {
    const record = await readLoan(database.worker, at.loanId);
    if (record === null) throw new Error('no loan');
    return record;
  };
  const { totalDueFen } = loanStateOf(await asOf(), on, calendar);
  const paid = received(at.loanId, on, totalDueFen, 'late');
  expect((await payIn(database.worker, at.loanId, paid)).ok).toBe(true);
  const options = prepaymentOptions(await asOf(), on, 'ALL', calendar);
  if (!options.ok) throw new Error(options.refusal.code);
  const { cashFen, mode, principalPrepaidFen } = options.value.shortenTerm;
  const of = { effectiveDate: on, recordedOn: on } as const;
  const whole: Parameters<typeof payIn>[2] = {
    ...{ kind: 'PREPAID', principalFen: principalPrepaidFen, mode, amountFen: cashFen, into: 'BANK' },
    ...{ ...of, businessKey: `loan/${at.loanId}/all` },
  };
  const over = [{ kind: 'CLOSED', ...of, businessKey: `loan/${at.loanId}/closed` }] as const;
  expect((await payIn(database.worker, at.loanId, whole, calendar, over)).ok).toBe(true);
  await closeThrough(isoDate('2026-07-31'));
  const report = await readRiskFigures(database.api, institutionId, from);
  // Due on 5 July, a Sunday; the other loan of these tests is months late.
  expect(report?.loans).toEqual({ NONE: 0, D1_30: 1, D31_60: 0, D61_90: 0, D91_180: 1, D181_ON: 0 });
});
