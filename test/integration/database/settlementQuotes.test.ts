import { uuidv7 } from 'uuidv7';
import { useHeldMoney } from '../../../activities/loanBooks';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { settlementBy } from '../../../domain/loan/settlement';
import { type Database, databaseOn } from '../../../gateways/database/client';
import { dayBegun } from '../../../gateways/database/clock';
import { readLoan } from '../../../gateways/database/loans';
import {
  findStandingQuote,
  listSettlementQuotes,
  type NewSettlementQuote,
  writeSettlementQuote,
} from '../../../gateways/database/settlementQuotes';
import { inTransaction } from '../../../gateways/database/transaction';
import { attempt, CHECK, DENIED } from './support/attempt';
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
import { payIn } from './support/money';

const TODAY = isoDate('2026-02-10');
const THROUGH = isoDate('2026-02-20');

let database: TestDatabase;
let api: Database;
let finance: string;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-02-10T10:00:00+08:00');
  api = databaseOn(database.api);
  finance = await staffOf(database.owner, institutionId, 'finance');
});
afterAll(() => database.stop());

async function lent(): Promise<Case> {
  const at = await makeCase(database.owner);
  await disburse(database.worker, at, termsOf(at.loanId));
  return at;
}

async function quoteOf({ loanId }: Case): Promise<NewSettlementQuote> {
  const record = await readLoan(database.api, loanId);
  if (record === null) throw new Error('no loan');
  const payoff = settlementBy(record, THROUGH, TODAY, calendar, 30);
  if (!payoff.ok) throw new Error(payoff.refusal.code);
  const { totalFen: amountFen, dueFen, prepaymentFen } = payoff.value;
  return {
    ...{ id: uuidv7(), loanId, institutionId, quotedOn: TODAY, validThrough: THROUGH },
    ...{ amountFen, dueFen, prepaymentFen, askedBy: finance },
  };
}

async function quoted(): Promise<{ at: Case; quote: NewSettlementQuote }> {
  const at = await lent();
  const quote = await quoteOf(at);
  await writeSettlementQuote(database.api, quote);
  return { at, quote };
}

/** Money from the borrower, and what is done with money that is held. */
const pay = ({ loanId }: Case, date: IsoDate, amountFen: number, found: IsoDate = date) =>
  inTransaction(database.worker, async (client) => {
    const money = { ...received(loanId, date, amountFen, uuidv7()), recordedOn: found };
    const recorded = await payIn(client, loanId, money);
    if (!recorded.ok) throw new Error(recorded.refusal.code);
    await useHeldMoney(client, loanId, found);
  });
const loanRow = async ({ loanId }: Case) => {
  const { rows } = await database.owner.query('SELECT status, suspense_fen FROM loan WHERE id = $1', [
    loanId,
  ]);
  return { status: rows[0].status, suspenseFen: Number(rows[0].suspense_fen) };
};
const state = async (at: Case) =>
  (await listSettlementQuotes(api.prisma, at.loanId)).map((row) => row.settledOn);

test('the quoted amount settles the loan on its last day, to the fen', async () => {
  const { at, quote } = await quoted();
  await pay(at, THROUGH, quote.amountFen);
  expect(await loanRow(at)).toEqual({ status: 'SETTLED', suspenseFen: 0 });
  expect(await state(at)).toEqual([THROUGH]);
  expect(await booksDiffer(database.worker, ['2241.02'])).toEqual([]);
});

test('paid earlier it settles it too, and what is over is held to go back', async () => {
  const { at, quote } = await quoted();
  await pay(at, TODAY, quote.amountFen);
  const { status, suspenseFen } = await loanRow(at);
  expect(status).toBe('SETTLED');
  expect(suspenseFen).toBeGreaterThan(0);
});

test('money that is found after the last day counts from the day that it came', async () => {
  const { at, quote } = await quoted();
  await pay(at, THROUGH, quote.amountFen, isoDate('2026-02-24'));
  expect((await loanRow(at)).status).toBe('SETTLED');
  expect(await state(at)).toEqual([THROUGH]);
});

test('a day late, or a fen short, it is money held for what falls due', async () => {
  const late = await quoted();
  await pay(late.at, isoDate('2026-02-21'), late.quote.amountFen);
  expect((await loanRow(late.at)).status).toBe('REPAYING');
  const short = await quoted();
  await pay(short.at, THROUGH, short.quote.amountFen - 1);
  expect((await loanRow(short.at)).status).toBe('REPAYING');
  expect([...(await state(late.at)), ...(await state(short.at))]).toEqual([null, null]);
});

test('in parts it settles the loan with the last of them', async () => {
  const { at, quote } = await quoted();
  await pay(at, TODAY, quote.amountFen - 5_000_000);
  expect((await loanRow(at)).status).toBe('REPAYING');
  await pay(at, THROUGH, 5_000_000);
  expect(await loanRow(at)).toEqual({ status: 'SETTLED', suspenseFen: 0 });
});

test('without a quote nothing settles a loan before its time', async () => {
  const [at, { quote }] = [await lent(), await quoted()];
  await pay(at, THROUGH, quote.amountFen);
  expect((await loanRow(at)).status).toBe('REPAYING');
  expect(await findStandingQuote(database.worker, at.loanId, THROUGH)).toBeNull();
});

test('the database keeps a quote as it was given, of its day, by those who may ask', async () => {
  const { at, quote } = await quoted();
  const write = (changes: Partial<NewSettlementQuote>) =>
    writeSettlementQuote(database.api, { ...quote, id: uuidv7(), ...changes }).then(
      () => 'accepted',
      (error: { readonly code?: string }) => error.code,
    );
  expect(await write({})).toBe('accepted');
  expect(await write({ quotedOn: isoDate('2026-02-09') })).toBe(CHECK);
  expect(await write({ validThrough: isoDate('2026-02-09') })).toBe(CHECK);
  expect(await write({ askedBy: await staffOf(database.owner, institutionId, 'reviewer') })).toBe(CHECK);
  const change = (text: string) => `UPDATE settlement_quote SET ${text} WHERE id = '${quote.id}'`;
  expect(await attempt(database.worker, change('amount_fen = 1'))).toBe(DENIED);
  expect(await attempt(database.api, change(`settled_on = '${TODAY}'`))).toBe(DENIED);
  expect(await attempt(database.worker, change(`settled_on = '2026-02-21'`))).toBe(CHECK);
  expect(await attempt(database.worker, change(`settled_on = '${TODAY}'`))).toBe('accepted');
  expect(await attempt(database.worker, change('settled_on = NULL'))).toBe(CHECK);
  expect(await attempt(database.owner, `DELETE FROM settlement_quote WHERE loan_id = '${at.loanId}'`)).toBe(
    CHECK,
  );
});

test('a quote is of the day on which it was begun, also when midnight comes before it is written', async () => {
  const at = await lent();
  const quote = await quoteOf(at);
  await inTransaction(database.api, async (client) => {
    expect(await dayBegun(client)).toBe(TODAY);
    await database.owner.query(
      `INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms)
         VALUES (floor(real_now_ms()), $1, 1, $1)`,
      [Date.parse('2026-02-11T00:00:01+08:00')],
    );
    await writeSettlementQuote(client, quote);
  });
  expect(await listSettlementQuotes(api.prisma, at.loanId)).toHaveLength(1);
  await expect(writeSettlementQuote(database.api, { ...quote, id: uuidv7() })).rejects.toMatchObject({
    code: CHECK,
  });
});
