import { uuidv7 } from 'uuidv7';
import { type ActivityDeps, createActivities } from '../../../activities';
import { recordFeeStep } from '../../../activities/feeBooks';
import { chargeLoan } from '../../../activities/feeCharges';
import { reconcileDay } from '../../../activities/reconcile';
import type { AllActivities } from '../../../contracts/activityOptions';
import type { FeeId, FeeRequestId, InstitutionId, UserId } from '../../../contracts/ids';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { addDays, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import type { ChargeStep } from '../../../domain/fees/charge';
import { fen } from '../../../domain/money/fen';
import { createBlindIndex, createColumnCipher } from '../../../gateways/crypto';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { databaseOn } from '../../../gateways/database/client';
import { openBooks } from '../../../gateways/database/endOfDay';
import { writeFeeRequest } from '../../../gateways/database/feeFiles';
import { findFeesToTell, readFee, readPoints } from '../../../gateways/database/fees';
import { compareSubLedger } from '../../../gateways/database/ledger';
import { inTransaction } from '../../../gateways/database/transaction';
import { attempt, CHECK, DENIED, UNIQUE } from '../database/support/attempt';
import { institutionId, setClock, staffOf } from '../database/support/cases';
import { agreeOnFee, askOfFee, carriedOut, grantedOfFee, orderFee } from '../database/support/charges';
import { chargedOf, lendWithFees } from '../database/support/loanFees';

/** A fee's money that bounces: by the bank's file, or by the word of two, once, whichever comes first. */

const AT = '2026-03-20T02:00:00.000Z';
const FEE_FEN = 500_000;

let database: TestDatabase;
let deps: ActivityDeps;
let activities: AllActivities;
const files = new Map<string, readonly Row[]>();
let sequence = 0;

interface Row {
  readonly key: string;
  readonly ref: string;
  readonly direction: 'CREDIT' | 'DEBIT';
}

beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, AT);
  const bank = { statementFile: async (date: string) => ({ entries: entriesOf(date) }) };
  deps = {
    ...databaseOn(database.worker),
    cipher: createColumnCipher(`test:${Buffer.alloc(32, 3).toString('base64')}`),
    blindIndex: createBlindIndex(Buffer.alloc(32, 4).toString('base64')),
    ...{ bank, queues: { enqueue: async () => true } },
  } as unknown as ActivityDeps;
  activities = createActivities(deps);
  await openBooks(database.owner, { institutionId, booksFrom: isoDate('2026-01-15'), openingFen: 0 });
});
afterAll(() => database.stop());

function entriesOf(date: string) {
  return (files.get(date) ?? []).map(({ key, ref, direction }) => {
    sequence += 1;
    return {
      ...{ sequence, key, bankReference: ref, direction, amountFen: FEE_FEN, balanceAfterFen: 0 },
      ...{ account: INSTITUTIONS[0].bankAccountNo, counterparty: '', memo: '', valueDate: date },
    };
  });
}

/** The bank's file of a day; days come in order. */
async function file(date: string, ...rows: readonly Row[]): Promise<void> {
  files.set(date, rows);
  const { days } = await activities.findOpenDays({
    ...{ institutionId: institutionId as InstitutionId, step: 'RECONCILIATION', through: date, limit: 400 },
  });
  for (const day of days) await reconcileDay(deps, day, { beat: () => undefined, alarm: () => undefined });
}

let day: IsoDate = isoDate('2026-02-01');
const next = () => {
  day = addDays(day, 1);
  return day;
};

interface Paid {
  readonly feeId: string;
  readonly enterpriseId: string;
  /** Of the debit that paid it. */
  readonly key: string;
}

async function taken(feeId: string, step: ChargeStep): Promise<void> {
  await inTransaction(database.worker, async (client) => {
    const recorded = await recordFeeStep(client, feeId, step, { at: AT, actorId: null });
    if (!recorded.ok) throw new Error(recorded.refusal.code);
    await carriedOut(client, step.key);
  });
}

/** A fee of 5,000 yuan that a debit paid. */
async function paid(): Promise<Paid> {
  const { at } = await lendWithFees(database);
  await chargeLoan(database.worker, at.loanId, isoDate('2026-01-15'));
  const [service] = await chargedOf(database, at, 'PRODUCT-1');
  if (service === undefined) throw new Error('not charged');
  const feeId = service.id;
  await taken(feeId, { type: 'INVOICE', key: `fee/${feeId}/invoice` });
  return { feeId, enterpriseId: at.enterpriseId, key: await debit(feeId, 1) };
}

async function debit(feeId: string, n: number): Promise<string> {
  const key = `fee/${feeId}/collect/${n}`;
  await orderFee(database.worker, { feeId, key, amountFen: FEE_FEN });
  await taken(feeId, { type: 'COLLECT', key, amountFen: fen(FEE_FEN) });
  return key;
}

const look = (feeId: string) => activities.lookAtFee({ feeId: feeId as FeeId, at: AT });

/** Books what is asked and said of a receipt, as its process does. */
async function settle(feeId: string, said: { readonly by?: string; readonly agreed?: string } = {}) {
  const { request } = await look(feeId);
  if (request === null) throw new Error('nothing is asked');
  return await activities.settleFeeRequest({
    ...{ feeId: feeId as FeeId, requestId: request.requestId, grantedFen: request.amountFen ?? 0 },
    ...{ proposedBy: (said.by ?? null) as UserId | null, decidedBy: (said.agreed ?? null) as UserId | null },
    ...{ result: '', at: AT },
  });
}

/** Somebody of finance says that the receipt bounced. @returns the request and who asked */
async function told({ feeId, enterpriseId, key }: Paid, who?: string) {
  const [id, by] = [uuidv7(), who ?? (await staffOf(database.owner, institutionId, 'finance'))];
  const isWritten = await writeFeeRequest(database.api, {
    ...{ id, feeId, institutionId, enterpriseId, kind: 'BOUNCE', amountFen: FEE_FEN, source: key },
    ...{ reason: 'seen at the bank', requestedBy: by },
  });
  return { id, by, isWritten };
}

/** Two of finance have seen it at the bank. */
async function bounceByHand(of: Paid): Promise<void> {
  const { id, by } = await told(of);
  const agreed = await agreeOnFee(database, { feeId: of.feeId, requestId: id, amountFen: FEE_FEN });
  expect(await settle(of.feeId, { by, agreed })).toMatchObject({ grantedFen: FEE_FEN });
}

/** What the charge and the reconciliation have moved, by account. */
async function moved({ feeId, key }: Paid) {
  const { rows } = await database.owner.query<{ code: string; fen: number }>(
    `SELECT p.account_code AS code, sum(p.debit_fen - p.credit_fen)::int AS fen
       FROM journal_entry e JOIN posting p ON p.entry_id = e.id
       WHERE e.business_key LIKE 'fee/' || $1 || '/%' OR e.business_key LIKE 'recon/%' || $2 || '%' GROUP BY 1`,
    [feeId, key],
  );
  return Object.fromEntries(rows.filter((row) => row.fen !== 0).map((row) => [row.code, row.fen]));
}

const unexplained = async () => {
  const { rows } = await database.worker.query<{ fen: number }>(
    `SELECT unexplained_fen($1, '2026-12-31')::int AS fen`,
    [institutionId],
  );
  return rows[0]?.fen;
};

async function expectBooksToAgree(): Promise<void> {
  const parts = await compareSubLedger(database.worker, institutionId);
  expect(parts.filter(({ ledgerFen, loansFen }) => ledgerFen !== loansFen)).toEqual([]);
}

const breakOf = async (key: string) => {
  const { rows } = await database.owner.query(
    `SELECT kind, status, resolution FROM break_case WHERE detail ->> 'key' = $1 AND kind = 'LONG'`,
    [key],
  );
  return rows;
};

/** 500,000 ÷ 1.06: the invoice stands with its income and its tax. */
const OWED = { '1124': FEE_FEN, '2221.01': -28_302, '6021': -471_698 };
const PAID = { '1002': FEE_FEN, '2221.01': -28_302, '6021': -471_698 };

test('the bank’s file has it under the key of the debit: nobody is asked, and it is paid again once', async () => {
  const of = await paid();
  const { feeId, enterpriseId, key } = of;
  expect([await moved(of), await readPoints(database.api, enterpriseId)]).toEqual([PAID, 5_000]);
  await file(next(), { key, ref: `${key}/in`, direction: 'CREDIT' });
  await file(next(), { key, ref: `${key}/back`, direction: 'DEBIT' });
  expect(await breakOf(key)).toMatchObject([{ status: 'OPEN' }]);
  const toTell = await findFeesToTell(database.worker, 10);
  expect(toTell.map((fee) => fee.feeId)).toContain(feeId);
  expect(await look(feeId)).toMatchObject({ request: { kind: 'BOUNCE', requestedBy: null } });
  for (const _ of [1, 2]) if ((await look(feeId)).request !== null) await settle(feeId);
  expect(await moved(of)).toEqual(OWED);
  expect(await unexplained()).toBe(0);
  expect(await readPoints(database.api, enterpriseId)).toBe(0);
  expect(await look(feeId)).toMatchObject({
    ...{ status: 'INVOICED', outstandingFen: FEE_FEN, bounces: 1, collectOrders: 1, request: null },
    ...{ debitsTakenBack: 1, isTakenBackTooOften: false },
  });
  expect(await breakOf(key)).toEqual([
    { kind: 'LONG', status: 'RESOLVED', resolution: `FEE_BOUNCED/${feeId}` },
  ]);
  await expectBooksToAgree();
  const again = await debit(feeId, 2);
  await file(next(), { key: again, ref: `${again}/in`, direction: 'CREDIT' });
  expect([await moved(of), await readPoints(database.api, enterpriseId)]).toEqual([PAID, 5_000]);
  expect(await readFee(database.api, feeId)).toMatchObject({ status: 'COLLECTED', collectedFen: FEE_FEN });
  await expectBooksToAgree();
  // A second debit that is taken back is the last one without people.
  await file(next(), { key: again, ref: `${again}/back`, direction: 'DEBIT' });
  await settle(feeId);
  expect(await look(feeId)).toMatchObject({
    ...{ status: 'INVOICED', outstandingFen: FEE_FEN, bounces: 2 },
    ...{ debitsTakenBack: 2, isTakenBackTooOften: true },
  });
});

test.each(['before', 'after'])('two of finance say so %s the file has it, without a key', async (when) => {
  const of = await paid();
  const { key, feeId } = of;
  await file(next(), { key, ref: `${key}/in`, direction: 'CREDIT' });
  const back = { key: '', ref: `${key}/back`, direction: 'DEBIT' } as const;
  if (when === 'after') await file(next(), back);
  expect(await unexplained()).toBe(when === 'after' ? FEE_FEN : 0);
  await bounceByHand(of);
  if (when === 'before') {
    expect(await unexplained()).toBe(-FEE_FEN);
    await file(next(), back);
  }
  expect([await moved(of), await unexplained()]).toEqual([OWED, 0]);
  expect(await readFee(database.api, feeId)).toMatchObject({ status: 'INVOICED', outstandingFen: FEE_FEN });
  await expectBooksToAgree();
});

test('the bank never had it: its files lack the order, and what comes after all clears no claim', async () => {
  const of = await paid();
  await file(next());
  await file(next());
  await bounceByHand(of);
  expect([await moved(of), await unexplained()]).toEqual([OWED, 0]);
  await file(next(), { key: of.key, ref: `${of.key}/late`, direction: 'CREDIT' });
  const { rows } = await database.owner.query(
    'SELECT status FROM unidentified_receipt WHERE bank_reference = $1',
    [`${of.key}/late`],
  );
  expect(rows).toEqual([{ status: 'OPEN' }]);
  expect(await moved(of)).toEqual({ ...OWED, '1002': FEE_FEN, '2241.02': -FEE_FEN });
  await expectBooksToAgree();
});

test('a refund that was paid out is owed back with it; one that was only granted is given up instead', async () => {
  const of = await paid();
  const { feeId } = of;
  const granted = await grantedOfFee(database, { feeId, kind: 'REFUND', amountFen: 200_000 });
  const key = `fee/${feeId}/refund/1`;
  await orderFee(database.worker, { feeId, key, requestId: granted, amountFen: 200_000 });
  await inTransaction(database.worker, async (client) => {
    const refund: ChargeStep = { type: 'REFUND', key, amountFen: fen(200_000) };
    await recordFeeStep(client, feeId, refund, { at: AT, actorId: null, requestId: granted });
    await carriedOut(client, key);
    await client.query(`UPDATE fee_request SET status = 'DONE' WHERE id = $1`, [granted]);
  });
  const second = await grantedOfFee(database, { feeId, kind: 'REFUND', amountFen: 100_000 });
  await bounceByHand(of);
  // All that came is gone, and 2,000 yuan went out for nothing.
  expect(await look(feeId)).toMatchObject({
    ...{ status: 'INVOICED', outstandingFen: FEE_FEN, collectedFen: 0, refundedFen: 200_000 },
    request: { requestId: second, status: 'APPROVED', refundFen: 0 },
  });
  const above = orderFee(database.worker, { feeId, key: `${key}/2`, requestId: second, amountFen: 1 });
  await expect(above).rejects.toMatchObject({ code: CHECK });
  expect(await settle(feeId)).toEqual({ grantedFen: 100_000, refundFen: 0, withdrawnFen: 0 });
  expect(await look(feeId)).toMatchObject({ outstandingFen: 400_000, request: null });
  // 200,000 of the price are left to be given up: not the refund that was paid out.
  const most = await grantedOfFee(database, { feeId, kind: 'WAIVE', amountFen: 200_001 });
  const waive = (amountFen: number): ChargeStep => ({
    ...{ type: 'WAIVE', key: `fee/${feeId}/waive`, amountFen: fen(amountFen) },
  });
  const tried = (amountFen: number) =>
    attempt(
      database.worker,
      `INSERT INTO fee_event (fee_id, number, key, type, counts_on, amount_fen, at, request_id)
         SELECT id, events + 1, '${waive(amountFen).key}', 'WAIVE', '2026-03-20', ${amountFen}, now(), '${most}'
           FROM fee WHERE id = '${feeId}'`,
    );
  expect(await tried(200_001)).toBe(CHECK);
  await expectBooksToAgree();
  // Paid again, what is kept is what was agreed less what was given.
  await orderFee(database.worker, { feeId, key: `fee/${feeId}/collect/2`, amountFen: 400_000 });
  await taken(feeId, { type: 'COLLECT', key: `fee/${feeId}/collect/2`, amountFen: fen(400_000) });
  expect(await readPoints(database.api, of.enterpriseId)).toBe(2_000);
});

describe('nobody makes a receipt bounce', () => {
  let of: Paid;
  const request = (by: string | null, changes: { readonly source?: string; readonly fen?: number } = {}) =>
    `INSERT INTO fee_request (id, fee_id, institution_id, enterprise_id, kind, amount_fen, reason, source
        ${by === null ? '' : ', requested_by'}) VALUES (gen_random_uuid(), '${of.feeId}', '${institutionId}', '${of.enterpriseId}', 'BOUNCE',
        ${changes.fen ?? FEE_FEN}, 'why', '${changes.source ?? of.key}'${by === null ? '' : `, '${by}'`})`;
  beforeAll(async () => {
    of = await paid();
    await file(next(), { key: of.key, ref: `${of.key}/in`, direction: 'CREDIT' });
  });

  test('that the bank’s file does not have, without people', async () => {
    for (const pool of [database.worker, database.owner])
      expect(await attempt(pool, request(null))).toBe(CHECK);
    expect(await attempt(database.auditor, request(null))).toBe(DENIED);
    expect(await attempt(database.api, request(null))).toBe(CHECK);
  });

  test('that is none of the fee, in part, or as somebody who may not', async () => {
    const by = await staffOf(database.owner, institutionId, 'finance');
    const risk = await staffOf(database.owner, institutionId, 'risk');
    for (const changes of [{ source: 'fee/none/collect/1' }, { fen: FEE_FEN - 1 }]) {
      expect(await attempt(database.api, request(by, changes))).toBe(CHECK);
    }
    expect(await attempt(database.api, request(risk))).toBe(CHECK);
    // The worker writes no word of people.
    expect(await attempt(database.worker, request(by))).toBe(DENIED);
  });

  test('alone, twice, or without its entry', async () => {
    const { id, by, isWritten } = await told(of);
    expect(isWritten).toBe(true);
    expect(await attempt(database.api, request(by))).toBe(UNIQUE);
    const approve = (who: string) =>
      `UPDATE fee_request SET status = 'APPROVED', granted_fen = amount_fen, decided_by = '${who}', decided_at = now()
         WHERE id = '${id}'`;
    expect(await attempt(database.worker, approve(by))).toBe(CHECK);
    const event = (amountFen: number) =>
      `INSERT INTO fee_event (fee_id, number, key, type, counts_on, amount_fen, at, request_id)
         SELECT id, events + 1, 'fee/' || id || '/bounce', 'BOUNCE', '2026-03-20', ${amountFen}, now(), '${id}'
           FROM fee WHERE id = '${of.feeId}'`;
    for (const pool of [database.worker, database.owner]) {
      expect(await attempt(pool, event(FEE_FEN))).toBe(CHECK);
    }
    const agreed = await agreeOnFee(database, { feeId: of.feeId, requestId: id, amountFen: FEE_FEN });
    await database.worker.query(approve(agreed));
    // Granted, and still not without 1221 in the same transaction; nor in part.
    for (const pool of [database.worker, database.owner]) {
      for (const amountFen of [FEE_FEN, FEE_FEN - 1])
        expect(await attempt(pool, event(amountFen))).toBe(CHECK);
    }
    for (const pool of [database.api, database.auditor]) {
      expect(await attempt(pool, event(FEE_FEN))).toBe(DENIED);
    }
    const withdraw = `UPDATE fee_request SET status = 'WITHDRAWN' WHERE id = '${id}'`;
    for (const pool of [database.worker, database.owner]) expect(await attempt(pool, withdraw)).toBe(CHECK);
    expect(
      await activities.settleFeeRequest({
        ...{ feeId: of.feeId as FeeId, requestId: id as FeeRequestId, grantedFen: 0, result: '', at: AT },
        ...{ proposedBy: null, decidedBy: null },
      }),
    ).toMatchObject({ grantedFen: FEE_FEN, refundFen: 0 });
    expect(await readFee(database.api, of.feeId)).toMatchObject({ outstandingFen: FEE_FEN });
    await expectBooksToAgree();
  });
});

test('what a second person did not see stands, and may be said again', async () => {
  const of = await paid();
  const first = await told(of);
  await database.worker.query(
    `UPDATE fee_request SET status = 'REJECTED', granted_fen = 0, decided_at = now() WHERE id = $1`,
    [first.id],
  );
  expect(await readFee(database.api, of.feeId)).toMatchObject({ status: 'COLLECTED' });
  await bounceByHand(of);
  expect(await readFee(database.api, of.feeId)).toMatchObject({ status: 'INVOICED' });
});

test('while a charge is disputed its receipt may bounce: it stays disputed, about as much', async () => {
  const of = await paid();
  const { feeId, enterpriseId } = of;
  const person = `applicant of ${enterpriseId}`;
  const dispute = await askOfFee(database, { feeId, kind: 'DISPUTE' }, person);
  await inTransaction(database.worker, async (client) => {
    const step: ChargeStep = { type: 'DISPUTE', key: `fee/${feeId}/dispute/${dispute}` };
    const head = { at: AT, actorId: person, requestId: dispute };
    expect((await recordFeeStep(client, feeId, step, head)).ok).toBe(true);
  });
  await bounceByHand(of);
  expect(await look(feeId)).toMatchObject({
    ...{ status: 'DISPUTED', outstandingFen: FEE_FEN, collectedFen: 0 },
    request: { kind: 'DISPUTE' },
  });
});
