import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar';
import type { LoanEventBody, LoanState } from '../../../domain/loan';
import { fen, type Rate } from '../../../domain/money';
import { parametersAt } from '../../../domain/parameters';
import { closeDay } from '../../../gateways/database/endOfDay';
import { compareSubLedger } from '../../../gateways/database/ledger';
import { type LoanRecord, loanStateOf, readLoan, recordLoanEvents } from '../../../gateways/database/loans';
import { calendar, disburse, institutionId, leaveOut, makeCase, termsOf } from './support/cases';
import { type Random, randomFrom } from './support/random';

jest.setTimeout(300_000);

const LOANS = 40;
const DAYS = 150;
const SEED = Number(process.env.LOANS_SEED ?? 11);
const provisionRates = parametersAt(isoDate('2026-01-01')).provisions.guideline2002;

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

/** Any event that might come to somebody's mind on a day; many will be refused. */
function anyEvent(random: Random, { events }: LoanRecord, state: LoanState): LoanEventBody {
  const amount = fen(Math.max(1, random.pick([state.totalDueFen, 1_000, 5_000_000, state.suspenseFen])));
  const receipts = events.filter(({ kind }) => kind === 'RECEIVED');
  const reversed = receipts.at(-1)?.sequence ?? 1;
  return random.pick<LoanEventBody>([
    { kind: 'RECEIVED', amountFen: amount, into: random.pick(['BANK', 'CHANNEL', 'UNIDENTIFIED'] as const) },
    { kind: 'RECEIVED', amountFen: amount, into: 'BANK' },
    { kind: 'SUSPENSE_APPLIED', amountFen: amount },
    { kind: 'RATE_CHANGED', annualRate: `0.${random.integer(10, 23)}` as Rate },
    { kind: 'EXTENDED', extraMonths: 3 },
    { kind: 'RESCHEDULED', termMonths: 12, annualRate: '0.11' as Rate },
    { kind: 'ACCELERATED' },
    { kind: 'WAIVED', instalment: random.integer(1, 4), component: 'interest', amountFen: fen(100) },
    { kind: 'FEE_CHARGED', feeKind: 'PERIODIC', amountFen: fen(10_000), settlement: 'BILLED' },
    { kind: 'FEE_CHARGED', feeKind: 'APPRAISAL_AGENCY', amountFen: fen(10_000), settlement: 'PAID' },
    { kind: 'REFUNDED', amountFen: amount },
    { kind: 'REVERSED', reverses: reversed, reason: 'bounced' },
    { kind: 'NON_ACCRUAL_ENTERED' },
    { kind: 'ACCRUAL_RESUMED' },
    { kind: 'WRITTEN_OFF' },
    { kind: 'RECOVERED', amountFen: amount },
    { kind: 'CLOSED' },
  ]);
}

async function booksDiffer() {
  const parts = await compareSubLedger(database.worker, institutionId);
  return parts.filter((part) => part.ledgerFen !== part.loansFen);
}

async function expectSameBooks(loanId: string, date: IsoDate): Promise<void> {
  const record = await readLoan(database.worker, loanId);
  if (record === null) throw new Error('no such loan');
  const { rows } = await database.worker.query(
    `SELECT principal_normal_fen AS "principalNormalFen", principal_overdue_fen AS "principalOverdueFen",
            principal_non_accrual_fen AS "principalNonAccrualFen",
            interest_receivable_fen AS "interestReceivableFen", deferred_vat_fen AS "deferredVatFen",
            fees_receivable_fen AS "feesReceivableFen", suspense_fen AS "suspenseFen",
            agency_payable_fen AS "agencyPayableFen", provision_fen AS "allowanceFen",
            vat_receivable_fen AS "vatReceivableFen", off_balance_interest_fen AS "offBalanceInterestFen",
            written_off_principal_fen AS "writtenOffPrincipalFen" FROM loan WHERE id = $1`,
    [loanId],
  );
  expect({ loanId, date, ...rows[0] }).toEqual({
    loanId,
    date,
    ...loanStateOf(record, date, calendar).books,
  });
}

describe('whatever happens to loans', () => {
  it('books, fold, end of day and ledger stay the same', async () => {
    const random = randomFrom(SEED);
    const loans: string[] = [];
    for (let index = 0; index < LOANS; index += 1) {
      const at = await makeCase(database.owner);
      const method = random.pick(['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY'] as const);
      await disburse(
        database.worker,
        at,
        termsOf(at.loanId, { method, regime: random.pick(['BANK', 'MICRO']) }),
      );
      loans.push(at.loanId);
    }
    const accepted = new Map<string, number>();
    for (let index = 0; index < DAYS; index += 1) {
      const day = addDays(isoDate('2026-01-16'), index);
      for (const loanId of loans) {
        if (random.integer(0, 15) > 0) continue;
        const record = await readLoan(database.worker, loanId);
        if (record === null) throw new Error('no such loan');
        const body = anyEvent(random, record, loanStateOf(record, day, calendar));
        // Now and then news comes late.
        const effectiveDate = random.integer(0, 4) === 0 ? addDays(day, -random.integer(1, 6)) : day;
        const event = {
          ...body,
          effectiveDate,
          recordedOn: day,
          businessKey: `loan/${loanId}/${day}/${body.kind}`,
        };
        const recorded = await recordLoanEvents(database.worker, loanId, [event], calendar);
        if (recorded.ok) accepted.set(body.kind, (accepted.get(body.kind) ?? 0) + 1);
      }
      if (random.integer(0, 4) === 0 && index % 25 !== 24) {
        const left = loans.map((loanId) => ({ loanId }));
        await leaveOut(database.owner, day, left);
      }
      await closeDay(database.worker, { institutionId, businessDate: day, provisionRates, batchSize: 17 });
      if (index % 25 === 24) {
        expect(await booksDiffer()).toEqual([]);
        for (const loanId of loans) await expectSameBooks(loanId, day);
      }
    }
    for (const kind of ['RECEIVED', 'RATE_CHANGED', 'RESCHEDULED', 'REVERSED', 'WAIVED', 'WRITTEN_OFF']) {
      expect([kind, (accepted.get(kind) ?? 0) > 0]).toEqual([kind, true]);
    }
  });
});
