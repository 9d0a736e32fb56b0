import { randomUUID } from 'node:crypto';
import {
  type BreakId,
  type EnterpriseId,
  type InstitutionId,
  type LoanId,
  type PaymentId,
  type ReceiptId,
  workflowIds,
} from '../../../contracts/ids';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { type Database, databaseOn } from '../../../gateways/database/client';
import {
  endEmergencyAccess,
  listEmergencyAccesses,
  openEmergencyAccess,
  openEmergencyAccessOf,
} from '../../../gateways/database/emergencies';
import { institutionsOf } from '../../../gateways/database/institutions';
import { attempt, CHECK, DENIED } from './support/attempt';
import {
  disburse,
  institutionId,
  makeCase,
  makeUser,
  otherInstitutionId,
  staffOf,
  termsOf,
} from './support/cases';
import { holdMovement } from './support/money';

let database: TestDatabase;
let prisma: Database['prisma'];
beforeAll(async () => {
  database = await startDatabase();
  prisma = databaseOn(database.api).prisma;
});
afterAll(() => database.stop());

/** A case of an institution in every stage of its life, and something of each other kind. */
async function everythingOf(institution: string): Promise<readonly string[]> {
  const at = await makeCase(database.owner, institution);
  await disburse(database.worker, at, termsOf(at.loanId));
  const payment = await database.owner.query<{ id: string }>('SELECT id FROM payment WHERE subject_id = $1', [
    at.loanId,
  ]);
  const movement = { date: '2026-01-05', bankReference: randomUUID(), amountFen: 100 };
  const receipt = await holdMovement(database.owner, { ...movement, institutionId: institution });
  const opened = await database.owner.query<{ id: string }>(
    `INSERT INTO break_case (institution_id, kind, reference, detail) VALUES ($1, 'REFOLD', $2, '{}') RETURNING id`,
    [institution, randomUUID()],
  );
  const idOf = (rows: { readonly rows: readonly { readonly id: string }[] }) => rows.rows[0]?.id ?? '';
  return [
    workflowIds.onboarding(at.enterpriseId as EnterpriseId),
    workflowIds.application(at.loanId as never),
    workflowIds.loan(at.loanId as LoanId),
    workflowIds.payment(idOf(payment) as PaymentId),
    workflowIds.dispute(idOf(payment) as PaymentId, 1),
    workflowIds.dispute(idOf(payment) as PaymentId, 2),
    workflowIds.receipt(receipt as ReceiptId),
    workflowIds.break(idOf(opened) as BreakId),
    workflowIds.endOfDay(institution as InstitutionId),
    workflowIds.reconciliation(institution as InstitutionId),
  ];
}

test('every process belongs to the institution of its facts, strange ones to nobody', async () => {
  const own = await everythingOf(institutionId);
  const others = await everythingOf(otherInstitutionId);
  const strange = ['endOfDay', 'loan/x', `loan/${randomUUID()}`, `strange/${institutionId}`, "x' OR '1'='1"];
  const found = await institutionsOf(database.api, [...own, ...others, ...strange, ...own]);
  expect(Object.fromEntries(found)).toEqual({
    ...Object.fromEntries(own.map((id) => [id, institutionId])),
    ...Object.fromEntries(others.map((id) => [id, otherInstitutionId])),
  });
  expect(await institutionsOf(database.api, [])).toEqual(new Map());
});

describe('a look of the operator', () => {
  const operator = async () => {
    const id = randomUUID();
    await makeUser(database.owner, id);
    await database.owner.query(
      `INSERT INTO membership (id, user_id, role) VALUES (gen_random_uuid(), $1, 'operator')`,
      [id],
    );
    return id;
  };
  const open = async (operatorId: string, institution = institutionId, minutes = 30) => {
    const id = randomUUID();
    const access = { id, operatorId, institutionId: institution, reason: 'payments are stuck', minutes };
    await openEmergencyAccess(database.api, access);
    return id;
  };
  const openTo = async (operatorId: string) => (await openEmergencyAccessOf(prisma, operatorId))?.id ?? null;

  test('is into one institution at a time, and ends by itself or before', async () => {
    const somebody = await operator();
    expect(await openTo(somebody)).toBeNull();
    const first = await open(somebody);
    expect(await openTo(somebody)).toBe(first);
    const second = await open(somebody, otherInstitutionId);
    expect(await openTo(somebody)).toBe(second);
    await endEmergencyAccess(database.api, second);
    expect(await openTo(somebody)).toBeNull();
    await open(somebody, institutionId, 0);
    expect(await openTo(somebody)).toBeNull();
    const { items } = await listEmergencyAccesses(prisma, { institutionId }, { pageSize: 10 });
    expect(items.filter(({ operatorId }) => operatorId === somebody)).toHaveLength(2);
  });

  test('is refused by the database to who is no operator, without a reason, for longer than a day, and made longer', async () => {
    const somebody = await operator();
    const reviewer = await staffOf(database.owner, institutionId, 'reviewer');
    const insert = (who: string, reason: string, until: string) =>
      attempt(
        database.api,
        `INSERT INTO emergency_access (id, operator_id, institution_id, reason, ends_at)
           VALUES (gen_random_uuid(), '${who}', '${institutionId}', '${reason}', now() + interval '${until}')`,
      );
    expect(await insert(reviewer, 'curious', '1 hour')).toBe(CHECK);
    expect(await insert(somebody, '  ', '1 hour')).toBe(CHECK);
    expect(await insert(somebody, 'curious', '25 hours')).toBe(CHECK);
    expect(await insert(somebody, 'stuck', '1 hour')).toBe('accepted');
    const change = (what: string) =>
      attempt(database.api, `UPDATE emergency_access SET ${what} WHERE operator_id = '${somebody}'`);
    expect(await change(`ends_at = ends_at + interval '1 minute'`)).toBe(CHECK);
    expect(await change(`reason = 'another'`)).toBe(DENIED);
    expect(await change('ends_at = now()')).toBe('accepted');
    expect(await attempt(database.api, 'DELETE FROM emergency_access')).toBe(DENIED);
  });
});
