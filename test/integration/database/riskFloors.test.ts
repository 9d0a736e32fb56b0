import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import type { LoanState } from '../../../domain/loan/state';
import { fen } from '../../../domain/money/fen';
import type { Rate } from '../../../domain/money/rate';
import {
  type ClassificationInput,
  classify,
  gradeAfter,
  isNonPerforming,
} from '../../../domain/overdue/classification';
import type { FiveTierGrade } from '../../../domain/overdue/grades';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { closeDay } from '../../../gateways/database/endOfDay';
import { compareSubLedger } from '../../../gateways/database/ledger';
import { loanStateOf, readLoan } from '../../../gateways/database/loans';
import { calendar, disburse, institutionId, makeCase, received, termsOf } from './support/cases';
import { payIn } from './support/money';
import { type Random, randomFrom } from './support/random';

const START = isoDate('2026-01-15');
const DAYS = 230;
const DEBTORS = 12;
const provisionRates = parametersAt(START).provisions.guideline2002;
/** What nobody decides is held back. */
const HELD_BACK = ['NO_ABILITY'] as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

/** A loan with what the domain makes of it, night by night. */
interface Loan {
  readonly loanId: string;
  readonly debtor: string;
  readonly pays: boolean;
  own: FiveTierGrade;
  grade: FiveTierGrade;
}

async function stateOn(loanId: string, day: IsoDate): Promise<LoanState> {
  const record = await readLoan(database.worker, loanId);
  if (record === null) throw new Error('no such loan');
  return loanStateOf(record, day, calendar);
}

async function makeDebtor(random: Random): Promise<readonly Loan[]> {
  const loans: Loan[] = [];
  let debtor: string | undefined;
  for (let count = random.integer(1, 4); count > 0; count -= 1) {
    const at = await makeCase(database.owner, institutionId, debtor);
    debtor = at.enterpriseId;
    // One in four is so small beside the others that its share doesn't matter.
    const principalFen = fen(random.integer(0, 3) === 0 ? 1_000_000 : random.integer(5_000_000, 90_000_000));
    await disburse(database.worker, at, termsOf(at.loanId, { principalFen }));
    loans.push({
      loanId: at.loanId,
      debtor,
      pays: random.integer(0, 2) > 0,
      own: 'NORMAL',
      grade: 'NORMAL',
    });
  }
  return loans;
}

/** Share of a debtor's debt that is non-performing by the loans' own facts. */
function shareOf(loans: readonly Loan[], owed: ReadonlyMap<string, number>): Rate {
  const sum = (some: readonly Loan[]) =>
    some.reduce((total, { loanId }) => total + (owed.get(loanId) ?? 0), 0);
  const bad = sum(loans.filter(({ own }) => isNonPerforming(own)));
  return (bad === 0 ? '0' : (bad / sum(loans)).toFixed(12)) as Rate;
}

describe('floors of a debtor', () => {
  it('are set and lifted, and classes and reasons are those of the domain, night by night', async () => {
    const random = randomFrom(20_260_115);
    const debtors: (readonly Loan[])[] = [];
    for (let index = 0; index < DEBTORS; index += 1) debtors.push(await makeDebtor(random));
    const shares = new Map<string, Rate>();
    for (let index = 0; index < DAYS; index += 1) {
      const day = addDays(START, index);
      for (const { loanId, pays } of debtors.flat()) {
        const due = index % 5 === 0 && pays ? (await stateOn(loanId, day)).totalDueFen : 0;
        if (due > 0) {
          const paid = received(loanId, day, due, day);
          expect((await payIn(database.worker, loanId, paid)).ok).toBe(true);
        }
      }
      await closeDay(database.worker, { institutionId, businessDate: day, provisionRates, batchSize: 7 });
      const isCompared = index > 85 && index % 3 === 0;
      for (const loans of debtors) {
        const owed = new Map<string, number>();
        for (const loan of loans) {
          const state = await stateOn(loan.loanId, day);
          owed.set(loan.loanId, state.principalOutstandingFen);
          const facts: ClassificationInput = { daysPastDue: state.daysPastDue, regime: state.terms.regime };
          loan.own = gradeAfter(loan.own, classify(facts).grade, HELD_BACK);
          const share = shares.get(loan.debtor);
          const found = classify({
            ...facts,
            ...(share === undefined ? {} : { nonPerformingShareHere: share }),
          });
          const before = loan.grade;
          loan.grade = gradeAfter(before, found.grade, HELD_BACK);
          if (!isCompared && before === loan.grade) continue;
          expect({ day, ...loan, grade: state.history.grade }).toEqual({ day, ...loan });
          if (before !== loan.grade && found.grade === loan.grade)
            expect({ day, reasons: state.history.gradeReasons }).toEqual({ day, reasons: found.reasons });
        }
        const [first] = loans;
        if (first !== undefined) shares.set(first.debtor, shareOf(loans, owed));
      }
    }
    const loans = debtors.flat();
    // It matters: some loan that is served is bad for its debtor's sake alone.
    expect(loans.filter(({ own, grade }) => !isNonPerforming(own) && isNonPerforming(grade))).not.toEqual([]);
    const spared = debtors.filter(
      (some) => some.some(({ own }) => isNonPerforming(own)) && some.some(({ grade }) => grade === 'NORMAL'),
    );
    expect(spared).not.toEqual([]);
    const parts = await compareSubLedger(database.worker, institutionId);
    expect(parts.filter((part) => part.ledgerFen !== part.loansFen)).toEqual([]);
  });

  it('end with what they stood on; the class waits for a decision', async () => {
    const [debtor] = (
      await database.owner.query<{ id: string }>(
        `SELECT f.enterprise_id AS id FROM risk_floor f WHERE f.until IS NULL AND EXISTS (
           SELECT FROM loan l WHERE l.enterprise_id = f.enterprise_id AND l.own_class = 'NORMAL' LIMIT 1) LIMIT 1`,
      )
    ).rows;
    const { rows: bad } = await database.owner.query<{ id: string }>(
      `SELECT id FROM loan WHERE enterprise_id = $1 AND own_class <> 'NORMAL'`,
      [debtor?.id],
    );
    const day = addDays(START, DAYS);
    for (const { id } of bad) {
      const head = { effectiveDate: day, recordedOn: day };
      const due = (await stateOn(id, day)).totalDueFen;
      const better = { kind: 'CLASSIFIED' as const, grade: 'NORMAL' as const, reasons: [] };
      const after = [{ ...better, ...head, businessKey: `loan/${id}/better` }];
      const cured = received(id, day, due, 'cured');
      expect(await payIn(database.worker, id, cured, calendar, after)).toMatchObject({ ok: true });
    }
    const floor = async () => {
      const text = 'SELECT until FROM risk_floor WHERE enterprise_id = $1 ORDER BY since';
      return (await database.owner.query<{ until: IsoDate | null }>(text, [debtor?.id])).rows.map(
        ({ until }) => until,
      );
    };
    const close = (businessDate: IsoDate) =>
      closeDay(database.worker, { institutionId, businessDate, provisionRates });
    expect(await floor()).toEqual([null]);
    await close(day);
    expect(await floor()).toEqual([day]);
    await close(addDays(day, 1));
    const { rows } = await database.owner.query(
      `SELECT DISTINCT risk_class, own_class FROM loan WHERE enterprise_id = $1 AND id <> ALL ($2)`,
      [debtor?.id, bad.map(({ id }) => id)],
    );
    expect(rows).toEqual([{ risk_class: 'SUBSTANDARD', own_class: 'NORMAL' }]);
  });
});
