import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { ActivityDeps } from '../../../activities/deps';
import { bookFeeMoney, createFeeActivities, whyFeeNotBookable } from '../../../activities/fee';

import { recordFeeStep } from '../../../activities/feeBooks';
import { chargeLoan, chargeLoans, giveBackOnPrepayment } from '../../../activities/feeCharges';
import { createLoanActivities } from '../../../activities/loan';
import { useHeldMoney } from '../../../activities/loanBooks';
import type { FeeId, FeeRequestId, LoanId } from '../../../contracts/ids';
import type { PaymentOrder } from '../../../contracts/workflows';
import { wrongCharges } from '../../../dev/faults/charges';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import type { ChargeStep } from '../../../domain/fees/charge';
import { prepaymentOptions } from '../../../domain/loan/quote';
import { settlementBy } from '../../../domain/loan/settlement';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { splitVat } from '../../../domain/money/vat';
import { createColumnCipher } from '../../../gateways/crypto';
import { databaseOn } from '../../../gateways/database/client';
import { readFee, readPoints } from '../../../gateways/database/fees';
import { loanStateOf, readLoan, recordLoanEvents } from '../../../gateways/database/loans';
import { writeSettlementQuote } from '../../../gateways/database/settlementQuotes';
import { inTransaction } from '../../../gateways/database/transaction';
import { attempt, CHECK, DENIED } from './support/attempt';
import { type Case, calendar, institutionId, received, setClock, staffOf, withoutLaw } from './support/cases';
import { askOfFee, carriedOut, orderFee, resolveOfFee } from './support/charges';
import { chargedOf, lendWithFees, personOf } from './support/loanFees';
import { payIn } from './support/money';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-03-02T01:00:00Z');
});
afterAll(() => database.stop());

const lend = () => lendWithFees(database);
const charged = (at: Case, rule?: string) => chargedOf(database, at, rule);

test('what an offer shows is what is charged, to the fen, and once', async () => {
  const { at, cost } = await lend();
  await chargeLoan(database.worker, at.loanId, isoDate('2026-01-15'));
  expect((await charged(at)).map(({ rule, period }) => `${rule} ${period}`)).toEqual([
    'PLATFORM 2026-01',
    'PRODUCT-1 PROJECT',
  ]);
  await chargeLoans(database.worker, institutionId, isoDate('2026-06-30'), () => undefined);
  await Promise.all([1, 2, 3].map(() => chargeLoan(database.worker, at.loanId, isoDate('2027-01-15'))));
  const sums = new Map<string, number>();
  for (const { kind, price_fen } of await charged(at)) sums.set(kind, (sums.get(kind) ?? 0) + price_fen);
  const offered = cost.items.filter(({ code }) => code !== 'INTEREST');
  expect(Object.fromEntries(sums)).toEqual(
    Object.fromEntries(offered.map(({ code, amountFen }) => [code, amountFen])),
  );
  expect(offered).toHaveLength(3);
});

test('what an offer shows with points is what is charged, to the fen, and the points are gone', async () => {
  const { at: before } = await lend();
  await chargeLoan(database.worker, before.loanId, isoDate('2026-01-15'));
  const [paid] = await charged(before, 'PRODUCT-1');
  await collect(paid?.id ?? '', 500_000);
  const { enterpriseId } = before;
  expect(await readPoints(database.api, enterpriseId)).toBe(5_000);
  const { at, cost } = await lendWithFees(database, undefined, undefined, { enterpriseId, points: 3_000 });
  // Set aside when it was signed, spent when it is charged.
  expect(await readPoints(database.api, enterpriseId)).toBe(2_000);
  await chargeLoan(database.worker, at.loanId, isoDate('2027-01-15'));
  expect(await readPoints(database.api, enterpriseId)).toBe(2_000);
  const offered = cost.items.filter(({ code }) => code !== 'INTEREST');
  const { rows } = await database.owner.query<{ kind: string; fen: number }>(
    `SELECT kind, sum(price_fen - points_used)::int AS fen FROM fee WHERE loan_id = $1 GROUP BY kind`,
    [at.loanId],
  );
  expect(Object.fromEntries(rows.map(({ kind, fen: paidFen }) => [kind, paidFen]))).toEqual(
    Object.fromEntries(offered.map(({ code, amountFen }) => [code, amountFen])),
  );
  const [service] = await charged(at, 'PRODUCT-1');
  await takeStep(service?.id ?? '', { type: 'INVOICE', key: `fee/${service?.id}/invoice` });
  expect(await readFee(database.api, service?.id ?? '')).toMatchObject({ outstandingFen: 497_000 });
});

test('what was shown is kept with its hash, and nobody is charged more than was agreed', async () => {
  const { at } = await lend();
  const { rows } = await database.owner.query(
    `SELECT shown_sha256 = sha256_of(shown) AS whole, shown -> 'words' ->> 'en' AS words FROM fee_agreement
       WHERE loan_id = $1 AND rule = 'PLATFORM'`,
    [at.loanId],
  );
  expect(rows).toEqual([{ whole: true, words: 'Periodic fee' }]);
  const dearer = `INSERT INTO fee (id, institution_id, enterprise_id, loan_id, rule, kind, period, price_fen, charged_on,
      valid_until, settlement, tariff, shown)
    VALUES (gen_random_uuid(), '${institutionId}', '${at.enterpriseId}', '${at.loanId}', 'PLATFORM', 'PERIODIC', '2026-02',
      30001, '2026-02-01', '2026-02-01', 'ONLINE', 'fees/1', '{}')`;
  expect(await attempt(database.worker, dearer)).toBe(CHECK);
});

async function collect(feeId: string, amountFen: number): Promise<void> {
  await takeStep(feeId, { type: 'INVOICE', key: `fee/${feeId}/invoice` });
  if (amountFen === 0) return;
  const key = `fee/${feeId}/collect/1`;
  await orderFee(database.worker, { feeId, key, amountFen });
  await takeStep(feeId, { type: 'COLLECT', key, amountFen: fen(amountFen) });
}

/** Takes a step; the bank has carried out the order under its key by then, if there is one. */
async function takeStep(feeId: string, step: ChargeStep, requestId?: string, by?: string): Promise<void> {
  const taken = await inTransaction(database.worker, async (client) => {
    const head = { at: '2026-01-15T02:00:00Z', actorId: by ?? null, requestId };
    const recorded = await recordFeeStep(client, feeId, step, head);
    await carriedOut(client, step.key);
    return recorded;
  });
  expect(taken.ok).toBe(true);
}

async function recordPrepayment(
  { loanId }: Case,
  on: string,
  principalFen: number,
  n: number,
): Promise<string> {
  const loan = await readLoan(database.worker, loanId);
  if (loan === null) throw new Error('no loan');
  const day = isoDate(on);
  const quoted = prepaymentOptions(loan, day, fen(principalFen), calendar);
  if (!quoted.ok) throw new Error(quoted.refusal.code);
  const source = `loan/${loanId}/prepay/${n}`;
  const recorded = await payIn(database.worker, loanId, {
    ...{ kind: 'PREPAID', principalFen: fen(principalFen), mode: 'SHORTEN_TERM', into: 'BANK' },
    amountFen: quoted.value.shortenTerm.cashFen,
    ...{ effectiveDate: day, recordedOn: day, businessKey: source },
  });
  expect(recorded.ok).toBe(true);
  return source;
}

/** Prepays a loan, as its payer's order does when the bank has moved the money. */
async function prepay(at: Case, on: string, principalFen: number, n: number): Promise<string> {
  const source = await recordPrepayment(at, on, principalFen, n);
  const of = { loanId: at.loanId, institutionId };
  for (const _ of [1, 2])
    await inTransaction(database.worker, (client) => giveBackOnPrepayment(client, of, source));
  return source;
}

const requestsOf = async (feeId: string) => {
  const { rows } = await database.owner.query<{
    id: string;
    amount_fen: number;
    source: string;
    status: string;
  }>(`SELECT id, amount_fen::int, source, status FROM fee_request WHERE fee_id = $1 ORDER BY created_at`, [
    feeId,
  ]);
  return rows;
};

/** The order that gives what was granted back, as far as the charge looks at it. */
const refundOf = (
  { enterpriseId }: Case,
  of: {
    readonly feeId: string;
    readonly requestId: string;
    readonly key: string;
    readonly amountFen: number;
  },
) =>
  ({
    ...{
      key: of.key,
      purpose: 'FEE_REFUND',
      subject: { type: 'FEE', id: of.feeId },
      amountFen: of.amountFen,
    },
    ...{ mandate: { type: 'RELIEF', id: of.requestId }, institutionId, enterpriseId },
  }) as unknown as PaymentOrder;

/** Settles what a prepayment lets fall away, and what of it goes back in money. */
async function settle(at: Case, feeId: string, requestId: string): Promise<number> {
  const activities = createFeeActivities({ sql: database.worker } as ActivityDeps);
  const wanted = (await requestsOf(feeId)).find(({ id }) => id === requestId)?.amount_fen ?? 0;
  const { grantedFen } = await activities.settleFeeRequest({
    ...{ feeId: feeId as FeeId, requestId: requestId as FeeRequestId, grantedFen: wanted, result: '' },
    ...{ proposedBy: null, decidedBy: null, at: '2026-03-02T01:00:00Z' },
  });
  const plan = await activities.lookAtFee({ feeId: feeId as FeeId, at: '2026-03-02T01:00:00Z' });
  const backFen = plan.request?.refundFen ?? 0;
  if (plan.request?.status !== 'APPROVED' || backFen === 0) return grantedFen;
  const key = `fee/${feeId}/refund/${requestId}`;
  const order = refundOf(at, { feeId, requestId, key, amountFen: backFen });
  const ordered = (sql: Pool, amountFen: number) =>
    orderFee(sql, { feeId, key, requestId, amountFen }).then(
      () => 'accepted',
      (refused: { readonly code: string }) => refused.code,
    );
  expect(await ordered(database.worker, backFen + 1)).toBe(CHECK);
  expect(await ordered(database.api, backFen)).toBe(DENIED);
  expect(await ordered(database.worker, backFen)).toBe('accepted');
  expect(await whyFeeNotBookable(database.worker, order)).toBeNull();
  const paid = { status: 'SUCCEEDED', bankReference: key, bankDate: '2026-03-02' } as const;
  const book = (isCarriedOut: boolean) =>
    inTransaction(database.worker, async (client) => {
      const booked = await bookFeeMoney(client, order, paid, '2026-03-02T01:00:00Z');
      if (isCarriedOut) await carriedOut(client, key);
      return booked;
    });
  // The books don't say that money went back which the bank has not moved.
  await expect(book(false)).rejects.toMatchObject({ code: CHECK });
  expect((await book(true)).ok).toBe(true);
  return grantedFen;
}

/** What the books hold of a charge, by account. */
const booksOf = async (feeId: string) => {
  const { rows } = await database.owner.query<{ account_code: string; left: number }>(
    `SELECT account_code, sum(credit_fen - debit_fen)::int AS left FROM posting p JOIN journal_entry e ON e.id = p.entry_id
       WHERE e.business_key LIKE 'fee/' || $1 || '/%' GROUP BY 1`,
    [feeId],
  );
  return new Map(rows.map(({ account_code, left }) => [account_code, left]));
};

/** The service fee of 5,000 yuan of a loan of a million, with so much of it paid. */
async function serviceFee(paidFen: number) {
  const { at } = await lend();
  await chargeLoan(database.worker, at.loanId, isoDate('2026-01-15'));
  const [service] = await charged(at, 'PRODUCT-1');
  if (service === undefined) throw new Error('not charged');
  expect(service.price_fen).toBe(500_000);
  await collect(service.id, paidFen);
  return { at, feeId: service.id };
}

const HALF_FEN = Math.round((500_000 * 355) / 365 / 2);

test('a prepayment in part, then of the rest: what is unpaid of a fee is given up first, only then money goes back', async () => {
  const { at, feeId } = await serviceFee(200_000);
  const first = await prepay(at, '2026-01-25', 50_000_000, 1);
  const [half] = await requestsOf(feeId);
  // Of all 500,000 that were agreed, paid or not: 355 of 365 days are left, and half of the balance is paid.
  expect(half).toMatchObject({ amount_fen: HALF_FEN, source: first, status: 'OPEN' });
  expect(await settle(at, feeId, half?.id ?? '')).toBe(HALF_FEN);
  expect(await readFee(database.api, feeId)).toMatchObject({
    ...{ status: 'PARTLY_COLLECTED', collectedFen: 200_000, refundedFen: 0 },
    outstandingFen: 300_000 - HALF_FEN,
  });
  const loan = await readLoan(database.worker, at.loanId);
  const rest = loan === null ? 0 : loanStateOf(loan, isoDate('2026-02-01'), calendar).principalOutstandingFen;
  await prepay(at, '2026-02-01', rest, 2);
  const [, whole] = await requestsOf(feeId);
  // 348 of 365 days are left of the other half.
  const wholeFen = Math.round((500_000 * 348) / 365 / 2);
  expect(await settle(at, feeId, whole?.id ?? '')).toBe(wholeFen);
  const fee = await readFee(database.api, feeId);
  const backFen = wholeFen - (300_000 - HALF_FEN);
  expect(fee).toMatchObject({ status: 'COLLECTED', outstandingFen: 0, refundedFen: backFen });
  // The loan had 10 days of all and 7 days of half: that is what the fee came to, and its VAT.
  const keptFen = 500_000 - HALF_FEN - wholeFen;
  expect(fee.collectedFen - fee.refundedFen).toBe(keptFen);
  const books = await booksOf(feeId);
  const { vatFen } = splitVat(fen(500_000), rate('0.06'));
  const fallenVatFen = splitVat(fen(HALF_FEN + wholeFen), rate('0.06')).vatFen;
  expect([books.get('1124'), books.get('1002'), books.get('2221.01')]).toEqual([
    0,
    -keptFen,
    vatFen - fallenVatFen,
  ]);
  expect((await requestsOf(feeId)).map(({ status }) => status)).toEqual(['DONE', 'DONE']);
  const { rows } = await database.owner.query(
    `SELECT type, source FROM fee_event e JOIN fee_request q ON q.id = e.request_id
       WHERE e.fee_id = $1 AND type IN ('WAIVE', 'REFUND') ORDER BY number`,
    [feeId],
  );
  expect(rows).toEqual([
    { type: 'WAIVE', source: first },
    ...['WAIVE', 'REFUND'].map((type) => ({ type, source: `loan/${at.loanId}/prepay/2` })),
  ]);
});

test('a fee of which nothing was paid falls away as one that was: nobody is asked for it, nobody is paid', async () => {
  const { at, feeId } = await serviceFee(0);
  await prepay(at, '2026-01-25', 50_000_000, 1);
  const [half] = await requestsOf(feeId);
  expect(await settle(at, feeId, half?.id ?? '')).toBe(HALF_FEN);
  expect(await readFee(database.api, feeId)).toMatchObject({
    ...{ status: 'INVOICED', collectedFen: 0, refundedFen: 0, outstandingFen: 500_000 - HALF_FEN },
  });
});

test('of a fee that was disputed with success before its prepayment is settled, only what stood falls away', async () => {
  const { at, feeId } = await serviceFee(500_000);
  await prepay(at, '2026-01-25', 50_000_000, 1);
  const [half] = await requestsOf(feeId);
  // Two people found half of the fee not owed, and it went back, while the prepayment waited.
  const person = await personOf(database, at.enterpriseId);
  const dispute = await askOfFee(database, { feeId, kind: 'DISPUTE' }, person);
  await takeStep(feeId, { type: 'DISPUTE', key: `fee/${feeId}/dispute/${dispute}` }, dispute, person);
  const [first, second] = await resolveOfFee(database, { feeId, requestId: dispute, amountFen: 250_000 });
  await database.worker.query(
    `UPDATE fee_request SET status = 'APPROVED', granted_fen = 250000, proposed_by = $2, decided_by = $3,
         decided_at = now() WHERE id = $1`,
    [dispute, first, second],
  );
  const key = `fee/${feeId}/refund/1`;
  await orderFee(database.worker, { feeId, key, requestId: dispute, amountFen: 250_000 });
  await takeStep(feeId, { type: 'RESOLVE', key, upheldFen: fen(250_000) }, dispute);
  await database.worker.query(`UPDATE fee_request SET status = 'DONE' WHERE id = $1`, [dispute]);
  const grantedFen = await settle(at, feeId, half?.id ?? '');
  expect(grantedFen).toBe(Math.round((250_000 * 355) / 365 / 2));
  expect(await readFee(database.api, feeId)).toMatchObject({ refundedFen: 250_000 + grantedFen });
});

/** Takes the last prepayment of a loan back, or other money; nobody is asked about it here. */
async function reverse({ loanId }: Case, day: string, money: 'PREPAID' | 'RECEIVED' = 'PREPAID') {
  const loan = await readLoan(database.worker, loanId);
  const reverses = loan?.events.findLast(({ kind }) => kind === money)?.sequence ?? 0;
  await withoutLaw(database.owner, 'loan_event', 'judge_contract_event');
  const on = isoDate(day);
  const reversal = {
    ...({ kind: 'REVERSED', reverses, reason: 'bounced' } as const),
    ...{ effectiveDate: on, recordedOn: on, businessKey: `loan/${loanId}/reversed` },
  };
  expect((await recordLoanEvents(database.worker, loanId, [reversal], calendar)).ok).toBe(true);
  await database.owner.query('ALTER TABLE loan_event ENABLE ALWAYS TRIGGER judge_contract_event');
}

const WHOLE_FEN = Math.round((500_000 * 353) / 365);

test('a prepayment that is reversed before its relief is settled lets nothing fall away, and the next one does', async () => {
  const { at, feeId } = await serviceFee(0);
  await prepay(at, '2026-01-25', 50_000_000, 1);
  const [undone] = await requestsOf(feeId);
  await reverse(at, '2026-01-26');
  expect(await settle(at, feeId, undone?.id ?? '')).toBe(0);
  await prepay(at, '2026-01-27', 100_000_000, 2);
  const [first, whole] = await requestsOf(feeId);
  expect([first?.status, whole?.amount_fen]).toEqual(['REJECTED', WHOLE_FEN]);
  expect(await settle(at, feeId, whole?.id ?? '')).toBe(WHOLE_FEN);
});

test('what was given for a prepayment that was reversed later is set off against what the next one lets fall away', async () => {
  const { at, feeId } = await serviceFee(500_000);
  await prepay(at, '2026-01-25', 50_000_000, 1);
  const [half] = await requestsOf(feeId);
  expect(await settle(at, feeId, half?.id ?? '')).toBe(HALF_FEN);
  await reverse(at, '2026-01-26');
  await prepay(at, '2026-01-27', 100_000_000, 2);
  const [, whole] = await requestsOf(feeId);
  expect(whole?.amount_fen).toBe(WHOLE_FEN - HALF_FEN);
  expect(await settle(at, feeId, whole?.id ?? '')).toBe(WHOLE_FEN - HALF_FEN);
  expect(await readFee(database.api, feeId)).toMatchObject({ refundedFen: WHOLE_FEN });
});

const settleAgain = (feeId: string, requestId: string) =>
  createFeeActivities({ sql: database.worker } as ActivityDeps).settleFeeRequest({
    ...{ feeId: feeId as FeeId, requestId: requestId as FeeRequestId, grantedFen: 0, result: '' },
    ...{ proposedBy: null, decidedBy: null, at: '2026-03-02T01:00:00Z' },
  });
const planned = (feeId: string) =>
  createFeeActivities({ sql: database.worker } as ActivityDeps).lookAtFee({
    ...{ feeId: feeId as FeeId, at: '2026-03-02T01:00:00Z' },
  });

test('a refund that was ordered and not sent is withdrawn with its prepayment, and counts as nothing given', async () => {
  const { at, feeId } = await serviceFee(500_000);
  await prepay(at, '2026-01-25', 50_000_000, 1);
  const [half] = await requestsOf(feeId);
  const requestId = half?.id ?? '';
  const wanted = { feeId: feeId as FeeId, requestId: requestId as FeeRequestId, grantedFen: HALF_FEN };
  const activities = createFeeActivities({ sql: database.worker } as ActivityDeps);
  const granted = await activities.settleFeeRequest({
    ...wanted,
    ...{ result: '', proposedBy: null, decidedBy: null, at: '2026-03-02T01:00:00Z' },
  });
  expect(granted).toEqual({ grantedFen: HALF_FEN, refundFen: HALF_FEN, withdrawnFen: 0 });
  const withdraw = `UPDATE fee_request SET status = 'WITHDRAWN' WHERE id = '${requestId}'`;
  // Nothing has happened by which it could stand no longer.
  for (const pool of [database.worker, database.owner]) expect(await attempt(pool, withdraw)).toBe(CHECK);
  for (const pool of [database.api, database.auditor]) expect(await attempt(pool, withdraw)).toBe(DENIED);
  expect((await planned(feeId)).request).toMatchObject({ status: 'APPROVED', refundFen: HALF_FEN });
  await reverse(at, '2026-01-26');
  expect((await planned(feeId)).request).toMatchObject({ status: 'APPROVED', refundFen: 0 });
  const order = refundOf(at, { feeId, requestId, key: `fee/${feeId}/refund/1`, amountFen: HALF_FEN });
  // Also where the order was about to be sent.
  expect(await whyFeeNotBookable(database.worker, order)).toBe('RELIEF_UNKNOWN');
  expect(await settleAgain(feeId, requestId)).toEqual({
    grantedFen: 0,
    refundFen: 0,
    withdrawnFen: HALF_FEN,
  });
  expect(await settleAgain(feeId, requestId)).toMatchObject({ refundFen: 0, withdrawnFen: 0 });
  expect((await planned(feeId)).request).toBeNull();
  await prepay(at, '2026-01-27', 100_000_000, 2);
  const [gone, whole] = await requestsOf(feeId);
  expect([gone?.status, whole?.amount_fen]).toEqual(['WITHDRAWN', WHOLE_FEN]);
  expect(await settle(at, feeId, whole?.id ?? '')).toBe(WHOLE_FEN);
});

test('a refund that is on its way when its prepayment falls is followed to its end, and set off later', async () => {
  const { at, feeId } = await serviceFee(500_000);
  await prepay(at, '2026-01-25', 50_000_000, 1);
  const [half] = await requestsOf(feeId);
  const requestId = half?.id ?? '';
  await createFeeActivities({ sql: database.worker } as ActivityDeps).settleFeeRequest({
    ...{ feeId: feeId as FeeId, requestId: requestId as FeeRequestId, grantedFen: HALF_FEN, result: '' },
    ...{ proposedBy: null, decidedBy: null, at: '2026-03-02T01:00:00Z' },
  });
  const key = `fee/${feeId}/refund/1`;
  await orderFee(database.worker, { feeId, key, requestId, amountFen: HALF_FEN });
  await reverse(at, '2026-01-26');
  expect((await planned(feeId)).request).toMatchObject({ status: 'APPROVED', refundFen: HALF_FEN });
  const withdraw = `UPDATE fee_request SET status = 'WITHDRAWN' WHERE id = '${requestId}'`;
  for (const pool of [database.worker, database.owner]) expect(await attempt(pool, withdraw)).toBe(CHECK);
  const order = refundOf(at, { feeId, requestId, key, amountFen: HALF_FEN });
  const paid = { status: 'SUCCEEDED', bankReference: key, bankDate: '2026-03-02' } as const;
  const booked = await inTransaction(database.worker, async (client) => {
    const answer = await bookFeeMoney(client, order, paid, '2026-03-02T01:00:00Z');
    await carriedOut(client, key);
    return answer;
  });
  expect(booked.ok).toBe(true);
  expect(await requestsOf(feeId)).toMatchObject([{ status: 'DONE' }]);
  await prepay(at, '2026-01-27', 100_000_000, 2);
  const [, whole] = await requestsOf(feeId);
  expect(whole?.amount_fen).toBe(WHOLE_FEN - HALF_FEN);
});

const leftOf = async ({ loanId }: Case, on: string) => {
  const loan = await readLoan(database.worker, loanId);
  return loan === null ? 0 : loanStateOf(loan, isoDate(on), calendar).principalOutstandingFen;
};

test('a settlement whose money bounced lets nothing fall away any more, and the next prepayment is booked', async () => {
  const { at } = await lend();
  await chargeLoan(database.worker, at.loanId, isoDate('2026-02-01'));
  const [month] = (await charged(at, 'PLATFORM')).filter(({ period }) => period === '2026-02');
  const [service] = await charged(at, 'PRODUCT-1');
  const [monthId, serviceId] = [month?.id ?? '', service?.id ?? ''];
  for (const id of [monthId, serviceId]) await collect(id, id === monthId ? 30_000 : 500_000);
  await settleByQuote(at, isoDate('2026-02-05'));
  const [ofMonth] = await requestsOf(monthId);
  const [ofService] = await requestsOf(serviceId);
  const givenFen = Math.round((30_000 * 24) / 28);
  expect(ofMonth?.amount_fen).toBe(givenFen);
  expect(await settle(at, monthId, ofMonth?.id ?? '')).toBe(givenFen);
  await reverse(at, '2026-02-09', 'RECEIVED');
  expect(await leftOf(at, '2026-02-09')).toBe(100_000_000);
  // What was not given yet is not given any more.
  expect(await settle(at, serviceId, ofService?.id ?? '')).toBe(0);
  const again = await prepay(at, '2026-02-10', 100_000_000, 2);
  // Of the month less falls away than was given for the settlement; of the service fee its part, for the first time.
  expect((await requestsOf(monthId)).map(({ source }) => source)).not.toContain(again);
  const [, once] = await requestsOf(serviceId);
  expect(once).toMatchObject({ source: again, amount_fen: Math.round((500_000 * 339) / 365) });
  expect(await settle(at, serviceId, once?.id ?? '')).toBe(once?.amount_fen);
  expect(await readFee(database.api, monthId)).toMatchObject({ refundedFen: givenFen });
});

test('what the database refuses of a relief takes no booking of money with it: finance is told', async () => {
  const { at, feeId } = await serviceFee(0);
  const first = await recordPrepayment(at, '2026-01-25', 50_000_000, 1);
  await database.worker.query(
    `INSERT INTO fee_request (id, fee_id, institution_id, enterprise_id, kind, amount_fen, reason, source)
       VALUES (gen_random_uuid(), $1, $2, $3, 'PREPAYMENT', 500000, $4, $4)`,
    [feeId, institutionId, at.enterpriseId, first],
  );
  const rest = await leftOf(at, '2026-02-01');
  const second = await prepay(at, '2026-02-01', rest, 2);
  expect((await requestsOf(feeId)).map(({ source }) => source)).toEqual([first]);
  const loan = await readLoan(database.worker, at.loanId);
  expect(loan?.events.at(-1)).toMatchObject({ kind: 'PREPAID', businessKey: second });
  const { rows } = await database.owner.query(
    `SELECT kind, reference, detail ->> 'refusal' AS refusal FROM break_case WHERE detail ->> 'loanId' = $1`,
    [at.loanId],
  );
  expect(rows).toEqual([{ kind: 'FEE_RELIEF', reference: second, refusal: 'DATABASE_23514' }]);
});

/** Settles a loan by a quote of the day: money comes, and is held for what it settles. */
async function settleByQuote(at: Case, on: IsoDate): Promise<void> {
  const record = await readLoan(database.worker, at.loanId);
  if (record === null) throw new Error('no loan');
  const payoff = settlementBy(record, on, on, calendar, 30);
  if (!payoff.ok) throw new Error(payoff.refusal.code);
  const { totalFen: amountFen, dueFen, prepaymentFen } = payoff.value;
  await setClock(database.owner, `${on}T01:00:00Z`);
  await writeSettlementQuote(database.api, {
    ...{ id: uuidv7(), loanId: at.loanId, institutionId, quotedOn: on, validThrough: on },
    ...{ amountFen, dueFen, prepaymentFen, askedBy: await staffOf(database.owner, institutionId, 'finance') },
  });
  await inTransaction(database.worker, async (client) => {
    await payIn(client, at.loanId, received(at.loanId, on, amountFen, uuidv7()));
    await useHeldMoney(client, at.loanId, on);
  });
  await setClock(database.owner, '2026-03-02T01:00:00Z');
}

test('a loan that ends on the first day of a month gets all of it back, whoever ends it', async () => {
  const { at } = await lend();
  await chargeLoan(database.worker, at.loanId, isoDate('2026-02-01'));
  const on = isoDate('2026-02-01');
  await settleByQuote(at, on);
  const { rows } = await database.owner.query(
    `SELECT f.period, q.amount_fen::int FROM fee_request q JOIN fee f ON f.id = q.fee_id
       WHERE f.loan_id = $1 AND f.rule = 'PLATFORM' ORDER BY 1`,
    [at.loanId],
  );
  expect(rows).toEqual([{ period: '2026-02', amount_fen: 30_000 }]);
});

test('what had begun when a loan ended is charged when it closes, though the nights were late', async () => {
  const { at } = await lend();
  const { loanId } = at;
  await chargeLoan(database.worker, loanId, isoDate('2026-01-15'));
  const loan = await readLoan(database.worker, loanId);
  const on = isoDate('2026-02-10');
  const owedFen = loan === null ? 0 : loanStateOf(loan, on, calendar).principalOutstandingFen;
  const settled = await prepay(at, on, owedFen, 1);
  const months = async () =>
    (await charged(at, 'PLATFORM')).map(({ period, price_fen }) => [period, price_fen]);
  expect(await months()).toEqual([['2026-01', 16_452]]);
  const missed = [`loan ${loanId}: PLATFORM/2026-02: never charged`];
  expect(await wrongCharges(database.owner, [loanId])).toEqual(missed);
  const activities = createLoanActivities({
    ...databaseOn(database.worker),
    cipher: createColumnCipher(`test:${Buffer.alloc(32, 3).toString('base64')}`),
    queues: { enqueue: async () => true },
  } as unknown as ActivityDeps);
  for (const _ of [1, 2]) {
    expect(await activities.closeLoan({ loanId: loanId as LoanId, asOf: on })).toEqual({ closed: true });
  }
  // A night finds a loan that is over.
  await chargeLoans(database.worker, institutionId, isoDate('2026-04-01'), () => undefined);
  expect(await months()).toEqual([
    ['2026-01', 16_452],
    ['2026-02', 30_000],
  ]);
  expect(await wrongCharges(database.owner, [loanId])).toEqual([]);
  // Of February 9 days were used.
  const [, february] = await charged(at, 'PLATFORM');
  expect(await requestsOf(february?.id ?? '')).toMatchObject([
    { amount_fen: 30_000 - Math.round((30_000 * 9) / 28), source: settled },
  ]);
});
