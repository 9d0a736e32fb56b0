import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { declareDay, houseCalendar } from '../../../gateways/database/calendar';
import {
  applyCalendarChanges,
  findLoanWakes,
  type LoanWake,
  noteLoanWoken,
  wakeLoan,
} from '../../../gateways/database/calendarChanges';
import { databaseOn } from '../../../gateways/database/client';
import { closeDay } from '../../../gateways/database/endOfDay';
import { compareSubLedger } from '../../../gateways/database/ledger';
import { loanStateOf, readLoan } from '../../../gateways/database/loans';
import { calendar, disburse, institutionId, makeCase, received, setClock, termsOf } from './support/cases';
import { payIn } from './support/money';

const TODAY = isoDate('2026-12-20');
/** A Friday of a year that is not loaded: taken for a workday until somebody says otherwise. */
const HOLIDAY = isoDate('2027-01-01');
const AFTER_IT = isoDate('2027-01-04');
const provisionRates = parametersAt(isoDate('2026-01-01')).provisions.guideline2002;

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await setToday(TODAY);
});

const setToday = (day: IsoDate) => setClock(database.owner, `${day}T12:00:00+08:00`);
afterAll(() => database.stop());

const declare = (date: IsoDate, isWorkday = false) =>
  declareDay(database.api, { date, isWorkday, reason: 'notice 2026-12' }, TODAY);

async function makeLoan(startDate: string) {
  const at = await makeCase(database.owner);
  const terms = termsOf(at.loanId, { startDate: isoDate(startDate), termMonths: 24 });
  await disburse(database.worker, at, terms);
  return at.loanId;
}

/** Pays what is due on a day, as the debit of that day would. */
async function pay(loanId: string, date: IsoDate, by = calendar) {
  const record = await readLoan(database.worker, loanId);
  if (record === null) throw new Error('no such loan');
  const due = loanStateOf(record, date, by).totalDueFen;
  return payIn(database.worker, loanId, received(loanId, date, due, date), by);
}

async function collectionDateOf(loanId: string, dueDate: IsoDate) {
  const { rows } = await database.worker.query(
    'SELECT collection_date AS day FROM instalment WHERE loan_id = $1 AND due_date = $2',
    [loanId, dueDate],
  );
  return rows[0]?.day;
}

const close = (businessDate: IsoDate) =>
  closeDay(database.worker, { institutionId, businessDate, provisionRates });

async function expectNotOverdue(loanId: string): Promise<void> {
  const { rows } = await database.worker.query(
    'SELECT status, days_past_due, risk_class FROM loan WHERE id = $1',
    [loanId],
  );
  expect(rows).toEqual([{ status: 'REPAYING', days_past_due: 0, risk_class: 'NORMAL' }]);
}

describe('a holiday that is announced after the loan’s last event', () => {
  it('moves the rows that lie ahead, and the debit on the new date is in time', async () => {
    const loanId = await makeLoan('2026-11-01');
    const elsewhere = await makeLoan('2026-11-02');
    await pay(loanId, isoDate('2026-12-01'));
    await pay(elsewhere, isoDate('2026-12-02'));
    expect(await collectionDateOf(loanId, HOLIDAY)).toBe(HOLIDAY);
    expect(await applyCalendarChanges(database.worker, TODAY)).toEqual({ moved: [], refused: [] });
    expect(await declare(HOLIDAY)).toMatchObject({ ok: true });
    const runs = await Promise.all([1, 2].map(() => applyCalendarChanges(database.worker, TODAY)));
    expect(runs.flatMap(({ moved }) => moved)).toContain(loanId);
    expect(runs.flatMap(({ refused }) => refused)).toEqual([]);
    expect(await applyCalendarChanges(database.worker, TODAY)).toEqual({ moved: [], refused: [] });
    expect(await collectionDateOf(loanId, HOLIDAY)).toBe(AFTER_IT);
    const { prisma } = databaseOn(database.worker);
    const [wake] = await findLoanWakes(prisma);
    expect(wake).toMatchObject({ loanId, because: 'COLLECTION_DATES_CHANGED' });
    // Changed once more while its process is told of the first change.
    await wakeLoan(database.worker, loanId, 'transfer');
    await noteLoanWoken(prisma, wake as LoanWake);
    const [again, ...others] = await findLoanWakes(prisma);
    expect(again).toMatchObject({ loanId, because: 'transfer' });
    expect(others).toEqual([]);
    await noteLoanWoken(prisma, again as LoanWake);
    expect(await findLoanWakes(prisma)).toEqual([]);
    await setToday(addDays(AFTER_IT, 1));
    await setToday(addDays(AFTER_IT, 1));
    for (let day = TODAY; day <= isoDate('2027-01-03'); day = addDays(day, 1)) await close(day);
    await expectNotOverdue(loanId);
    expect(await pay(loanId, AFTER_IT, await houseCalendar(database.worker))).toMatchObject({ ok: true });
    await close(AFTER_IT);
    await expectNotOverdue(loanId);
    const parts = await compareSubLedger(database.worker, institutionId);
    expect(parts.filter(({ ledgerFen, loansFen }) => ledgerFen !== loansFen)).toEqual([]);
    await setToday(TODAY);
  });

  it('that is learnt of when it is over changes nothing of what was', async () => {
    const loanId = await makeLoan('2026-10-20');
    const due = isoDate('2026-11-20');
    await pay(loanId, due);
    // A corrected file says that the 20th was no workday.
    const later = publishedCalendar([{ date: due, isWorkday: false, reason: 'a corrected file' }]);
    const record = await readLoan(database.worker, loanId);
    if (record === null) throw new Error('no such loan');
    expect(loanStateOf(record, TODAY, later).instalments[0]?.collectionDate).toBe(due);
    expect(await pay(loanId, TODAY, later)).toMatchObject({ ok: true });
    expect(await collectionDateOf(loanId, due)).toBe(due);
  });
});

describe('a declared day', () => {
  it('is refused when it has come, by the rule and by the database', async () => {
    for (const date of [TODAY, addDays(TODAY, -1)])
      expect(await declare(date)).toMatchObject({ ok: false, refusal: { code: 'DAY_HAS_COME' } });
    const insert = `INSERT INTO calendar_override (date, workday, source) VALUES ($1, false, 'x')`;
    await expect(database.api.query(insert, [TODAY])).rejects.toMatchObject({ code: '23514' });
  });

  it('may be declared anew until loans are moved to it, and stays from then on', async () => {
    const date = isoDate('2027-02-05');
    expect(await declare(date)).toMatchObject({ ok: true });
    expect(await declare(date, true)).toMatchObject({ ok: true, value: { isWorkday: true } });
    await applyCalendarChanges(database.worker, TODAY);
    expect(await declare(date, true)).toMatchObject({ ok: true });
    expect(await declare(date, false)).toMatchObject({
      ok: false,
      refusal: { code: 'CALENDAR_DAY_APPLIED' },
    });
    for (const change of [
      'UPDATE calendar_override SET workday = false WHERE date = $1',
      'UPDATE calendar_override SET applied_at = NULL WHERE date = $1',
      `UPDATE calendar_override SET date = date + 1 WHERE date = $1`,
      'DELETE FROM calendar_override WHERE date = $1',
    ])
      await expect(database.owner.query(change, [date])).rejects.toMatchObject({ code: '23514' });
  });
});
