import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { MockActivityEnvironment } from '@temporalio/testing';
import { uuidv7 } from 'uuidv7';
import { type ActivityDeps, createActivities } from '../../../../activities';
import type { BankAnswer, CaseChange, FileAnswer, Settlement } from '../../../../contracts/activities';
import type { AllActivities } from '../../../../contracts/activityOptions';
import type {
  ApplicationId,
  EnterpriseId,
  InstitutionId,
  LoanId,
  PaymentId,
  UserId,
} from '../../../../contracts/ids';
import type { PaymentOrder } from '../../../../contracts/workflows';
import { startDatabase, type TestDatabase } from '../../../../dev/parts/temporaryPostgres';
import { createBlindIndex, createColumnCipher } from '../../../../gateways/crypto';
import { INSTITUTIONS } from '../../../../gateways/database/baseData';
import { databaseOn } from '../../../../gateways/database/client';
import { sealPersonalData } from '../../../../gateways/database/personalData';
import type { QueuedRow } from '../../../../gateways/queue';
import { type BankDriver, startBank } from '../../../support/bankDriver';
import { temporaryFolder } from '../../../support/sandboxProcess';
import { makeCase, routeApproval, termsOf } from '../../database/support/cases';

export const institution = INSTITUTIONS[0];
export const cipher = createColumnCipher(`test:${Buffer.alloc(32, 3).toString('base64')}`);
export const blindIndex = createBlindIndex(Buffer.alloc(32, 4).toString('base64'));
const folder = temporaryFolder();
export const queued: QueuedRow[] = [];

export let database: TestDatabase;
export let bank: BankDriver;
export let activities: AllActivities;
export let deps: ActivityDeps;

/** Opens database, bank and activities of one test file. */
export async function openVenue(): Promise<void> {
  [database, bank] = await Promise.all([startDatabase(), startBank(folder)]);
  await setClock('2026-01-05T01:00:00Z');
  await bank.openAccount(institution.bankAccountNo, 'INSTITUTION');
  await bank.deposit(institution.bankAccountNo, 10_000_000_000, { valueDate: '2026-01-01' });
  deps = {
    prisma: databaseOn(database.worker).prisma,
    sql: database.worker,
    cipher,
    blindIndex,
    queues: {
      enqueue: async (row: QueuedRow) => {
        queued.push(row);
        return true;
      },
    },
    bank: bank.gateway,
    settings: { humanMinutesFloor: 0, publicUrl: 'http://localhost' },
    notFoundFloorMs: 0,
    activationLink: (id: string) => `http://localhost/activate#${id}`,
  } as unknown as ActivityDeps;
  activities = createActivities(deps);
}

export async function closeVenue(): Promise<void> {
  await Promise.all([database.stop(), bank.process.stop()]);
  rmSync(folder, { recursive: true, force: true });
}

/** Business time as it runs from now on, as fast as real time. */
async function setClock(businessAt: string): Promise<void> {
  const [realMs, businessMs] = [Date.now(), Date.parse(businessAt)];
  await database.owner.query(
    `INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms) VALUES ($1, $2, 1, $2)`,
    [realMs, businessMs],
  );
}

export interface Borrowing {
  readonly loanId: LoanId;
  readonly enterpriseId: EnterpriseId;
  readonly account: string;
  readonly releaseTaskId: string;
}

/** An enterprise with its personal data sealed, an account at the bank and an accepted offer. */
export async function borrowing(): Promise<Borrowing> {
  const at = await makeCase(database.owner);
  const account = `62220000${String(Math.random()).slice(2, 12)}`;
  const sealed = sealPersonalData(cipher, at.enterpriseId, {
    mobile: '13800001234',
    mail: 'owner@example.test',
    legalPerson: { name: '王伟', residentId: '110101199003070011' },
    bankAccountNo: account,
  });
  await database.owner.query(
    `UPDATE enterprise SET mobile_cipher = $2, mail_cipher = $3, legal_person_cipher = $4, bank_account_cipher = $5,
         bank_account_index = $6 WHERE id = $1`,
    [
      at.enterpriseId,
      sealed.mobileCipher,
      sealed.mailCipher,
      sealed.legalPersonCipher,
      sealed.bankAccountCipher,
      blindIndex('bank_account', account),
    ],
  );
  await database.owner.query('UPDATE application SET offer = $2 WHERE id = $1', [
    at.loanId,
    JSON.stringify({ terms: termsOf(at.loanId), fees: [], annualCost: null }),
  ]);
  await routeApproval(database.worker, at, termsOf(at.loanId));
  await activities.agreeFacility({
    applicationId: at.loanId as ApplicationId,
    loanId: at.loanId as LoanId,
    agreedAt: '2026-01-14T01:00:00.000Z',
    agreedBy: 'u' as UserId,
  });
  await bank.openAccount(account);
  const { releaseTaskId } = at;
  return {
    loanId: at.loanId as LoanId,
    enterpriseId: at.enterpriseId as EnterpriseId,
    account,
    releaseTaskId,
  };
}

export function payout(
  { loanId, enterpriseId, releaseTaskId }: Borrowing,
  key = `loan/${loanId}/disburse`,
): PaymentOrder {
  return {
    paymentId: uuidv7() as PaymentId,
    key,
    institutionId: institution.id as InstitutionId,
    enterpriseId,
    subject: { type: 'LOAN', id: loanId },
    mandate: { type: 'RELEASE', id: releaseTaskId },
    purpose: 'DISBURSEMENT',
    amountFen: 100_000_000,
    valueDate: '2026-01-15',
    decidedAtMs: Date.parse('2026-01-15T01:00:00Z'),
  };
}

export function changeOf({ loanId, enterpriseId }: Borrowing, more: Partial<CaseChange> = {}): CaseChange {
  return {
    caseType: 'APPLICATION',
    caseId: loanId,
    institutionId: institution.id as InstitutionId,
    enterpriseId,
    changeKey: 'change-1',
    at: '2026-01-15T01:00:00.000Z',
    audit: { actorId: null, action: 'CASE_RECHECKED', outcome: 'DONE' },
    ...more,
  };
}

export const settlement = (
  of: Borrowing,
  order: PaymentOrder,
  outcome: Settlement['outcome'],
): Settlement => ({
  order,
  outcome,
  source: 'ANSWER',
  change: changeOf(of, { changeKey: `settle/${outcome.status}` }),
});

/** Sends an order that nothing holds back. */
export async function submit(order: PaymentOrder): Promise<BankAnswer> {
  const sent = await activities.submitOrder(order);
  if (sent.status !== 'SENT') throw new Error(`not sent: ${sent.status}`);
  return sent.answer;
}

/** What the bank's files have of an order; by default looked for by the activities of the venue. */
export function findInFiles(order: PaymentOrder, by = activities): Promise<FileAnswer> {
  return new MockActivityEnvironment().run(by.findInFiles, order);
}

/** The bank's final word, once it has one. */
export async function answerByKey(order: PaymentOrder): Promise<BankAnswer> {
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await activities.queryOrder(order);
    if (answer.status !== 'UNKNOWN') return answer;
    await sleep(100);
  }
  return { status: 'UNKNOWN', code: 'STILL' };
}

export const count = async (text: string, ...values: unknown[]) => {
  const { rows } = await database.owner.query<{ count: string }>(
    `SELECT count(*)::text AS count FROM ${text}`,
    values,
  );
  return Number(rows[0]?.count);
};
