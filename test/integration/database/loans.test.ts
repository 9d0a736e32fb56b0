import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { compareSubLedger } from '../../../gateways/database/ledger';
import { readLoan } from '../../../gateways/database/loans';
import { disburse, institutionId, makeCase, received, termsOf } from './support/cases';
import { payIn } from './support/money';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

const ledgerOfLoans = async () => {
  const parts = await compareSubLedger(database.worker, institutionId);
  return parts.filter((part) => part.ledgerFen !== part.loansFen);
};

describe('recording loan events', () => {
  it('opens, moves and settles a loan, and ledger and loan agree all the way', async () => {
    const at = await makeCase(database.owner);
    const terms = termsOf(at.loanId);
    expect(await disburse(database.worker, at, terms)).toMatchObject({
      ok: true,
      value: { outcome: 'appended' },
    });
    expect(await disburse(database.worker, at, terms)).toMatchObject({
      ok: true,
      value: { outcome: 'already' },
    });
    for (let month = 1; month <= 12; month += 1) {
      const loan = await readLoan(database.worker, at.loanId);
      const row = loan?.instalments.find(({ number }) => number === month);
      if (row === undefined) throw new Error('no such instalment');
      const amountFen = row.principalFen + row.interestFen;
      const event = received(at.loanId, row.dueDate, amountFen, String(month));
      const recorded = await payIn(database.worker, at.loanId, event);
      expect(recorded).toMatchObject({ ok: true, value: { outcome: 'appended' } });
      expect(await payIn(database.worker, at.loanId, event)).toMatchObject({
        ok: true,
        value: { outcome: 'already' },
      });
    }
    expect(await ledgerOfLoans()).toEqual([]);
    const { rows } = await database.worker.query('SELECT * FROM loan WHERE id = $1', [at.loanId]);
    expect(rows[0]).toMatchObject({ status: 'SETTLED', principal_outstanding_fen: 0, event_count: 13 });
  });

  it('lets twenty writers at one loan: each event once, none lost', async () => {
    const at = await makeCase(database.owner);
    await disburse(database.worker, at, termsOf(at.loanId));
    const keys = Array.from({ length: 20 }, (_, index) => String(index % 10));
    const outcomes = await Promise.all(
      keys.map((key) =>
        payIn(database.worker, at.loanId, received(at.loanId, isoDate('2026-02-15'), 1_000_000, key)),
      ),
    );
    const counted = outcomes.map((outcome) => (outcome.ok ? outcome.value.outcome : outcome.refusal.code));
    expect(counted.filter((outcome) => outcome === 'appended')).toHaveLength(10);
    expect(counted.filter((outcome) => outcome === 'already')).toHaveLength(10);
    expect(await ledgerOfLoans()).toEqual([]);
  });
});
