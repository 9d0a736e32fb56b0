import { uuidv7 } from 'uuidv7';
import { type ActivityDeps, createActivities } from '../../../activities';
import { reconcileDay, type Watch } from '../../../activities/reconcile';
import type { AllActivities } from '../../../contracts/activityOptions';
import type {
  EnterpriseId,
  InstitutionId,
  LoanChangeId,
  LoanId,
  PaymentId,
  ReceiptId,
} from '../../../contracts/ids';
import type { PaymentOrder } from '../../../contracts/workflows';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import { loanAt } from '../../../domain/loan/fold';
import { createBlindIndex, createColumnCipher } from '../../../gateways/crypto';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { databaseOn } from '../../../gateways/database/client';
import { openBooks } from '../../../gateways/database/endOfDay';
import { compareSubLedger } from '../../../gateways/database/ledger';
import { writeLoanChange } from '../../../gateways/database/loanChanges';
import { readLoan, recordLoanEvents } from '../../../gateways/database/loans';
import { sealPersonalData } from '../../../gateways/database/personalData';
import { findReceiptsToTell, findReceiptsWithoutProcess } from '../../../gateways/database/receipts';
import { readClearings, readInTransit } from '../../../gateways/database/transit';
import { attempt, CHECK, DENIED, UNIQUE } from '../database/support/attempt';
import {
  type Case,
  calendar,
  disburse,
  institutionId,
  makeCase,
  makeUser,
  pastLaw,
  setClock,
  termsOf,
} from '../database/support/cases';
import { decideChange } from '../database/support/changes';

jest.setTimeout(120_000);

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 3).toString('base64')}`);
const blindIndex = createBlindIndex(Buffer.alloc(32, 4).toString('base64'));
const watch: Watch = { beat: () => undefined, alarm: () => undefined };
const AT = '2026-04-15T02:00:00.000Z';

let database: TestDatabase;
let activities: AllActivities;
let deps: ActivityDeps;

beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, AT);
  const bank = { statementFile: async (date: string) => ({ entries: entriesOf(date) }) };
  const queues = { enqueue: async () => true };
  deps = { ...databaseOn(database.worker), cipher, blindIndex, bank, queues } as unknown as ActivityDeps;
  activities = createActivities(deps);
  for (const user of ['maker', 'checker']) {
    await makeUser(database.owner, user);
    await database.owner.query(
      `INSERT INTO membership (id, user_id, role, institution_id) VALUES ($1, $2, 'finance', $3)`,
      [uuidv7(), user, institutionId],
    );
  }
  const of = { institutionId, booksFrom: isoDate('2026-01-15'), openingFen: 0 };
  await openBooks(database.owner, of);
});
afterAll(() => database.stop());

interface Lent extends Case {
  readonly account: string;
}
let borrowers = 0;

async function lent(): Promise<Lent> {
  borrowers += 1;
  const at = await makeCase(database.owner);
  const account = `62220000${String(borrowers).padStart(10, '0')}`;
  const sealed = sealPersonalData(cipher, at.enterpriseId, {
    ...{ mobile: '13800001234', mail: 'owner@example.test', bankAccountNo: account },
    legalPerson: { name: `王伟${borrowers}`, residentId: '110101199003070011' },
  });
  await database.owner.query(
    `UPDATE enterprise SET name = $2, legal_person_cipher = $3, bank_account_cipher = $4, bank_account_index = $5,
         mobile_cipher = $6, mail_cipher = $7 WHERE id = $1`,
    [
      ...[at.enterpriseId, `第${borrowers}号商贸有限公司`, sealed.legalPersonCipher],
      ...[sealed.bankAccountCipher, blindIndex('bank_account', account)],
      ...[sealed.mobileCipher, sealed.mailCipher],
    ],
  );
  await disburse(database.worker, at, termsOf(at.loanId));
  payouts.push(`loan/${at.loanId}/disburse`);
  return { ...at, account };
}

async function paperOf({ loanId }: Case): Promise<string> {
  const [taskId, id] = [uuidv7(), uuidv7()];
  await database.owner.query(
    `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at)
       VALUES ($1, $2, 'COLLECT_MANUALLY', 'LOAN', $3, 'loan/' || $3, 'finance', 'OPEN', '{}', now())`,
    [taskId, institutionId, loanId],
  );
  await database.owner.query(
    `INSERT INTO case_attachment (id, institution_id, case_type, case_id, task_id, name, media_type, bytes, sha256,
         content_cipher, author_id) VALUES ($1, $2, 'LOAN', $3, $4, 'slip.pdf', 'application/pdf', 1, $5, '', 'maker')`,
    [id, institutionId, loanId, taskId, id],
  );
  return id;
}

/** Money that two people vouch for. @returns the change, and what became of it */
async function enter(
  at: Case,
  amountFen: number,
  on: string,
  more: { readonly bankReference?: string; readonly otherThan?: readonly string[] } = {},
) {
  const payload = { amountFen, on, evidence: [await paperOf(at)], ...more };
  return await change(at, 'MANUAL_RECEIPT', payload);
}

async function change(at: Case, kind: 'MANUAL_RECEIPT' | 'REVERSE_RECEIPT', payload: object) {
  const id = await approved(at, kind, payload);
  const { status, code } = await activities.takeChange({ loanId: at.loanId as LoanId, changeId: id, at: AT });
  return { id, became: code ?? status };
}

async function approved(at: Case, kind: 'MANUAL_RECEIPT' | 'REVERSE_RECEIPT', payload: object) {
  const id = uuidv7() as LoanChangeId;
  await writeLoanChange(database.api, {
    ...{ id, loanId: at.loanId, institutionId, kind, payload: payload as never, requestedBy: 'maker' },
    ...{ reason: 'because', quote: null, approvals: ['finance'], agreedAt: null },
  });
  await decideChange(database, { changeId: id, by: 'checker', role: 'finance' });
  return id;
}

interface Row {
  readonly ref: string;
  readonly fen: number;
  readonly from?: string;
  readonly memo?: string;
  /** Of an order of ours. */
  readonly key?: string;
  readonly direction?: 'CREDIT' | 'DEBIT';
}

let sequence = 0;
/** What the bank has by its files so far. */
let bankFen = 0;
const payouts: string[] = [];
const files = new Map<string, readonly Row[]>();

/** What the bank tells of a day, payouts that it has not told yet among it. */
function entriesOf(date: string) {
  const out = payouts
    .splice(0)
    .map((key) => ({ key, ref: key, fen: 100_000_000, direction: 'DEBIT' }) as const);
  return [...out, ...(files.get(date) ?? [])].map(
    ({ key = '', ref, fen, direction = 'CREDIT', ...told }: Row) => {
      sequence += 1;
      bankFen += direction === 'CREDIT' ? fen : -fen;
      const { from: counterparty = '', memo = '' } = told;
      return {
        ...{ sequence, key, bankReference: ref, direction, amountFen: fen, balanceAfterFen: 0 },
        ...{ account: INSTITUTIONS[0].bankAccountNo, counterparty, memo, valueDate: date },
      };
    },
  );
}

/** The bank's file of a day; days come in order. */
async function file(date: string, rows: readonly Row[]): Promise<void> {
  files.set(date, rows);
  const { days } = await activities.findOpenDays({
    ...{ institutionId: institutionId as InstitutionId, step: 'RECONCILIATION', through: date, limit: 400 },
  });
  for (const day of days) await reconcileDay(deps, day, watch);
}

const transitOf = async ({ loanId }: Case) =>
  (await readInTransit(database.worker, institutionId))
    .filter((entry) => entry.loanId === loanId)
    .map(({ amountFen }) => amountFen);

async function heldUnder(reference: string) {
  const { rows } = await database.owner.query<{
    id: ReceiptId;
    reason: string;
    status: string;
    suggestions: object;
  }>('SELECT id, reason, status, suggestions FROM unidentified_receipt WHERE bank_reference = $1', [
    reference,
  ]);
  return rows[0] ?? null;
}

/** What is on the loan, and by what. */
async function receivedOn({ loanId }: Case) {
  const { rows } = await database.owner.query<{ fen: number; by: string }>(
    `SELECT (payload ->> 'amountFen')::integer AS fen, split_part(business_key, '/', 3) AS by FROM loan_event
       WHERE loan_id = $1 AND kind = 'RECEIVED' ORDER BY sequence`,
    [loanId],
  );
  return rows.map(({ fen, by }) => [by, fen]);
}

async function breakOf({ loanId }: Case, changeId: string): Promise<string | null> {
  const { rows } = await database.owner.query<{ status: string }>(
    `SELECT status FROM break_case WHERE kind = 'IN_TRANSIT' AND reference = $1`,
    [`loan/${loanId}/change/${changeId}`],
  );
  return rows[0]?.status ?? null;
}

async function expectBooksToAgree(): Promise<void> {
  const parts = await compareSubLedger(database.worker, institutionId);
  expect(parts.filter(({ ledgerFen, loansFen }) => ledgerFen !== loansFen)).toEqual([]);
  expect(parts.map(({ accountCode }) => accountCode)).toContain('1012');
}

const claimOf = (receiptId: ReceiptId, { loanId }: Case) => ({ receiptId, loanId: loanId as LoanId, at: AT });

test('what was entered under a reference is cleared by the bank’s row of it, and booked once', async () => {
  const at = await lent();
  const { id } = await enter(at, 40_000, '2026-02-01', { bankReference: 'A1' });
  expect(await transitOf(at)).toEqual([40_000]);
  await expectBooksToAgree();
  await file('2026-02-02', [
    { ref: 'A1', fen: 40_000, from: at.account, memo: at.loanId },
    { ref: 'A2', fen: 50_000, from: at.account, memo: at.loanId },
  ]);
  expect([...(await readClearings(database.worker, [id]))]).toEqual([[id, '2026-02-02']]);
  expect(await transitOf(at)).toEqual([]);
  // Nothing is in transit any more: the other money is booked by itself.
  expect(await receivedOn(at)).toEqual([
    ['change', 40_000],
    ['transfer', 50_000],
  ]);
  await expectBooksToAgree();
});

test('parts, sums and other amounts are asked about: what may be the same is never booked by itself', async () => {
  const at = await lent();
  const other = await lent();
  await enter(at, 60_000, '2026-02-03', { bankReference: 'B1' });
  await enter(other, 70_000, '2026-02-03');
  await enter(other, 30_000, '2026-02-03');
  await file('2026-02-04', [
    { ref: 'B1', fen: 59_000 },
    { ref: 'B2', fen: 20_000, from: at.account, memo: at.loanId },
    { ref: 'B3', fen: 100_000, from: other.account, memo: other.loanId },
    { ref: 'B4', fen: 70_000, from: '陌生人' },
    { ref: 'B5', fen: 70_001, from: '陌生人' },
  ]);
  for (const reference of ['B1', 'B2']) {
    expect(await heldUnder(reference)).toMatchObject({
      reason: 'ENTERED_BY_HAND',
      suggestions: [{ loanId: at.loanId }],
    });
  }
  for (const reference of ['B3', 'B4']) {
    expect(await heldUnder(reference)).toMatchObject({
      reason: 'ENTERED_BY_HAND',
      suggestions: [{ loanId: other.loanId }],
    });
  }
  expect(await heldUnder('B5')).toMatchObject({ reason: 'UNKNOWN_PAYER', suggestions: [] });
  expect([await receivedOn(at), await receivedOn(other)]).toEqual([
    [['change', 60_000]],
    [
      ['change', 70_000],
      ['change', 30_000],
    ],
  ]);
  await expectBooksToAgree();

  const [same, stranger] = [(await heldUnder('B4'))?.id, (await heldUnder('B5'))?.id] as [
    ReceiptId,
    ReceiptId,
  ];
  expect(await activities.matchEntry(claimOf(stranger, other))).toEqual({
    ok: false,
    code: 'NO_ENTRY_IN_TRANSIT',
  });
  expect(await activities.matchEntry(claimOf(same, at))).toEqual({ ok: false, code: 'ENTRY_AMOUNT_DIFFERS' });
  expect(await activities.matchEntry(claimOf(same, other))).toMatchObject({ ok: true });
  // A second attempt after the first was written.
  expect(await activities.matchEntry(claimOf(same, other))).toMatchObject({ ok: true });
  expect(await heldUnder('B4')).toMatchObject({ status: 'CLAIMED' });
  expect(await transitOf(other)).toEqual([30_000]);
  // Whoever books other money on the loan is asked whether it is what was entered, once.
  expect(await activities.claimReceipt(claimOf(stranger, other))).toEqual({
    ok: false,
    code: 'ENTERED_BY_HAND',
  });
  expect(await heldUnder('B5')).toMatchObject({
    reason: 'ENTERED_BY_HAND',
    suggestions: [{ loanId: other.loanId }],
  });
  expect(await activities.claimReceipt(claimOf(stranger, other))).toMatchObject({ ok: true });
  expect(await receivedOn(other)).toEqual([
    ['change', 70_000],
    ['change', 30_000],
    ['receipt', 70_001],
  ]);
  await expectBooksToAgree();
});

test('what the bank had first is taken by the entry, or told apart from it', async () => {
  const at = await lent();
  await file('2026-02-05', [
    { ref: 'C1', fen: 80_000, from: '陌生人' },
    { ref: 'C2', fen: 1_000, from: at.account, memo: at.loanId },
  ]);
  expect(await heldUnder('C1')).toMatchObject({ reason: 'UNKNOWN_PAYER' });
  const entered = async (...of: Parameters<typeof enter>) => (await enter(...of)).became;
  expect(await entered(at, 80_000, '2026-02-04')).toBe('BANK_HAS_MONEY');
  expect(await entered(at, 80_001, '2026-02-04', { bankReference: 'C1' })).toBe('BANK_AMOUNT_DIFFERS');
  expect(await entered(at, 1_000, '2026-02-04', { bankReference: 'C2' })).toBe('BANK_MONEY_USED');
  const taken = await enter(at, 80_000, '2026-02-04', { bankReference: 'C1' });
  expect(taken.became).toBe('APPLIED');
  expect(await transitOf(at)).toEqual([]);
  const held = await heldUnder('C1');
  expect(held).toMatchObject({ status: 'CLAIMED' });
  await expectBooksToAgree();
  expect(await entered(at, 80_000, '2026-02-04', { bankReference: 'C1' })).toBe('BANK_MONEY_USED');
  // Its task is told that nobody need answer any more.
  await database.owner.query(
    `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at)
       VALUES ($1, $2, 'IDENTIFY_RECEIPT', 'RECEIPT', $3, 'receipt/' || $3, 'finance', 'OPEN', '{}', now())`,
    [uuidv7(), institutionId, held?.id],
  );
  expect(await findReceiptsToTell(database.worker, 10)).toEqual([held?.id]);

  // The other transfer, whatever its amount, may be a part of it.
  expect(await entered(at, 90_000, '2026-02-05')).toBe('BANK_HAS_MONEY');
  expect(await entered(at, 90_000, '2026-02-06')).toBe('APPLIED');
  expect(await entered(at, 5_000, '2026-02-05', { otherThan: ['transfer/2026-02-05/C2'] })).toBe('APPLIED');
  expect(await transitOf(at)).toEqual([5_000, 90_000]);
  await expectBooksToAgree();
});

test('what the bank does not show in time is for a person until it comes or is reversed', async () => {
  const at = await lent();
  const [one, two] = [await enter(at, 11_000, '2026-02-07'), await enter(at, 12_000, '2026-02-07')];
  await file('2026-02-12', []);
  expect([await breakOf(at, one.id), await breakOf(at, two.id)]).toEqual([null, null]);
  await file('2026-02-13', []);
  expect([await breakOf(at, one.id), await breakOf(at, two.id)]).toEqual(['OPEN', 'OPEN']);
  await file('2026-02-14', [{ ref: 'D1', fen: 11_000 }]);
  const receipt = (await heldUnder('D1'))?.id as ReceiptId;
  expect(await activities.matchEntry(claimOf(receipt, at))).toMatchObject({ ok: true });
  const { rows } = await database.owner.query<{ sequence: number }>(
    'SELECT sequence FROM loan_event WHERE business_key = ANY ($1) ORDER BY sequence',
    [[one, two].map(({ id }) => `loan/${at.loanId}/change/${id}`)],
  );
  const given = await change(at, 'REVERSE_RECEIPT', { sequence: rows[1]?.sequence });
  expect(given.became).toBe('APPLIED');
  // The bank never showed it: there is nothing that it could take back.
  for (const account of ['1002', '1012']) {
    const postings = [
      { account, debitFen: 12_000, creditFen: 0 },
      { account: '1221', debitFen: 0, creditFen: 12_000 },
    ];
    const businessKey = `loan/${at.loanId}/change/${given.id}/bounced`;
    const entry = { businessKey, event: 'SHORT_ITEM', date: '2026-02-14', postings, offBalance: [] };
    const post = `SELECT post_entry('${institutionId}', '${JSON.stringify(entry)}')`;
    for (const pool of [database.worker, database.owner]) expect(await attempt(pool, post)).toBe(CHECK);
    for (const pool of [database.api, database.auditor]) expect(await attempt(pool, post)).toBe(DENIED);
  }
  await file('2026-02-15', []);
  expect([await breakOf(at, one.id), await breakOf(at, two.id)]).toEqual(['RESOLVED', 'RESOLVED']);
  await expectBooksToAgree();
  // What had come and bounces is gone at the bank, not in transit.
  expect((await change(at, 'REVERSE_RECEIPT', { sequence: rows[0]?.sequence })).became).toBe('APPLIED');
  expect(await transitOf(at)).toEqual([]);
  await expectBooksToAgree();
});

/** The break about another amount than was entered, by the bank's day and reference. */
async function differenceOf(reference: string) {
  const { rows } = await database.owner.query<{ status: string; fen: number; detail: object }>(
    `SELECT status, amount_fen::integer AS fen, detail FROM break_case WHERE kind = 'AMOUNT_DIFF' AND reference = $1`,
    [reference],
  );
  return rows[0] ?? null;
}

test('another amount than was entered is a break with both of them, until the entry is reversed', async () => {
  const at = await lent();
  const { id } = await enter(at, 21_000, '2026-02-16', { bankReference: 'F1' });
  await file('2026-02-16', [
    { ref: 'F1', fen: 20_990 },
    { ref: 'F2', fen: 5_000 },
  ]);
  const key = `loan/${at.loanId}/change/${id}`;
  expect(await differenceOf('2026-02-16/F1')).toMatchObject({
    ...{ status: 'OPEN', fen: 10 },
    detail: { key, bankFen: 20_990, booksFen: 21_000, bankReference: 'F1', loanId: at.loanId },
  });
  expect(await differenceOf('2026-02-16/F2')).toBeNull();
  // Nothing of it is cleared, whoever says that it is the entry; that is seen of what nobody had named too.
  for (const reference of ['F1', 'F2']) {
    const held = (await heldUnder(reference))?.id as ReceiptId;
    const said = await activities.matchEntry(claimOf(held, at));
    expect(said).toEqual({ ok: false, code: 'ENTRY_AMOUNT_DIFFERS' });
    expect(await heldUnder(reference)).toMatchObject({ status: 'OPEN' });
    expect(await differenceOf(`2026-02-16/${reference}`)).toMatchObject({ status: 'OPEN' });
  }
  expect(await transitOf(at)).toEqual([21_000]);
  await expectBooksToAgree();
  const { rows } = await database.owner.query('SELECT sequence FROM loan_event WHERE business_key = $1', [
    key,
  ]);
  expect((await change(at, 'REVERSE_RECEIPT', { sequence: rows[0]?.sequence })).became).toBe('APPLIED');
  const shown = (await heldUnder('F1'))?.id as ReceiptId;
  expect(await activities.claimReceipt(claimOf(shown, at))).toMatchObject({ ok: true });
  expect(await receivedOn(at)).toEqual([
    ['change', 21_000],
    ['receipt', 20_990],
  ]);
  await file('2026-02-17', []);
  expect([await differenceOf('2026-02-16/F1'), await differenceOf('2026-02-16/F2')]).toMatchObject([
    { status: 'RESOLVED' },
    { status: 'RESOLVED' },
  ]);
  await expectBooksToAgree();
});

test('a transfer for a loan that was written off pays what is claimed, and only then is too much', async () => {
  const at = await lent();
  const second = await makeCase(database.owner, institutionId, at.enterpriseId);
  await disburse(database.worker, second, termsOf(second.loanId));
  payouts.push(`loan/${second.loanId}/disburse`);
  const on = { effectiveDate: isoDate('2026-02-17'), recordedOn: isoDate('2026-02-17') };
  // Nobody is asked about the write-off here.
  await pastLaw(database.owner, 'loan_event', 'judge_contract_event', async () => {
    for (const { loanId } of [at, second]) {
      const lost = (['NON_ACCRUAL_ENTERED', 'WRITTEN_OFF'] as const).map((kind) => {
        return { kind, ...on, businessKey: `loan/${loanId}/${kind}` };
      });
      expect(await recordLoanEvents(database.worker, loanId, lost, calendar)).toMatchObject({ ok: true });
    }
  });
  const claimed = async ({ loanId }: Case) => {
    const { rows } = await database.owner.query<{ fen: number; held: number }>(
      `SELECT (written_off_principal_fen + off_balance_interest_fen + off_balance_penalty_fen)::integer AS fen,
              suspense_fen::integer AS held FROM loan WHERE id = $1`,
      [loanId],
    );
    return rows[0] ?? { fen: 0, held: 0 };
  };
  const take = async (reference: string) =>
    await activities.claimReceipt(claimOf((await heldUnder(reference))?.id as ReceiptId, at));
  await file('2026-02-18', [{ ref: 'G1', fen: 60_000_000, from: at.account, memo: at.loanId }]);
  expect(await heldUnder('G1')).toMatchObject({
    ...{ reason: 'LOAN_NOT_ACTIVE', suggestions: [{ loanId: at.loanId }] },
  });
  const whole = (await claimed(at)).fen;
  expect(whole).toBeGreaterThan(100_000_000);
  expect(await take('G1')).toMatchObject({ ok: true });
  const left = (await claimed(at)).fen;
  expect(left).toBe(whole - 60_000_000);
  await file('2026-02-19', [
    // Just what is claimed of one of the two: that one is the likeliest.
    { ref: 'G2', fen: left, from: at.account },
    { ref: 'G3', fen: whole, from: at.account },
    { ref: 'G4', fen: left + 77, from: at.account, memo: at.loanId },
  ]);
  expect((await heldUnder('G2'))?.suggestions).toMatchObject([
    { loanId: at.loanId },
    { loanId: second.loanId },
  ]);
  expect((await heldUnder('G3'))?.suggestions).toMatchObject([
    { loanId: second.loanId },
    { loanId: at.loanId },
  ]);
  expect(await take('G4')).toMatchObject({ ok: true });
  expect(await claimed(at)).toEqual({ fen: 0, held: 77 });
  await expectBooksToAgree();
});

test('the database uses a movement once and clears an entry once, whoever writes', async () => {
  const at = await lent();
  const one = await enter(at, 13_000, '2026-02-20', { bankReference: 'E1' });
  const otherThan = [`entered/loan/${at.loanId}/change/${one.id}`];
  const two = await enter(at, 13_000, '2026-02-20', { otherThan });
  const dear = await enter(at, 14_000, '2026-02-20');
  await file('2026-02-21', [
    { ref: 'E1', fen: 13_000 },
    { ref: 'E2', fen: 13_000 },
    { ref: 'E3', fen: 14_000, from: '陌生人' },
  ]);
  const row = async (ref: string) =>
    (await database.owner.query('SELECT sequence FROM statement_row WHERE bank_reference = $1', [ref]))
      .rows[0].sequence;
  const clearing = (changeId: string, place: number, receipt: string | null = null) =>
    `INSERT INTO receipt_clearing (change_id, institution_id, bank_date, sequence, receipt_id)
       VALUES ('${changeId}', '${institutionId}', '2026-02-21', ${place}, ${receipt === null ? 'NULL' : `'${receipt}'`})`;
  const [used, free, other] = [await row('E1'), await row('E2'), await row('E3')];
  const held = (await heldUnder('E2'))?.id ?? '';
  expect(await attempt(database.api, clearing(two.id, free, held))).toBe(DENIED);
  expect(await attempt(database.auditor, clearing(two.id, free, held))).toBe(DENIED);
  for (const pool of [database.worker, database.owner]) {
    expect([CHECK, UNIQUE]).toContain(await attempt(pool, clearing(two.id, used)));
    expect(await attempt(pool, clearing(one.id, free, held))).toBe(CHECK);
    // Held for nobody, it was not claimed.
    expect(await attempt(pool, clearing(two.id, free, held))).toBe(CHECK);
    expect(await attempt(pool, clearing(two.id, free))).toBe(CHECK);
    expect(await attempt(pool, clearing(two.id, other))).toBe(CHECK);
    expect(await attempt(pool, clearing(dear.id, free, held))).toBe(CHECK);
    const booked = `INSERT INTO loan_event (loan_id, sequence, kind, effective_date, payload, business_key)
      SELECT id, event_count + 1, 'RECEIVED', '2026-02-21', '{"amountFen": 13000, "into": "BANK"}',
             'loan/' || id || '/transfer/2026-02-21/E1' FROM loan WHERE id = '${at.loanId}'`;
    expect([CHECK, DENIED]).toContain(await attempt(pool, booked));
  }
  expect(await attempt(database.worker, 'DELETE FROM receipt_clearing')).toBe(DENIED);
  expect(await attempt(database.owner, 'DELETE FROM receipt_clearing')).toBe(CHECK);
  expect(await attempt(database.owner, 'UPDATE receipt_clearing SET sequence = sequence')).toBe(CHECK);
  expect(await activities.matchEntry(claimOf(held as ReceiptId, at))).toMatchObject({ ok: true });
  await expectBooksToAgree();
});

/** An order that the bank says it carried out. @returns its key */
async function debit(at: Lent, amountFen: number, valueDate: string): Promise<string> {
  const name = uuidv7();
  const key = `loan/${at.loanId}/repay/${name}`;
  const order: PaymentOrder = {
    ...{ paymentId: uuidv7() as PaymentId, key, institutionId: institutionId as InstitutionId },
    ...{ enterpriseId: at.enterpriseId as EnterpriseId, subject: { type: 'LOAN', id: at.loanId as LoanId } },
    ...{ mandate: { type: 'REQUEST', id: name }, purpose: 'REPAYMENT', amountFen, valueDate },
    decidedAtMs: Date.parse(`${valueDate}T01:00:00Z`),
  };
  await activities.openPayment(order);
  await activities.settlePayment({
    ...{ order, outcome: { status: 'SUCCEEDED', bankReference: key, bankDate: valueDate }, source: 'ANSWER' },
    change: {
      ...{ caseType: 'PAYMENT', caseId: order.paymentId, institutionId: order.institutionId },
      ...{ enterpriseId: order.enterpriseId, changeKey: 'settle', at: `${valueDate}T01:00:00.000Z` },
      audit: { actorId: null, action: 'CASE_RECHECKED', outcome: 'DONE' },
    },
  });
  return key;
}

/** Two of finance take the receipt under a key back. */
async function reverse(at: Case, businessKey: string) {
  const { rows } = await database.owner.query('SELECT sequence FROM loan_event WHERE business_key = $1', [
    businessKey,
  ]);
  const { became } = await change(at, 'REVERSE_RECEIPT', { sequence: rows[0]?.sequence });
  expect(became).toBe('APPLIED');
}

/** What the books have at the bank beyond its files, and what nobody has explained. */
async function books() {
  const { rows } = await database.worker.query<{ atBank: number; unexplained: number; standing: number }>(
    `SELECT (sum(p.debit_fen - p.credit_fen) FILTER (WHERE p.account_code = '1002'))::bigint - $2 AS "atBank",
            coalesce(sum(p.debit_fen - p.credit_fen) FILTER (WHERE p.account_code = '1221'), 0)::bigint AS standing,
            unexplained_fen($1, '2026-12-31') AS unexplained
       FROM journal_entry e JOIN posting p ON p.entry_id = e.id WHERE e.institution_id = $1`,
    [institutionId, bankFen],
  );
  const { atBank, unexplained, standing } = rows[0] ?? {};
  return { atBank: Number(atBank), unexplained: Number(unexplained), standing: Number(standing) };
}

/** What a loan owes at a day after all of these, by its events. */
async function owedBy({ loanId }: Case) {
  const record = await readLoan(database.worker, loanId);
  if (record === null) throw new Error(`no loan ${loanId}`);
  const state = loanAt(record.terms, record.events, isoDate('2026-04-30'), calendar);
  const { principalOutstandingFen, interestAccruedFen, suspenseFen, totalDueFen } = state;
  return { principalOutstandingFen, interestAccruedFen, suspenseFen, totalDueFen };
}

describe('a debit that bounces', () => {
  const FEN = 1_000_000;
  /** Days of their own for each test, so that the files come in order. */
  let day = isoDate('2026-02-22');
  const next = () => {
    day = addDays(day, 1);
    return day;
  };
  let owed: Awaited<ReturnType<typeof owedBy>>;
  let at: Lent;
  let key: string;
  let before: Awaited<ReturnType<typeof books>>;

  beforeEach(async () => {
    at = await lent();
    await file(next(), []);
    before = await books();
    owed = await owedBy(at);
    key = await debit(at, FEN, next());
    expect(await owedBy(at)).not.toEqual(owed);
  });
  afterEach(async () => {
    // As if it had never come.
    expect(await owedBy(at)).toEqual(owed);
    expect(await books()).toEqual(before);
    await expectBooksToAgree();
  });

  const came = () => ({ ref: key, fen: FEN, key });

  test.each(['the order', 'nothing'])(
    'is taken back by the bank under the key of %s, then by the loan',
    async (of) => {
      await file(day, [came()]);
      await file(next(), [
        { ref: `${key}/back`, fen: FEN, key: of === 'nothing' ? '' : key, direction: 'DEBIT' },
      ]);
      expect(await books()).toEqual({
        ...before,
        unexplained: before.unexplained + FEN,
        standing: before.standing + FEN,
      });
      await reverse(at, key);
    },
  );

  test('is taken back by the loan, then by the bank', async () => {
    await file(day, [came()]);
    await reverse(at, key);
    expect(await books()).toEqual({
      ...before,
      unexplained: before.unexplained - FEN,
      standing: before.standing - FEN,
    });
    await file(next(), [{ ref: `${key}/back`, fen: FEN, key, direction: 'DEBIT' }]);
  });

  test('never was at the bank: its files lack it before the loan gives it up', async () => {
    await file(day, []);
    await file(next(), []);
    await reverse(at, key);
  });

  test('never was at the bank: the loan gives it up before its files lack it', async () => {
    await reverse(at, key);
    await file(day, []);
    await file(next(), []);
  });
});

test('what was given up as bounced and comes after all is for a person to say whose it is', async () => {
  const at = await lent();
  const key = await debit(at, 1_000, '2026-03-10');
  await file('2026-03-11', []);
  const before = await books();
  await reverse(at, key);
  await file('2026-03-12', [{ ref: `${key}/late`, fen: 1_000, key }]);
  expect(await heldUnder(`${key}/late`)).toMatchObject({
    status: 'OPEN',
    suggestions: [{ loanId: at.loanId }],
  });
  expect(await books()).toEqual({
    ...before,
    standing: before.standing - 1_000,
    unexplained: before.unexplained - 1_000,
  });
  await expectBooksToAgree();
});

test('what the bank had shown of an entry by hand is the bank’s to take back', async () => {
  const at = await lent();
  const { id } = await enter(at, 15_000, '2026-03-12', { bankReference: 'H1' });
  await file('2026-03-13', [{ ref: 'H1', fen: 15_000 }]);
  expect(await transitOf(at)).toEqual([]);
  const before = await books();
  await reverse(at, `loan/${at.loanId}/change/${id}`);
  await file('2026-03-14', [{ ref: 'H1/back', fen: 15_000, direction: 'DEBIT' }]);
  expect(await books()).toEqual(before);
  await expectBooksToAgree();
});

test('what is entered a second time, by its reference or by amount and day, must be told apart', async () => {
  const [one, other] = [await lent(), await lent()];
  const on = '2026-03-18';
  expect((await enter(one, 300_000, on, { bankReference: 'TWICE1' })).became).toBe('APPLIED');
  expect((await enter(other, 300_000, on, { bankReference: 'TWICE1' })).became).toBe('BANK_HAS_MONEY');
  expect((await enter(one, 300_000, on)).became).toBe('BANK_HAS_MONEY');
  expect((await enter(other, 300_000, on)).became).toBe('APPLIED');
  const [entered] = (await readInTransit(database.worker, institutionId)).filter(
    ({ loanId }) => loanId === one.loanId,
  );
  const otherThan = [`entered/${entered?.businessKey}`];
  expect((await enter(one, 300_000, on, { otherThan })).became).toBe('APPLIED');
});

/** What is held of a movement, the oldest receipt first. */
async function receiptsUnder(reference: string) {
  const { rows } = await database.owner.query<{ id: ReceiptId; reason: string; status: string; fen: number }>(
    `SELECT id, reason, status, amount_fen::integer AS fen FROM unidentified_receipt WHERE bank_reference = $1
       ORDER BY created_at`,
    [reference],
  );
  return rows;
}

async function sequenceOf(businessKey: string): Promise<number> {
  const { rows } = await database.owner.query<{ sequence: number }>(
    'SELECT sequence FROM loan_event WHERE business_key = $1',
    [businessKey],
  );
  return rows[0]?.sequence ?? 0;
}

async function takeBack(at: Case, businessKey: string, because: string) {
  return await change(at, 'REVERSE_RECEIPT', { sequence: await sequenceOf(businessKey), because });
}

describe('money of another', () => {
  const FEN = 70_000;
  let at: Lent;
  let other: Lent;
  let owed: Awaited<ReturnType<typeof owedBy>>;
  let before: Awaited<ReturnType<typeof books>>;

  beforeEach(async () => {
    [at, other] = [await lent(), await lent()];
    await file(next(), []);
    [owed, before] = [await owedBy(at), await books()];
  });
  afterEach(expectBooksToAgree);
  let on = isoDate('2026-03-18');
  const next = () => {
    on = addDays(on, 1);
    return on;
  };

  /** As the database is asked to hold what a loan gave up, by whoever. */
  const hold = (changeId: string, reference: string) =>
    `INSERT INTO unidentified_receipt (institution_id, bank_date, bank_reference, amount_fen, reason, told_cipher,
         payer_index, taken_back_by)
       SELECT institution_id, date, bank_reference, amount_fen, 'TAKEN_BACK', '', payer_index, '${changeId}'
       FROM statement_row WHERE bank_reference = '${reference}'`;
  const entryOf = (of: Case, changeId: string, name: string, debit: string, credit: string) => {
    const businessKey = `loan/${of.loanId}/change/${changeId}/${name}`;
    const postings = [
      { account: debit, debitFen: FEN, creditFen: 0 },
      { account: credit, debitFen: 0, creditFen: FEN },
    ];
    const posted = { businessKey, event: 'SHORT_ITEM', date: on, postings, offBalance: [] };
    return `SELECT post_entry('${institutionId}', '${JSON.stringify(posted)}')`;
  };

  /** It is on no loan, at the bank as its files have it, and stands open once. */
  async function expectHeld(reference: string): Promise<ReceiptId> {
    expect(await owedBy(at)).toEqual(owed);
    expect(await books()).toEqual(before);
    await expectBooksToAgree();
    const open = (await receiptsUnder(reference)).filter(({ status }) => status === 'OPEN');
    expect(open).toEqual([{ id: expect.any(String), reason: 'TAKEN_BACK', status: 'OPEN', fen: FEN }]);
    return open[0]?.id as ReceiptId;
  }

  test('that somebody matched is held again, goes to its loan, and from there on again', async () => {
    await file(next(), [{ ref: 'W1', fen: FEN, from: '某人' }]);
    const [first] = await receiptsUnder('W1');
    const claim = claimOf(first?.id as ReceiptId, at);
    expect(await activities.claimReceipt(claim)).toMatchObject({ ok: true });
    const key = `loan/${at.loanId}/receipt/${first?.id}`;
    expect((await takeBack(at, key, 'WRONG_LOAN')).became).toBe('APPLIED');
    const second = await expectHeld('W1');
    expect(await findReceiptsWithoutProcess(database.worker, 100)).toContainEqual(
      expect.objectContaining({ id: second, suggestions: [], takenFrom: expect.any(String) }),
    );
    expect(await activities.claimReceipt(claimOf(second, other))).toMatchObject({ ok: true });
    expect(await receivedOn(other)).toEqual([['receipt', FEN]]);
    await expectBooksToAgree();
    // Back on the first loan, where the reversal was the mistake.
    const again = `loan/${other.loanId}/receipt/${second}`;
    expect((await takeBack(other, again, 'WRONG_LOAN')).became).toBe('APPLIED');
    const third = await expectHeld('W1');
    expect(await activities.claimReceipt(claimOf(third, at))).toMatchObject({ ok: true });
    expect(await owedBy(at)).not.toEqual(owed);
    expect((await receiptsUnder('W1')).map(({ status }) => status)).toEqual([
      'CLAIMED',
      'CLAIMED',
      'CLAIMED',
    ]);
    expect(await books()).toEqual(before);
  });

  test('that was booked by itself, or entered by hand and shown, is held again', async () => {
    await file(next(), [{ ref: 'W2', fen: FEN, from: at.account, memo: at.loanId }]);
    expect(await receivedOn(at)).toEqual([['transfer', FEN]]);
    const booked = `loan/${at.loanId}/transfer/${on}/W2`;
    expect((await takeBack(at, booked, 'WRONG_LOAN')).became).toBe('APPLIED');
    await expectHeld('W2');
    const entry = await enter(at, FEN, on, {
      bankReference: 'W3',
      otherThan: [`receipt/${(await receiptsUnder('W2'))[0]?.id}`],
    });
    expect(entry.became).toBe('APPLIED');
    const entered = `loan/${at.loanId}/change/${entry.id}`;
    await file(next(), [{ ref: 'W3', fen: FEN }]);
    expect(await transitOf(at)).toEqual([]);
    expect((await takeBack(at, entered, 'WRONG_LOAN')).became).toBe('APPLIED');
    const held = await expectHeld('W3');
    expect(await activities.claimReceipt(claimOf(held, other))).toMatchObject({ ok: true });
  });

  test('is matched with what was entered on its own loan', async () => {
    await file(next(), [{ ref: 'W7', fen: FEN, from: at.account, memo: at.loanId }]);
    const otherThan = [`transfer/${on}/W7`];
    expect((await enter(other, FEN, on, { otherThan })).became).toBe('APPLIED');
    const booked = `loan/${at.loanId}/transfer/${on}/W7`;
    expect((await takeBack(at, booked, 'WRONG_LOAN')).became).toBe('APPLIED');
    const held = await expectHeld('W7');
    expect(await activities.matchEntry(claimOf(held, other))).toMatchObject({ ok: true });
    expect(await transitOf(other)).toEqual([]);
    expect(await books()).toEqual(before);
  });

  test('that was held and bounces leaves the bank once, by its file', async () => {
    await file(next(), [{ ref: 'W4', fen: FEN, from: '某人' }]);
    const [first] = await receiptsUnder('W4');
    expect(await activities.claimReceipt(claimOf(first?.id as ReceiptId, at))).toMatchObject({ ok: true });
    const key = `loan/${at.loanId}/receipt/${first?.id}`;
    const reversal = await takeBack(at, key, 'BOUNCED');
    await expectBooksToAgree();
    await file(next(), [{ ref: 'W4/back', fen: FEN, direction: 'DEBIT' }]);
    expect(await owedBy(at)).toEqual(owed);
    expect(await books()).toEqual(before);
    expect(await receiptsUnder('W4')).toMatchObject([{ status: 'CLAIMED' }]);
    // The bank has it no more: nobody can say that it has, and the database holds nothing for whoever did.
    const mistaken = { sequence: await sequenceOf(key), because: 'NOT_BOUNCED' };
    await approved(at, 'REVERSE_RECEIPT', mistaken);
    for (const pool of [database.worker, database.owner])
      expect(
        await attempt(pool, entryOf(at, reversal.id, 'held', '1221', '2241.02'), hold(reversal.id, 'W4')),
      ).toBe(CHECK);
    expect((await takeBack(at, key, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
  });

  test('and what was taken for bounced is held again by two people, once', async () => {
    const key = await debit(at, FEN, next());
    await file(on, [{ ref: key, fen: FEN, key }]);
    expect((await takeBack(at, key, 'WRONG_LOAN')).became).toBe('RECEIPT_OF_ORDER');
    expect((await takeBack(at, key, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
    await reverse(at, key);
    expect(await books()).not.toEqual(before);
    expect((await takeBack(at, key, 'NOT_BOUNCED')).became).toBe('APPLIED');
    const held = await expectHeld(key);
    expect((await takeBack(at, key, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
    expect(await activities.claimReceipt(claimOf(held, at))).toMatchObject({ ok: true });
    expect(await books()).toEqual(before);
    expect(await owedBy(at)).not.toEqual(owed);
    // What the bank never had is not held.
    const lost = await debit(at, FEN, next());
    await reverse(at, lost);
    expect((await takeBack(at, lost, 'NOT_BOUNCED')).became).toBe('RECEIPT_NOT_BOUNCED');
    await file(on, []);
    await file(next(), []);
  });

  test('is held as the database allows it, whoever writes', async () => {
    await file(next(), [
      { ref: 'W5', fen: FEN, from: '某人' },
      { ref: 'W6', fen: FEN, from: at.account, memo: at.loanId },
    ]);
    const [first] = await receiptsUnder('W5');
    expect(await activities.claimReceipt(claimOf(first?.id as ReceiptId, at))).toMatchObject({ ok: true });
    const bounced = await takeBack(at, `loan/${at.loanId}/receipt/${first?.id}`, 'BOUNCED');
    const wrong = await takeBack(at, `loan/${at.loanId}/transfer/${on}/W6`, 'WRONG_LOAN');
    // What the bank never showed is held for nobody.
    const slip = await enter(at, FEN, on, {
      otherThan: (await receiptsUnder('W6')).map(({ id }) => `receipt/${id}`),
    });
    const unseen = await takeBack(at, `loan/${at.loanId}/change/${slip.id}`, 'WRONG_LOAN');
    expect([bounced, wrong, unseen].map(({ became }) => became)).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
    const entry = (changeId: string, ...of: [name: string, debit: string, credit: string]) =>
      entryOf(at, changeId, ...of);
    for (const pool of [database.worker, database.owner]) {
      // It bounced: nothing of it is held. It was another's: it does not bounce too, and is held once.
      expect(await attempt(pool, hold(bounced.id, 'W5'))).toBe(CHECK);
      expect(await attempt(pool, hold(wrong.id, 'W6'))).toBe(UNIQUE);
      expect(await attempt(pool, hold(unseen.id, 'W5'))).toBe(CHECK);
      expect(await attempt(pool, hold(unseen.id, 'W6'))).toBe(CHECK);
      expect(await attempt(pool, entry(wrong.id, 'bounced', '1002', '1221'))).toBe(CHECK);
      expect(await attempt(pool, entry(bounced.id, 'held', '1221', '2241.02'))).toBe(CHECK);
      expect(await attempt(pool, entry(bounced.id, 'held', '1002', '2241.02'))).toBe(CHECK);
    }
    for (const pool of [database.api, database.auditor]) {
      expect(await attempt(pool, hold(wrong.id, 'W6'))).toBe(DENIED);
      expect(await attempt(pool, entry(wrong.id, 'bounced', '1002', '1221'))).toBe(DENIED);
    }
    await file(next(), [{ ref: 'W5/back', fen: FEN, direction: 'DEBIT' }]);
  });
});
