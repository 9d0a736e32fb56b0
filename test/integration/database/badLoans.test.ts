import { uuidv7 } from 'uuidv7';
import { type ActivityDeps, createActivities } from '../../../activities';
import { proposeUpgrades } from '../../../activities/upgrades';
import type { AllActivities } from '../../../contracts/activityOptions';
import type { LoanChangeId, LoanId } from '../../../contracts/ids';
import type { LoanChangePayload } from '../../../contracts/loanChanges';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import type { Role } from '../../../domain/approval/roles';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { approvalsFor } from '../../../domain/changes/authority';
import type { BookChange } from '../../../domain/changes/bookChange';
import type { LoanChangeKind } from '../../../domain/changes/kinds';
import { type ChangeQuote, draftChange } from '../../../domain/changes/quoteChange';
import { totalOf } from '../../../domain/loan/components';
import type { LoanState } from '../../../domain/loan/state';
import { fen } from '../../../domain/money/fen';
import { FACT_FLOORS, RISK_FACTS } from '../../../domain/overdue/classification';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { createColumnCipher } from '../../../gateways/crypto';
import { databaseOn } from '../../../gateways/database/client';

import { closeDay } from '../../../gateways/database/endOfDay';
import { readTrialBalance } from '../../../gateways/database/ledger';
import { writeLoanChange } from '../../../gateways/database/loanChanges';
import { loanStateOf, readLoan, recordLoanEvents } from '../../../gateways/database/loans';
import { refoldLoans } from '../../../gateways/database/refold';
import { CHECK, DENIED } from './support/attempt';
import {
  booksDiffer,
  type Case,
  calendar,
  disburse,
  institutionId,
  makeCase,
  received,
  setClock,
  staffOf,
  termsOf,
} from './support/cases';
import { decideChange } from './support/changes';
import { chargedOf, lendWithFees } from './support/loanFees';
import { payIn } from './support/money';
import { paperOf as writePaper } from './support/papers';

const START = isoDate('2026-01-15');
const { provisions, changes: parameters } = parametersAt(START);
const cipher = createColumnCipher(`test:${Buffer.alloc(32, 5).toString('base64')}`);
/** Ways of the ledger that a loan takes part in without rows of its own. */
const NO_ROWS = ['2241.02'];

let database: TestDatabase;
let activities: AllActivities;
const staff: Record<string, string> = {};
/** The day after the last that was closed. */
let today: IsoDate = START;

beforeAll(async () => {
  database = await startDatabase();
  const queues = { enqueue: async () => true };
  activities = createActivities({
    ...databaseOn(database.worker),
    cipher,
    queues,
  } as unknown as ActivityDeps);
  for (const role of ['finance', 'risk', 'approver', 'board'])
    staff[role] = await staffOf(database.owner, institutionId, role);
  staff.risk2 = await staffOf(database.owner, institutionId, 'risk', 'second');
  staff.finance2 = await staffOf(database.owner, institutionId, 'finance', 'second');
});
afterAll(() => database.stop());

async function lent(debtor?: string): Promise<Case> {
  const at = await makeCase(database.owner, institutionId, debtor);
  await disburse(
    database.worker,
    at,
    termsOf(at.loanId, { principalFen: fen(12_000_000), startDate: today }),
  );
  return at;
}

async function liveTo(day: IsoDate, each: (day: IsoDate) => Promise<void> = async () => undefined) {
  for (; today <= day; today = addDays(today, 1)) {
    await each(today);
    await closeDay(database.worker, {
      institutionId,
      businessDate: today,
      provisionRates: provisions.guideline2002,
    });
  }
}

async function stateOf({ loanId }: Case): Promise<LoanState> {
  const record = await readLoan(database.worker, loanId);
  if (record === null) throw new Error('no such loan');
  return loanStateOf(record, today, calendar);
}

async function pay(at: Case, amountFen: number): Promise<void> {
  const event = received(at.loanId, today, amountFen, `paid ${today}`);
  expect(await payIn(database.worker, at.loanId, event)).toMatchObject({ ok: true });
}

async function payWhatIsDue(at: Case): Promise<void> {
  const { totalDueFen } = await stateOf(at);
  if (totalDueFen > 0) await pay(at, totalDueFen);
}

async function quoteOf({ loanId }: Case, change: BookChange): Promise<ChangeQuote | string> {
  const record = await readLoan(database.worker, loanId);
  if (record === null) throw new Error('no such loan');
  const drafted = draftChange(
    record,
    change,
    { recordedOn: today, businessKey: `loan/${loanId}/change` },
    calendar,
    parameters,
  );
  return drafted.ok ? drafted.value.quote : drafted.refusal.code;
}

/** Asked for by finance and approved by as many people as the authority wants. */
async function approved(
  at: Case,
  kind: LoanChangeKind,
  payload: object,
  quote: ChangeQuote | null = null,
): Promise<LoanChangeId> {
  const id = uuidv7();
  const approvals = approvalsFor(kind, quote?.amountFen ?? 0, parameters);
  const requestedBy = kind === 'UPGRADE' ? staff.risk : staff.finance;
  await writeLoanChange(database.api, {
    ...{
      id,
      loanId: at.loanId,
      institutionId,
      kind,
      payload: payload as LoanChangePayload,
      quote,
      approvals,
    },
    ...{ requestedBy: requestedBy ?? '', reason: 'because', agreedAt: null },
  });
  await approve(id, approvals);
  return id as LoanChangeId;
}

async function approve(changeId: string, approvals: readonly Role[]): Promise<void> {
  for (const role of approvals) {
    await decideChange(database, { changeId, by: staff[`${role}2`] ?? staff[role] ?? '', role });
  }
}

const take = ({ loanId }: Case, changeId: LoanChangeId) =>
  activities.takeChange({ loanId: loanId as LoanId, changeId, at: `${today}T02:00:00.000Z` });

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: { code?: string }) => error.code ?? String(error),
  );

const paperOf = (at: Case) =>
  writePaper(database.owner, at, { author: staff.finance ?? '', name: 'judgement.pdf' });

async function expectSound(at: Case): Promise<void> {
  expect(await booksDiffer(database.worker, NO_ROWS)).toEqual([]);
  expect(await refoldLoans(database.owner, [at.loanId], calendar)).toEqual([]);
}

describe('a loan that goes bad', () => {
  let at: Case;
  let other: Case;

  it('is called in: all that is left falls due on the day', async () => {
    at = await lent();
    other = await lent(at.enterpriseId);
    await liveTo(isoDate('2026-02-20'), () => payWhatIsDue(other));
    const change = { kind: 'ACCELERATE', on: today } as const;
    const quote = await quoteOf(at, change);
    if (typeof quote === 'string') throw new Error(quote);
    expect(quote).toMatchObject({ amountFen: 12_000_000, after: { totalDueFen: expect.any(Number) } });
    expect(await take(at, await approved(at, 'ACCELERATE', change, quote))).toMatchObject({
      status: 'APPLIED',
    });
    const { rows: papers } = await database.owner.query(
      `SELECT language FROM paper WHERE case_id = $1 AND kind = 'ACCELERATION_NOTICE' ORDER BY language`,
      [at.loanId],
    );
    expect(papers).toEqual([{ language: 'en' }, { language: 'zh-CN' }]);
    const state = await stateOf(at);
    expect(state.instalments.filter(({ dueDate }) => dueDate > today)).toEqual([]);
    expect(state.totalDueFen).toBe(quote.after.totalDueFen);
    expect(await quoteOf(at, { ...change, on: today })).toBe('NOTHING_OUTSTANDING');
  });

  it('is not written off while it accrues, without evidence, or by less than three', async () => {
    const evidence = [await paperOf(at)];
    expect(await quoteOf(at, { kind: 'WRITE_OFF', on: today, evidence })).toBe('NOT_NON_ACCRUAL');
    await liveTo(isoDate('2026-05-20'), () => payWhatIsDue(other));
    expect(await stateOf(at)).toMatchObject({ accrual: 'NON_ACCRUAL', history: { grade: 'SUBSTANDARD' } });
    const change = { kind: 'WRITE_OFF', on: today, evidence } as const;
    const quote = await quoteOf(at, change);
    if (typeof quote === 'string') throw new Error(quote);
    expect(quote).toMatchObject({ amountFen: 12_000_000, after: { principalOutstandingFen: 0 } });
    expect(approvalsFor('WRITE_OFF', 1, parameters)).toEqual(['risk', 'approver', 'board']);
    for (const missing of [[], [uuidv7()], [evidence[0], await paperOf(other)]]) {
      const asked = approved(at, 'WRITE_OFF', { ...change, evidence: missing }, quote);
      expect(await codeOf(asked)).toBe(CHECK);
    }
    const id = uuidv7();
    await writeLoanChange(database.api, {
      ...{ id, loanId: at.loanId, institutionId, kind: 'WRITE_OFF', payload: change, quote },
      ...{ approvals: ['risk', 'approver', 'board'], requestedBy: staff.finance ?? '' },
      ...{ reason: 'lost', agreedAt: null },
    });
    await approve(id, ['risk', 'approver']);
    await expect(take(at, id as LoanChangeId)).rejects.toThrow(/nobody approved/);
  });

  it('is written off as it was shown, or not at all', async () => {
    const change = { kind: 'WRITE_OFF', on: today, evidence: [await paperOf(at)] } as const;
    const quote = await quoteOf(at, change);
    if (typeof quote === 'string') throw new Error(quote);
    const before = await approved(at, 'WRITE_OFF', change, quote);
    await pay(at, 1_000);
    expect(await take(at, before)).toMatchObject({ status: 'REFUSED', code: 'QUOTE_CHANGED' });
    const anew = await quoteOf(at, change);
    if (typeof anew === 'string') throw new Error(anew);
    expect(await take(at, await approved(at, 'WRITE_OFF', change, anew))).toMatchObject({
      status: 'APPLIED',
    });
    expect(await stateOf(at)).toMatchObject({
      status: 'WRITTEN_OFF',
      principalOutstandingFen: 0,
      writtenOffPrincipalFen: 12_000_000 - 1_000,
    });
    expect(await quoteOf(at, change)).toBe('LOAN_WRITTEN_OFF');
    await expectSound(at);
  });

  it('is claimed still: its process waits, and money for it recovers principal first', async () => {
    const of = { loanId: at.loanId as LoanId, fromInstalment: 1, asOf: today };
    expect(await activities.planInstalment(of)).toMatchObject({
      ...{ writtenOff: true, settled: false, instalment: null, askedFen: 0, oldestDue: null },
    });
    const recovery = { kind: 'RECOVERED', into: 'BANK' } as const;
    const head = { effectiveDate: today, recordedOn: today };
    const { claim } = await stateOf(at);
    expect(claim).toMatchObject({ principalFen: 12_000_000 - 1_000 });
    expect(Math.min(claim.interestFen, claim.penaltyFen, claim.compoundFen)).toBeGreaterThan(0);
    const claimFen = totalOf(claim);
    const money = [
      { ...recovery, ...head, amountFen: fen(5_000_000), businessKey: `loan/${at.loanId}/first` },
      {
        ...recovery,
        ...head,
        amountFen: fen(claimFen - 5_000_000 + 77),
        businessKey: `loan/${at.loanId}/last`,
      },
    ];
    for (const each of money)
      expect(await payIn(database.worker, at.loanId, each)).toMatchObject({ ok: true });
    // Beyond what was claimed it is the borrower's: given back before the loan is closed.
    expect(await activities.planInstalment(of)).toMatchObject({ settled: true, suspenseFen: 77 });
    expect(await activities.closeLoan(of)).toEqual({ closed: false });
    await liveTo(addDays(today, 1));
    expect((await stateOf(at)).books.allowanceFen).toBe(0);
    await expectSound(at);
  });

  it('is sound when money for it was booked before the night of an earlier day', async () => {
    const lost = await lent();
    await liveTo(addDays(today, 130));
    const change = { kind: 'WRITE_OFF', on: today, evidence: [await paperOf(lost)] } as const;
    const quote = await quoteOf(lost, change);
    if (typeof quote === 'string') throw new Error(quote);
    await take(lost, await approved(lost, 'WRITE_OFF', change, quote));
    const claimFen = totalOf((await stateOf(lost)).claim);
    const day = addDays(today, 3);
    const head = { kind: 'RECOVERED', into: 'BANK', effectiveDate: day, recordedOn: day } as const;
    const book = async (key: string, amountFen: number) => {
      const money = { ...head, amountFen: fen(amountFen), businessKey: `loan/${lost.loanId}/${key}` };
      expect(await payIn(database.worker, lost.loanId, money)).toMatchObject({ ok: true });
    };
    await book('first', 5_000);
    await liveTo(today);
    await expectSound(lost);
    await book('last', claimFen - 5_000);
    await liveTo(today);
    await expectSound(lost);
    const of = { loanId: lost.loanId as LoanId, asOf: day };
    expect(await activities.closeLoan(of)).toEqual({ closed: true });
    await expectSound(lost);
  });
});

/** The allowance by the trial balance of a day. */
async function allowanceOf(day: IsoDate): Promise<number | undefined> {
  const { accounts } = await readTrialBalance(database.auditor, institutionId, day);
  const allowance = accounts.find(({ accountCode }) => accountCode === '1304');
  return allowance && -allowance.balanceFen;
}

/** What is provided for all loans but one. */
async function providedBeside({ loanId }: Case): Promise<number> {
  const { rows } = await database.owner.query<{ fen: number }>(
    'SELECT sum(provision_fen)::int AS fen FROM loan WHERE institution_id = $1 AND id <> $2',
    [institutionId, loanId],
  );
  return rows[0]?.fen ?? 0;
}

describe('the end of a month whose night is late', () => {
  it('is closed, and provides for what was lent then, though a recovery of a day after it was booked before', async () => {
    const lost = await lent();
    await liveTo(addDays(today, 130));
    const change = { kind: 'WRITE_OFF', on: today, evidence: [await paperOf(lost)] } as const;
    const quote = await quoteOf(lost, change);
    if (typeof quote === 'string') throw new Error(quote);
    await take(lost, await approved(lost, 'WRITE_OFF', change, quote));
    while (!addDays(today, 1).endsWith('-01')) await liveTo(today);
    const monthEnd = today;
    const day = addDays(monthEnd, 2);
    const money = {
      ...({ kind: 'RECOVERED', into: 'BANK' } as const),
      ...{ amountFen: fen(12_000_000), effectiveDate: day, recordedOn: day },
      businessKey: `loan/${lost.loanId}/recovered`,
    };
    expect(await payIn(database.worker, lost.loanId, money)).toMatchObject({ ok: true });
    await closeDay(database.worker, {
      ...{ institutionId, businessDate: monthEnd, provisionRates: provisions.guideline2002 },
      reserveRules: { ...provisions, version: 'provisions/test' },
    });
    today = addDays(monthEnd, 1);
    const { rows } = await database.owner.query(
      'SELECT allowance_fen::int AS fen FROM risk_reserve WHERE (institution_id, month_end) = ($1, $2)',
      [institutionId, monthEnd],
    );
    const wanted = await providedBeside(lost);
    expect(rows).toEqual([{ fen: wanted }]);
    expect(await allowanceOf(monthEnd)).toBe(wanted);
    await expectSound(lost);
    // The night of its day releases what was recovered.
    await liveTo(day);
    expect(await allowanceOf(day)).toBe(await providedBeside(lost));
    expect((await stateOf(lost)).books.allowanceFen).toBe(0);
    await expectSound(lost);
  });
});

test('a night provides for what was outstanding on its day, though an instalment was paid before it came', async () => {
  const at = await lent();
  const due = (await stateOf(at)).instalments[0]?.dueDate ?? today;
  await liveTo(addDays(due, -2));
  const record = await readLoan(database.worker, at.loanId);
  const owedFen = record === null ? 0 : loanStateOf(record, due, calendar).totalDueFen;
  const paid = received(at.loanId, due, owedFen, 'before the night');
  expect(await payIn(database.worker, at.loanId, paid)).toMatchObject({ ok: true });
  await liveTo(addDays(due, -1));
  const { books, principalOutstandingFen } = await stateOf(at);
  expect(principalOutstandingFen).toBeLessThan(12_000_000);
  expect(books.allowanceFen).toBe(120_000);
  await expectSound(at);
  await liveTo(due);
  expect((await stateOf(at)).books.allowanceFen).toBe(Math.round(principalOutstandingFen / 100));
  await expectSound(at);
});

describe('money by hand for a loan that was written off', () => {
  let lost: Case;
  let claimFen: number;
  const byHand = async (amountFen: number, on: IsoDate) =>
    approved(lost, 'MANUAL_RECEIPT', { amountFen, on, evidence: [await paperOf(lost)] });
  const moneyOf = async () => {
    const { rows } = await database.owner.query(
      `SELECT kind, payload ->> 'into' AS into, (payload ->> 'amountFen')::int AS fen FROM loan_event
        WHERE loan_id = $1 AND kind IN ('RECEIVED', 'RECOVERED') ORDER BY sequence`,
      [lost.loanId],
    );
    return rows;
  };
  /** @returns how the database answers an event of the worker under a change */
  const recovers = (changeId: string, amountFen: number, on: IsoDate) =>
    codeOf(
      recordLoanEvents(
        database.worker,
        lost.loanId,
        [
          {
            ...({ kind: 'RECOVERED', into: 'CHANNEL' } as const),
            ...{ amountFen: fen(amountFen), effectiveDate: on, recordedOn: today },
            businessKey: `loan/${lost.loanId}/change/${changeId}`,
          },
        ],
        calendar,
      ),
    );

  beforeAll(async () => {
    lost = await lent();
    await liveTo(addDays(today, 130));
    const change = { kind: 'WRITE_OFF', on: today, evidence: [await paperOf(lost)] } as const;
    const quote = await quoteOf(lost, change);
    if (typeof quote === 'string') throw new Error(quote);
    await take(lost, await approved(lost, 'WRITE_OFF', change, quote));
    await liveTo(addDays(today, 2));
    claimFen = totalOf((await stateOf(lost)).claim);
  });

  it('recovers it: by the amount and for the day that people approved, and once', async () => {
    const id = await byHand(5_000, today);
    expect(await recovers(id, 5_001, today)).toBe(CHECK);
    expect(await recovers(id, 5_000, addDays(today, -1))).toBe(CHECK);
    expect(await recovers(uuidv7(), 5_000, today)).toBe(CHECK);
    expect(await take(lost, id)).toMatchObject({ status: 'APPLIED' });
    expect(await moneyOf()).toEqual([{ kind: 'RECOVERED', into: 'CHANNEL', fen: 5_000 }]);
    expect(totalOf((await stateOf(lost)).claim)).toBe(claimFen - 5_000);
    const { rows } = await database.owner.query(
      `SELECT sum(p.debit_fen - p.credit_fen)::int AS fen FROM posting p JOIN journal_entry e ON e.id = p.entry_id
        WHERE e.loan_id = $1 AND p.account_code = '1012'`,
      [lost.loanId],
    );
    expect(rows).toEqual([{ fen: 5_000 }]);
    await expectSound(lost);
  });

  it('is a receipt where it came before the write-off, which is made anew with less', async () => {
    expect(await take(lost, await byHand(700, addDays(today, -10)))).toMatchObject({ status: 'APPLIED' });
    expect(await moneyOf()).toContainEqual({ kind: 'RECEIVED', into: 'CHANNEL', fen: 700 });
    await expectSound(lost);
  });

  it('is no more than is claimed', async () => {
    const leftFen = totalOf((await stateOf(lost)).claim);
    expect(await take(lost, await byHand(leftFen + 1, today))).toMatchObject({
      ...{ status: 'REFUSED', code: 'MORE_THAN_OWED' },
    });
    expect(await take(lost, await byHand(leftFen, today))).toMatchObject({ status: 'APPLIED' });
    const of = { loanId: lost.loanId as LoanId, asOf: today };
    expect(await activities.closeLoan(of)).toEqual({ closed: true });
    await expectSound(lost);
  });
});

describe('a fact about a debtor', () => {
  let first: Case;
  let second: Case;
  const said = (fact: string, more: object = {}) => ({ fact, covers: 'DEBTOR', ends: false, ...more });
  const gradeOf = async (at: Case) => (await stateOf(at)).history.grade;

  it('bounds the class of all its loans from the next night on, or of one', async () => {
    first = await lent();
    second = await lent(first.enterpriseId);
    expect(await take(first, await approved(first, 'DEBTOR_FACT', said('EVASION')))).toMatchObject({
      status: 'APPLIED',
    });
    const forLoan = said('BANKRUPTCY', { covers: 'LOAN' });
    await take(second, await approved(second, 'DEBTOR_FACT', forLoan));
    await liveTo(today);
    expect([await gradeOf(first), await gradeOf(second)]).toEqual(['DOUBTFUL', 'LOSS']);
    const again = await take(second, await approved(second, 'DEBTOR_FACT', said('EVASION')));
    expect(again).toMatchObject({ status: 'REFUSED', code: 'NOTHING_CHANGES' });
  });

  it('ends by two people too; the class waits for a decision', async () => {
    const ended = await take(first, await approved(first, 'DEBTOR_FACT', said('EVASION', { ends: true })));
    expect(ended).toMatchObject({ status: 'APPLIED' });
    await liveTo(addDays(today, 1));
    expect(await gradeOf(first)).toBe('SUBSTANDARD');
    const { rows } = await database.owner.query(
      `SELECT set_by, change_id IS NOT NULL AS set, ended_by IS NOT NULL AS ended, until IS NOT NULL AS over
         FROM risk_floor WHERE reason = 'EVASION'`,
    );
    expect(rows).toEqual([{ set_by: staff.finance, set: true, ended: true, over: true }]);
  });

  it('is set by nobody alone, and has the class of the rules', async () => {
    const id = uuidv7();
    await writeLoanChange(database.api, {
      ...{ id, loanId: first.loanId, institutionId, kind: 'DEBTOR_FACT', quote: null, agreedAt: null },
      ...{ payload: said('EVASION') as LoanChangePayload, requestedBy: staff.risk ?? '' },
      ...{ approvals: ['risk'], reason: 'heard' },
    });
    const alone = database.worker.query('SELECT take_debtor_fact($1, $2)', [id, today]);
    expect(await codeOf(alone)).toBe(CHECK);
    const byApi = database.api.query('SELECT take_debtor_fact($1, $2)', [id, today]);
    expect(await codeOf(byApi)).toBe(DENIED);
    const directly = database.worker.query("UPDATE risk_floor SET until = '2026-01-01'");
    expect(await codeOf(directly)).toBe(DENIED);
    for (const fact of RISK_FACTS) {
      const { rows } = await database.owner.query('SELECT floor_of_fact($1) AS floor', [fact]);
      expect([fact, rows[0]?.floor]).toEqual([fact, FACT_FLOORS[fact]]);
    }
  });
});

describe('a loan that gets better', () => {
  let at: Case;
  const deps = () => ({ sql: database.worker }) as unknown as ActivityDeps;
  const asked = async () =>
    (
      await database.owner.query<{ id: string; requested_by: string; role: string }>(
        `SELECT c.id, requested_by, role FROM loan_change c JOIN loan_change_approval a ON a.change_id = c.id
           WHERE loan_id = $1 AND kind = 'UPGRADE' ORDER BY c.created_at`,
        [at.loanId],
      )
    ).rows;

  it('is not asked for before six instalments in a row were paid in time', async () => {
    at = await lent();
    const start = today;
    await liveTo(addDays(start, 125));
    expect(await stateOf(at)).toMatchObject({ accrual: 'NON_ACCRUAL', history: { grade: 'SUBSTANDARD' } });
    await payWhatIsDue(at);
    const cleared = today;
    let asks = 0;
    await liveTo(addDays(cleared, 150), async (day) => {
      await payWhatIsDue(at);
      if (day > cleared)
        asks += await proposeUpgrades(deps(), { institutionId, businessDate: addDays(day, -1) });
    });
    expect(asks).toBe(0);
    const early = await take(at, await approved(at, 'UPGRADE', {}));
    expect(early).toMatchObject({ status: 'REFUSED', code: 'NOT_CURED' });
  });

  it('is asked for by the night then, once, and in nobody else’s name', async () => {
    let asks = 0;
    await liveTo(addDays(today, 40), async () => {
      await payWhatIsDue(at);
    });
    const of = { institutionId, businessDate: addDays(today, -1) };
    asks += await proposeUpgrades(deps(), of);
    asks += await proposeUpgrades(deps(), of);
    expect(asks).toBe(1);
    expect((await asked()).at(-1)).toMatchObject({ requested_by: 'EOD', role: 'risk' });
    const forged = writeLoanChange(database.api, {
      ...{ id: uuidv7(), loanId: at.loanId, institutionId, kind: 'UPGRADE', payload: {}, quote: null },
      ...{ approvals: ['risk'], requestedBy: 'EOD', reason: 'forged', agreedAt: null },
    });
    expect(await codeOf(forged)).toBe(CHECK);
  });

  it('is performing again when a person has approved, and earns interest again', async () => {
    const change = (await asked()).at(-1);
    await approve(change?.id ?? '', ['risk']);
    expect(await take(at, change?.id as LoanChangeId)).toMatchObject({ status: 'APPLIED' });
    const state = await stateOf(at);
    expect(state).toMatchObject({ accrual: 'ACCRUAL', history: { grade: 'NORMAL' } });
    expect(state.books).toMatchObject({ principalNonAccrualFen: 0, offBalanceInterestFen: 0 });
    await liveTo(addDays(today, 2), () => payWhatIsDue(at));
    // Its debtor's share of bad debt was its own: the night doesn't take the upgrade back.
    expect(await stateOf(at)).toMatchObject({ history: { grade: 'NORMAL' } });
    await expectSound(at);
  });
});

// The last one: by its clock no later day is over.
test('what had begun of its fees when a loan is written off is charged then, though the nights were late', async () => {
  const { at } = await lendWithFees(database, undefined, undefined, { startDate: today });
  await liveTo(addDays(today, 130));
  const change = { kind: 'WRITE_OFF', on: today, evidence: [await paperOf(at)] } as const;
  const quote = await quoteOf(at, change);
  if (typeof quote === 'string') throw new Error(quote);
  await setClock(database.owner, `${today}T02:00:00Z`);
  await take(at, await approved(at, 'WRITE_OFF', change, quote));
  const months = (await chargedOf(database, at, 'PLATFORM')).map(({ period }) => period);
  expect(months.length).toBeGreaterThan(4);
  expect(months.at(-1)).toBe(today.slice(0, 7));
  await expectSound(at);
});
