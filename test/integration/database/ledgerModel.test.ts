import { DatabaseError } from 'pg';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import { addMonths } from '../../../domain/calendar/months';
import type { LoanBooks } from '../../../domain/loan/state';
import { fen } from '../../../domain/money/fen';
import { compareSubLedger, postEntry, readTrialBalance } from '../../../gateways/database/ledger';
import { postLoanEvents } from '../../../gateways/database/loans';
import { closePeriod, reverseEntry } from './support/books';
import { agree, institutionId, makeCase, markDays, setClock, termsOf, withoutLaw } from './support/cases';
import { keysOf, LedgerModel, type LoanAccount, type Operation } from './support/ledgerModel';
import { randomFrom } from './support/random';

/** LEDGER_OPERATIONS=1000000 for the long run, LEDGER_SEED for another one. */
const OPERATIONS = Number(process.env.LEDGER_OPERATIONS ?? 4_000);
const SEED = Number(process.env.LEDGER_SEED ?? 7);
const COMPARED_EVERY = Math.ceil(OPERATIONS / 8);
const AT_ONCE = 60;
const LOANS = 50;
/** Integrity constraint violations: what the database refuses. */
const REFUSALS = /^23/;

jest.setTimeout(120_000 + OPERATIONS * 20);

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2028-01-01T00:00:00+08:00');
  // The model knows of no bank.
  await withoutLaw(database.owner, 'loan_event', 'judge_money_event');
  await withoutLaw(database.owner, 'journal_entry', 'judge_house_entry');
});
afterAll(() => database.stop());

async function perform(operation: Operation): Promise<string> {
  const sql = database.worker;
  try {
    if (operation.kind === 'POST') return await postEntry(sql, institutionId, operation.entry);
    if (operation.kind === 'REVERSE') return await reverseEntry(database.owner, institutionId, operation);
    if (operation.kind === 'LOAN') return await postOfLoan(operation);
    const lastDay = addDays(addMonths(isoDate(`${operation.month}-01`), 1), -1);
    await markDays(database.owner, '2026-01-01', lastDay);
    return await closePeriod(database.owner, institutionId, { month: operation.month, closedBy: 'finance' });
  } catch (error) {
    if (error instanceof DatabaseError && REFUSALS.test(error.code ?? '')) return 'refused';
    throw error;
  }
}

/** The loan's event with its entry; the first one disburses. */
function postOfLoan({ loanId, expectedSequence, entry, parts }: Extract<Operation, { kind: 'LOAN' }>) {
  const { businessKey, date, postings } = entry;
  const bank = postings.filter(({ account }) => account === '1002');
  const outFen = bank.reduce((sum, { debitFen, creditFen }) => sum + creditFen - debitFen, 0);
  return postLoanEvents(database.worker, {
    loanId,
    expectedSequence,
    events: [
      {
        kind: expectedSequence === 0 ? 'DISBURSED' : 'REFUNDED',
        effectiveDate: date,
        businessKey,
        payload: { amountFen: outFen },
      },
    ],
    entries: [entry],
    state: {
      status: 'REPAYING',
      daysPastDue: 0,
      riskClass: 'NORMAL',
      riskFloor: 'NORMAL',
      riskFloorUntil: null,
      accrual: 'ACCRUAL',
      nextDueDate: null,
      accruedThrough: date,
      books: booksOf(parts),
    },
    instalments: [],
  });
}

function booksOf(parts: Readonly<Record<LoanAccount, number>>): LoanBooks {
  const none = fen(0);
  return {
    principalNormalFen: fen(parts['1303.01']),
    principalOverdueFen: none,
    principalNonAccrualFen: none,
    interestReceivableFen: fen(parts['1132']),
    deferredVatFen: none,
    feesReceivableFen: none,
    suspenseFen: fen(-parts['2241.01']),
    agencyPayableFen: none,
    allowanceFen: fen(-parts['1304']),
    vatReceivableFen: none,
    offBalanceInterestFen: fen(parts['OB.01']),
    writtenOffPrincipalFen: none,
    offBalancePenaltyFen: none,
  };
}

/** Rows of loans that nothing has happened to yet. */
async function makeLoans(): Promise<readonly string[]> {
  const cases = await Promise.all(Array.from({ length: LOANS }, () => makeCase(database.owner)));
  const loanIds = cases.map(({ loanId }) => loanId);
  for (const at of cases) await agree(database.owner, at, termsOf(at.loanId));
  await database.owner.query(
    `INSERT INTO loan (id, institution_id, enterprise_id, terms, principal_fen, status, start_date)
       SELECT id, institution_id, enterprise_id, terms, amount_fen, 'NOT_DISBURSED', '2026-01-15' FROM drawdown
         WHERE id = ANY ($1)`,
    [loanIds],
  );
  return loanIds;
}

async function expectSameSubLedger(model: LedgerModel): Promise<void> {
  const parts = await compareSubLedger(database.auditor, institutionId);
  // Loans have no part of what is nobody's yet.
  for (const { accountCode, ledgerFen, loansFen } of parts.filter((part) => part.accountCode !== '2241.02')) {
    const expected = { accountCode, fen: model.loanTotals()[accountCode] ?? 0 };
    expect({ accountCode, fen: ledgerFen }).toEqual(expected);
    expect({ accountCode, fen: loansFen }).toEqual(expected);
  }
}

async function expectSameBalances(model: LedgerModel): Promise<void> {
  for (const asOf of [isoDate('2027-12-31'), isoDate('2026-01-31'), model.anyDay(), model.anyDay()]) {
    const balance = await readTrialBalance(database.auditor, institutionId, asOf);
    expect(balance.isBalanced).toBe(true);
    const totals = balance.accounts.map(({ accountCode, debitFen, creditFen }) => [
      accountCode,
      { debitFen, creditFen },
    ]);
    expect({ asOf, ...Object.fromEntries(totals) }).toEqual({ asOf, ...model.totals(asOf) });
  }
}

async function performAll(operations: readonly Operation[]): Promise<void> {
  await Promise.all(
    operations.map(async (operation) => {
      const outcome = await perform(operation);
      if (outcome !== operation.expected)
        throw new Error(`${outcome} instead of ${JSON.stringify(operation)}`);
    }),
  );
}

describe('the ledger', () => {
  it(`answers ${OPERATIONS} random operations as a simple model does, and holds the same`, async () => {
    const model = new LedgerModel(randomFrom(SEED), await makeLoans(), OPERATIONS);
    let together: Operation[] = [];
    const settle = async () => {
      await performAll(together);
      together = [];
    };
    for (let index = 1; index <= OPERATIONS; index += 1) {
      const operation = model.next();
      const busy = new Set(together.flatMap(keysOf));
      const mustWait = operation.kind === 'CLOSE' || keysOf(operation).some((key) => busy.has(key));
      if (mustWait || together.length === AT_ONCE) await settle();
      together.push(operation);
      if (operation.kind === 'CLOSE') await settle();
      if (index % COMPARED_EVERY === 0) {
        await settle();
        await expectSameBalances(model);
        await expectSameSubLedger(model);
      }
    }
    await settle();
    const { rows } = await database.owner.query('SELECT count(*) AS entries FROM journal_entry');
    expect(rows[0]?.entries).toBe(model.entries);
  });
});
