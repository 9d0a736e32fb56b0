import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { closeDay } from '../../../gateways/database/endOfDay';
import { loanStateOf, readLoan } from '../../../gateways/database/loans';
import {
  booksDiffer,
  calendar,
  disburse,
  institutionId,
  makeCase,
  otherInstitutionId,
  setClock,
  termsOf,
} from './support/cases';

const LOANS = 23;
const START = isoDate('2026-01-15');
/** The first instalment is due in the spring festival and collected on the 24th. */
const OVERDUE_FROM = isoDate('2026-02-25');
const provisionRates = parametersAt(START).provisions.guideline2002;

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

const close = (businessDate: IsoDate, institution = institutionId) =>
  closeDay(database.worker, { institutionId: institution, businessDate, provisionRates, batchSize: 10 });

/** Books that the next transfer to overdue principal would overdraw, and back again. */
const wedge = (loanIds: readonly string[], from: string, to: string) =>
  database.owner.query(`UPDATE loan SET ${to} = ${from}, ${from} = 0 WHERE id = ANY ($1)`, [loanIds]);

async function rowsOf<Row extends object>(text: string, ...values: unknown[]): Promise<readonly Row[]> {
  const { rows } = await database.owner.query<Row>(text, values);
  return rows;
}

describe('a loan that the end of day can’t close', () => {
  it('is left out and shown to a person, the others go on, and it catches up when it is cured', async () => {
    const loans: string[] = [];
    for (let index = 0; index < LOANS; index += 1) {
      const at = await makeCase(database.owner);
      await disburse(database.worker, at, termsOf(at.loanId));
      loans.push(at.loanId);
    }
    for (let day = START; day < OVERDUE_FROM; day = addDays(day, 1)) await close(day);
    const poisoned = [loans[6] ?? '', loans[13] ?? ''];
    await wedge(poisoned, 'principal_normal_fen', 'principal_non_accrual_fen');

    expect(await close(OVERDUE_FROM)).toMatchObject({ loans: LOANS - 2, exceptions: 2 });
    expect(await close(addDays(OVERDUE_FROM, 1))).toMatchObject({ loans: LOANS - 2, exceptions: 2 });
    expect(
      await rowsOf(
        'SELECT count(*)::integer AS count FROM loan WHERE day_closed_through = $1',
        addDays(OVERDUE_FROM, 1),
      ),
    ).toEqual([{ count: LOANS - 2 }]);
    const breaks = await rowsOf<{ reference: string; detail: { error: string } }>(
      `SELECT reference, detail FROM break_case WHERE kind = 'DAY_EXCEPTION' ORDER BY reference`,
    );
    expect(breaks.map(({ reference }) => reference)).toEqual(
      poisoned.map((loanId) => `${loanId}/${OVERDUE_FROM}`).sort(),
    );
    expect(breaks[0]?.detail.error).toContain('loan_books_not_negative');

    // A person's word doesn't cure a loan: the next night shows it again.
    const [first] = breaks;
    await database.owner.query(
      `UPDATE break_case SET status = 'RESOLVED', resolution = 'seen', resolved_at = now() WHERE reference = $1`,
      [first?.reference],
    );
    expect(await close(addDays(OVERDUE_FROM, 2))).toMatchObject({ exceptions: 2 });
    const isOpen = `SELECT reference FROM break_case WHERE status = 'OPEN' ORDER BY reference`;
    expect(await rowsOf(isOpen)).toEqual(
      [`${first?.reference}/again/1`, breaks[1]?.reference].sort().map((reference) => ({ reference })),
    );

    await wedge(poisoned, 'principal_non_accrual_fen', 'principal_normal_fen');
    const day = addDays(OVERDUE_FROM, 3);
    expect(await close(day)).toMatchObject({ loans: LOANS, exceptions: 0 });
    expect(await rowsOf('SELECT FROM day_exception WHERE resolved_at IS NULL')).toEqual([]);
    expect(await rowsOf('SELECT DISTINCT status, resolution FROM break_case ORDER BY resolution')).toEqual([
      { status: 'RESOLVED', resolution: `CLOSED_ON_${day}` },
      { status: 'RESOLVED', resolution: 'seen' },
    ]);
    expect(await booksDiffer(database.worker)).toEqual([]);
    const [cured, sound] = await Promise.all(
      [poisoned[0] ?? '', loans[0] ?? ''].map(async (loanId) => {
        const record = await readLoan(database.worker, loanId);
        if (record === null) throw new Error('no such loan');
        const { books, daysPastDue } = loanStateOf(record, day, calendar);
        return { books, daysPastDue, through: record.accruedThrough };
      }),
    );
    expect(cured).toEqual(sound);
  });

  it('is not blamed for a day that is not the next one, or not over', async () => {
    const last = addDays(OVERDUE_FROM, 3);
    const refused = { code: '55000' };
    await expect(close(addDays(last, 2))).rejects.toMatchObject(refused);
    await setClock(database.owner, `${addDays(last, 1)}T09:00:00+08:00`);
    await expect(close(addDays(last, 1))).rejects.toMatchObject(refused);
    expect(await rowsOf('SELECT FROM day_exception WHERE resolved_at IS NULL')).toEqual([]);
    await database.owner.query('TRUNCATE clock_segment');
    expect(await close(addDays(last, 1))).toMatchObject({ loans: LOANS, exceptions: 0 });
    // A day that is done is done, also for whoever asks the database itself.
    const { rows } = await database.worker.query('SELECT close_day_batch($1, $2, 9, $3, 90) AS loans', [
      institutionId,
      last,
      JSON.stringify(provisionRates),
    ]);
    expect(rows).toEqual([{ loans: 0 }]);
  });

  it('is not looked for when the fault is everybody’s', async () => {
    const at = [];
    for (let index = 0; index < 101; index += 1) {
      const made = await makeCase(database.owner, otherInstitutionId);
      await disburse(database.worker, made, termsOf(made.loanId));
      at.push(made.loanId);
    }
    await wedge(at, 'principal_normal_fen', 'principal_non_accrual_fen');
    await expect(close(OVERDUE_FROM, otherInstitutionId)).rejects.toThrow('more than 100 loans');
    expect(await rowsOf('SELECT FROM day_close WHERE institution_id = $1', otherInstitutionId)).toEqual([]);
  });
});
