import { uuidv7 } from 'uuidv7';
import type { ActivityDeps } from '../../../activities/deps';
import { createFeeActivities } from '../../../activities/fee';
import { recordFeeStep } from '../../../activities/feeBooks';

import { createReceiptActivities } from '../../../activities/receipt';
import type { FeeId, FeeRequestId, LoanId, ReceiptId, UserId } from '../../../contracts/ids';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import type { ChargeStep } from '../../../domain/fees/charge';
import { fen } from '../../../domain/money/fen';
import { placeOfNow, readChanges } from '../../../gateways/database/changeEvents';
import { readFee, readFeeOrders, readPoints, writeFee } from '../../../gateways/database/fees';
import { writeAgreedFees } from '../../../gateways/database/loanFees';
import { inTransaction } from '../../../gateways/database/transaction';
import { attempt, CHECK, DENIED, UNIQUE } from './support/attempt';
import {
  accountOf,
  booksDiffer,
  decide,
  institutionId,
  makeApplication,
  setClock,
  staffOf,
} from './support/cases';
import { agreeOnFee, askOfFee, carriedOut, grantedOfFee, orderFee } from './support/charges';
import { personOf } from './support/loanFees';
import { holdMovement } from './support/money';

const AT = '2026-03-02T01:00:00Z';
const SHOWN = {
  words: { zh: '咨询费', en: 'Consulting fee' },
  rule: 'CONSULTING',
  kind: 'CONSULTING',
  timing: 'PER_PROJECT',
  listPriceFen: 100_000,
} as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase({ isAlone: true });
  await setClock(database.owner, AT);
});
afterAll(() => database.stop());

interface Quoted {
  readonly id: string;
  readonly enterpriseId: string;
  readonly applicant: string;
}

const applicantOf = (enterpriseId: string) => personOf(database, enterpriseId);

/** A service that finance quoted to an active enterprise. */
async function quoted(priceFen = 100_000, enterprise?: string): Promise<Quoted> {
  const { enterpriseId } = await makeApplication(database.owner, institutionId, enterprise);
  const applicant = await applicantOf(enterpriseId);
  const id = uuidv7();
  const quotedBy = await staffOf(database.owner, institutionId, 'finance');
  await writeFee(database.api, {
    ...{ id, institutionId, enterpriseId, loanId: null, rule: 'CONSULTING', kind: 'CONSULTING', period: id },
    ...{
      priceFen,
      chargedOn: '2026-03-02',
      validUntil: '2026-03-16',
      settlement: 'ONLINE',
      tariff: 'fees/1',
    },
    ...{ shown: SHOWN, quotedBy },
  });
  return { id, enterpriseId, applicant };
}

type OwnStep = ChargeStep extends infer Step ? (Step extends unknown ? Omit<Step, 'key'> : never) : never;

/** Takes a step; of money with the order that moves it. @param requestId what was asked and granted */
async function take(
  feeId: string,
  operation: string,
  step: OwnStep,
  actor?: string | null,
  requestId?: string,
): Promise<string> {
  const actorId = actor === undefined && step.type === 'CONSENT' ? await someoneOf(feeId) : (actor ?? null);
  const key = `fee/${feeId}/${operation}`;
  const isMoney = step.type === 'COLLECT' || step.type === 'REFUND';
  if (isMoney) {
    await orderFee(database.worker, {
      ...{ feeId, key, amountFen: step.amountFen },
      ...(requestId && { requestId }),
    });
  }
  const recorded = await inTransaction(database.worker, async (client) => {
    const head = { at: AT, actorId, requestId };
    const taken = await recordFeeStep(client, feeId, { ...step, key } as ChargeStep, head);
    if (isMoney && taken.ok) await carriedOut(client, key);
    return taken;
  });
  return recorded.ok ? 'taken' : recorded.refusal.code;
}

/** What two people granted is given up or back. */
async function relieve(feeId: string, kind: 'WAIVE' | 'REFUND', amountFen: number): Promise<string> {
  const requestId = await grantedOfFee(database, { feeId, kind, amountFen });
  const step = { type: kind, amountFen: fen(amountFen) } as const;
  return await take(feeId, `request/${requestId}`, step, null, requestId);
}

/** Somebody of the enterprise that a charge was quoted to. */
async function someoneOf(feeId: string): Promise<string> {
  const { rows } = await database.owner.query<{ id: string }>(
    'SELECT m.user_id AS id FROM membership m JOIN fee f ON f.enterprise_id = m.enterprise_id WHERE f.id = $1',
    [feeId],
  );
  return rows[0]?.id ?? '';
}

const consent = { type: 'CONSENT', on: isoDate('2026-03-02'), pointsUsed: 0 } as const;

async function invoiced(priceFen = 100_000): Promise<Quoted> {
  const charge = await quoted(priceFen);
  await take(charge.id, 'consent', consent);
  await take(charge.id, 'invoice', { type: 'INVOICE' });
  return charge;
}

test('a charge is agreed to, invoiced and paid: events, entries and points in one', async () => {
  const { id, enterpriseId } = await invoiced();
  expect(await readFee(database.api, id)).toMatchObject({
    ...{ status: 'INVOICED', outstandingFen: 100_000, invoiceNo: 'F2026-000001' },
  });
  expect(await take(id, 'collect/1', { type: 'COLLECT', amountFen: fen(100_000) })).toBe('taken');
  expect(await take(id, 'collect/1', { type: 'COLLECT', amountFen: fen(100_000) })).toBe('taken');
  expect(await readFee(database.api, id)).toMatchObject({
    status: 'COLLECTED',
    collectedFen: 100_000,
    events: 3,
  });
  expect(await readPoints(database.api, enterpriseId)).toBe(1_000);
  expect(await take(id, 'collect/2', { type: 'COLLECT', amountFen: fen(1) })).toBe('NOTHING_OUTSTANDING');
  expect(await booksDiffer(database.worker)).toEqual([]);
});

test('nobody agrees to what was quoted but a person of the customer', async () => {
  const { id, applicant } = await quoted(100_000);
  const stranger = await staffOf(database.owner, institutionId, 'finance');
  for (const nobody of [null, stranger]) {
    await expect(take(id, 'consent', consent, nobody)).rejects.toThrow('may not agree to it');
  }
  expect(await take(id, 'consent', consent, applicant)).toBe('taken');
});

test('what was given up and back leaves the books as if it had never been', async () => {
  const { id } = await invoiced(100_001);
  await take(id, 'collect/1', { type: 'COLLECT', amountFen: fen(60_000) });
  expect(await relieve(id, 'WAIVE', 40_001)).toBe('taken');
  expect(await relieve(id, 'REFUND', 60_000)).toBe('taken');
  expect(await readFee(database.api, id)).toMatchObject({ status: 'REFUNDED', outstandingFen: 0 });
  const { rows } = await database.owner.query(
    `SELECT account_code, sum(debit_fen - credit_fen)::int AS left FROM posting p JOIN journal_entry e ON e.id = p.entry_id
       WHERE e.business_key LIKE 'fee/' || $1 || '/%' GROUP BY 1 HAVING sum(debit_fen - credit_fen) <> 0`,
    [id],
  );
  expect(rows).toEqual([]);
});

test('each event of a charge is told, also where its status stays, and so is what is asked about it', async () => {
  const { id } = await invoiced();
  await take(id, 'collect/1', { type: 'COLLECT', amountFen: fen(100_000) });
  const told = async (what: () => Promise<unknown>): Promise<number> => {
    const place = await placeOfNow(database.api);
    await what();
    const changes = await readChanges(database.api, place, 100);
    return changes.filter(({ topic, subjectId }) => topic === 'FEE' && subjectId === id).length;
  };
  let requestId = '';
  expect(
    await told(async () => {
      requestId = await askOfFee(database, { feeId: id, kind: 'REFUND', amountFen: 50_000 });
    }),
  ).toBe(1);
  const by = await agreeOnFee(database, { feeId: id, requestId, amountFen: 50_000 });
  const grant = `UPDATE fee_request SET status = 'APPROVED', granted_fen = 50000, decided_by = '${by}',
    decided_at = now() WHERE id = '${requestId}'`;
  expect(await told(() => database.worker.query(grant))).toBe(1);
  const back = { type: 'REFUND', amountFen: fen(50_000) } as const;
  expect(await told(() => take(id, `request/${requestId}`, back, null, requestId))).toBe(1);
  expect(await readFee(database.api, id)).toMatchObject({ status: 'COLLECTED', refundedFen: 50_000 });
});

test('nobody writes where a charge stands, what was quoted, or an event twice', async () => {
  const { id } = await invoiced();
  const status = `UPDATE fee SET status = 'COLLECTED', outstanding_fen = 0 WHERE id = '${id}'`;
  expect(await attempt(database.worker, status)).toBe(DENIED);
  expect(await attempt(database.api, status)).toBe(DENIED);
  expect(await attempt(database.owner, status)).toBe(CHECK);
  expect(
    await attempt(database.owner, `UPDATE fee SET price_fen = 1, events = events + 1 WHERE id = '${id}'`),
  ).toBe(CHECK);
  expect(await attempt(database.owner, `UPDATE fee_event SET amount_fen = 1 WHERE fee_id = '${id}'`)).toBe(
    CHECK,
  );
  expect(await attempt(database.owner, `DELETE FROM fee_event WHERE fee_id = '${id}'`)).toBe(CHECK);
  expect(await attempt(database.owner, `DELETE FROM fee WHERE id = '${id}'`)).toBe(CHECK);
  expect(await attempt(database.worker, event(id, 3, 'consent', 'COLLECT', 1))).toBe(UNIQUE);
  expect(await attempt(database.api, event(id, 3, 'x', 'COLLECT', 1))).toBe(DENIED);
});

const event = (id: string, number: number, operation: string, type: string, amountFen: number | null) =>
  `INSERT INTO fee_event (fee_id, number, key, type, counts_on, amount_fen, points_used, at)
     VALUES ('${id}', ${number}, 'fee/${id}/${operation}', '${type}', '2026-03-02', ${amountFen},
       ${type === 'CONSENT' ? 0 : 'NULL'}, now())`;

test('no event comes out of its order, none beyond what is owed, and no money without an entry', async () => {
  const { id } = await quoted();
  expect(await attempt(database.worker, event(id, 1, 'invoice', 'INVOICE', null))).toBe(CHECK);
  expect(await attempt(database.worker, event(id, 2, 'consent', 'CONSENT', null))).toBe(CHECK);
  expect(await attempt(database.worker, event(id, 1, 'collect/1', 'COLLECT', 1))).toBe(CHECK);
  await take(id, 'consent', consent);
  // The event alone would do; the books lack its entry.
  expect(await attempt(database.worker, event(id, 2, 'invoice', 'INVOICE', null))).toBe(CHECK);
  await take(id, 'invoice', { type: 'INVOICE' });
  expect(await attempt(database.worker, event(id, 3, 'waive', 'WAIVE', 100_001))).toBe(CHECK);
  expect(await attempt(database.worker, event(id, 3, 'refund/1', 'REFUND', 1))).toBe(CHECK);
  const person = await someoneOf(id);
  const asked = await askOfFee(database, { feeId: id, kind: 'DISPUTE' }, person);
  expect(await take(id, 'dispute', { type: 'DISPUTE' }, person, asked)).toBe('taken');
  expect(await attempt(database.worker, event(id, 4, 'collect/1', 'COLLECT', 1))).toBe(CHECK);
  expect(await take(id, 'collect/1', { type: 'COLLECT', amountFen: fen(1) })).toBe('CHARGE_DISPUTED');
});

test('a quote is agreed to until its last day, and with points that are there', async () => {
  const { id } = await quoted();
  const late = { ...consent, on: isoDate('2026-03-17') };
  expect(await take(id, 'consent', late)).toBe('QUOTE_EXPIRED');
  expect(await take(id, 'consent', { ...consent, pointsUsed: 1 })).toBe('POINTS_ABOVE_LIMIT');
  const byHand = `INSERT INTO fee_event (fee_id, number, key, type, counts_on, points_used, at)
    VALUES ('${id}', 1, 'fee/${id}/consent', 'CONSENT', '2026-03-02', 500, now())`;
  expect(await attempt(database.worker, byHand)).toBe(CHECK);
});

test('staff quote, and nobody is charged for what nobody agreed to', async () => {
  const { enterpriseId } = await quoted();
  const fee = (
    quotedBy: string | null,
  ) => `INSERT INTO fee (id, institution_id, enterprise_id, rule, kind, period,
      price_fen, charged_on, valid_until, settlement, tariff, shown${quotedBy === null ? '' : ', quoted_by'})
    VALUES ('${uuidv7()}', '${institutionId}', '${enterpriseId}', 'X', 'CONSULTING', 'x', 1, '2026-03-02',
      '2026-03-02', 'ONLINE', 'fees/1', '{}'${quotedBy === null ? '' : `, '${quotedBy}'`})`;
  expect(await attempt(database.worker, fee(null))).toBe(CHECK);
  expect(await attempt(database.api, fee('somebody'))).toBe(CHECK);
  expect(await attempt(database.api, fee(await staffOf(database.owner, institutionId, 'finance')))).toBe(
    'accepted',
  );
});

const request = (of: Quoted, kind: string, by: string, amountFen: number | null, id = uuidv7()) =>
  `INSERT INTO fee_request (id, fee_id, institution_id, enterprise_id, kind, amount_fen, reason, requested_by)
     VALUES ('${id}', '${of.id}', '${institutionId}', '${of.enterpriseId}', '${kind}', ${amountFen}, 'why', '${by}')`;

test('its own people dispute a charge, once at a time, and only what was invoiced', async () => {
  const charge = await invoiced();
  expect(await attempt(database.api, request(charge, 'DISPUTE', 'a stranger', null))).toBe(CHECK);
  expect(await attempt(database.api, request(charge, 'DISPUTE', charge.applicant, null))).toBe('accepted');
  expect(await attempt(database.api, request(charge, 'DISPUTE', charge.applicant, null))).toBe(UNIQUE);
  const early = await quoted();
  expect(await attempt(database.api, request(early, 'DISPUTE', early.applicant, null))).toBe(CHECK);
});

test('nothing is given up or back by one person alone', async () => {
  const charge = await invoiced();
  await take(charge.id, 'collect/1', { type: 'COLLECT', amountFen: fen(100_000) });
  const asker = await staffOf(database.owner, institutionId, 'finance');
  const other = await staffOf(database.owner, institutionId, 'finance', 'second');
  const id = uuidv7();
  expect(await attempt(database.api, request(charge, 'REFUND', asker, 50_000, id))).toBe('accepted');
  const grant = (by: string, amountFen = 50_000) =>
    `UPDATE fee_request SET status = 'APPROVED', granted_fen = ${amountFen}, decided_by = '${by}', decided_at = now()
       WHERE id = '${id}'`;
  expect(await attempt(database.worker, grant(asker))).toBe(CHECK);
  // In two steps: nothing first, all of it later.
  expect(await attempt(database.worker, `UPDATE fee_request SET granted_fen = 0 WHERE id = '${id}'`)).toBe(
    CHECK,
  );
  // Nobody's decision is on file.
  expect(await attempt(database.worker, grant(other))).toBe(CHECK);
  expect(await attempt(database.api, grant(other))).toBe(DENIED);
  // What was agreed to is another request, or less of this one.
  const another = await askOfFee(database, { feeId: charge.id, kind: 'REFUND', amountFen: 50_000 });
  await agreeOnFee(database, { feeId: charge.id, requestId: another, amountFen: 50_000 });
  await agreeOnFee(database, { feeId: charge.id, requestId: id, amountFen: 49_999 });
  expect(await attempt(database.worker, grant(other))).toBe(CHECK);
  await agreeOnFee(database, { feeId: charge.id, requestId: id, amountFen: 50_000 });
  expect(await attempt(database.worker, grant(other, 50_001))).toBe(CHECK);
  expect(await attempt(database.worker, refund(charge, id, 50_000))).toBe(CHECK);
  expect(await attempt(database.worker, grant(other))).toBe('accepted');
  expect(await attempt(database.worker, refund(charge, id, 50_001))).toBe(CHECK);
  // To somebody else, or by another name than what was granted.
  const { enterpriseId } = await quoted();
  expect(await attempt(database.worker, refund({ ...charge, enterpriseId }, id, 50_000))).toBe(CHECK);
  expect(await attempt(database.worker, refund(charge, id, 50_000, { type: 'CONSENT' }))).toBe(CHECK);
  // To an account that is not the customer's.
  expect(await attempt(database.worker, refund(charge, id, 50_000, { to: 'stranger' }))).toBe(CHECK);
  expect(await attempt(database.worker, refund(charge, id, 50_000))).toBe('accepted');
  // One at a time: until it is known what became of it, it is the order that a process asks for again.
  expect(await attempt(database.worker, refund(charge, id, 49_999))).toBe(UNIQUE);
  const orders = () => readFeeOrders(database.worker, charge.id, 'FEE_REFUND');
  expect(await orders()).toEqual({ over: 0, openFen: 50_000 });
  await database.owner.query(
    `UPDATE payment SET status = 'FAILED', code = '51' WHERE subject_id = $1 AND status <> 'SUCCEEDED'`,
    [charge.id],
  );
  expect(await orders()).toEqual({ over: 1, openFen: null });
  expect(await attempt(database.worker, refund(charge, id, 49_999))).toBe('accepted');
});

test('money that comes while people decide leaves less to give up, and stops nothing', async () => {
  const charge = await invoiced();
  const asker = await staffOf(database.owner, institutionId, 'finance');
  const other = await staffOf(database.owner, institutionId, 'finance', 'second');
  const ask = async (kind: 'WAIVE' | 'REFUND') => {
    const id = await askOfFee(database, { feeId: charge.id, kind, amountFen: 100_000 });
    await agreeOnFee(database, { feeId: charge.id, requestId: id, amountFen: 100_000 });
    return id;
  };
  const settle = (id: string) =>
    activities().settleFeeRequest({
      ...{
        feeId: charge.id as FeeId,
        requestId: id as FeeRequestId,
        grantedFen: 100_000,
        at: AT,
        result: 'why',
      },
      ...{ proposedBy: asker as UserId, decidedBy: other as UserId },
    });
  const [waive, again] = [await ask('WAIVE'), await ask('WAIVE')];
  await take(charge.id, 'collect/1', { type: 'COLLECT', amountFen: fen(40_000) });
  expect(await settle(waive)).toMatchObject({ grantedFen: 60_000, refundFen: 0 });
  expect(await settle(waive)).toMatchObject({ grantedFen: 60_000, refundFen: 0 });
  expect(await settle(again)).toMatchObject({ grantedFen: 0, refundFen: 0 });
  expect(await settle(await ask('REFUND'))).toMatchObject({ grantedFen: 40_000, refundFen: 40_000 });
  expect(await readFee(database.api, charge.id)).toMatchObject({ status: 'COLLECTED', outstandingFen: 0 });
});

const activities = () => createFeeActivities({ sql: database.worker } as ActivityDeps);

const refund = (
  { id, enterpriseId }: Pick<Quoted, 'id' | 'enterpriseId'>,
  mandate: string,
  amountFen: number,
  { type = 'RELIEF', to = accountOf({ enterpriseId }) } = {},
) =>
  `INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
       mandate_id, status, amount_fen, value_date, debit_account_cipher, debit_account_index, credit_account_cipher,
       credit_account_index)
     VALUES ('${uuidv7()}', '${institutionId}', 'FEE', '${id}', '${enterpriseId}', 'fee/${id}/refund/${amountFen}',
       'FEE_REFUND', '${type}', '${mandate}', 'CREATED', ${amountFen}, '2026-03-02', '', 'd', '', '${to}')`;

test('who agreed to what another one asked about a charge asks nothing of it', async () => {
  const charge = await invoiced();
  const actor = await staffOf(database.owner, institutionId, 'finance', 'second');
  await decide(database.owner, {
    ...{ caseType: 'FEE', caseId: charge.id, institution: institutionId, actor },
    ...{ step: 'CONFIRM', kind: 'CONFIRM_FEE_RELIEF', role: 'finance', decision: 'CONFIRM' },
  });
  expect(await attempt(database.api, request(charge, 'WAIVE', actor, 1))).toBe(CHECK);
  const other = await staffOf(database.owner, institutionId, 'finance');
  expect(await attempt(database.api, request(charge, 'WAIVE', other, 1))).toBe('accepted');
});

test('nothing goes back for a prepayment that never was', async () => {
  const charge = await invoiced();
  await take(charge.id, 'collect/1', { type: 'COLLECT', amountFen: fen(100_000) });
  const invented = `INSERT INTO fee_request (id, fee_id, institution_id, enterprise_id, kind, amount_fen, reason, source)
    VALUES ('${uuidv7()}', '${charge.id}', '${institutionId}', '${charge.enterpriseId}', 'PREPAYMENT', 100000, 'x', 'x')`;
  expect(await attempt(database.worker, invented)).toBe(CHECK);
});

test('money that came by itself pays a fee when two people say so', async () => {
  const charge = await invoiced();
  const bankReference = uuidv7();
  const movement = { date: '2026-03-02', bankReference, amountFen: 100_000 };
  const receipt = await holdMovement(database.owner, movement);
  const claim = `UPDATE unidentified_receipt SET status = 'CLAIMED', claimed_fen = amount_fen, fee_id = '${charge.id}',
    settled_at = now() WHERE id = '${receipt}'`;
  expect(await attempt(database.worker, claim)).toBe(CHECK);
  const of = { caseType: 'FEE', caseId: charge.id, institution: institutionId, role: 'finance' };
  await decide(database.owner, { ...of, step: 'RESOLVE', kind: 'COLLECT_FEE', decision: 'PAID_OFFLINE' });
  expect(await attempt(database.worker, claim)).toBe(CHECK);
  const actor = await staffOf(database.owner, institutionId, 'finance', 'second');
  await decide(database.owner, {
    ...of,
    actor,
    step: 'CONFIRM',
    kind: 'CONFIRM_FEE_PAID',
    decision: 'CONFIRM',
  });
  const money = { bankReference, at: AT };
  const paid = () => activities().claimForFee({ ...money, feeId: charge.id as FeeId });
  expect(await paid()).toEqual({ ok: true, receiptId: receipt });
  // Whose answer is lost asks again; nobody else gets it.
  expect(await paid()).toEqual({ ok: true, receiptId: receipt });
  const settled = { ok: false, code: 'RECEIPT_SETTLED' };
  const another = (await invoiced()).id as FeeId;
  expect(await activities().claimForFee({ ...money, feeId: another })).toEqual(settled);
  const { claimReceipt } = createReceiptActivities({ sql: database.worker } as ActivityDeps);
  const ofLoan = { receiptId: receipt as ReceiptId, loanId: uuidv7() as LoanId, at: AT };
  expect(await claimReceipt(ofLoan)).toEqual(settled);
  expect(await readFee(database.api, charge.id)).toMatchObject({
    status: 'COLLECTED',
    collectedFen: 100_000,
  });
});

test('a line is charged once for each loan and period, whoever else charges it', async () => {
  const { loanId, enterpriseId } = await makeApplication(database.owner);
  await agreed(loanId, enterpriseId);
  const agreement = {
    ...{ loanId, institutionId, enterpriseId, rule: 'SERVICE', kind: 'PERIODIC', timing: 'MONTHLY' },
    ...{ effectiveFrom: '2026-01-01', priceFen: fen(30_000), tariff: 'fees/1', pointsUsed: 0, shown: SHOWN },
  } as unknown as Parameters<typeof writeAgreedFees>[1][number]['agreement'];
  const month = (period: string) => ({
    ...{ agreement, period, chargedOn: isoDate(`${period}-01`), amountFen: fen(30_000) },
  });
  await writeAgreedFees(database.worker, [month('2026-02'), month('2026-03')]);
  await writeAgreedFees(database.worker, [month('2026-03'), month('2026-04')]);
  const { rows } = await database.owner.query(
    `SELECT period, status FROM fee WHERE loan_id = $1 ORDER BY period`,
    [loanId],
  );
  expect(rows).toEqual(['2026-02', '2026-03', '2026-04'].map((period) => ({ period, status: 'CONSENTED' })));
});

/** What was agreed about the fees of a loan that was agreed. */
async function agreed(loanId: string, enterpriseId: string): Promise<void> {
  const fees = [{ rule: 'SERVICE', kind: 'PERIODIC', timing: 'MONTHLY', priceFen: 30_000 }];
  await database.owner.query('UPDATE application SET offer = $2 WHERE id = $1', [
    loanId,
    JSON.stringify({ tariff: 'fees/1', terms: { startDate: '2026-01-01' }, fees }),
  ]);
  await applicantOf(enterpriseId);
  await database.owner.query(
    `INSERT INTO facility (id, institution_id, enterprise_id, application_id, limit_fen, agreed_at)
       VALUES ($1, $2, $3, $1, 100000000, now())`,
    [loanId, institutionId, enterpriseId],
  );
  await database.owner.query(
    `INSERT INTO drawdown (id, facility_id, institution_id, enterprise_id, number, amount_fen, terms, account_cipher,
         account_index, agreed_at) VALUES ($1, $1, $2, $3, 1, 100000000, '{}', '', 'a', '${AT}')`,
    [loanId, institutionId, enterpriseId],
  );
  await database.owner.query(
    `INSERT INTO fee_agreement (loan_id, rule, effective_from, institution_id, enterprise_id, kind, timing, price_fen,
         tariff, listed_from, shown, agreed_at, agreed_by)
       VALUES ($1, 'SERVICE', '2026-01-01', $2, $3, 'PERIODIC', 'MONTHLY', 30000, 'fees/1', '2026-01-01', '{}', '${AT}', $4)`,
    [loanId, institutionId, enterpriseId, `applicant of ${enterpriseId}`],
  );
}
