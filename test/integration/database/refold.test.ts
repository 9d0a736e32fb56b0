import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { closeDay } from '../../../gateways/database/endOfDay';

import { refoldAll, refoldLoans, refoldNight } from '../../../gateways/database/refold';
import { calendar, disburse, institutionId, makeCase, received, termsOf } from './support/cases';
import { payIn } from './support/money';

const START = isoDate('2026-01-15');
const provisionRates = parametersAt(START).provisions.guideline2002;
const loans: string[] = [];

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  for (let index = 0; index < 3; index += 1) {
    const at = await makeCase(database.owner);
    await disburse(database.worker, at, termsOf(at.loanId));
    loans.push(at.loanId);
  }
  const [paid = ''] = loans;
  await payIn(database.worker, paid, received(paid, isoDate('2026-02-10'), 9_000_000, '1'));
  // Far enough that the others stop accruing.
  for (let day = START; day <= isoDate('2026-05-20'); day = addDays(day, 1))
    await closeDay(database.worker, { institutionId, businessDate: day, provisionRates });
});
afterAll(() => database.stop());

const night = (businessDate: string) =>
  refoldNight(database.worker, { institutionId, businessDate: isoDate(businessDate), calendar });

async function cases(): Promise<readonly unknown[]> {
  const { rows } = await database.owner.query(
    `SELECT kind, reference, detail ->> 'figure' AS figure FROM break_case WHERE kind = 'REFOLD'`,
  );
  return rows;
}

describe('the refold', () => {
  it('finds nothing in right books, and takes loans that moved once', async () => {
    expect(await night('2026-05-20')).toEqual({ loans: 3, differences: [] });
    const [, second = ''] = loans;
    const event = received(second, isoDate('2026-05-21'), 1_000, '1');
    await payIn(database.worker, second, event);
    const { rows } = await database.worker.query<{ nights: number[] }>(
      `SELECT array_agg(abs(hashtext(id::text)) % 90) AS nights FROM loan`,
    );
    // A night on which none of them is in the sample.
    const free = [0, 1, 2, 3].find((offset) => {
      const number = (Date.parse('2026-05-21') - Date.parse('2000-01-01')) / 86_400_000 + offset;
      return !rows[0]?.nights.includes(number % 90);
    });
    const quiet = addDays(isoDate('2026-05-21'), free ?? 0);
    expect(await night(quiet)).toEqual({ loans: 1, differences: [] });
    expect(await night(quiet)).toEqual({ loans: 0, differences: [] });
    // Within ninety nights every loan comes round.
    let sampled = 0;
    for (let day = 1; day <= 90; day += 1) sampled += (await night(addDays(quiet, day))).loans;
    expect(sampled).toBe(3);
  });

  it.each<[string, string, string, string]>([
    ['loan.riskClass', 'loan WHERE id = $1', 'risk_class', `'LOSS'`],
    ['loan.suspenseFen', 'loan WHERE id = $1', 'suspense_fen', 'suspense_fen + 1'],
    [
      'instalment.3.collectionDate',
      'instalment WHERE loan_id = $1 AND number = 3',
      'collection_date',
      'collection_date + 1',
    ],
    [
      'instalment.2.bookedInterestFen',
      'instalment WHERE loan_id = $1 AND number = 2',
      'booked_interest_fen',
      'booked_interest_fen + 1',
    ],
  ])('finds a difference of one figure: %s', async (figure, row, column, changed) => {
    const [loanId = ''] = loans;
    const [table, where] = row.split(' WHERE ');
    const set = (value: string) =>
      database.owner.query(`UPDATE ${table} SET ${column} = ${value} WHERE ${where}`, [loanId]);
    const { rows } = await database.owner.query(`SELECT ${column}::text AS was FROM ${row}`, [loanId]);
    await set(changed);
    const found = await refoldLoans(database.owner, loans, calendar);
    await set(`'${rows[0]?.was}'`);
    expect(found.map((difference) => [difference.loanId, difference.figure])).toEqual([[loanId, figure]]);
  });

  it('finds what the ledger has and the loan has not, opens one case a loan, and says it to the gate', async () => {
    const [loanId = '', , third = ''] = loans;
    // An entry of a loan without an event: 1124 stands for a fee that nobody charged.
    await database.owner.query(
      `WITH entry AS (
         INSERT INTO journal_entry (institution_id, business_key, event, entry_date, loan_id)
           VALUES ($1, 'hand', 'HAND', '2026-06-01', $2) RETURNING id
       ) INSERT INTO posting (entry_id, line, account_code, debit_fen, credit_fen)
           SELECT id, 1, '1124', 5, 0 FROM entry UNION ALL SELECT id, 2, '6051', 0, 5 FROM entry`,
      [institutionId, loanId],
    );
    await database.owner.query(`UPDATE loan SET days_past_due = 1 WHERE id = $1`, [third]);
    const { loans: all, differences } = await refoldAll(database.auditor, calendar);
    expect(all).toBe(3);
    expect(differences.map((found) => [found.loanId, found.figure])).toEqual([
      [loanId, 'ledger.feesReceivableFen'],
      [third, 'loan.daysPastDue'],
    ]);
    expect(await cases()).toEqual([]);
    await database.owner.query('TRUNCATE loan_refold');
    for (const date of ['2026-06-01', '2026-06-02']) await night(date);
    expect(await cases()).toEqual([
      { kind: 'REFOLD', reference: loanId, figure: 'ledger.feesReceivableFen' },
      { kind: 'REFOLD', reference: third, figure: 'loan.daysPastDue' },
    ]);
  });
});
