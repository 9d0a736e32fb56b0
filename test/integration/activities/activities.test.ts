import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { type ActivityDeps, createActivities } from '../../../activities';
import type { BankAnswer, CaseChange, Settlement } from '../../../contracts/activities';
import type { AllActivities } from '../../../contracts/activityOptions';
import type {
  ApplicationId,
  EnterpriseId,
  InstitutionId,
  LoanId,
  PaymentId,
  TaskId,
  UserId,
} from '../../../contracts/ids';
import type { PaymentOrder } from '../../../contracts/workflows';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { type IsoDate, isoDate, PUBLISHED_VERSION, shiftToWorkday } from '../../../domain/calendar';
import { createBlindIndex, createColumnCipher } from '../../../gateways/crypto';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { readAgreedAccount, readDrawdown } from '../../../gateways/database/facts/facilities';
import { createMessageStore } from '../../../gateways/database/facts/messages';
import { compareSubLedger } from '../../../gateways/database/ledger';
import { sealPersonalData } from '../../../gateways/database/queries/personalData';
import type { QueuedMessage } from '../../../gateways/queue';
import { type BankDriver, startBank } from '../../support/bankDriver';
import { temporaryFolder } from '../../support/sandboxProcess';
import { profile, statements } from '../../unit/scoring/examples';
import { makeCase, termsOf } from '../database/support/cases';

jest.setTimeout(120_000);

const institution = INSTITUTIONS[0];
const cipher = createColumnCipher(`test:${Buffer.alloc(32, 3).toString('base64')}`);
const folder = temporaryFolder();
const queued: QueuedMessage[] = [];

let database: TestDatabase;
let bank: BankDriver;
let activities: AllActivities;
let deps: ActivityDeps;

beforeAll(async () => {
  [database, bank] = await Promise.all([startDatabase(), startBank(folder)]);
  await setClock('2026-01-05T01:00:00Z');
  await bank.openAccount(institution.bankAccountNo, 'INSTITUTION');
  await bank.deposit(institution.bankAccountNo, 10_000_000_000, { valueDate: '2026-01-01' });
  deps = {
    sql: database.worker,
    cipher,
    blindIndex: createBlindIndex(Buffer.alloc(32, 4).toString('base64')),
    queues: {
      enqueue: async (message: QueuedMessage) => {
        queued.push(message);
        return true;
      },
    },
    bank: bank.gateway,
    notFoundFloorMs: 0,
    activationLink: (id: string) => `http://localhost/activate#${id}`,
  } as unknown as ActivityDeps;
  activities = createActivities(deps);
});
afterAll(async () => {
  await Promise.all([database.stop(), bank.process.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Business time as it runs from now on, as fast as real time. */
async function setClock(businessAt: string): Promise<void> {
  const [realMs, businessMs] = [Date.now(), Date.parse(businessAt)];
  await database.owner.query(
    `INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms) VALUES ($1, $2, 1, $2)`,
    [realMs, businessMs],
  );
}

interface Borrowing {
  readonly loanId: LoanId;
  readonly enterpriseId: EnterpriseId;
  readonly account: string;
}

/** An enterprise with its personal data sealed, an account at the bank and an accepted offer. */
async function borrowing(): Promise<Borrowing> {
  const at = await makeCase(database.owner);
  const account = `62220000${String(Math.random()).slice(2, 12)}`;
  const sealed = sealPersonalData(cipher, at.enterpriseId, {
    mobile: '13800001234',
    mail: 'owner@example.test',
    legalPerson: { name: '王伟', residentId: '110101199003070011' },
    bankAccountNo: account,
  });
  await database.owner.query(
    `UPDATE enterprise SET mobile_cipher = $2, mail_cipher = $3, legal_person_cipher = $4, bank_account_cipher = $5
       WHERE id = $1`,
    [
      at.enterpriseId,
      sealed.mobile_cipher,
      sealed.mail_cipher,
      sealed.legal_person_cipher,
      sealed.bank_account_cipher,
    ],
  );
  await database.owner.query('UPDATE application SET offer = $2 WHERE id = $1', [
    at.loanId,
    JSON.stringify({ terms: termsOf(at.loanId) }),
  ]);
  await activities.agreeFacility({
    applicationId: at.loanId as ApplicationId,
    loanId: at.loanId as LoanId,
    agreedAt: '2026-01-14T01:00:00.000Z',
  });
  await bank.openAccount(account);
  return { loanId: at.loanId as LoanId, enterpriseId: at.enterpriseId as EnterpriseId, account };
}

function payout({ loanId, enterpriseId }: Borrowing, key = `loan/${loanId}/disburse`): PaymentOrder {
  return {
    paymentId: uuidv7() as PaymentId,
    key,
    institutionId: institution.id as InstitutionId,
    enterpriseId,
    subject: { type: 'LOAN', id: loanId },
    mandate: { type: 'RELEASE', id: uuidv7() },
    purpose: 'DISBURSEMENT',
    amountFen: 100_000_000,
    valueDate: '2026-01-15',
    decidedAtMs: Date.parse('2026-01-15T01:00:00Z'),
  };
}

function changeOf({ loanId, enterpriseId }: Borrowing, more: Partial<CaseChange> = {}): CaseChange {
  return {
    caseType: 'APPLICATION',
    caseId: loanId,
    institutionId: institution.id as InstitutionId,
    enterpriseId,
    changeKey: 'change-1',
    at: '2026-01-15T01:00:00.000Z',
    audit: { actorId: null, action: 'TEST', outcome: 'DONE' },
    ...more,
  };
}

const settlement = (of: Borrowing, order: PaymentOrder, outcome: Settlement['outcome']): Settlement => ({
  order,
  outcome,
  source: 'ANSWER',
  change: changeOf(of, { changeKey: `settle/${outcome.status}` }),
});

/** Sends an order that nothing holds back. */
async function submit(order: PaymentOrder): Promise<BankAnswer> {
  const sent = await activities.submitOrder(order);
  if (sent.status !== 'SENT') throw new Error(`not sent: ${sent.status}`);
  return sent.answer;
}

/** The bank's final word, once it has one. */
async function answerByKey(order: PaymentOrder): Promise<BankAnswer> {
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await activities.queryOrder(order);
    if (answer.status !== 'UNKNOWN') return answer;
    await sleep(100);
  }
  return { status: 'UNKNOWN', code: 'STILL' };
}

const count = async (text: string, ...values: unknown[]) => {
  const { rows } = await database.owner.query<{ count: string }>(
    `SELECT count(*)::text AS count FROM ${text}`,
    values,
  );
  return Number(rows[0]?.count);
};

describe('steps of a case', () => {
  it('are written once, with task, message and audit record, however often they are told', async () => {
    const of = await borrowing();
    const taskId = uuidv7() as TaskId;
    const change = changeOf(of, {
      stage: { stage: 'IN_REVIEW', since: '2099-01-01T00:00:00.000Z' },
      open: [
        {
          taskId,
          kind: 'REVIEW_APPLICATION',
          institutionId: institution.id as InstitutionId,
          enterpriseId: of.enterpriseId,
          caseType: 'APPLICATION',
          caseId: of.loanId,
          workflowId: `application/${of.loanId}`,
          role: 'reviewer',
          dueAt: '2099-01-02T00:00:00.000Z',
          reason: { code: 'SCORED' },
        },
      ],
      messages: [
        {
          dedupeKey: `test/${of.loanId}`,
          channel: 'EMAIL',
          kind: 'APPLICATION_RECEIVED',
          values: { amountFen: 5 },
        },
      ],
    });
    await activities.recordChange(change);
    await activities.recordChange(change);
    expect(await count('audit_record WHERE case_id = $1', of.loanId)).toBe(1);
    expect(await count('human_task WHERE id = $1', taskId)).toBe(1);
    expect(await count('message WHERE case_id = $1', of.loanId)).toBe(1);
    expect(queued.filter(({ dedupeKey }) => dedupeKey === `test/${of.loanId}`)).toHaveLength(2);
  });

  it('are not taken back by a late write', async () => {
    const of = await borrowing();
    const enter = (stage: string, since: string) =>
      activities.recordChange(changeOf(of, { changeKey: stage, stage: { stage, since } }));
    await enter('IN_APPROVAL', '2099-02-01T00:00:00.001Z');
    await enter('IN_REVIEW', '2099-02-01T00:00:00.000Z');
    const { rows } = await database.owner.query('SELECT stage FROM application WHERE id = $1', [of.loanId]);
    expect(rows).toEqual([{ stage: 'IN_APPROVAL' }]);
  });

  it('of two kinds by one person are refused by the database too', async () => {
    const of = await borrowing();
    const decide = async (step: 'REVIEW' | 'APPROVE') => {
      const taskId = uuidv7() as TaskId;
      const kind = step === 'REVIEW' ? 'REVIEW_APPLICATION' : 'APPROVE_APPLICATION';
      const task = {
        taskId,
        kind,
        institutionId: institution.id as InstitutionId,
        enterpriseId: of.enterpriseId,
        caseType: 'APPLICATION',
        caseId: of.loanId,
        workflowId: `application/${of.loanId}`,
        role: 'reviewer',
        dueAt: '2099-01-02T00:00:00.000Z',
        reason: { code: 'X' },
      } as const;
      await activities.recordChange(changeOf(of, { changeKey: `open/${step}`, open: [task] }));
      await activities.recordChange(
        changeOf(of, {
          changeKey: `close/${step}`,
          close: [
            {
              taskId,
              status: 'DONE',
              outcome: 'APPROVE',
              by: 'same-person' as UserId,
              decided: { step, round: 1, reason: '' },
            },
          ],
        }),
      );
    };
    await decide('REVIEW');
    await expect(decide('APPROVE')).rejects.toMatchObject({ code: '23503' });
  });
});

describe('an assessment', () => {
  it('keeps the versions of the rules that it was made by, also when it refuses', async () => {
    const { loanId: applicationId } = await makeCase(database.owner);
    const asOf = '2026-03-02';
    const kept = async () => {
      const { rows } = await database.owner.query('SELECT assessment FROM application WHERE id = $1', [
        applicationId,
      ]);
      return rows[0]?.assessment;
    };
    await database.owner.query('UPDATE application SET statements = $2, profile = $3 WHERE id = $1', [
      applicationId,
      JSON.stringify({ ...statements(), current: { ...statements().current, revenueFen: -1 } }),
      JSON.stringify(profile()),
    ]);
    const refused = await activities.assessApplication({
      applicationId: applicationId as ApplicationId,
      asOf,
    });
    expect(refused).toEqual({ outcome: 'KNOCKED_OUT', reasonCodes: ['NEGATIVE'] });
    const versions = { scorecard: 'scorecard/1', pricing: 'pricing/1', calendar: PUBLISHED_VERSION };
    expect(await kept()).toMatchObject({ refusal: { code: 'NEGATIVE' }, versions, asOf });

    await database.owner.query('UPDATE application SET statements = $2, profile = $3 WHERE id = $1', [
      applicationId,
      JSON.stringify(statements()),
      JSON.stringify(profile({ taxRating: 'D' })),
    ]);
    const knockedOut = await activities.assessApplication({
      applicationId: applicationId as ApplicationId,
      asOf,
    });
    expect(knockedOut).toEqual({ outcome: 'KNOCKED_OUT', reasonCodes: ['K02_TAX_RATING_D'] });
    expect(await kept()).toMatchObject({ risk: { decision: 'DECLINE' }, versions, asOf });
  });
});

describe('what an applicant accepted', () => {
  it('is written down once: later terms, amounts and accounts are not those of the loan', async () => {
    const of = await borrowing();
    const at = { applicationId: of.loanId as string as ApplicationId, loanId: of.loanId };
    await activities.agreeFacility({ ...at, agreedAt: '2026-02-01T01:00:00.000Z' });
    await database.owner.query(
      `UPDATE enterprise SET bank_account_cipher = '', mobile_cipher = '' WHERE id = $1`,
      [of.enterpriseId],
    );
    const drawdown = await readDrawdown(database.worker, of.loanId);
    expect(drawdown).toMatchObject({ amountFen: 100_000_000, terms: termsOf(of.loanId) });
    const account = await readAgreedAccount(database.worker, cipher, of.loanId);
    expect(account.accountNo).toBe(of.account);
    expect(await count('facility WHERE id = $1 AND limit_fen = 100000000', of.loanId)).toBe(1);
  });

  it('counts until it is drawn, and asks for a higher authority at the release of another', async () => {
    const of = await borrowing();
    const other = uuidv7() as ApplicationId;
    await database.owner.query(
      `INSERT INTO application (id, institution_id, enterprise_id, product_id, amount_fen, term_months, method,
           purpose, statements, profile, stage, stage_since, created_by, assessment)
         SELECT $2, institution_id, enterprise_id, product_id, 30000000, term_months, method, purpose, statements,
                profile, 'AWAITING_RELEASE', now(), created_by, $3 FROM application WHERE id = $1`,
      [of.loanId, other, JSON.stringify({ level: 1, risk: { grade: 'A' } })],
    );
    const given = [{ authority: 'CREDIT_MANAGER', role: 'approver' }] as const;
    const look = () => activities.approvalsToAdd({ applicationId: other, asOf: '2026-03-02', given });
    expect(await look()).toEqual({ approvals: [{ authority: 'RISK_DIRECTOR', role: 'risk' }] });
    await database.owner.query(`UPDATE application SET stage = 'WITHDRAWN' WHERE id = $1`, [of.loanId]);
    expect(await look()).toEqual({ approvals: [] });
  });
});

describe('the calendar', () => {
  it('is the published one with the days that the house declared otherwise', async () => {
    await database.owner.query(
      `INSERT INTO calendar_override (date, workday, source)
         VALUES ('2026-04-08', false, 'notice of the city'), ('2026-04-11', true, 'made up')`,
    );
    const { calendar } = await activities.readCalendar({ from: '2026-04-03' });
    await database.owner.query('DELETE FROM calendar_override');
    expect(calendar.exceptions).toMatchObject({
      '2026-04-06': { isWorkday: false, reason: expect.any(String) },
      '2026-04-08': { isWorkday: false, reason: 'notice of the city' },
      '2026-04-11': { isWorkday: true, reason: 'made up' },
    });
    expect(shiftToWorkday(isoDate('2026-04-08'), 'FOLLOWING', calendar)).toBe('2026-04-09');
    expect(Object.keys(calendar.exceptions).every((day) => day >= '2026-04-03' && day <= '2026-05-18')).toBe(
      true,
    );
  });
});

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
    expect(late.outcome).toEqual(answer);
    expect(await count('loan_event WHERE loan_id = $1', of.loanId)).toBe(1);
    expect(await count('journal_entry WHERE loan_id = $1', of.loanId)).toBe(1);
    expect(await activities.openPayment(order)).toMatchObject({ outcome: answer });
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

  it('that was taken without an answer is found by its key, or in a file, and never sent again', async () => {
    const of = await borrowing();
    const order = { ...payout(of), valueDate: '2026-01-05' };
    await activities.openPayment(order);
    await bank.plan(
      { account: of.account },
      { times: 1, kind: 'TAKEN_NO_ANSWER', bookedDaysLater: 1, concealedInquiries: 1 },
    );
    expect(await submit(order)).toMatchObject({ status: 'UNKNOWN' });
    await activities.markUnknown(order);
    expect(await activities.closeOrder(order)).toEqual({ status: 'UNKNOWN', code: 'PROCESSING' });
    const found = { status: 'SUCCEEDED', bankDate: '2026-01-06' };
    expect(await answerByKey(order)).toMatchObject(found);
    expect(await activities.findInFiles(order)).toMatchObject(found);
    const other = { ...order, amountFen: order.amountFen + 1 };
    expect(await activities.findInFiles(other)).toEqual({ status: 'UNKNOWN', code: 'AMOUNT_DIFFERS' });
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

  it('that no file has never came only for a bank that can’t close it, and long after it was sent', async () => {
    const of = await borrowing();
    const order = { ...payout(of), valueDate: '2026-01-07' };
    await activities.openPayment(order);
    await bank.plan({ keyPrefix: order.key }, { kind: 'NOT_REACHED' });
    expect(await submit(order)).toMatchObject({ status: 'UNKNOWN' });
    const cannotClose = () => bank.plan({ on: 'CLOSE', keyPrefix: order.key }, { kind: 'NOT_SUPPORTED' });
    await cannotClose();
    expect(await activities.closeOrder(order)).toEqual({ status: 'UNKNOWN', code: 'CANT_CLOSE' });
    await cannotClose();
    const patient = createActivities({ ...deps, notFoundFloorMs: 600_000 });
    expect(await patient.findInFiles(order)).toMatchObject({ status: 'TOO_EARLY' });
    await cannotClose();
    expect(await activities.findInFiles(order)).toEqual({ status: 'FAILED', code: 'NOT_FOUND' });
    expect(await activities.findInFiles(order)).toEqual({ status: 'FAILED', code: 'CLOSED' });
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
    await database.owner.query('UPDATE loan SET suspense_fen = suspense_fen - 7 WHERE id = $1', [of.loanId]);
  });
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

describe('a loan', () => {
  it('is planned, paid by suspense, quoted and closed, and ledger and loans agree', async () => {
    const of = await borrowing();
    const order = payout(of);
    await activities.openPayment(order);
    await activities.settlePayment(
      settlement(of, order, { status: 'SUCCEEDED', bankReference: `r/${of.loanId}`, bankDate: '2026-01-15' }),
    );
    const { loanId } = of;
    const plan = await activities.planInstalment({ loanId, fromInstalment: 1, asOf: '2026-01-20' });
    expect(plan).toMatchObject({
      settled: false,
      totalDueFen: 0,
      instalment: { number: 1, dueDate: '2026-02-15' },
    });
    expect(
      await activities.quoteRepayment({ loanId, amountFen: 10 ** 12, asOf: '2026-01-20' }),
    ).toMatchObject({
      ok: false,
      refusal: { code: 'MORE_THAN_OWED' },
    });
    const repaid: PaymentOrder = {
      ...payout(of, `loan/${loanId}/repay/k`),
      purpose: 'REPAYMENT',
      amountFen: plan.instalment?.amountFen ?? 0,
      valueDate: '2026-01-20',
    };
    await activities.openPayment(repaid);
    await activities.settlePayment({
      ...settlement(of, repaid, {
        status: 'SUCCEEDED',
        bankReference: `r2/${loanId}`,
        bankDate: '2026-01-20',
      }),
      change: changeOf(of, { changeKey: 'settle/2' }),
    });
    const asked = { loanId, fromInstalment: 1, asOf: '2026-02-16' };
    const due = await activities.planInstalment(asked);
    expect(due).toMatchObject({ totalDueFen: 0, askedFen: 0, oldestDue: null, instalment: { number: 2 } });
    expect(await activities.planInstalment(asked)).toEqual(due);
    const prepay = { loanId, principalFen: 10_000_000, mode: 'SHORTEN_TERM', asOf: '2026-02-20' } as const;
    expect(await activities.quotePrepayment(prepay)).toMatchObject({ ok: true });
    const parts = await compareSubLedger(database.worker, institution.id);
    expect(parts.filter(({ ledgerFen, loansFen }) => ledgerFen !== loansFen)).toEqual([]);
  });
});

describe('money held for a borrower who owes nothing more', () => {
  it('goes back by an order of its own, and the loan closes', async () => {
    const of = await borrowing();
    const { loanId } = of;
    await bank.deposit(of.account, 300_000_000, { valueDate: '2026-01-01' });
    const carryOut = async (order: PaymentOrder, changeKey: string) => {
      await activities.openPayment(order);
      const answer = await submit(order);
      if (answer.status !== 'SUCCEEDED') throw new Error(`not paid: ${answer.status}`);
      return await activities.settlePayment({
        order,
        outcome: answer,
        source: 'ANSWER',
        change: changeOf(of, { changeKey }),
      });
    };
    const orderOf = (purpose: PaymentOrder['purpose'], amountFen: number): PaymentOrder => ({
      ...payout(of, `loan/${loanId}/${purpose}`),
      purpose,
      amountFen,
    });
    await carryOut(payout(of), 'disbursed');
    await carryOut(orderOf('REPAYMENT', 1_000_000), 'repaid');
    const asked = { loanId, principalFen: 100_000_000, mode: 'SHORTEN_TERM', asOf: '2026-01-15' } as const;
    const quoted = await activities.quotePrepayment(asked);
    if (!quoted.ok) throw new Error(quoted.refusal.code);
    const prepayment = { principalFen: asked.principalFen, mode: asked.mode };
    const settled = await carryOut(
      { ...orderOf('PREPAYMENT', quoted.value.amountFen), prepayment },
      'prepaid',
    );
    expect(settled.loan).toMatchObject({ settled: true, suspenseFen: 1_000_000 });
    const refund = orderOf('REFUND', 1_000_000);
    expect((await carryOut(refund, 'refunded')).loan).toMatchObject({ settled: true, suspenseFen: 0 });
    expect((await carryOut(refund, 'refunded')).outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(await activities.closeLoan({ loanId, asOf: '2026-01-15' })).toEqual({ closed: true });
    expect(await activities.closeLoan({ loanId, asOf: '2026-01-15' })).toEqual({ closed: true });
    const entries = await bank.gateway.statementFile('2026-01-15' as IsoDate, of.account);
    const refunds = entries.entries.filter(({ key }) => key === refund.key);
    expect(refunds.map(({ direction, amountFen }) => [direction, amountFen])).toEqual([
      ['CREDIT', 1_000_000],
    ]);
    const parts = await compareSubLedger(database.worker, institution.id);
    expect(parts.filter(({ ledgerFen, loansFen }) => ledgerFen !== loansFen)).toEqual([]);
  });
});

describe('a message', () => {
  it('is held by one consumer at a time, and sent once', async () => {
    const of = await borrowing();
    const message = {
      dedupeKey: `message/${of.loanId}`,
      channel: 'EMAIL',
      kind: 'ACTIVATION',
      values: { expiresAt: '2026-01-20' },
    } as const;
    await activities.recordChange(changeOf(of, { changeKey: 'mail', messages: [message] }));
    const store = createMessageStore(database.worker, cipher);
    const id = queued.find(({ dedupeKey }) => dedupeKey === message.dedupeKey)?.id ?? '';
    const claimed = await store.claim(id, 60_000);
    expect(claimed).toMatchObject({
      status: 'claimed',
      message: {
        recipient: 'owner@example.test',
        attempts: 1,
        values: { activationUrl: `http://localhost/activate#${of.enterpriseId}` },
      },
    });
    expect(await store.claim(id, 60_000)).toEqual({ status: 'held' });
    await store.markFailed(id, { code: 'LINE', final: false });
    expect(await store.claim(id, 60_000)).toMatchObject({ status: 'claimed', message: { attempts: 2 } });
    await store.markSent(id, 'smtp-1');
    expect(await store.claim(id, 60_000)).toEqual({ status: 'settled' });
    expect(await store.claim(uuidv7(), 60_000)).toEqual({ status: 'missing' });
    const { rows } = await database.owner.query('SELECT * FROM message WHERE id = $1', [id]);
    expect(JSON.stringify(rows)).not.toContain('owner@example.test');
  });

  it('that waits too long is found', async () => {
    const of = await borrowing();
    const message = {
      dedupeKey: `lost/${of.loanId}`,
      channel: 'SMS',
      kind: 'OFFER_EXPIRED',
      values: {},
    } as const;
    await activities.recordChange(changeOf(of, { changeKey: 'lost', messages: [message] }));
    const store = createMessageStore(database.worker, cipher);
    const found = await store.findUnqueued(0, 100);
    expect(found.map(({ dedupeKey }) => dedupeKey)).toContain(message.dedupeKey);
    expect(await store.findUnqueued(3_600_000, 100)).toEqual([]);
  });
});
