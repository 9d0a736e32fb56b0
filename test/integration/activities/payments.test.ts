import { uuidv7 } from 'uuidv7';
import { createActivities } from '../../../activities';
import type { PaymentId, UserId } from '../../../contracts/ids';
import type { PaymentOrder } from '../../../contracts/workflows';
import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import { compareSubLedger } from '../../../gateways/database/ledger';
import { readOrder } from '../../../gateways/database/payments';
import { withoutLaw } from '../database/support/cases';
import {
  activities,
  answerByKey,
  type Borrowing,
  bank,
  borrowing,
  changeOf,
  cipher,
  closeVenue,
  count,
  database,
  deps,
  findInFiles,
  institution,
  openVenue,
  payout,
  settlement,
  submit,
} from './support/venue';

beforeAll(openVenue);
afterAll(closeVenue);

describe('one order at the bank', () => {
  it('is paid once and booked once, however often each step is run', async () => {
    const of = await borrowing();
    const order = payout(of);
    expect(await activities.openPayment(order)).toMatchObject({ paymentId: order.paymentId, outcome: null });
    expect(await activities.openPayment({ ...order, paymentId: uuidv7() as PaymentId })).toMatchObject({
      paymentId: order.paymentId,
    });
    const answer = await submit(order);
    expect(answer.status).toBe('SUCCEEDED');
    expect(await submit(order)).toEqual(answer);
    expect(await bank.balanceFen(of.account)).toBe(100_000_000);

    if (answer.status !== 'SUCCEEDED') throw new Error('not paid');
    const first = await activities.settlePayment(settlement(of, order, answer));
    expect(first).toMatchObject({ outcome: answer, loan: { principalOutstandingFen: 100_000_000 } });
    await activities.settlePayment(settlement(of, order, answer));
    const late = await activities.settlePayment(settlement(of, order, { status: 'FAILED', code: '14' }));
    expect(late).toMatchObject({ outcome: answer });
    expect(await count('loan_event WHERE loan_id = $1', of.loanId)).toBe(1);
    expect(await count('journal_entry WHERE loan_id = $1', of.loanId)).toBe(1);
    expect(await activities.openPayment(order)).toMatchObject({ outcome: answer });
  });

  it('that the bank books on a day that can’t be is unknown, whatever is asked', async () => {
    const of = await borrowing();
    const order = payout(of);
    await activities.openPayment(order);
    await bank.plan({ keyPrefix: order.key }, { kind: 'NORMAL', bookedDaysLater: 366 });
    const impossible = { status: 'UNKNOWN', code: 'BANK_DAY_IMPOSSIBLE' };
    expect(await submit(order)).toEqual(impossible);
    expect(await activities.queryOrder(order)).toEqual(impossible);
    expect(await activities.closeOrder(order)).toEqual(impossible);
  });

  it('that the bank declined is over; what follows is another order under another key', async () => {
    const of = await borrowing();
    const order = payout(of);
    await activities.openPayment(order);
    await bank.plan({ account: of.account }, { times: 1, kind: 'DECLINE', code: '51' });
    expect(await submit(order)).toEqual({ status: 'FAILED', code: '51' });
    // A second attempt asks first, and hears the same.
    expect(await submit(order)).toEqual({ status: 'FAILED', code: '51' });
    await activities.settlePayment(settlement(of, order, { status: 'FAILED', code: '51' }));
    const again = payout(of, `loan/${of.loanId}/disburse/2`);
    await activities.openPayment(again);
    expect(await submit(again)).toMatchObject({ status: 'SUCCEEDED' });
  });

  /** As if it had been sent on the day that it counts from: its files are there. */
  const sentOnItsDay = ({ key }: PaymentOrder) =>
    database.owner.query('UPDATE payment SET submitted_at = value_date WHERE key = $1', [key]);

  it('that was taken without an answer is found by its key, or in a file, and never sent again', async () => {
    const of = await borrowing();
    const order = { ...payout(of), valueDate: '2026-01-02' };
    await activities.openPayment(order);
    await bank.plan(
      { account: of.account },
      { times: 1, kind: 'TAKEN_NO_ANSWER', bookedDaysLater: 1, concealedInquiries: 1 },
    );
    expect(await submit(order)).toMatchObject({ status: 'UNKNOWN' });
    await activities.markUnknown(order);
    expect(await activities.closeOrder(order)).toEqual({ status: 'UNKNOWN', code: 'PROCESSING' });
    await sentOnItsDay(order);
    const found = { status: 'SUCCEEDED', bankDate: '2026-01-03' };
    expect(await answerByKey(order)).toMatchObject(found);
    expect(await findInFiles(order)).toMatchObject(found);
    const other = { ...order, amountFen: order.amountFen + 1 };
    expect(await findInFiles(other)).toEqual({ status: 'UNKNOWN', code: 'AMOUNT_DIFFERS' });
    expect(await submit(order)).toMatchObject(found);
    expect(await activities.closeOrder(order)).toMatchObject(found);
    expect(await bank.balanceFen(of.account)).toBe(100_000_000);
  });

  it('that is closed can never be paid, however late it arrives', async () => {
    const of = await borrowing();
    const order = payout(of);
    await activities.openPayment(order);
    const closed = { status: 'FAILED', code: 'CLOSED' };
    expect(await activities.closeOrder(order)).toEqual(closed);
    expect(await submit(order)).toEqual(closed);
    expect(await activities.queryOrder(order)).toEqual(closed);
    expect(await bank.balanceFen(of.account)).toBe(0);
  });

  /** Another process sends the order in the moment in which the bank is asked for it. */
  const sendFirst = async (key: string) => {
    await database.owner.query(
      `UPDATE payment SET submitted_real_at = submitted_real_at + interval '1 millisecond' WHERE key = $1`,
      [key],
    );
    return await bank.gateway.queryPayment(key);
  };

  it('that no file has never came only for a bank that can’t close it, and long after it was sent', async () => {
    const of = await borrowing();
    const order = { ...payout(of), valueDate: '2026-01-02' };
    await activities.openPayment(order);
    await bank.plan({ keyPrefix: order.key }, { kind: 'NOT_REACHED' });
    expect(await submit(order)).toMatchObject({ status: 'UNKNOWN' });
    const cannotClose = () => bank.plan({ on: 'CLOSE', keyPrefix: order.key }, { kind: 'NOT_SUPPORTED' });
    await cannotClose();
    expect(await activities.closeOrder(order)).toEqual({ status: 'UNKNOWN', code: 'CANT_CLOSE' });
    await cannotClose();
    expect(await findInFiles(order)).toMatchObject({ status: 'FILE_NOT_READY' });
    await sentOnItsDay(order);
    const patient = createActivities({ ...deps, notFoundFloorMs: 600_000 });
    expect(await findInFiles(order, patient)).toMatchObject({ status: 'TOO_EARLY' });
    const sentMeanwhile = createActivities({ ...deps, bank: { ...bank.gateway, queryPayment: sendFirst } });
    await cannotClose();
    expect(await findInFiles(order, sentMeanwhile)).toMatchObject({ status: 'TOO_EARLY' });
    expect(await activities.openPayment(order)).toMatchObject({ status: 'SUBMITTED', outcome: null });
    await cannotClose();
    expect(await findInFiles(order)).toEqual({ status: 'FAILED', code: 'NOT_FOUND' });
    expect(await submit(order)).toEqual({ status: 'FAILED', code: 'NOT_FOUND' });
    expect(await findInFiles(order)).toEqual({ status: 'FAILED', code: 'CLOSED' });
  });

  it('goes from and to the accounts that it was written with, whatever becomes of the borrower’s', async () => {
    const of = await borrowing();
    const key = `loan/${of.loanId}/instalment/1/collect/1`;
    const [before, after] = [of.account, `62220000${String(Math.random()).slice(2, 12)}`];
    await carryOutPayout(of);
    const order: PaymentOrder = { ...payout(of, key), purpose: 'COLLECTION', amountFen: 1_000 };
    await activities.openPayment(order);
    await bank.openAccount(after);
    await changeAccount(of, after);
    await activities.openPayment(order);
    expect(await submit(order)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await bank.balanceFen(before)).toBe(100_000_000 - 1_000);
    const { rows } = await database.owner.query('SELECT * FROM payment WHERE key = $1', [key]);
    expect(JSON.stringify(rows)).not.toContain(before);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(before).toString('hex'));
  });

  it('is what its row says to a process that begins anew, with what a prepayment was quoted for', async () => {
    const of = await borrowing();
    await carryOutPayout(of);
    const order: PaymentOrder = {
      ...payout(of, `loan/${of.loanId}/prepay/1`),
      ...{
        purpose: 'PREPAYMENT',
        prepayment: { principalFen: 100_000_000, mode: 'SHORTEN_TERM' },
      },
      ...{ mandate: { type: 'REQUEST', id: 'prepay/1' } },
      decidedAtMs: instantOf(isoDate('2026-01-15')),
    };
    expect(await activities.openPayment(order)).toMatchObject({ status: 'CREATED' });
    expect(await readOrder(deps.prisma, order.paymentId)).toEqual(order);
    const asked = { loanId: of.loanId, asOf: '2026-01-15' };
    expect(await activities.takeUpLoan(asked)).toMatchObject({ openOrder: order, stopsDebits: false });
    expect(await readOrder(deps.prisma, uuidv7())).toBeNull();
    await expect(
      database.owner.query('UPDATE payment SET prepayment = NULL WHERE key = $1', [order.key]),
    ).rejects.toMatchObject({ code: '23514' });
  });

  it('is never the second disbursement of a loan: the database refuses it', async () => {
    const of = await borrowing();
    await activities.openPayment(payout(of));
    await expect(activities.openPayment(payout(of, `loan/${of.loanId}/disburse/2`))).rejects.toMatchObject({
      code: '23505',
    });
  });

  it('that nobody knows of is told so', async () => {
    const of = await borrowing();
    const order = payout(of);
    expect(await activities.queryOrder(order)).toEqual({ status: 'UNKNOWN', code: 'NOT_FOUND' });
  });
});

/** Pays a loan out and books it. */
async function carryOutPayout(of: Borrowing): Promise<void> {
  const order = payout(of);
  await activities.openPayment(order);
  const answer = await submit(order);
  if (answer.status !== 'SUCCEEDED') throw new Error(`not paid: ${answer.status}`);
  await activities.settlePayment(settlement(of, order, answer));
}

async function changeAccount({ enterpriseId }: Borrowing, account: string): Promise<void> {
  const place = { table: 'enterprise', column: 'bank_account_cipher', id: enterpriseId };
  await database.owner.query('UPDATE enterprise SET bank_account_cipher = $2 WHERE id = $1', [
    enterpriseId,
    cipher.encrypt(account, place),
  ]);
}

describe('the books and an order', () => {
  const openBreaks = async (key: string) => {
    const { rows } = await database.owner.query(
      'SELECT kind, amount_fen AS "amountFen", detail FROM break_case WHERE reference = $1',
      [key],
    );
    return rows;
  };

  it('that they could not take is refused before anything is sent, and a person is told', async () => {
    const of = await borrowing();
    await carryOutPayout(of);
    // Nothing is held for the borrower: there is nothing to give back.
    const order: PaymentOrder = {
      ...payout(of, `loan/${of.loanId}/instalment/1/refund/1`),
      purpose: 'REFUND',
      amountFen: 500,
    };
    const refused = { outcome: { status: 'FAILED', code: 'NOT_BOOKABLE' } };
    expect(await activities.openPayment(order)).toMatchObject(refused);
    expect(await activities.openPayment(order)).toMatchObject(refused);
    expect(await submit(order)).toEqual(refused.outcome);
    expect(await activities.queryOrder(order)).toEqual({ status: 'UNKNOWN', code: 'NOT_FOUND' });
    expect(await openBreaks(order.key)).toMatchObject([{ kind: 'NOT_BOOKABLE', amountFen: 500 }]);
    const stranger = await borrowing();
    const debit: PaymentOrder = { ...payout(stranger, `loan/${stranger.loanId}/x`), purpose: 'COLLECTION' };
    expect(await activities.openPayment(debit)).toMatchObject(refused);
  });

  it('book a payout from the bank’s day, and a debit from the day that it was ordered for', async () => {
    const of = await borrowing();
    const order = payout(of);
    await activities.openPayment(order);
    await bank.plan({ keyPrefix: order.key }, { kind: 'NORMAL', bookedDaysLater: 3 });
    const answer = await submit(order);
    if (answer.status !== 'SUCCEEDED') throw new Error('not paid');
    await activities.settlePayment(settlement(of, order, answer));
    const debit: PaymentOrder = {
      ...payout(of, `loan/${of.loanId}/repay/1`),
      purpose: 'REPAYMENT',
      amountFen: 1_000,
      valueDate: '2026-01-20',
    };
    await activities.openPayment(debit);
    await bank.plan({ keyPrefix: debit.key }, { kind: 'NORMAL', bookedDaysLater: 1 });
    const debited = await submit(debit);
    if (debited.status !== 'SUCCEEDED') throw new Error('not paid');
    await activities.settlePayment({
      ...settlement(of, debit, debited),
      change: changeOf(of, { changeKey: 'debited' }),
    });
    const { rows } = await database.owner.query(
      `SELECT e.kind, e.effective_date AS "effectiveDate", p.bank_date AS "bankDate", l.start_date AS "startDate"
         FROM loan_event e JOIN payment p ON p.key = e.business_key JOIN loan l ON l.id = e.loan_id
         WHERE e.loan_id = $1 ORDER BY e.sequence`,
      [of.loanId],
    );
    expect(rows).toEqual([
      { kind: 'DISBURSED', effectiveDate: '2026-01-18', bankDate: '2026-01-18', startDate: '2026-01-18' },
      { kind: 'RECEIVED', effectiveDate: '2026-01-20', bankDate: '2026-01-21', startDate: '2026-01-18' },
    ]);
    const atBank = await database.owner.query(
      `SELECT DISTINCT j.bank_date AS "bankDate" FROM journal_entry j JOIN posting p ON p.entry_id = j.id
         WHERE j.loan_id = $1 AND p.account_code = '1002' ORDER BY 1`,
      [of.loanId],
    );
    expect(atBank.rows).toEqual([{ bankDate: '2026-01-18' }, { bankDate: '2026-01-21' }]);
  });

  it('take what moved all the same when the loan can’t: aside, with the payment settled and a person told', async () => {
    const of = await borrowing();
    await carryOutPayout(of);
    const orders = (['COLLECTION', 'REFUND'] as const).map(
      (purpose): PaymentOrder => ({
        ...payout(of, `loan/${of.loanId}/aside/${purpose}`),
        purpose,
        amountFen: 700,
      }),
    );
    await activities.openPayment(orders[0] as PaymentOrder);
    await bank.deposit(of.account, 1_000);
    // The refund was bookable when it was sent: suspense was held then.
    await withoutLaw(database.owner, 'payment', 'judge_payout');
    await withoutLaw(database.owner, 'payment', 'judge_payout_account');
    await database.owner.query(
      `INSERT INTO payment SELECT (jsonb_populate_record(p, jsonb_build_object('id', $2::text, 'key', $3::text,
           'purpose', 'REFUND'))).* FROM payment p WHERE key = $1`,
      [orders[0]?.key, orders[1]?.paymentId, orders[1]?.key],
    );
    // The loan's books are out of step with its events: it takes nothing.
    await database.owner.query('UPDATE loan SET suspense_fen = suspense_fen + 7 WHERE id = $1', [of.loanId]);
    for (const order of orders) {
      const outcome = {
        status: 'SUCCEEDED',
        bankReference: `aside/${order.key}`,
        bankDate: '2026-01-16',
      } as const;
      const change = changeOf(of, { changeKey: `aside/${order.purpose}` });
      const done = await activities.settlePayment({ ...settlement(of, order, outcome), change });
      expect(done).toEqual({ outcome, loan: null });
      // Told again when the loan could take it: it is booked once all the same.
      await database.owner.query('UPDATE loan SET suspense_fen = suspense_fen - 7 WHERE id = $1', [
        of.loanId,
      ]);
      const again = await activities.settlePayment({ ...settlement(of, order, outcome), change });
      expect(again).toEqual({ outcome, loan: null });
      await database.owner.query('UPDATE loan SET suspense_fen = suspense_fen + 7 WHERE id = $1', [
        of.loanId,
      ]);
      expect(await activities.openPayment(order)).toMatchObject({ outcome });
      expect(await openBreaks(order.key)).toMatchObject([{ kind: 'BOOKED_ASIDE', amountFen: 700 }]);
    }
    const { rows } = await database.owner.query(
      `SELECT account_code AS account, debit_fen - credit_fen AS fen FROM posting p JOIN journal_entry e
         ON e.id = p.entry_id WHERE e.business_key LIKE $1 ORDER BY e.business_key, line`,
      [`loan/${of.loanId}/aside/%`],
    );
    expect(rows).toEqual([
      { account: '1002', fen: 700 },
      { account: '2241.02', fen: -700 },
      { account: '1221', fen: 700 },
      { account: '1002', fen: -700 },
    ]);
    expect(await compareSubLedger(database.worker, institution.id)).toContainEqual({
      ...{ accountCode: '2241.02', ledgerFen: -700, loansFen: -700 },
    });
    await database.owner.query('UPDATE loan SET suspense_fen = suspense_fen - 7 WHERE id = $1', [of.loanId]);
  });
});

it('a person who names the movement of another order is told so; the bank’s own word is booked, and people see to both', async () => {
  const [first, second] = [await borrowing(), await borrowing()];
  await carryOutPayout(first);
  const { rows } = await database.owner.query<{ bankReference: string; bankDate: string }>(
    `SELECT bank_reference AS "bankReference", bank_date AS "bankDate" FROM payment WHERE subject_id = $1`,
    [first.loanId],
  );
  const order = payout(second);
  await activities.openPayment(order);
  const told = settlement(second, order, {
    ...{
      status: 'SUCCEEDED',
      bankReference: rows[0]?.bankReference ?? '',
      bankDate: rows[0]?.bankDate ?? '',
    },
  });
  expect(await activities.settlePayment({ ...told, source: 'PERSON' })).toEqual({
    notSettled: 'REFERENCE_USED',
  });
  expect(await count('loan WHERE id = $1', second.loanId)).toBe(0);
  expect(await activities.openPayment(order)).toMatchObject({ status: 'CREATED', outcome: null });
  // That the bank itself says so counts: people may have named this movement for the first order by mistake.
  const settled = { outcome: told.outcome, loan: { principalOutstandingFen: 100_000_000 } };
  expect(await activities.settlePayment(told)).toMatchObject(settled);
  expect(await activities.settlePayment(told)).toMatchObject(settled);
  expect(await activities.openPayment(order)).toMatchObject({ outcome: told.outcome });
  const { rows: breaks } = await database.owner.query(
    `SELECT kind, amount_fen AS "amountFen", detail ->> 'usedBy' AS "usedBy" FROM break_case WHERE reference = $1`,
    [order.key],
  );
  expect(breaks).toEqual([
    { kind: 'REFERENCE_USED', amountFen: 100_000_000, usedBy: `loan/${first.loanId}/disburse` },
  ]);
});

describe('a dispute', () => {
  const at = '2026-02-01T01:00:00.000Z';
  const booked = { status: 'FAILED', code: '51' } as const;
  const claimed = { status: 'SUCCEEDED', bankReference: 'AFTER-ALL', bankDate: '2026-01-15' } as const;

  async function declined(of: Borrowing): Promise<PaymentOrder> {
    const order = payout(of);
    await activities.openPayment(order);
    await activities.settlePayment(settlement(of, order, booked));
    return order;
  }

  it('holds every other order about the same money back, in the database too, until a person settles it', async () => {
    const of = await borrowing();
    const { paymentId } = await declined(of);
    const next = payout(of, `loan/${of.loanId}/disburse/2`);
    expect(await activities.openDispute({ paymentId, booked, claimed, at })).toBe(1);
    expect(await activities.openDispute({ paymentId, booked, claimed, at })).toBe(1);
    expect(await activities.openPayment(next)).toEqual({ status: 'HELD' });
    const copy = database.worker.query(
      `INSERT INTO payment SELECT (jsonb_populate_record(p, jsonb_build_object('id', $2::text, 'key', $3::text,
           'status', 'CREATED'))).* FROM payment p WHERE id = $1`,
      [paymentId, next.paymentId, next.key],
    );
    await expect(copy).rejects.toMatchObject({ code: '23514', constraint: 'payment_not_disputed' });
    const other = await borrowing();
    expect(await activities.openPayment(payout(other))).toMatchObject({ status: 'CREATED' });

    const settle = (outcome: string) =>
      activities.settleDispute({
        paymentId,
        number: 1,
        outcome,
        actorId: 'finance-1' as UserId,
        change: changeOf(of, { changeKey: `settled/${outcome}` }),
      });
    await settle('BOOKS_ARE_RIGHT');
    await settle('CORRECTED_BY_HAND');
    expect(await activities.openPayment(next)).toMatchObject({ status: 'CREATED', outcome: null });
    // The same contradiction is settled for ever; another one is a dispute of its own.
    expect(await activities.openDispute({ paymentId, booked, claimed, at })).toBeNull();
    const different = { ...claimed, bankReference: 'ANOTHER' };
    expect(await activities.openDispute({ paymentId, booked, claimed: different, at })).toBe(2);
    expect(await activities.submitOrder(next)).toEqual({ status: 'HELD' });
    for (const change of ["outcome = 'X'", "claim = 'X'", 'settled_at = NULL']) {
      await expect(
        database.owner.query(`UPDATE dispute SET ${change} WHERE payment_id = $1 AND number = 1`, [
          paymentId,
        ]),
      ).rejects.toMatchObject({ code: '23514' });
    }
  });

  it('that found a payout to be paid after all: it is never paid again', async () => {
    const of = await borrowing();
    const { paymentId } = await declined(of);
    await activities.openDispute({ paymentId, booked, claimed, at });
    await activities.settleDispute({
      paymentId,
      number: 1,
      outcome: 'CORRECTED_BY_HAND',
      actorId: 'finance-1' as UserId,
      change: changeOf(of, { changeKey: 'settled' }),
    });
    expect(await activities.openPayment(payout(of, `loan/${of.loanId}/disburse/2`))).toMatchObject({
      outcome: { status: 'FAILED', code: 'NOT_BOOKABLE' },
    });
  });
});
