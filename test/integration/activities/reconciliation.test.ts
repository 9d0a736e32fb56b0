import { rmSync } from 'node:fs';
import { uuidv7 } from 'uuidv7';
import { type ActivityDeps, createActivities } from '../../../activities';
import { judgePending, reconcileDay, type Watch } from '../../../activities/reconcile';
import { importStatement } from '../../../activities/statementFile';
import type { BankAnswer, Reconciled } from '../../../contracts/activities';
import type { AllActivities } from '../../../contracts/activityOptions';
import type {
  ApplicationId,
  EnterpriseId,
  InstitutionId,
  LoanId,
  PaymentId,
  ReceiptId,
  UserId,
} from '../../../contracts/ids';
import type { PaymentOrder, PaymentOutcome } from '../../../contracts/workflows';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { createBlindIndex, createColumnCipher } from '../../../gateways/crypto';
import { readAccountProofs } from '../../../gateways/database/accountProofs';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { databaseOn } from '../../../gateways/database/client';
import { advanceClock } from '../../../gateways/database/clock';
import { openBooks } from '../../../gateways/database/endOfDay';
import { readLastPayer } from '../../../gateways/database/lastPayer';
import { compareSubLedger, readTrialBalance } from '../../../gateways/database/ledger';
import { sealPersonalData } from '../../../gateways/database/personalData';
import { checkBalance } from '../../../gateways/database/reconciliation';
import { type BankDriver, startBank } from '../../support/bankDriver';
import { temporaryFolder } from '../../support/sandboxProcess';
import { makeCase, pastLaw, routeApproval, staffOf, termsOf } from '../database/support/cases';

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 3).toString('base64')}`);
const blindIndex = createBlindIndex(Buffer.alloc(32, 4).toString('base64'));
const [lender, other] = INSTITUTIONS;
const CAPITAL_FEN = 10_000_000_000;
const PRINCIPAL_FEN = 100_000_000;
const folder = temporaryFolder();

let database: TestDatabase;
let bank: BankDriver;
let deps: ActivityDeps;
let activities: AllActivities;
const alarms: string[] = [];
const watch: Watch = { beat: () => undefined, alarm: (what) => alarms.push(what) };

beforeAll(async () => {
  [database, bank] = await Promise.all([startDatabase(), startBank(folder)]);
  await advanceClock(database.owner, { speed: 1 });
  deps = {
    ...{
      prisma: databaseOn(database.worker).prisma,
      sql: database.worker,
      cipher,
      blindIndex,
      bank: bank.gateway,
    },
    queues: { enqueue: async () => true },
  } as unknown as ActivityDeps;
  activities = createActivities(deps);
  for (const { id, bankAccountNo } of INSTITUTIONS) {
    await bank.openAccount(bankAccountNo, 'INSTITUTION');
    await bank.deposit(bankAccountNo, CAPITAL_FEN, { valueDate: '2026-02-28', key: `capital/${id}` });
    await openBooks(database.owner, {
      ...{ institutionId: id, booksFrom: isoDate('2026-03-01'), openingFen: CAPITAL_FEN },
    });
  }
});
afterAll(async () => {
  await Promise.all([database.stop(), bank.process.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

interface Borrowing {
  readonly loanId: LoanId;
  readonly enterpriseId: EnterpriseId;
  readonly name: string;
  readonly account: string;
  readonly releaseTaskId: string;
}

let borrowers = 0;

async function borrowing(institutionId: string = lender.id): Promise<Borrowing> {
  borrowers += 1;
  const at = await makeCase(database.owner, institutionId);
  const { releaseTaskId } = at;
  const name = `第${borrowers}号商贸有限公司`;
  const account = `62220000${String(borrowers).padStart(10, '0')}`;
  const sealed = sealPersonalData(cipher, at.enterpriseId, {
    mobile: '13800001234',
    mail: 'owner@example.test',
    legalPerson: { name: `王伟${borrowers}`, residentId: '110101199003070011' },
    bankAccountNo: account,
  });
  await database.owner.query(
    `UPDATE enterprise SET name = $2, mobile_cipher = $3, mail_cipher = $4, legal_person_cipher = $5,
         bank_account_cipher = $6, bank_account_index = $7 WHERE id = $1`,
    [
      ...[at.enterpriseId, name, sealed.mobileCipher, sealed.mailCipher, sealed.legalPersonCipher],
      ...[sealed.bankAccountCipher, blindIndex('bank_account', account)],
    ],
  );
  await database.owner.query('UPDATE application SET offer = $2 WHERE id = $1', [
    at.loanId,
    JSON.stringify({ terms: termsOf(at.loanId), fees: [] }),
  ]);
  await routeApproval(database.worker, at, termsOf(at.loanId));
  const applicationId = at.loanId as ApplicationId;
  const loanId = at.loanId as LoanId;
  await activities.agreeFacility({
    applicationId,
    loanId,
    agreedAt: '2026-01-14T01:00:00.000Z',
    agreedBy: 'u' as UserId,
  });
  await bank.openAccount(account);
  return { loanId, enterpriseId: at.enterpriseId as EnterpriseId, name, account, releaseTaskId };
}

function orderOf(
  { loanId, enterpriseId, releaseTaskId }: Borrowing,
  valueDate: string,
  more: Partial<PaymentOrder> = {},
): PaymentOrder {
  return {
    paymentId: uuidv7() as PaymentId,
    key: `loan/${loanId}/disburse`,
    institutionId: lender.id as InstitutionId,
    enterpriseId,
    subject: { type: 'LOAN', id: loanId },
    mandate: { type: 'RELEASE', id: releaseTaskId },
    purpose: 'DISBURSEMENT',
    amountFen: PRINCIPAL_FEN,
    valueDate,
    decidedAtMs: Date.parse(`${valueDate}T01:00:00Z`),
    ...more,
  };
}

async function settle(of: Borrowing, order: PaymentOrder, outcome: PaymentOutcome): Promise<void> {
  await activities.settlePayment({
    ...{ order, outcome, source: 'ANSWER' },
    change: {
      ...{ caseType: 'PAYMENT', caseId: order.paymentId, institutionId: order.institutionId },
      ...{ enterpriseId: of.enterpriseId, changeKey: `settle/${outcome.status}` },
      at: `${order.valueDate}T01:00:00.000Z`,
      audit: { actorId: null, action: 'CASE_RECHECKED', outcome: 'DONE' },
    },
  });
}

/** Sends an order that nothing holds back. */
async function submit(order: PaymentOrder): Promise<BankAnswer> {
  const sent = await activities.submitOrder(order);
  if (sent.status !== 'SENT') throw new Error(`not sent: ${sent.status}`);
  return sent.answer;
}

/** Has the bank carry an order out, and books it. */
async function carryOut(of: Borrowing, order: PaymentOrder): Promise<void> {
  await activities.openPayment(order);
  const answer = await submit(order);
  if (answer.status !== 'SUCCEEDED') throw new Error(`not carried out: ${JSON.stringify(answer)}`);
  await settle(of, order, answer);
}

async function lend(valueDate: string, institutionId: string = lender.id): Promise<Borrowing> {
  const of = await borrowing(institutionId);
  await carryOut(of, orderOf(of, valueDate, { institutionId: institutionId as InstitutionId }));
  return of;
}

/** A debit for a reason that doesn't matter here, under a key of its own. */
function debitOf(of: Borrowing, valueDate: string, amountFen: number, name: string): PaymentOrder {
  return orderOf(of, valueDate, {
    key: `loan/${of.loanId}/repay/${name}`,
    purpose: 'REPAYMENT',
    mandate: { type: 'REQUEST', id: name },
    amountFen,
  });
}

const transfer = (valueDate: string, amountFen: number, payer: string, memo = '') =>
  bank.deposit(lender.bankAccountNo, amountFen, { valueDate, payer, memo, notice: 'NONE' });

/** Reconciles every day up to one; days come in order. */
async function reconcileThrough(through: string, institutionId: string = lender.id): Promise<Reconciled[]> {
  const { days } = await activities.findOpenDays({
    ...{ institutionId: institutionId as InstitutionId, step: 'RECONCILIATION', through, limit: 400 },
  });
  const done: Reconciled[] = [];
  for (const day of days) {
    done.push(await judgePending(deps, institutionId, watch));
    const reconciled = await reconcileDay(deps, day, watch);
    if ('blockedOn' in reconciled) throw new Error(`blocked on ${reconciled.blockedOn}: ${reconciled.code}`);
    done.push(reconciled);
  }
  return done;
}

const itemsOf = async (key: string) => {
  const { rows } = await database.owner.query(
    `SELECT settle_date AS date, outcome, bank_fen AS bank, books_fen AS books FROM reconciliation_item
       WHERE key = $1 ORDER BY settle_date, number, id`,
    [key],
  );
  return rows;
};

const breaksOf = async (kind: string, institutionId: string = lender.id) => {
  const { rows } = await database.owner.query<{ reference: string; amount: number; status: string }>(
    `SELECT reference, amount_fen AS amount, status FROM break_case WHERE kind = $1 AND institution_id = $2
       ORDER BY created_at`,
    [kind, institutionId],
  );
  return rows;
};

const receiptsOn = async (date: string) => {
  const { rows } = await database.owner.query(
    `SELECT amount_fen AS amount, reason, suggestions, status FROM unidentified_receipt
       WHERE bank_date = $1 ORDER BY amount_fen`,
    [date],
  );
  return rows;
};

/** Transfers that were booked on a loan, and whether its process is to look again. */
const transfersOn = async (loanId: string) => {
  const { rows } = await database.owner.query(
    `SELECT count(*)::integer AS booked, EXISTS (SELECT FROM loan_wake WHERE loan_id = $1) AS "isToBeTold"
       FROM loan_event WHERE loan_id = $1 AND business_key LIKE '%/transfer/%'`,
    [loanId],
  );
  return rows[0];
};

/** What must hold after each test. */
async function expectBooksToAgree(date: string, institutionId: string = lender.id): Promise<void> {
  const check = await checkBalance(database.worker, institutionId, date);
  expect(check).toMatchObject({ differenceFen: 0 });
  const parts = await compareSubLedger(database.worker, institutionId);
  expect(parts.filter(({ ledgerFen, loansFen }) => ledgerFen !== loansFen)).toEqual([]);
  expect((await readTrialBalance(database.worker, institutionId, isoDate('2199-01-01'))).isBalanced).toBe(
    true,
  );
}

test('the capital that was there when the books began is no receipt, and 1002 is the bank’s balance', async () => {
  await reconcileThrough('2026-03-01');
  expect(await checkBalance(database.worker, lender.id, '2026-03-01')).toMatchObject({
    booksFen: CAPITAL_FEN,
    differenceFen: 0,
  });
  const { rows } = await database.owner.query(
    `SELECT entry_date AS date, event FROM journal_entry WHERE business_key = $1`,
    [`opening/${lender.id}`],
  );
  expect(rows).toEqual([{ date: '2026-02-28', event: 'OPENING_BALANCE' }]);
});

test('a payout that the bank books on the next day is matched on the bank’s day, without a cut-off', async () => {
  const of = await borrowing();
  await bank.plan({ account: of.account }, { times: 1, kind: 'NORMAL', bookedDaysLater: 1 });
  const order = orderOf(of, '2026-03-02');
  await carryOut(of, order);
  await reconcileThrough('2026-03-03');
  expect(await itemsOf(order.key)).toEqual([
    { date: '2026-03-03', outcome: 'MATCH', bank: PRINCIPAL_FEN, books: PRINCIPAL_FEN },
  ]);
  await expectBooksToAgree('2026-03-02');
  await expectBooksToAgree('2026-03-03');
});

test('an order that is settled days after its file is matched on the file’s day, and told until then', async () => {
  const of = await borrowing();
  const order = orderOf(of, '2026-03-04');
  await activities.openPayment(order);
  const answer = await submit(order);
  await activities.markUnknown(order);
  const told = (await reconcileThrough('2026-03-05')).flatMap(({ payments }) => payments);
  expect(told).toMatchObject([
    { paymentId: order.paymentId, found: { outcome: { status: 'SUCCEEDED', bankDate: '2026-03-04' } } },
    { paymentId: order.paymentId },
  ]);
  expect(await itemsOf(order.key)).toMatchObject([{ date: '2026-03-04', outcome: 'PENDING' }]);
  await expectBooksToAgree('2026-03-05');
  await settle(of, order, answer as PaymentOutcome);
  await expectBooksToAgree('2026-03-05');
  expect(await judgePending(deps, lender.id, watch)).toMatchObject({ matched: 1, payments: [] });
  expect(await itemsOf(order.key)).toMatchObject([{ date: '2026-03-04', outcome: 'MATCH' }]);
  await reconcileThrough('2026-03-06');
  await expectBooksToAgree('2026-03-06');
});

test('a payout of an order that the books hold as failed is a break with a claim, once', async () => {
  const of = await borrowing();
  const order = orderOf(of, '2026-03-07');
  await activities.openPayment(order);
  await activities.submitOrder(order);
  await settle(of, order, { status: 'FAILED', code: 'NOT_FOUND' });
  await reconcileThrough('2026-03-07');
  expect(await itemsOf(order.key)).toMatchObject([{ outcome: 'LONG', bank: PRINCIPAL_FEN, books: null }]);
  expect(await breaksOf('LONG')).toMatchObject([{ amount: PRINCIPAL_FEN, status: 'OPEN' }]);
  await expectBooksToAgree('2026-03-07');
  const again = await reconcileDay(
    deps,
    { institutionId: lender.id as InstitutionId, businessDate: '2026-03-07' },
    watch,
  );
  expect(again).toMatchObject({ matched: 0, differences: 0 });
  await expectBooksToAgree('2026-03-07');
});

test('what the bank lacks is carried, then short; when it comes after all, claim and debt are cleared', async () => {
  const of = await lend('2026-03-08');
  const order = debitOf(of, '2026-03-08', 5_000, 'late');
  await activities.openPayment(order);
  await settle(of, order, { status: 'SUCCEEDED', bankReference: 'promised', bankDate: '2026-03-08' });
  await reconcileThrough('2026-03-08');
  expect(await itemsOf(order.key)).toMatchObject([{ outcome: 'CUTOFF', books: 5_000 }]);
  await expectBooksToAgree('2026-03-08');
  await reconcileThrough('2026-03-09');
  expect(await breaksOf('SHORT')).toMatchObject([{ reference: order.key, amount: 5_000, status: 'OPEN' }]);
  await expectBooksToAgree('2026-03-09');
  await bank.deposit(lender.bankAccountNo, 5_000, {
    key: order.key,
    valueDate: '2026-03-10',
    notice: 'NONE',
  });
  await reconcileThrough('2026-03-10');
  expect(await itemsOf(order.key)).toMatchObject([
    { date: '2026-03-08', outcome: 'CUTOFF' },
    { date: '2026-03-09', outcome: 'SHORT' },
    { date: '2026-03-10', outcome: 'LONG' },
  ]);
  expect(await breaksOf('SHORT')).toMatchObject([{ status: 'RESOLVED' }]);
  const balance = await readTrialBalance(database.worker, lender.id, isoDate('2026-03-10'));
  const claims = balance.accounts.find(({ accountCode }) => accountCode === '1221');
  // Only the payout of the test before.
  expect(claims?.balanceFen).toBe(PRINCIPAL_FEN);
  await expectBooksToAgree('2026-03-10');
});

test('transfers: the borrower’s own onto its loan, others to somebody who looks', async () => {
  const of = await lend('2026-03-11');
  const { rows } = await database.owner.query<{ no: string }>(
    'SELECT loan_no AS no FROM loan WHERE id = $1',
    [of.loanId],
  );
  const loanNo = rows[0]?.no ?? '';
  expect(loanNo).toMatch(/^LN202603\d{4}$/);
  await transfer('2026-03-12', 1_001, of.account, `还款 ${loanNo}`);
  await transfer('2026-03-12', 1_002, of.name, `loan ${of.loanId.toUpperCase()} 谢谢`);
  await transfer('2026-03-12', 1_003, of.account, '货款');
  await transfer('2026-03-12', 1_004, '张三', loanNo);
  await transfer('2026-03-12', 1_005, '陌生人', '');
  await transfer('2026-03-12', 900_000_000, of.account, loanNo);
  await reconcileThrough('2026-03-12');
  expect(await transfersOn(of.loanId)).toEqual({ booked: 3, isToBeTold: true });
  const suggestions = [{ loanId: of.loanId, loanNo }];
  expect(await receiptsOn('2026-03-12')).toEqual([
    { amount: 1_004, reason: 'THIRD_PARTY', suggestions, status: 'OPEN' },
    { amount: 1_005, reason: 'UNKNOWN_PAYER', suggestions: [], status: 'OPEN' },
    { amount: 900_000_000, reason: 'ABOVE_PAYOFF', suggestions, status: 'OPEN' },
  ]);
  await expectBooksToAgree('2026-03-12');
});

test('money for a loan that is over by now is nobody’s until somebody looks', async () => {
  const of = await lend('2026-03-13');
  await transfer('2026-03-13', 1_000, of.account, of.loanId);
  // The file comes after the loan has been paid off and closed.
  const record = debitOf(of, '2026-03-13', PRINCIPAL_FEN, 'all');
  await bank.deposit(of.account, 1_000);
  await carryOut(of, {
    ...record,
    purpose: 'PREPAYMENT',
    prepayment: { principalFen: PRINCIPAL_FEN, mode: 'SHORTEN_TERM' },
  });
  await activities.closeLoan({ loanId: of.loanId, asOf: '2026-03-13' });
  await reconcileThrough('2026-03-13');
  expect(await receiptsOn('2026-03-13')).toMatchObject([
    { amount: 1_000, reason: 'LOAN_NOT_ACTIVE', suggestions: [{ loanId: of.loanId }] },
  ]);
  await expectBooksToAgree('2026-03-13');
});

test('a loan whose books are broken keeps nobody’s money waiting', async () => {
  const [broken, sound] = [await lend('2026-03-14'), await lend('2026-03-14')];
  await database.owner.query(`ALTER TABLE loan DISABLE TRIGGER USER`);
  await database.owner.query(
    'UPDATE loan SET interest_receivable_fen = interest_receivable_fen + 1 WHERE id = $1',
    [broken.loanId],
  );
  await transfer('2026-03-15', 2_001, broken.account, broken.loanId);
  await transfer('2026-03-15', 2_002, sound.account, sound.loanId);
  await reconcileThrough('2026-03-15');
  await database.owner.query(
    'UPDATE loan SET interest_receivable_fen = interest_receivable_fen - 1 WHERE id = $1',
    [broken.loanId],
  );
  await database.owner.query(`ALTER TABLE loan ENABLE TRIGGER USER`);
  expect(await receiptsOn('2026-03-15')).toMatchObject([{ amount: 2_001, reason: 'LOAN_BROKEN' }]);
  expect(await breaksOf('TRANSFER')).toMatchObject([{ amount: 2_001 }]);
  await expectBooksToAgree('2026-03-15');
});

test('a broken file of one institution keeps no other waiting, and is read when it is whole', async () => {
  await bank.plan({ on: 'STATEMENT', account: other.bankAccountNo } as never, { kind: 'TORN', times: 1 });
  const day = (institutionId: string, businessDate: string) => ({
    institutionId: institutionId as InstitutionId,
    businessDate,
  });
  alarms.length = 0;
  expect(await reconcileDay(deps, day(other.id, '2026-03-01'), watch)).toMatchObject({
    blockedOn: '2026-03-01',
  });
  expect(alarms).toEqual(['a statement file is refused']);
  expect(await breaksOf('FILE', other.id)).toMatchObject([{ reference: '2026-03-01', status: 'OPEN' }]);
  // People say that it is settled, and it is not: it is theirs again, once.
  await database.owner.query(
    `UPDATE break_case SET status = 'RESOLVED', resolution = 'done', resolved_at = now() WHERE kind = 'FILE'`,
  );
  for (let night = 1; night <= 2; night += 1) {
    await bank.plan({ on: 'STATEMENT', account: other.bankAccountNo } as never, { kind: 'TORN', times: 1 });
    expect(await reconcileDay(deps, day(other.id, '2026-03-01'), watch)).toHaveProperty('blockedOn');
  }
  expect((await breaksOf('FILE', other.id)).map(({ status }) => status)).toEqual(['RESOLVED', 'OPEN']);
  await reconcileThrough('2026-03-16');
  await reconcileThrough('2026-03-01', other.id);
  expect((await breaksOf('FILE', other.id)).map(({ status }) => status)).toEqual(['RESOLVED', 'RESOLVED']);
  await expectBooksToAgree('2026-03-01', other.id);
});

test('a bank that has told no balance yet agrees with nothing: whoever looks at a difference goes on', async () => {
  const { rows } = await database.owner.query<{ id: string }>(
    `INSERT INTO break_case (institution_id, kind, reference, amount_fen, detail)
       VALUES ($1, 'BALANCE', 'before', 5, '{}') RETURNING id`,
    [other.id],
  );
  const id = rows[0]?.id;
  const day = { institutionId: other.id as InstitutionId, businessDate: '2026-03-02' };
  await reconcileDay(deps, day, watch);
  const found = await database.owner.query('SELECT status FROM break_case WHERE id = $1', [id]);
  expect(found.rows).toEqual([{ status: 'OPEN' }]);
  await database.owner.query(
    `UPDATE break_case SET status = 'RESOLVED', resolution = 'seen', resolved_at = now() WHERE id = $1`,
    [id],
  );
});

test('a balance that differs without a reason is one break, however long, until it agrees', async () => {
  const past = (work: () => Promise<unknown>) =>
    pastLaw(database.owner, 'journal_entry', 'judge_house_entry', work);
  await past(() =>
    database.owner.query(
      `SELECT post_entry($1, '{"businessKey": "by hand", "event": "BY_HAND", "date": "2026-03-17", "bankDate": "2026-03-17",
       "offBalance": [], "postings": [{"account": "1002", "debitFen": 7, "creditFen": 0},
                                      {"account": "4001", "debitFen": 0, "creditFen": 7}]}')`,
      [lender.id],
    ),
  );
  alarms.length = 0;
  await reconcileThrough('2026-03-18');
  expect(await breaksOf('BALANCE')).toMatchObject([{ reference: '2026-03-17', amount: -7, status: 'OPEN' }]);
  expect(alarms).toHaveLength(2);
  await past(() =>
    database.owner.query(`SELECT reverse_entry($1, 'by hand', 'by hand/back', '2026-03-19')`, [lender.id]),
  );
  await reconcileThrough('2026-03-19');
  expect(await breaksOf('BALANCE')).toMatchObject([{ status: 'RESOLVED' }]);
  await expectBooksToAgree('2026-03-19');
});

test('a file is fetched once for all who need it', async () => {
  let fetched = 0;
  const counting = {
    ...deps,
    bank: {
      ...bank.gateway,
      statementFile: (...of: Parameters<typeof bank.gateway.statementFile>) => {
        fetched += 1;
        return bank.gateway.statementFile(...of);
      },
    },
  };
  await importStatement(counting, lender.id, '2026-03-20');
  await importStatement(counting, lender.id, '2026-03-20');
  expect(fetched).toBe(1);
});

/** The file of a day as the test tells it: of each row its key, reference, direction and amount. */
async function fileOf(
  date: string,
  rows: readonly (readonly [
    key: string,
    bankReference: string,
    direction: 'CREDIT' | 'DEBIT',
    amount: number,
  ])[],
): Promise<void> {
  const entries = rows.map(([key, bankReference, direction, amountFen], index) => ({
    ...{ sequence: 1_000_000 + index, key, bankReference, direction, amountFen, balanceAfterFen: 0 },
    ...{ account: lender.bankAccountNo, counterparty: '', memo: '', valueDate: date },
  }));
  const telling = { ...deps, bank: { ...bank.gateway, statementFile: async () => ({ entries }) } };
  await importStatement(telling as unknown as ActivityDeps, lender.id, date);
}

test('an order without an outcome that the bank moved twice is matched once, and once too many', async () => {
  await reconcileThrough('2026-03-20');
  const of = await borrowing();
  const order = orderOf(of, '2026-03-21');
  await activities.openPayment(order);
  await activities.markUnknown(order);
  await fileOf('2026-03-21', [
    [order.key, 'twice-1', 'DEBIT', PRINCIPAL_FEN],
    [order.key, 'twice-2', 'DEBIT', PRINCIPAL_FEN],
  ]);
  await reconcileThrough('2026-03-21');
  expect(await itemsOf(order.key)).toMatchObject([{ outcome: 'PENDING' }, { outcome: 'DUPLICATE' }]);
  await settle(of, order, { status: 'SUCCEEDED', bankReference: 'twice-1', bankDate: '2026-03-21' });
  await reconcileThrough('2026-03-23');
  expect(await itemsOf(order.key)).toMatchObject([{ outcome: 'MATCH' }, { outcome: 'DUPLICATE' }]);
});

test('what was short and has come clears its claim once: coming again it is one too many', async () => {
  const of = await borrowing();
  const order = orderOf(of, '2026-03-24');
  await activities.openPayment(order);
  await settle(of, order, { status: 'SUCCEEDED', bankReference: 'short', bankDate: '2026-03-24' });
  await reconcileThrough('2026-03-25');
  await fileOf('2026-03-26', [[order.key, 'came', 'DEBIT', PRINCIPAL_FEN]]);
  await fileOf('2026-03-27', [[order.key, 'again', 'DEBIT', PRINCIPAL_FEN]]);
  await reconcileThrough('2026-03-27');
  expect((await itemsOf(order.key)).map(({ outcome }) => outcome)).toEqual([
    ...['CUTOFF', 'SHORT', 'LONG', 'DUPLICATE'],
  ]);
  expect(await breaksOf('DUPLICATE')).toContainEqual({
    ...{ reference: '2026-03-27/again', amount: PRINCIPAL_FEN, status: 'OPEN' },
  });
});

test('a file is fetched once for all who need it at the same time', async () => {
  let fetched = 0;
  const statementFile = async () => {
    fetched += 1;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { entries: [] };
  };
  const asking = { ...deps, bank: { statementFile } } as unknown as ActivityDeps;
  const ask = (date: string) => importStatement(asking, lender.id, date);
  const files = await Promise.all([
    ask('2027-01-02'),
    ask('2027-01-02'),
    ask('2027-01-03'),
    ask('2027-01-02'),
  ]);
  expect(fetched).toBe(2);
  expect(files.map(({ entries }) => entries)).toEqual([0, 0, 0, 0]);
  const failing = { ...deps, bank: { statementFile: async () => Promise.reject(new Error('no line')) } };
  const again = () => importStatement(failing as unknown as ActivityDeps, lender.id, '2027-01-04');
  await expect(Promise.all([again(), again()])).rejects.toThrow('no line');
  await expect(again()).rejects.toThrow('no line');
});

test('two transfers under one word of their payer are two, and each is booked once', async () => {
  const of = await lend('2026-03-28');
  const { rows } = await database.owner.query('SELECT loan_no AS no FROM loan WHERE id = $1', [of.loanId]);
  const memo = String(rows[0]?.['no']);
  const entry = {
    ...{ key: 'RENT', direction: 'CREDIT', amountFen: 3_001, balanceAfterFen: 0, memo },
    ...{ account: lender.bankAccountNo, counterparty: of.account, valueDate: '2026-03-29' },
  };
  const entries = [
    { ...entry, sequence: 2_000_001, bankReference: 'rent-1' },
    { ...entry, sequence: 2_000_002, bankReference: 'rent-2' },
  ];
  const telling = { ...deps, bank: { ...bank.gateway, statementFile: async () => ({ entries }) } };
  await importStatement(telling as unknown as ActivityDeps, lender.id, '2026-03-29');
  await reconcileThrough('2026-03-29');
  expect(await transfersOn(of.loanId)).toEqual({ booked: 2, isToBeTold: true });
  expect(await receiptsOn('2026-03-29')).toEqual([]);
});

test('a movement that the bank gives to two orders settles both, and people see to them', async () => {
  const [one, two] = [await borrowing(), await borrowing()];
  const [first, second] = [orderOf(one, '2026-03-30'), orderOf(two, '2026-03-30')];
  for (const order of [first, second]) await activities.openPayment(order);
  const outcome = { status: 'SUCCEEDED', bankReference: 'both', bankDate: '2026-03-30' } as const;
  await settle(one, first, outcome);
  await settle(two, second, outcome);
  expect(await breaksOf('REFERENCE_USED')).toMatchObject([{ reference: second.key, status: 'OPEN' }]);
});

test('one reference is a movement of its own on each day, and in each row of a day’s file', async () => {
  const amounts = async (date: string) => (await receiptsOn(date)).map(({ amount }) => amount);
  await fileOf('2026-03-31', [
    ['', 'same', 'CREDIT', 3_011],
    ['', 'same', 'CREDIT', 3_012],
  ]);
  await fileOf('2026-04-01', [['', 'same', 'CREDIT', 3_013]]);
  await reconcileThrough('2026-04-01');
  expect([await amounts('2026-03-31'), await amounts('2026-04-01')]).toEqual([[3_011, 3_012], [3_013]]);
  const { rows } = await database.owner.query(
    `SELECT bank_fen AS fen FROM reconciliation_item WHERE key LIKE 'ref:same%' ORDER BY bank_fen`,
  );
  expect(rows).toEqual([{ fen: 3_011 }, { fen: 3_012 }, { fen: 3_013 }]);
  const [one, two] = [await borrowing(), await borrowing()];
  const before = (await breaksOf('REFERENCE_USED')).length;
  for (const [of, bankDate] of [
    [one, '2026-04-02'],
    [two, '2026-04-03'],
  ] as const) {
    const order = orderOf(of, bankDate);
    await activities.openPayment(order);
    await settle(of, order, { status: 'SUCCEEDED', bankReference: 'daily', bankDate });
  }
  expect(await breaksOf('REFERENCE_USED')).toHaveLength(before);
});

test('one fen from an account that is asked to be bound proves it, and no other money does', async () => {
  const of = await lend('2026-04-20');
  const finance = await staffOf(database.owner, lender.id, 'finance');
  // Business time as it was when they asked.
  const since = Date.parse('2026-04-01T00:00:00Z');
  await database.owner.query('TRUNCATE clock_segment');
  await database.owner.query(
    `INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms) VALUES ($1, $1, 1, $1)`,
    [since],
  );
  const ask = async (account: string) => {
    const id = uuidv7();
    const index = blindIndex('bank_account', account);
    await database.owner.query(
      `INSERT INTO loan_change (id, loan_id, institution_id, kind, payload, status, requested_by, reason,
           created_at)
         VALUES ($1, $2, $3, 'BIND_ACCOUNT', $4, 'REQUESTED', $5, 'moved', '2026-04-21T02:00:00Z')`,
      [id, of.loanId, lender.id, { cipher: '', index, ending: account.slice(-4) }, finance],
    );
    return id;
  };
  const [mine, theirs, more] = ['6222111100000001', '6222111100000002', '6222111100000003'];
  const [proved, untold, tooMuch] = [await ask(mine), await ask(theirs), await ask(more)];
  await transfer('2026-04-20', 1, theirs, '太早');
  await transfer('2026-04-21', 1, mine, '验证');
  await transfer('2026-04-21', 1, '6222111100000009', '验证');
  await transfer('2026-04-21', 2, more, '验证');
  await reconcileThrough('2026-04-21');
  const proofs = await readAccountProofs(database.worker, [proved, untold, tooMuch]);
  expect([...proofs]).toEqual([[proved, '2026-04-21']]);
  // Before anybody had asked, it proves nothing.
  expect((await receiptsOn('2026-04-20')).map(({ amount }) => amount)).toEqual([1]);
  expect(await transfersOn(of.loanId)).toEqual({ booked: 1, isToBeTold: true });
  expect((await receiptsOn('2026-04-21')).map(({ amount }) => amount)).toEqual([1, 2]);
});

test('what is over goes back to where the last money came from: a debit, a transfer, a third party', async () => {
  const of = await lend('2026-04-22');
  expect(await readLastPayer(deps, of.loanId)).toBeNull();
  await carryOut(of, debitOf(of, '2026-04-23', 5_000, 'first'));
  expect(await readLastPayer(deps, of.loanId)).toBe(of.account);
  const stranger = '6222333300000001';
  await transfer('2026-04-24', 7_000, stranger, of.loanId);
  await reconcileThrough('2026-04-24');
  expect(await readLastPayer(deps, of.loanId)).toBe(of.account);
  const { rows } = await database.owner.query(
    `SELECT id FROM unidentified_receipt WHERE bank_date = '2026-04-24' AND amount_fen = 7000`,
  );
  const claim = { receiptId: rows[0].id as ReceiptId, loanId: of.loanId, at: '2026-04-25T02:00:00.000Z' };
  expect(await activities.claimReceipt(claim)).toMatchObject({ ok: true });
  expect(await readLastPayer(deps, of.loanId)).toBe(stranger);
  await transfer('2026-04-25', 8_000, of.account, of.loanId);
  await reconcileThrough('2026-04-25');
  expect(await readLastPayer(deps, of.loanId)).toBe(of.account);
});

/** What 2241.02 holds beside receipts; it is what its rows add up to. */
async function owedByOrders(): Promise<number> {
  const parts = await compareSubLedger(database.worker, lender.id);
  const part = parts.find(({ accountCode }) => accountCode === '2241.02');
  expect(part?.loansFen).toBe(part?.ledgerFen);
  const { rows } = await database.owner.query<{ held: number }>(
    `SELECT coalesce(sum(amount_fen - claimed_fen - returned_fen - capital_fen), 0)::bigint AS held
       FROM unidentified_receipt WHERE institution_id = $1`,
    [lender.id],
  );
  return -(part?.ledgerFen ?? 0) - (rows[0]?.held ?? 0);
}

test('what the bank has not paid of an order that went out is owed, by the order itself, until it comes', async () => {
  const [one, two] = [await borrowing(), await borrowing()];
  const [part, late] = [orderOf(one, '2026-05-10'), orderOf(two, '2026-05-10')];
  for (const [of, order] of [
    [one, part],
    [two, late],
  ] as const) {
    await activities.openPayment(order);
    await settle(of, order, { status: 'SUCCEEDED', bankReference: order.key, bankDate: '2026-05-10' });
  }
  await reconcileThrough('2026-05-09');
  const before = await owedByOrders();
  await fileOf('2026-05-10', [[part.key, 'part', 'DEBIT', PRINCIPAL_FEN - 400]]);
  await fileOf('2026-05-11', []);
  await fileOf('2026-05-12', [[late.key, 'late', 'DEBIT', PRINCIPAL_FEN]]);
  await reconcileThrough('2026-05-10');
  expect(await itemsOf(part.key)).toMatchObject([{ outcome: 'AMOUNT_DIFF', bank: PRINCIPAL_FEN - 400 }]);
  expect(await owedByOrders()).toBe(before + 400);
  await reconcileThrough('2026-05-11');
  expect(await breaksOf('SHORT')).toContainEqual({
    ...{ reference: late.key, amount: PRINCIPAL_FEN, status: 'OPEN' },
  });
  expect(await owedByOrders()).toBe(before + PRINCIPAL_FEN + 400);
  await reconcileThrough('2026-05-12');
  expect(await owedByOrders()).toBe(before + 400);
});
