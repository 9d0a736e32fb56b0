import { uuidv7 } from 'uuidv7';
import type { MessageToSend } from '../../../contracts/activities';
import type { ApplicationId, InstitutionId, LoanId, TaskId, UserId } from '../../../contracts/ids';
import type { ApplicationStage, PaymentOrder } from '../../../contracts/workflows';
import { instantOf } from '../../../domain/calendar/clock';
import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { PUBLISHED_VERSION } from '../../../domain/calendar/published';
import { turnOf } from '../../../domain/collection/slots';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { readAgreedAccount, readDrawdown } from '../../../gateways/database/facilities';
import { compareSubLedger } from '../../../gateways/database/ledger';
import { createMessageStore } from '../../../gateways/database/messages';
import { readRows } from '../../../gateways/database/statement';
import { profile, statements } from '../../unit/scoring/examples';
import { institutionId, makeApplication, makeCase, termsOf } from '../database/support/cases';
import {
  activities,
  bank,
  borrowing,
  changeOf,
  cipher,
  closeVenue,
  count,
  database,
  deps,
  institution,
  openVenue,
  payout,
  queued,
  settlement,
  submit,
} from './support/venue';

beforeAll(openVenue);
afterAll(closeVenue);

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
          round: 1,
          dueAt: '2099-01-02T00:00:00.000Z',
          amountFen: null,
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
    const enter = (stage: ApplicationStage, since: string) =>
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
        round: 1,
        dueAt: '2099-01-02T00:00:00.000Z',
        amountFen: null,
        reason: { code: 'SCORED' },
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
      round: 1,
      exceptionReason: null,
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
      round: 1,
      exceptionReason: null,
    });
    expect(knockedOut).toEqual({ outcome: 'KNOCKED_OUT', reasonCodes: ['K02_TAX_RATING_D'] });
    expect(await kept()).toMatchObject({ risk: { decision: 'DECLINE' }, versions, asOf });

    // A granted appeal has it go on as an exception, one level up; what the law caps would not.
    const excepted = await activities.assessApplication({
      applicationId: applicationId as ApplicationId,
      asOf,
      round: 1,
      exceptionReason: 'the rating was lifted',
    });
    expect(excepted).toMatchObject({
      outcome: 'TO_REVIEW',
      exceptionReason: 'the rating was lifted',
      route: { outcome: 'ROUTED', level: 3 },
    });
  });
});

describe('what an applicant accepted', () => {
  it('is written down once: later terms, amounts and accounts are not those of the loan', async () => {
    const of = await borrowing();
    const at = { applicationId: of.loanId as string as ApplicationId, loanId: of.loanId };
    await activities.agreeFacility({ ...at, agreedAt: '2026-02-01T01:00:00.000Z', agreedBy: 'u' as UserId });
    await database.owner.query(
      `UPDATE enterprise SET bank_account_cipher = '', mobile_cipher = '' WHERE id = $1`,
      [of.enterpriseId],
    );
    const drawdown = await readDrawdown(database.worker, of.loanId);
    expect(drawdown).toMatchObject({ amountFen: 100_000_000, terms: termsOf(of.loanId) });
    const account = await readAgreedAccount(deps.prisma, cipher, of.loanId);
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
      [of.loanId, other, JSON.stringify({ risk: { grade: 'A' }, price: { annualRate: '0.12' } })],
    );
    const at = { applicationId: other, asOf: '2026-03-02' };
    const route = (round: number) => activities.routeApproval({ ...at, round, exceptionReason: null });
    const firstIs = (stage: string) =>
      database.owner.query('UPDATE application SET stage = $2 WHERE id = $1', [of.loanId, stage]);
    await firstIs('WITHDRAWN');
    const manager = { authority: 'CREDIT_MANAGER', role: 'approver' };
    expect(await route(1)).toMatchObject({
      outcome: 'ROUTED',
      exposureFen: 30_000_000,
      approvals: [manager],
    });
    expect(await activities.approvalStands(at)).toEqual({ stands: true, isFrozen: false });
    await firstIs('AWAITING_RELEASE');
    expect(await activities.approvalStands(at)).toEqual({ stands: false, isFrozen: false });
    const director = { authority: 'RISK_DIRECTOR', role: 'risk' };
    expect(await route(2)).toMatchObject({ exposureFen: 130_000_000, approvals: [manager, director] });
    expect(await activities.approvalStands(at)).toEqual({ stands: true, isFrozen: false });
    const wanted = { amountFen: 30_000_000, termMonths: 11, method: 'EQUAL_INSTALMENT' } as const;
    await activities.changeTerms({ applicationId: other, ...wanted });
    expect(await activities.approvalStands(at)).toEqual({ stands: false, isFrozen: false });
    // What was accepted never changes.
    const accepted = of.loanId as string as ApplicationId;
    await expect(activities.changeTerms({ applicationId: accepted, ...wanted })).rejects.toThrow();
  });

  it('is routed by all that are connected with the borrower by control, and by what is special about it', async () => {
    const of = await makeApplication(database.owner);
    const [sister, mother] = [await borrowing(), await borrowing()];
    const at = { applicationId: of.loanId as string as ApplicationId, asOf: '2026-03-02', round: 1 };
    await database.owner.query(
      'UPDATE application SET assessment = $2, amount_fen = 30000000 WHERE id = $1',
      [of.loanId, JSON.stringify({ risk: { grade: 'A' }, price: { annualRate: '0.12' } })],
    );
    const route = (exceptionReason: string | null = null) =>
      activities.routeApproval({ ...at, exceptionReason });
    expect(await route()).toMatchObject({ level: 1, connectedUserIds: [] });
    await connect(mother.enterpriseId, { kind: 'CONTROL', other_enterprise_id: of.enterpriseId });
    await connect(mother.enterpriseId, { kind: 'CONTROL', other_enterprise_id: sister.enterpriseId });
    expect(await route()).toMatchObject({ level: 3, exposureFen: 230_000_000 });
    await connect(of.enterpriseId, { kind: 'PERSON', user_id: 'cousin' });
    expect(await route('season')).toMatchObject({ level: 4, connectedUserIds: ['cousin'] });
    const last = await readRows<{ raisedBy: string[] }>(
      database.owner,
      'SELECT raised_by FROM approval_route WHERE application_id = $1 ORDER BY number DESC LIMIT 1',
      [of.loanId],
    );
    expect(last).toEqual([{ raisedBy: ['POLICY_EXCEPTION'] }]);
    await database.owner.query('UPDATE institution SET net_assets_fen = 299999999 WHERE id = $1', [
      of.institutionId,
    ]);
    expect(await route()).toEqual({ outcome: 'REFUSED', code: 'SINGLE_BORROWER_LIMIT' });
    await database.owner.query('UPDATE institution SET net_assets_fen = NULL WHERE id = $1', [
      of.institutionId,
    ]);
  });

  function connect(enterpriseId: string, more: Readonly<Record<string, string>>) {
    const row = {
      ...{ id: uuidv7(), institution_id: institutionId, enterprise_id: enterpriseId },
      ...{ reason: 'register of shareholders', recorded_by: 'risk-1', ...more },
    };
    const names = Object.keys(row);
    return database.owner.query(
      `INSERT INTO connection (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(row),
    );
  }
});

describe('when money is ordered again', () => {
  it('goes by the published calendar with the days that the house declared otherwise', async () => {
    await database.owner.query(
      `INSERT INTO calendar_override (date, workday, source)
         VALUES ('2026-04-08', false, 'notice of the city'), ('2026-04-11', true, 'made up')`,
    );
    const evening = (day: string) => instantOf(isoDate(day), '21:30');
    const loanId = '0198c1f0-0000-7000-8000-0000000000aa' as LoanId;
    const turnMs = turnOf(loanId, parametersAt(isoDate('2026-04-03')).overdue);
    const morning = (day: string) => instantOf(isoDate(day), '09:00') + turnMs;
    const late = async (day: string) =>
      (await activities.planLateDebit({ loanId, afterMs: evening(day) })).atMs;
    // 6 April is a holiday in lieu; the house is closed on the 8th and works on Saturday the 11th.
    expect(await late('2026-04-03')).toBe(morning('2026-04-07'));
    expect(await late('2026-04-07')).toBe(morning('2026-04-09'));
    expect(await late('2026-04-10')).toBe(morning('2026-04-11'));
    const orders = [{ atMs: evening('2026-04-07'), code: '51' }];
    expect(await activities.planNextOrder({ loanId, orders, knownFromMs: evening('2026-04-07') })).toEqual({
      next: { kind: 'RETRY_AT', atMs: morning('2026-04-09') },
      text: { zh: '余额不足', en: 'Insufficient funds' },
    });
    await database.owner.query('DELETE FROM calendar_override');
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
    expect(settled).toMatchObject({ loan: { settled: true, suspenseFen: 1_000_000 } });
    const refund = orderOf('REFUND', 1_000_000);
    expect(await carryOut(refund, 'refunded')).toMatchObject({ loan: { settled: true, suspenseFen: 0 } });
    expect(await carryOut(refund, 'refunded')).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
    expect(await activities.closeLoan({ loanId, asOf: '2026-01-15' })).toEqual({ closed: true });
    expect(await activities.closeLoan({ loanId, asOf: '2026-01-15' })).toEqual({ closed: true });
    const certificates = 'paper WHERE case_id = $1 AND kind = $2 AND withdrawn_on IS NULL';
    expect(await count(certificates, loanId, 'CLOSING_CERTIFICATE')).toBe(2);
    expect(queued.filter(({ channel }) => channel === 'PAPER')).toHaveLength(2);
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
      values: { expiresAt: '2026-01-20T08:00:00.000Z' },
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

  it('that lacks a value is refused before anything of its step is written', async () => {
    const of = await borrowing();
    const offer = { dedupeKey: `offer/${of.loanId}`, channel: 'EMAIL', kind: 'OFFER', values: {} };
    const change = changeOf(of, { changeKey: 'offer', messages: [offer as unknown as MessageToSend] });
    await expect(activities.recordChange(change)).rejects.toThrow(/annualCost/);
    expect(await count('audit_record WHERE case_id = $1', of.loanId)).toBe(0);
    expect(await count('message WHERE case_id = $1', of.loanId)).toBe(0);
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
