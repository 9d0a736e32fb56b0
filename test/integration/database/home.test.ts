import { uuidv7 } from 'uuidv7';
import { recordFeeStep } from '../../../activities/feeBooks';
import { chargeLoan } from '../../../activities/feeCharges';
import { stepsOf } from '../../../api/home/steps';
import { trackerOf } from '../../../api/home/tracker';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import type { ChargeStep } from '../../../domain/fees/charge';
import { loanAt } from '../../../domain/loan/fold';
import { readHome } from '../../../gateways/database/home';
import { readOwedFees } from '../../../gateways/database/owedFees';
import { countUnreadMessages, markMessagesRead } from '../../../gateways/database/sentMessages';
import { inTransaction } from '../../../gateways/database/transaction';
import {
  calendar,
  disburse,
  institutionId,
  makeApplication,
  makeCase,
  makeUser,
  setClock,
  termsOf,
} from './support/cases';
import { askOfFee } from './support/charges';
import { chargedOf, lendWithFees, personOf } from './support/loanFees';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-02-10T10:00:00+08:00');
});
afterAll(() => database.stop());

async function homeOf(enterpriseId: string, today: IsoDate = isoDate('2026-02-10')) {
  const home = await readHome(database.api, { enterpriseId, userId: 'reader' });
  if (home === null) throw new Error('no such enterprise');
  const { facts, loans } = home;
  const states = loans.map(({ loanId, terms, events }) => ({
    loanId,
    state: loanAt(terms, events, today, calendar),
  }));
  return { facts, loans, steps: stepsOf({ facts, loans: states, today, locale: 'en' }) };
}

const kinds = (steps: readonly { readonly kind: string }[]) => steps.map(({ kind }) => kind);

async function stage(applicationId: string, to: string, offer: object | null = null): Promise<void> {
  await database.owner.query('UPDATE application SET stage = $2, offer = $3 WHERE id = $1', [
    applicationId,
    to,
    offer,
  ]);
}

const enter = (caseId: string, to: string, at: string) =>
  database.owner.query(
    `INSERT INTO audit_record (institution_id, action, case_type, case_id, outcome, detail)
       VALUES ($1, 'STAGE_ENTERED', 'APPLICATION', $2, $3, jsonb_build_object('businessTime', $4::text))`,
    [institutionId, caseId, to, at],
  );

test('whoever has nothing open is told that one can apply, and whose application is worked on, for how long', async () => {
  const { enterpriseId, loanId: applicationId } = await makeApplication(database.owner);
  await stage(applicationId, 'WITHDRAWN');
  expect(kinds((await homeOf(enterpriseId)).steps)).toEqual(['APPLY']);
  await stage(applicationId, 'IN_REVIEW');
  expect((await homeOf(enterpriseId)).steps).toEqual([
    expect.objectContaining({ kind: 'WAIT_FOR_DECISION', applicationId, stage: 'IN_REVIEW' }),
  ]);
});

test('an offer says how much and until when', async () => {
  const { enterpriseId, loanId: applicationId } = await makeApplication(database.owner);
  await stage(applicationId, 'OFFERED', { amountFen: 25_000_000, expiresAt: '2026-02-17T02:00:00.000Z' });
  expect((await homeOf(enterpriseId)).steps).toEqual([
    {
      ...{ kind: 'ANSWER_OFFER', text: 'Accept or decline the offer', applicationId },
      ...{ amountFen: 25_000_000, until: '2026-02-17T02:00:00.000Z' },
    },
  ]);
});

test('a refusal may be appealed until its day, once', async () => {
  const { enterpriseId, loanId: applicationId } = await makeApplication(database.owner);
  await database.owner.query(
    `UPDATE application SET stage = 'REJECTED', refusal_code = 'KNOCKED_OUT', refusal_reason = '',
       appeal_until = '2026-02-20' WHERE id = $1`,
    [applicationId],
  );
  expect(kinds((await homeOf(enterpriseId)).steps)).toEqual(['APPEAL', 'APPLY']);
  expect(kinds((await homeOf(enterpriseId, isoDate('2026-02-21'))).steps)).toEqual(['APPLY']);
  const applicant = uuidv7();
  await makeUser(database.owner, applicant);
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ($1, $2, 'applicant', $3)`,
    [uuidv7(), applicant, enterpriseId],
  );
  await database.owner.query(
    `INSERT INTO appeal (id, institution_id, enterprise_id, appealed_code, reason, stage, stage_since, answer_by_at,
         created_by) VALUES ($1, $2, $3, 'KNOCKED_OUT', 'why', 'IN_REVIEW', now(), '2026-02-25T00:00:00Z', $4)`,
    [applicationId, institutionId, enterpriseId, applicant],
  );
  expect((await homeOf(enterpriseId)).steps[0]).toMatchObject({
    kind: 'WAIT_FOR_APPEAL',
    until: '2026-02-25T00:00:00.000Z',
  });
});

describe('a loan', () => {
  let at: Awaited<ReturnType<typeof makeCase>>;
  beforeAll(async () => {
    at = await makeCase(database.owner);
    await disburse(database.worker, at, termsOf(at.loanId));
    await stage(at.loanId, 'DISBURSED');
  });
  const stateOn = async (today: string) => {
    const { facts, loans, steps } = await homeOf(at.enterpriseId, isoDate(today));
    const [loan] = loans;
    if (loan === undefined) throw new Error('no loan');
    return { facts, steps, state: loanAt(loan.terms, loan.events, isoDate(today), calendar) };
  };

  test('that owes nothing yet says what comes next: the figures are the fold’s', async () => {
    const { steps, state } = await stateOn('2026-02-10');
    expect(steps[0]).toEqual({
      ...{ kind: 'PAY_INSTALMENT', text: 'The next instalment is coming', loanId: at.loanId, number: 1 },
      ...{ amountFen: state.nextDue?.amountFen, dueDate: state.nextDue?.collectionDate },
    });
  });

  test('that is late says what is owed by now, and that the bank declined the last debit', async () => {
    const { owner } = database;
    const key = `loan/${at.loanId}/instalment/1`;
    await owner.query(
      `INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
           mandate_id, debit_account_cipher, debit_account_index, credit_account_cipher, credit_account_index, status,
           amount_fen, value_date)
         VALUES ($1, $2, 'LOAN', $3, $4, $5, 'COLLECTION', 'CONTRACT', 'c', '', '', '', '', 'CREATED', 100, '2026-02-16')`,
      [uuidv7(), at.institutionId, at.loanId, at.enterpriseId, key],
    );
    await owner.query(
      `UPDATE payment SET status = 'FAILED', code = 'INSUFFICIENT_FUNDS', settled_at = '2026-02-16T01:00:00Z' WHERE key = $1`,
      [key],
    );
    const { steps, state } = await stateOn('2026-03-05');
    expect(state.daysPastDue).toBeGreaterThan(0);
    expect(steps[0]).toMatchObject({
      ...{ kind: 'PAY_NOW', loanId: at.loanId, amountFen: state.totalDueFen, daysPastDue: state.daysPastDue },
      failedDebit: { code: 'INSUFFICIENT_FUNDS', at: '2026-02-16T01:00:00.000Z' },
    });
  });

  test('that is late leaves out that one may apply for another', async () => {
    await stage(at.loanId, 'DISBURSED');
    expect(kinds((await stateOn('2026-02-10')).steps)).toEqual(['PAY_INSTALMENT', 'APPLY']);
    expect(kinds((await stateOn('2026-03-05')).steps)).toEqual(['PAY_NOW']);
  });
});

test('a fee that was invoiced is to be paid, on the loan too, until it is in dispute', async () => {
  const { at } = await lendWithFees(database);
  const { loanId, enterpriseId } = at;
  await chargeLoan(database.worker, loanId, isoDate('2026-01-15'));
  const [fee] = await chargedOf(database, at, 'PLATFORM');
  const [feeId, head] = [fee?.id ?? '', { at: '2026-02-09T02:00:00Z', actorId: null }];
  const fees = async () =>
    (await homeOf(enterpriseId)).steps.filter(({ kind }) => kind === 'PAY_FEE') as unknown[];
  expect(await fees()).toEqual([]);
  const take = (step: ChargeStep, by: { readonly actorId?: string; readonly requestId?: string } = {}) =>
    inTransaction(database.worker, (client) => recordFeeStep(client, feeId, step, { ...head, ...by }));
  await take({ type: 'INVOICE', key: `fee/${feeId}/invoice` });
  const owed = { dueDate: '2026-02-09', settlement: 'ONLINE' };
  expect(await fees()).toEqual([
    {
      ...{ kind: 'PAY_FEE', text: 'A fee is to be paid', feeId, name: 'Periodic fee' },
      ...{ amountFen: fee?.price_fen, ...owed },
    },
  ]);
  expect(await readOwedFees(database.api, { loanId, enterpriseId })).toEqual([
    { ...{ id: feeId, kind: 'PERIODIC', outstandingFen: fee?.price_fen }, ...owed },
  ]);
  const actorId = await personOf(database, enterpriseId);
  const requestId = await askOfFee(database, { feeId, kind: 'DISPUTE' }, actorId);
  await take({ type: 'DISPUTE', key: `fee/${feeId}/dispute/${requestId}` }, { actorId, requestId });
  expect([await fees(), await readOwedFees(database.api, { loanId, enterpriseId })]).toEqual([[], []]);
});

test('the way of a case says where it is and how long each stage took others', async () => {
  const { enterpriseId, loanId: caseId } = await makeApplication(database.owner);
  const other = uuidv7();
  await enter(other, 'CHECKING', '2026-01-01T00:00:00Z');
  await enter(other, 'SCORING', '2026-01-01T06:00:00Z');
  await enter(caseId, 'CHECKING', '2026-02-01T00:00:00Z');
  await enter(caseId, 'AWAITING_INFORMATION', '2026-02-01T02:00:00Z');
  await stage(caseId, 'AWAITING_INFORMATION');
  const { facts } = await homeOf(enterpriseId);
  const tracker = trackerOf(enterpriseId, facts);
  expect(tracker).toMatchObject({ kind: 'APPLICATION', caseId });
  expect(tracker?.stages.slice(0, 3)).toEqual([
    { stage: 'CHECKING', state: 'DONE', enteredAt: '2026-02-01T00:00:00Z', usualHours: 4 },
    {
      ...{ stage: 'AWAITING_INFORMATION', state: 'NOW', enteredAt: '2026-02-01T02:00:00Z' },
      usualHours: null,
    },
    { stage: 'SCORING', state: 'TO_COME', enteredAt: null, usualHours: null },
  ]);
});

test('messages that were not read are counted, by whoever reads', async () => {
  const { enterpriseId, loanId } = await makeApplication(database.owner);
  const other = await makeApplication(database.owner);
  await makeUser(database.owner, 'reader');
  for (const caseId of [enterpriseId, loanId, other.loanId]) {
    await database.owner.query(
      `INSERT INTO message (id, dedupe_key, channel, template, locale, recipient_cipher, values_cipher, case_type,
           case_id, status) VALUES ($1, $3, 'EMAIL', 'OFFER', 'en', '', '', 'APPLICATION', $2, 'SENT')`,
      [uuidv7(), caseId, uuidv7()],
    );
  }
  expect((await homeOf(enterpriseId)).facts.unread).toBe(2);
  const mine = { enterpriseId, userId: 'reader' };
  await markMessagesRead(database.api, { ...mine, ids: [other.loanId] });
  expect(await countUnreadMessages(database.api, mine)).toBe(2);
  await markMessagesRead(database.api, { ...mine, ids: undefined });
  expect((await homeOf(enterpriseId)).facts.unread).toBe(0);
  expect(await countUnreadMessages(database.api, { ...mine, userId: 'another' })).toBe(2);
});

test('nobody reads the home of an enterprise that is not there', async () => {
  expect(await readHome(database.api, { enterpriseId: uuidv7(), userId: 'reader' })).toBeNull();
});
