import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { databaseOn } from '../../../gateways/database/client';
import {
  grantDelegation,
  readAbsent,
  readLentTo,
  revokeDelegation,
  sayAbsent,
  withdrawAbsence,
} from '../../../gateways/database/deputies';
import { CHECK, DENIED } from './support/attempt';
import {
  decide,
  institutionId,
  makeApplication,
  otherInstitutionId,
  setClock,
  staffOf,
} from './support/cases';

let database: TestDatabase;
let principal: string;
let deputy: string;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-03-05');
  principal = await staffOf(database.owner, institutionId, 'approver', 'lending');
  deputy = await staffOf(database.owner, institutionId, 'reviewer', 'standing in');
  await staffOf(database.owner, institutionId, 'auditor', 'looking');
});
afterAll(() => database.stop());

interface Lent {
  readonly principal?: string;
  readonly deputy?: string;
  readonly institution?: string;
  readonly roles?: string;
  readonly from?: string;
  readonly until?: string;
  readonly maxFen?: number;
}

/** Lends as the API does. @returns the delegation's id */
async function lend(of: Lent = {}): Promise<string> {
  const id = uuidv7();
  await database.api.query(
    `INSERT INTO delegation (id, institution_id, principal_id, deputy_id, roles, first_day, last_day, max_fen, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'leave')`,
    [
      id,
      of.institution ?? institutionId,
      of.principal ?? principal,
      of.deputy ?? deputy,
      of.roles ?? '{approver}',
      of.from ?? '2026-03-01',
      of.until ?? '2026-03-10',
      of.maxFen ?? 1_000,
    ],
  );
  return id;
}

describe('a delegation', () => {
  it.each<[string, Lent]>([
    ['to oneself', { deputy: 'lending approver of 0198c1f0-0000-7000-8000-000000000001' }],
    ['to somebody who audits', { deputy: 'looking auditor of 0198c1f0-0000-7000-8000-000000000001' }],
    ['of nothing', { roles: '{}' }],
    ['of what its principal does not hold', { roles: '{approver,finance}' }],
    ['of what holds the duties apart', { roles: '{admin}' }],
    ['that ends before it starts', { until: '2026-02-28' }],
    ['of thirty-one days', { until: '2026-03-31' }],
    ['that is over', { until: '2026-03-04' }],
    ['up to nothing', { maxFen: 0 }],
    ['at another institution', { institution: otherInstitutionId }],
  ])('is refused %s', async (_, of) => {
    await expect(lend(of)).rejects.toMatchObject({ code: CHECK });
  });

  it('is refused to somebody of another institution', async () => {
    const stranger = await staffOf(database.owner, otherInstitutionId, 'reviewer');
    await expect(lend({ deputy: stranger })).rejects.toMatchObject({ code: CHECK });
  });

  it('may be revoked once, and stays as it was granted', async () => {
    const id = await lend();
    const revoke = () => database.api.query('UPDATE delegation SET revoked_at = now() WHERE id = $1', [id]);
    await revoke();
    const { rows } = await database.owner.query('SELECT revoked_on::text FROM delegation WHERE id = $1', [
      id,
    ]);
    expect(rows).toEqual([{ revoked_on: '2026-03-05' }]);
    await expect(revoke()).rejects.toMatchObject({ code: CHECK });
    for (const change of ["last_day = '2026-03-20'", 'max_fen = 9999999', 'revoked_on = NULL']) {
      const longer = `UPDATE delegation SET ${change} WHERE id = '${id}'`;
      await expect(database.api.query(longer)).rejects.toMatchObject({ code: DENIED });
      await expect(database.owner.query(longer)).rejects.toMatchObject({ code: CHECK });
    }
  });
});

it('the API lends, revokes and says who is away under its own role', async () => {
  const { prisma } = databaseOn(database.api);
  const [id, absenceId] = [uuidv7(), uuidv7()];
  const days = { firstDay: isoDate('2026-03-05'), lastDay: isoDate('2026-03-06') };
  const of = { institutionId, reason: 'leave', ...days };
  const lent = { id, principalId: principal, deputyId: deputy, roles: ['approver'], maxFen: fen(1) } as const;
  await grantDelegation(prisma, { ...of, ...lent, roles: [...lent.roles] });
  await revokeDelegation(prisma, id);
  await sayAbsent(prisma, { ...of, id: absenceId, userId: deputy, saidBy: deputy });
  expect(await readAbsent(prisma, institutionId, isoDate('2026-03-06'))).toEqual([deputy]);
  await withdrawAbsence(prisma, absenceId);
  expect(await readAbsent(prisma, institutionId, isoDate('2026-03-06'))).toEqual([]);
});

describe('what was lent', () => {
  const rolesLentTo = async (person: string) => {
    const { prisma } = databaseOn(database.api);
    const lent = await readLentTo(prisma, institutionId, [person]);
    return lent.map(({ principalId, roles }) => [principalId, ...roles]);
  };
  const suspend = (person: string) =>
    database.owner.query(
      `INSERT INTO suspension (id, user_id, institution_id, reason) VALUES ($1, $2, $3, 'seen in the books')`,
      [uuidv7(), person, institutionId],
    );

  it('is lost with the role of its principal, and while the principal is suspended', async () => {
    const [leaving, blocked] = [
      await staffOf(database.owner, institutionId, 'finance', 'leaving'),
      await staffOf(database.owner, institutionId, 'risk', 'blocked'),
    ];
    const other = await staffOf(database.owner, institutionId, 'reviewer', 'another');
    await lend({ principal: leaving, deputy: other, roles: '{finance}' });
    await lend({ principal: blocked, deputy: other, roles: '{risk}' });
    expect(await rolesLentTo(other)).toEqual([
      [leaving, 'finance'],
      [blocked, 'risk'],
    ]);
    await database.owner.query('DELETE FROM membership WHERE user_id = $1', [leaving]);
    await suspend(blocked);
    expect(await rolesLentTo(other)).toEqual([[leaving], [blocked]]);
  });

  it('is not lent to somebody suspended', async () => {
    const idle = await staffOf(database.owner, institutionId, 'reviewer', 'idle');
    await suspend(idle);
    await expect(lend({ deputy: idle })).rejects.toMatchObject({ code: CHECK });
  });
});

describe('a decision of a deputy', () => {
  interface Decided {
    readonly actor?: string;
    readonly onBehalfOf?: string;
    readonly on?: string;
    readonly amountFen?: number | null;
    readonly caseId?: string;
  }

  /** Decides as the worker writes it. @returns the role that counts */
  async function approve(of: Decided = {}): Promise<string | null> {
    const { actor = deputy, onBehalfOf = principal, on = '2026-03-05', amountFen = 1_000 } = of;
    const caseId = of.caseId ?? (await makeApplication(database.owner)).loanId;
    const [taskId, id] = [uuidv7(), uuidv7()];
    await database.worker.query(
      `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at,
           amount_fen, outcome, closed_by, closed_for, closed_at)
         VALUES ($1, $2, 'APPROVE_APPLICATION', 'APPLICATION', $3, 'application/' || $3, 'approver', 'DONE', '{}', now(),
           $4, 'APPROVE', $5, $6, $7)`,
      [taskId, institutionId, caseId, amountFen, actor, onBehalfOf, `${on}T10:00:00+08:00`],
    );
    const { rows } = await database.worker.query<{ held_role: string | null }>(
      `INSERT INTO decision (id, institution_id, case_type, case_id, step, task_id, actor_id, on_behalf_of, decided_at,
           decision, reason)
         VALUES ($1, $2, 'APPLICATION', $3, 'APPROVE', $4, $5, $6, $7, 'APPROVE', '') RETURNING held_role`,
      [id, institutionId, caseId, taskId, actor, onBehalfOf, `${on}T10:00:00+08:00`],
    );
    return rows[0]?.held_role ?? null;
  }

  beforeAll(() => lend());

  it('counts by the role of the principal', async () => {
    expect(await approve()).toBe('approver');
    expect(await approve({ on: '2026-03-01' })).toBe('approver');
    expect(await approve({ on: '2026-03-10' })).toBe('approver');
    expect(await approve({ amountFen: null })).toBe('approver');
  });

  it.each<[string, Decided]>([
    ['before its first day', { on: '2026-02-28' }],
    ['by one that ended yesterday', { on: '2026-03-11' }],
    ['above its amount', { amountFen: 1_001 }],
    ['for oneself', { onBehalfOf: 'standing in reviewer of 0198c1f0-0000-7000-8000-000000000001' }],
    ['for somebody who lent nothing', { onBehalfOf: 'first approver of nobody' }],
    ['by somebody to whom nothing was lent', { actor: 'first reviewer of nobody' }],
  ])('is refused %s', async (_, of) => {
    await expect(approve(of)).rejects.toMatchObject({ code: CHECK });
  });

  it('spends the step of the principal, who may neither take another nor the same one again', async () => {
    const { loanId: caseId } = await makeApplication(database.owner);
    await approve({ caseId });
    const of = { caseId, institution: institutionId, actor: principal };
    const approved = { step: 'APPROVE', kind: 'APPROVE_APPLICATION', role: 'approver' };
    await expect(decide(database.owner, { ...of, ...approved })).rejects.toMatchObject({ code: CHECK });
    const released = { step: 'RELEASE', kind: 'RELEASE_DISBURSEMENT', role: 'finance' };
    await expect(decide(database.owner, { ...of, ...released })).rejects.toMatchObject({ code: '23503' });
  });

  it('is refused where the principal took another step of the case', async () => {
    const { loanId: caseId } = await makeApplication(database.owner);
    const reviewed = { step: 'REVIEW', kind: 'REVIEW_APPLICATION', role: 'reviewer' };
    await decide(database.owner, { caseId, institution: institutionId, actor: principal, ...reviewed });
    await expect(approve({ caseId })).rejects.toMatchObject({ code: '23503' });
  });
});
