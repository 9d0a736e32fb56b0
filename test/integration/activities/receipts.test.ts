import { uuidv7 } from 'uuidv7';
import type { InstitutionId, LoanId, PaymentId, ReceiptId, TaskId } from '../../../contracts/ids';
import type { PaymentOrder } from '../../../contracts/workflows';
import { isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import { receiptIsCapital, unidentifiedReceipt } from '../../../domain/ledger/entries';

import { fen } from '../../../domain/money/fen';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { compareSubLedger, postEntry } from '../../../gateways/database/ledger';
import { recordLoanEvents } from '../../../gateways/database/loans';
import { keepReceipts, settleReceipt } from '../../../gateways/database/receipts';
import { inTransaction } from '../../../gateways/database/transaction';
import { agreeReturn, withoutLaw } from '../database/support/cases';
import { showMovement } from '../database/support/money';
import {
  activities,
  type Borrowing,
  bank,
  blindIndex,
  borrowing,
  cipher,
  closeVenue,
  count,
  database,
  institution,
  openVenue,
  payout,
  settlement,
  submit,
} from './support/venue';

beforeAll(openVenue);
afterAll(closeVenue);

const AT = '2026-01-20T02:00:00.000Z';
const AMOUNT_FEN = 5_000;
const PAYER = '6222888800001111';

let movements = 0;

/** Money that came in on a day and that nobody ordered, as the reconciliation keeps it. */
async function receipt(
  more: { readonly institutionId?: string; readonly counterparty?: string; readonly bankDate?: string } = {},
): Promise<ReceiptId> {
  const { institutionId = institution.id, counterparty = PAYER, bankDate = '2026-01-18' } = more;
  movements += 1;
  const bankReference = `M${movements}`;
  await showMovement(database.owner, { institutionId, date: bankDate, bankReference, amountFen: AMOUNT_FEN });
  const [id] = await keepReceipts(database.worker, cipher, [
    {
      ...{ institutionId, bankDate, bankReference, amountFen: AMOUNT_FEN, reason: 'UNKNOWN_PAYER' },
      ...{ told: { counterparty, memo: '' }, suggestions: [] },
      payerIndex: blindIndex('bank_account', counterparty),
    },
  ]);
  await postEntry(database.worker, institutionId, {
    ...unidentifiedReceipt(fen(AMOUNT_FEN)),
    ...{ businessKey: `recon/${institutionId}/${bankDate}/${bankReference}`, date: isoDate(bankDate) },
  });
  return id as ReceiptId;
}

/** A loan that is paid out on 15 January. */
async function lend(): Promise<Borrowing> {
  const of = await borrowing();
  const order = payout(of);
  await activities.openPayment(order);
  const answer = await submit(order);
  if (answer.status !== 'SUCCEEDED') throw new Error(`not paid: ${answer.status}`);
  await activities.settlePayment(settlement(of, order, answer));
  return of;
}

const rowOf = async (receiptId: ReceiptId) => {
  const { rows } = await database.owner.query(
    `SELECT status, claimed_fen AS "claimedFen", returned_fen AS "returnedFen", capital_fen AS "capitalFen",
            loan_id AS "loanId" FROM unidentified_receipt WHERE id = $1`,
    [receiptId],
  );
  return rows[0];
};

const postingsOf = async (businessKey: string) => {
  const { rows } = await database.owner.query(
    `SELECT account_code AS account, debit_fen - credit_fen AS fen FROM posting p
       JOIN journal_entry e ON e.id = p.entry_id WHERE e.business_key = $1 ORDER BY line`,
    [businessKey],
  );
  return rows;
};

/** What is held for nobody is what 2241.02 holds, to the fen, by the check of production. */
async function expectHeldToAgree(): Promise<void> {
  const { rows } = await database.owner.query<{ held: number }>(
    `SELECT -coalesce(sum(amount_fen - claimed_fen - returned_fen - capital_fen), 0)::bigint AS held
       FROM unidentified_receipt WHERE institution_id = $1`,
    [institution.id],
  );
  const held = rows[0]?.held;
  expect(await compareSubLedger(database.worker, institution.id)).toContainEqual({
    ...{ accountCode: '2241.02', ledgerFen: held, loansFen: held },
  });
}
afterEach(expectHeldToAgree);

describe('a receipt is claimed for a loan', () => {
  it('once, from the day of the bank, however often it is told', async () => {
    const { loanId } = await lend();
    const receiptId = await receipt();
    const businessKey = `loan/${loanId}/receipt/${receiptId}`;
    const claim = () => activities.claimReceipt({ receiptId, loanId, at: AT });
    expect([await claim(), await claim()]).toEqual([
      { ok: true, businessKey },
      { ok: true, businessKey },
    ]);
    expect(await rowOf(receiptId)).toMatchObject({ status: 'CLAIMED', claimedFen: AMOUNT_FEN, loanId });
    const { rows } = await database.owner.query(
      `SELECT kind, effective_date AS "effectiveDate" FROM loan_event WHERE business_key = $1`,
      [businessKey],
    );
    expect(rows).toEqual([{ kind: 'RECEIVED', effectiveDate: '2026-01-18' }]);
  });

  it('from today, where what has happened since leaves no place for it', async () => {
    const { loanId } = await lend();
    const receiptId = await receipt({ bankDate: '2026-01-10' });
    expect(await activities.claimReceipt({ receiptId, loanId, at: AT })).toMatchObject({ ok: true });
    const { rows } = await database.owner.query(
      `SELECT effective_date AS date FROM loan_event WHERE loan_id = $1 ORDER BY sequence DESC LIMIT 1`,
      [loanId],
    );
    expect(rows).toEqual([{ date: '2026-01-20' }]);
  });

  it('that was written off since: it recovers, and so does a debit that was under way', async () => {
    const of = await lend();
    const { loanId } = of;
    const head = { effectiveDate: isoDate('2026-01-19'), recordedOn: isoDate('2026-01-19') };
    const lost = (['NON_ACCRUAL_ENTERED', 'WRITTEN_OFF'] as const).map((kind) => ({
      ...{ kind, ...head, businessKey: `loan/${loanId}/${kind}` },
    }));
    const calendar = publishedCalendar();
    // Nobody is asked about the write-off here.
    await withoutLaw(database.owner, 'loan_event', 'judge_contract_event');
    expect(await recordLoanEvents(database.worker, loanId, lost, calendar)).toMatchObject({ ok: true });
    const late = await receipt({ bankDate: '2026-01-20' });
    expect(await activities.claimReceipt({ receiptId: late, loanId, at: AT })).toMatchObject({ ok: true });
    const debit: PaymentOrder = {
      ...payout(of, `loan/${loanId}/instalment/1/collect/1`),
      ...{ purpose: 'COLLECTION', mandate: { type: 'CONTRACT', id: loanId } },
      ...{ amountFen: 7_000, valueDate: '2026-01-20', paymentId: uuidv7() as PaymentId },
    };
    await activities.openPayment(debit);
    const answer = await submit(debit);
    expect(answer).toMatchObject({ status: 'SUCCEEDED' });
    await activities.settlePayment(settlement(of, debit, answer as Parameters<typeof settlement>[2]));
    const { rows } = await database.owner.query(
      `SELECT kind, payload ->> 'into' AS into FROM loan_event WHERE loan_id = $1 AND kind IN ('RECEIVED', 'RECOVERED')
         ORDER BY sequence`,
      [loanId],
    );
    expect(rows).toEqual([
      { kind: 'RECOVERED', into: 'UNIDENTIFIED' },
      { kind: 'RECOVERED', into: 'BANK' },
    ]);
    const { rows: left } = await database.owner.query(
      'SELECT written_off_principal_fen AS fen FROM loan WHERE id = $1',
      [loanId],
    );
    expect(left).toEqual([{ fen: 100_000_000 - AMOUNT_FEN - 7_000 }]);
  });

  it('of no other institution, of none that there is, and of none whose books are broken: nothing is changed', async () => {
    const { loanId } = await lend();
    const stranger = await receipt({ institutionId: INSTITUTIONS[1].id });
    const claim = (receiptId: ReceiptId, of: LoanId) =>
      activities.claimReceipt({ receiptId, loanId: of, at: AT });
    const unknown = { ok: false, code: 'LOAN_UNKNOWN' };
    expect(await claim(stranger, loanId)).toEqual(unknown);
    const own = await receipt();
    expect(await claim(own, own as string as LoanId)).toEqual(unknown);
    await database.owner.query('UPDATE loan SET suspense_fen = suspense_fen + 7 WHERE id = $1', [loanId]);
    expect(await claim(own, loanId)).toMatchObject({ ok: false, code: expect.stringMatching(/^DATABASE_/) });
    await database.owner.query('UPDATE loan SET suspense_fen = suspense_fen - 7 WHERE id = $1', [loanId]);
    expect([await rowOf(stranger), await rowOf(own)]).toMatchObject([{ status: 'OPEN' }, { status: 'OPEN' }]);
    expect(await claim(own, loanId)).toMatchObject({ ok: true });
  });

  it('not when the loan owes nothing any more', async () => {
    const of = await lend();
    const { loanId } = of;
    await bank.deposit(of.account, 200_000_000);
    const order: PaymentOrder = {
      ...payout(of, `loan/${loanId}/prepay/all`),
      ...{ purpose: 'PREPAYMENT', prepayment: { principalFen: 100_000_000, mode: 'SHORTEN_TERM' } },
    };
    await activities.openPayment(order);
    const answer = await submit(order);
    if (answer.status !== 'SUCCEEDED') throw new Error('not paid');
    await activities.settlePayment(settlement(of, order, answer));
    const receiptId = await receipt();
    expect(await activities.claimReceipt({ receiptId, loanId, at: AT })).toEqual({
      ok: false,
      code: 'LOAN_OWES_NOTHING',
    });
    expect(await rowOf(receiptId)).toMatchObject({ status: 'OPEN' });
  });
});

it('a receipt is the owners’, once, and nobody else’s then', async () => {
  const { loanId } = await lend();
  const receiptId = await receipt();
  await activities.bookCapital({ receiptId, at: AT });
  await activities.bookCapital({ receiptId, at: AT });
  expect(await rowOf(receiptId)).toMatchObject({ status: 'CAPITAL', capitalFen: AMOUNT_FEN });
  expect(await postingsOf(`receipt/${receiptId}/capital`)).toEqual([
    { account: '2241.02', fen: AMOUNT_FEN },
    { account: '4001', fen: -AMOUNT_FEN },
  ]);
  const impossible = { type: 'ImpossibleState' };
  await expect(activities.claimReceipt({ receiptId, loanId, at: AT })).rejects.toMatchObject(impossible);
  const claimed = await receipt();
  await activities.claimReceipt({ receiptId: claimed, loanId, at: AT });
  await expect(activities.bookCapital({ receiptId: claimed, at: AT })).rejects.toMatchObject(impossible);
});

describe('a receipt goes back to its payer', () => {
  async function orderOf(receiptId: ReceiptId, number = 1, amountFen = AMOUNT_FEN): Promise<PaymentOrder> {
    const of = { loanId: receiptId as string as LoanId, enterpriseId: null, account: '', releaseTaskId: '' };
    return {
      ...payout(of as unknown as Borrowing, `receipt/${receiptId}/return/${number}`),
      ...{ subject: { type: 'RECEIPT', id: receiptId }, purpose: 'RECEIPT_RETURN', amountFen },
      mandate: { type: 'RETURN', id: (await agreeReturn(database.owner, receiptId)) as TaskId },
      ...{ enterpriseId: null, institutionId: institution.id as InstitutionId, valueDate: '2026-01-20' },
    };
  }

  const settle = (order: PaymentOrder, bankReference: string) =>
    activities.settlePayment({
      order,
      outcome: { status: 'SUCCEEDED', bankReference, bankDate: '2026-01-21' },
      source: 'ANSWER',
      change: {
        ...{ caseType: 'PAYMENT', caseId: order.paymentId, institutionId: order.institutionId },
        ...{ enterpriseId: null, changeKey: `settle/${order.key}`, at: AT },
        audit: { actorId: null, action: 'CASE_RECHECKED', outcome: 'DONE' },
      },
    });

  it('by an order like every other, booked on the bank’s day, once', async () => {
    await bank.openAccount(PAYER);
    const receiptId = await receipt();
    expect(await activities.findReturnAccount({ receiptId })).toEqual({ isKnown: true });
    const order = await orderOf(receiptId);
    expect(await activities.openPayment(order)).toMatchObject({ status: 'CREATED', outcome: null });
    const goesBack = { ok: false, code: 'RECEIPT_GOES_BACK' };
    expect(await activities.bookCapital({ receiptId, at: AT })).toEqual(goesBack);
    const answer = await submit(order);
    expect(answer).toMatchObject({ status: 'SUCCEEDED' });
    expect(await bank.balanceFen(PAYER)).toBe(AMOUNT_FEN);
    const done = await settle(order, 'R1');
    expect(done).toMatchObject({ outcome: { status: 'SUCCEEDED' }, loan: null });
    expect(await settle(order, 'R1')).toEqual(done);
    expect(await rowOf(receiptId)).toMatchObject({ status: 'RETURNED', returnedFen: AMOUNT_FEN });
    expect(await postingsOf(order.key)).toEqual([
      { account: '2241.02', fen: AMOUNT_FEN },
      { account: '1002', fen: -AMOUNT_FEN },
    ]);
    expect(await count(`journal_entry WHERE business_key = $1 AND bank_date = '2026-01-21'`, order.key)).toBe(
      1,
    );
  });

  it('not to a payer whose account the bank did not tell', async () => {
    const receiptId = await receipt({ counterparty: '张三' });
    expect(await activities.findReturnAccount({ receiptId })).toEqual({ isKnown: false });
  });

  it('not when it is somebody’s by now, or another amount: that is known before anything is sent', async () => {
    const refused = { outcome: { status: 'FAILED', code: 'NOT_BOOKABLE' } };
    const capital = await receipt();
    const order = await orderOf(capital);
    await activities.bookCapital({ receiptId: capital, at: AT });
    expect(await activities.openPayment(order)).toMatchObject(refused);
    expect(await activities.openPayment(await orderOf(await receipt(), 1, AMOUNT_FEN - 1))).toMatchObject(
      refused,
    );
    const { rows } = await database.owner.query(
      `SELECT kind, detail ->> 'refusal' AS refusal FROM break_case WHERE reference = $1`,
      [order.key],
    );
    expect(rows).toEqual([{ kind: 'NOT_BOOKABLE', refusal: 'RECEIPT_CAPITAL' }]);
  });

  it('and is nobody’s while it does: a claim waits for the bank’s word', async () => {
    const { loanId } = await borrowing();
    const receiptId = await receipt();
    const order = await orderOf(receiptId);
    await activities.openPayment(order);
    const claim = { receiptId, loanId, at: AT } as Parameters<typeof activities.claimReceipt>[0];
    expect(await activities.claimReceipt(claim)).toEqual({ ok: false, code: 'RECEIPT_GOES_BACK' });
    expect(await rowOf(receiptId)).toMatchObject({ status: 'OPEN' });
  });

  it('and is booked aside when the bank paid what is somebody’s by now, with a person told', async () => {
    const receiptId = await receipt();
    const order = await orderOf(receiptId);
    await activities.openPayment(order);
    // By hand: nobody who goes through the platform can, while it goes back.
    const isCapital = { businessKey: `receipt/${receiptId}/capital`, date: isoDate('2026-01-20') };
    await inTransaction(database.worker, async (client) => {
      await postEntry(client, institution.id, { ...receiptIsCapital(fen(AMOUNT_FEN)), ...isCapital });
      await settleReceipt(client, receiptId, 'CAPITAL', { at: AT });
    });
    expect(await settle(order, 'R2')).toMatchObject({ outcome: { status: 'SUCCEEDED' }, loan: null });
    expect(await postingsOf(order.key)).toEqual([
      { account: '1221', fen: AMOUNT_FEN },
      { account: '1002', fen: -AMOUNT_FEN },
    ]);
    expect(await count(`break_case WHERE kind = 'BOOKED_ASIDE' AND reference = $1`, order.key)).toBe(1);
    expect(await rowOf(receiptId)).toMatchObject({ status: 'CAPITAL', returnedFen: 0 });
  });
});
