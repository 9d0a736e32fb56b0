import { uuidv7 } from 'uuidv7';
import { type ActivityDeps, createActivities } from '../../../../activities';
import { reconcileDay, type Watch } from '../../../../activities/reconcile';
import type { AllActivities } from '../../../../contracts/activityOptions';
import type {
  EnterpriseId,
  InstitutionId,
  LoanChangeId,
  LoanId,
  PaymentId,
  ReceiptId,
} from '../../../../contracts/ids';
import type { PaymentOrder } from '../../../../contracts/workflows';
import { startDatabase, type TestDatabase } from '../../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../../domain/calendar/isoDate';
import { loanAt } from '../../../../domain/loan/fold';
import { createBlindIndex, createColumnCipher } from '../../../../gateways/crypto';
import { INSTITUTIONS } from '../../../../gateways/database/baseData';
import { databaseOn } from '../../../../gateways/database/client';
import { openBooks } from '../../../../gateways/database/endOfDay';
import { compareSubLedger } from '../../../../gateways/database/ledger';
import { writeLoanChange } from '../../../../gateways/database/loanChanges';
import { readLoan } from '../../../../gateways/database/loans';
import { sealPersonalData } from '../../../../gateways/database/personalData';
import { readInTransit } from '../../../../gateways/database/transit';
import {
  type Case,
  calendar,
  disburse,
  institutionId,
  makeCase,
  makeUser,
  setClock,
  termsOf,
} from '../../database/support/cases';
import { decideChange } from '../../database/support/changes';
import { paperOf as writePaper } from '../../database/support/papers';

/** Loans, the files of the bank day by day, and what people say of its money: on a real database. */

export const cipher = createColumnCipher(`test:${Buffer.alloc(32, 3).toString('base64')}`);
export const blindIndex = createBlindIndex(Buffer.alloc(32, 4).toString('base64'));
export const watch: Watch = { beat: () => undefined, alarm: () => undefined };
export const AT = '2026-04-15T02:00:00.000Z';

export let database: TestDatabase;
export let activities: AllActivities;
export let deps: ActivityDeps;

/** Registers what a file of tests begins and ends with. */
export function liveByFiles(): void {
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
}

export interface Lent extends Case {
  readonly account: string;
}
export let borrowers = 0;

export async function lent(terms: Parameters<typeof termsOf>[1] = {}): Promise<Lent> {
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
  await disburse(database.worker, at, termsOf(at.loanId, terms));
  payouts.push(`loan/${at.loanId}/disburse`);
  return { ...at, account };
}

export const paperOf = (at: Case) => writePaper(database.owner, at, { author: 'maker' });

/** Money that two people vouch for. @returns the change, and what became of it */
export async function enter(
  at: Case,
  amountFen: number,
  on: string,
  more: { readonly bankReference?: string; readonly otherThan?: readonly string[] } = {},
) {
  const payload = { amountFen, on, evidence: [await paperOf(at)], ...more };
  return await change(at, 'MANUAL_RECEIPT', payload);
}

export async function change(at: Case, kind: 'MANUAL_RECEIPT' | 'REVERSE_RECEIPT', payload: object) {
  const id = await approved(at, kind, payload);
  const { status, code } = await activities.takeChange({ loanId: at.loanId as LoanId, changeId: id, at: AT });
  return { id, became: code ?? status };
}

export async function approved(at: Case, kind: 'MANUAL_RECEIPT' | 'REVERSE_RECEIPT', payload: object) {
  const id = uuidv7() as LoanChangeId;
  await writeLoanChange(database.api, {
    ...{ id, loanId: at.loanId, institutionId, kind, payload: payload as never, requestedBy: 'maker' },
    ...{ reason: 'because', quote: null, approvals: ['finance'], agreedAt: null },
  });
  await decideChange(database, { changeId: id, by: 'checker', role: 'finance' });
  return id;
}

export interface Row {
  readonly ref: string;
  readonly fen: number;
  readonly from?: string;
  readonly memo?: string;
  /** Of an order of ours. */
  readonly key?: string;
  readonly direction?: 'CREDIT' | 'DEBIT';
}

export let sequence = 0;
/** What the bank has by its files so far. */
export let bankFen = 0;
export const payouts: string[] = [];
export const files = new Map<string, readonly Row[]>();

/** What the bank tells of a day, payouts that it has not told yet among it. */
export function entriesOf(date: string) {
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
export async function file(date: string, rows: readonly Row[]): Promise<void> {
  files.set(date, rows);
  const { days } = await activities.findOpenDays({
    ...{ institutionId: institutionId as InstitutionId, step: 'RECONCILIATION', through: date, limit: 400 },
  });
  for (const day of days) await reconcileDay(deps, day, watch);
}

export const transitOf = async ({ loanId }: Case) =>
  (await readInTransit(database.worker, institutionId))
    .filter((entry) => entry.loanId === loanId)
    .map(({ amountFen }) => amountFen);

export async function heldUnder(reference: string) {
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
export async function receivedOn({ loanId }: Case) {
  const { rows } = await database.owner.query<{ fen: number; by: string }>(
    `SELECT (payload ->> 'amountFen')::integer AS fen, split_part(business_key, '/', 3) AS by FROM loan_event
       WHERE loan_id = $1 AND kind = 'RECEIVED' ORDER BY sequence`,
    [loanId],
  );
  return rows.map(({ fen, by }) => [by, fen]);
}

export async function breakOf({ loanId }: Case, changeId: string): Promise<string | null> {
  const { rows } = await database.owner.query<{ status: string }>(
    `SELECT status FROM break_case WHERE kind = 'IN_TRANSIT' AND reference = $1`,
    [`loan/${loanId}/change/${changeId}`],
  );
  return rows[0]?.status ?? null;
}

export async function expectBooksToAgree(): Promise<void> {
  const parts = await compareSubLedger(database.worker, institutionId);
  expect(parts.filter(({ ledgerFen, loansFen }) => ledgerFen !== loansFen)).toEqual([]);
  expect(parts.map(({ accountCode }) => accountCode)).toContain('1012');
}

export const claimOf = (receiptId: ReceiptId, { loanId }: Case) => ({
  receiptId,
  loanId: loanId as LoanId,
  at: AT,
});

export async function debit(at: Lent, amountFen: number, valueDate: string): Promise<string> {
  const name = uuidv7();
  const key = `loan/${at.loanId}/repay/${name}`;
  return await settled(await ordered(at, { key, name, purpose: 'REPAYMENT', amountFen, valueDate }));
}

/** Held money goes back. @returns the order, whose outcome nobody knows yet */
export async function refundOrdered(at: Lent, amountFen: number, valueDate: string): Promise<PaymentOrder> {
  const name = uuidv7();
  const key = `loan/${at.loanId}/refund/${name}`;
  return await ordered(at, { key, name, purpose: 'REFUND', amountFen, valueDate });
}

type Ordered = Pick<PaymentOrder, 'key' | 'purpose' | 'amountFen' | 'valueDate'> & { readonly name: string };

async function ordered(at: Lent, { name, ...of }: Ordered): Promise<PaymentOrder> {
  const order: PaymentOrder = {
    ...{ paymentId: uuidv7() as PaymentId, institutionId: institutionId as InstitutionId },
    ...{ enterpriseId: at.enterpriseId as EnterpriseId, subject: { type: 'LOAN', id: at.loanId as LoanId } },
    ...{ mandate: { type: of.purpose === 'REFUND' ? 'CONTRACT' : 'REQUEST', id: name }, ...of },
    decidedAtMs: Date.parse(`${of.valueDate}T01:00:00Z`),
  };
  expect(await activities.openPayment(order)).toMatchObject({ outcome: null });
  return order;
}

/** The bank has carried an order out. @returns its key */
export async function settled(order: PaymentOrder): Promise<string> {
  const { key, valueDate } = order;
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
export async function reverse(at: Case, businessKey: string) {
  const { rows } = await database.owner.query('SELECT sequence FROM loan_event WHERE business_key = $1', [
    businessKey,
  ]);
  const { became } = await change(at, 'REVERSE_RECEIPT', { sequence: rows[0]?.sequence });
  expect(became).toBe('APPLIED');
}

/** What the books have at the bank beyond its files, and what nobody has explained. */
export async function books() {
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
export async function owedBy({ loanId }: Case) {
  const record = await readLoan(database.worker, loanId);
  if (record === null) throw new Error(`no loan ${loanId}`);
  const state = loanAt(record.terms, record.events, isoDate('2026-04-30'), calendar);
  const { principalOutstandingFen, interestAccruedFen, suspenseFen, totalDueFen } = state;
  return { principalOutstandingFen, interestAccruedFen, suspenseFen, totalDueFen };
}

export async function receiptsUnder(reference: string) {
  const { rows } = await database.owner.query<{ id: ReceiptId; reason: string; status: string; fen: number }>(
    `SELECT id, reason, status, amount_fen::integer AS fen FROM unidentified_receipt WHERE bank_reference = $1
       ORDER BY created_at`,
    [reference],
  );
  return rows;
}

export async function sequenceOf(businessKey: string): Promise<number> {
  const { rows } = await database.owner.query<{ sequence: number }>(
    'SELECT sequence FROM loan_event WHERE business_key = $1',
    [businessKey],
  );
  return rows[0]?.sequence ?? 0;
}

export async function takeBack(at: Case, businessKey: string, because: string) {
  return await change(at, 'REVERSE_RECEIPT', { sequence: await sequenceOf(businessKey), because });
}
