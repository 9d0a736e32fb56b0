import { uuidv7 } from 'uuidv7';
import type { ReceiptId } from '../../../contracts/ids';
import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import { recordLoanEvents } from '../../../gateways/database/loans';
import { findReceiptsToTell } from '../../../gateways/database/receipts';
import { readClearings, readInTransit } from '../../../gateways/database/transit';
import { attempt, CHECK, DENIED, UNIQUE } from '../database/support/attempt';
import {
  type Case,
  calendar,
  disburse,
  institutionId,
  makeCase,
  pastLaw,
  termsOf,
} from '../database/support/cases';
import {
  activities,
  books,
  breakOf,
  change,
  claimOf,
  database,
  debit,
  enter,
  expectBooksToAgree,
  file,
  heldUnder,
  type Lent,
  lent,
  liveByFiles,
  owedBy,
  payouts,
  receivedOn,
  reverse,
  transitOf,
} from './support/bankDays';

liveByFiles();

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
