import type { StaffChangeKind, StaffChangeStatus } from '../../contracts/staff';
import type { Role } from '../../domain/approval/roles';
import type { Managers, StaffMember } from '../../domain/staff/rights';
import type { ColumnCipher } from '../crypto';
import { asked } from './asked';
import { type Plain, plain, type Stored } from './columns';
import { type Decision, writeDecision } from './fourEyes';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { openPerson, type Person } from './personalData';
import { readRow, readRows, write } from './statement';
import { OPEN_TASK } from './tasks';
import type { Queryable } from './transaction';

const MEMBER = {
  id: true,
  personCipher: true,
  createdAt: true,
  memberships: { select: { role: true, createdAt: true }, orderBy: { role: 'asc' } },
  suspensions: { select: { createdAt: true, reason: true }, where: { endedAt: null } },
} satisfies Prisma.UserSelect;

/** Somebody who works for an institution. */
export interface StaffRow extends StaffMember, Person {
  readonly createdAt: string;
  readonly rights: readonly { readonly role: Role; readonly createdAt: string }[];
  readonly suspended: { readonly createdAt: string; readonly reason: string } | null;
  /** How many tasks this person has in hand. */
  readonly claimedTasks: number;
}

/** Who works for an institution, newest first. */
export async function listStaff(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  institutionId: string,
  paging: Paging,
): Promise<Page<StaffRow>> {
  const rows = await prisma.user.findMany({
    select: MEMBER,
    where: { memberships: { some: { institutionId } }, ...olderThan(paging) },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  const members = await withTasks(prisma, cipher, rows);
  return pageOf(members, paging, ({ userId: id, createdAt }) => placeByAge({ id, createdAt }));
}

/** Who works for an institution, by name alone. */
export async function listColleagues(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  institutionId: string,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const rows = await prisma.user.findMany({
    select: { id: true, personCipher: true },
    where: { memberships: { some: { institutionId, enterpriseId: null } } },
    orderBy: NEWEST_FIRST,
  });
  return rows.map(plain<'User'>()).map((user) => ({ id: user.id, name: openPerson(cipher, user).name }));
}

/** Somebody who works for an institution, or null. */
export async function findStaff(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  of: { readonly institutionId: string; readonly userId: string },
): Promise<StaffRow | null> {
  const { institutionId, userId: id } = of;
  const rows = await prisma.user.findMany({
    select: MEMBER,
    where: { id, memberships: { some: { institutionId } } },
  });
  const [member] = await withTasks(prisma, cipher, rows);
  return member ?? null;
}

async function withTasks(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  rows: readonly Prisma.UserGetPayload<{ select: typeof MEMBER }>[],
): Promise<readonly StaffRow[]> {
  const claims = await prisma.humanTask.groupBy({
    by: ['claimedBy'],
    where: { claimedBy: { in: rows.map(({ id }) => id) }, status: { in: [...OPEN_TASK] } },
    _count: true,
  });
  const claimsOf = new Map(claims.map(({ claimedBy, _count }) => [claimedBy, _count]));
  return rows
    .map(plain<'User'>())
    .map(({ memberships: rights, suspensions: [suspended = null], ...user }) => ({
      userId: user.id,
      ...openPerson(cipher, user),
      createdAt: user.createdAt,
      rights,
      roles: rights.map(({ role }) => role),
      suspended,
      isSuspended: suspended !== null,
      claimedTasks: claimsOf.get(user.id) ?? 0,
    }));
}

/** Who works for an institution, who answers for whom, and how much each has in hand. */
export async function readManagers(
  sql: Queryable,
  institutionId: string,
): Promise<Managers & { readonly claimedOf: ReadonlyMap<string, number> }> {
  const rows = await readRows<{ userId: string; managerId: string | null; claimed: number }>(
    sql,
    `SELECT s.user_id, m.manager_id, (SELECT count(*) FROM human_task t WHERE t.claimed_by = s.user_id
              AND t.status = ANY ($2))::integer AS claimed
       FROM (SELECT DISTINCT user_id FROM membership WHERE institution_id = $1 AND enterprise_id IS NULL) s
         LEFT JOIN staff_manager m ON m.institution_id = $1 AND m.user_id = s.user_id`,
    [institutionId, [...OPEN_TASK]],
  );
  return {
    staff: rows.map(({ userId }) => userId),
    managerOf: new Map(
      rows.flatMap(({ userId, managerId }) => (managerId === null ? [] : [[userId, managerId]])),
    ),
    claimedOf: new Map(rows.map(({ userId, claimed }) => [userId, claimed])),
  };
}

/** Whether an account is suspended: whoever has it may do nothing. */
export async function isSuspended(prisma: PrismaClient, userId: string): Promise<boolean> {
  return (await prisma.suspension.count({ where: { userId, endedAt: null } })) > 0;
}

/** Whether somebody still holds one of these roles at an institution, and the account is not suspended. */
export async function stillHolds(
  prisma: PrismaClient,
  {
    institutionId,
    roles,
    userId,
  }: { readonly institutionId: string; readonly userId: string; readonly roles: readonly Role[] },
): Promise<boolean> {
  const user = { suspensions: { none: { endedAt: null } } };
  const where = { institutionId, userId, role: { in: [...roles] }, user };
  return (await prisma.membership.count({ where })) > 0;
}

/** How many people but one may give rights at an institution. */
export async function countAdmins(prisma: PrismaClient, institutionId: string, but: string): Promise<number> {
  const user = { suspensions: { none: { endedAt: null } } };
  return await prisma.membership.count({
    where: { institutionId, role: 'admin', userId: { not: but }, user },
  });
}

/** The account of a member of staff by the names that it may stand under; null when there is none. */
export async function findAccount(
  prisma: PrismaClient,
  names: readonly string[],
): Promise<{ readonly userId: string; readonly institutionId: string | null } | null> {
  return await prisma.membership.findFirst({
    select: { userId: true, institutionId: true },
    where: { user: { email: { in: [...names] } }, enterpriseId: null },
  });
}

/** Somebody is suspended from now on; the database ends their sessions with it. A second time changes nothing. */
export async function writeSuspension(
  sql: Queryable,
  suspension: Pick<Stored<'Suspension'>, 'id' | 'userId' | 'institutionId' | 'reason' | 'suspendedBy'>,
): Promise<void> {
  const { id, userId, institutionId, reason, suspendedBy } = suspension;
  await write(
    sql,
    `INSERT INTO suspension (id, user_id, institution_id, reason, suspended_by) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING`,
    [id, userId, institutionId, reason, suspendedBy],
  );
}

const CHANGE = {
  id: true,
  institutionId: true,
  kind: true,
  userId: true,
  role: true,
  managerId: true,
  personCipher: true,
  reason: true,
  status: true,
  requestedBy: true,
  decidedBy: true,
  decisionReason: true,
  createdAt: true,
  decidedAt: true,
  doneAt: true,
  user: { select: { id: true, personCipher: true } },
} satisfies Prisma.StaffChangeSelect;

type ChangeRow = Plain<'StaffChange', Prisma.StaffChangeGetPayload<{ select: typeof CHANGE }>>;

/** A change of somebody's rights, with who it is about. */
export interface StaffChangeRow extends Omit<ChangeRow, 'personCipher' | 'user'> {
  readonly person: Person;
}

const placeOf = (id: string) => ({ table: 'staff_change', column: 'person_cipher', id });

function opened(cipher: ColumnCipher, { personCipher, user, ...change }: ChangeRow): StaffChangeRow {
  const nobody = { name: '', mail: '' };
  const invited = personCipher === null ? nobody : openInvited(cipher, { ...change, personCipher });
  return { ...change, person: user === null ? invited : openPerson(cipher, user) };
}

function openInvited(
  cipher: ColumnCipher,
  { id, personCipher }: { readonly id: string; readonly personCipher: Uint8Array },
): Person {
  return JSON.parse(cipher.decrypt(personCipher, placeOf(id))) as Person;
}

/** Changes of an institution's people, newest first. */
export async function listStaffChanges(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  {
    institutionId,
    status,
  }: { readonly institutionId: string; readonly status?: StaffChangeStatus | undefined },
  paging: Paging,
): Promise<Page<StaffChangeRow>> {
  const rows = await prisma.staffChange.findMany({
    select: CHANGE,
    where: { institutionId, ...asked({ status }), ...olderThan(paging) },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  const changes = rows.map(plain<'StaffChange'>()).map((row) => opened(cipher, row));
  return pageOf(changes, paging, placeByAge);
}

/** A change of an institution's people, or null. */
export async function findStaffChange(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  of: { readonly institutionId: string; readonly id: string },
): Promise<StaffChangeRow | null> {
  const row = await prisma.staffChange.findUnique({ select: CHANGE, where: of });
  return row && opened(cipher, plain<'StaffChange'>()(row));
}

/** What somebody asks for. */
export interface NewStaffChange
  extends Pick<Stored<'StaffChange'>, 'id' | 'institutionId' | 'userId' | 'role' | 'reason' | 'requestedBy'> {
  readonly managerId?: string | null;
  readonly kind: StaffChangeKind;
  /** Whom an invitation is for. */
  readonly invited: Person | null;
  /** The owner's is agreed with as it is written. */
  readonly status: Exclude<StaffChangeStatus, 'REJECTED'>;
}

/** Writes a change; a second time changes nothing. What is agreed the database carries out with it. */
export async function writeStaffChange(
  sql: Queryable,
  cipher: ColumnCipher,
  { invited, ...change }: NewStaffChange,
): Promise<void> {
  const { id, institutionId, kind, userId, role, reason, status, requestedBy, managerId = null } = change;
  await write(
    sql,
    `INSERT INTO staff_change (id, institution_id, kind, user_id, role, person_cipher, reason, status, requested_by,
         manager_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`,
    [
      id,
      institutionId,
      kind,
      userId,
      role,
      invited === null ? null : cipher.encrypt(JSON.stringify(invited), placeOf(id)),
      reason,
      status,
      requestedBy,
      managerId,
    ],
  );
}

/**
 * Writes what another person says of a change; what is agreed the database carries out with it.
 * @returns false when it was decided before
 */
export const decideStaffChange = (sql: Queryable, decision: Decision): Promise<boolean> =>
  writeDecision(sql, 'staff_change', decision);

/** An invitation that was agreed and that nobody has accepted. */
export interface OpenInvitation extends Person {
  readonly id: string;
  readonly role: Role;
  /** Null for the platform's operator. */
  readonly institutionId: string | null;
  readonly institutionNames: readonly string[];
}

/** Reads an invitation and keeps others from accepting it until the transaction ends; null when it is none any more. */
export async function lockInvitation(
  sql: Queryable,
  cipher: ColumnCipher,
  id: string,
): Promise<OpenInvitation | null> {
  const row = await readRow<
    Pick<Stored<'StaffChange'>, 'id' | 'institutionId'> & {
      readonly role: Role;
      readonly personCipher: Uint8Array;
      readonly institutionNames: readonly string[];
    }
  >(
    sql,
    `SELECT c.id, c.role, c.institution_id, c.person_cipher,
            array_remove(ARRAY[i.name_zh, i.name_en, i.code], NULL) AS institution_names
       FROM staff_change c LEFT JOIN institution i ON i.id = c.institution_id
       WHERE c.id = $1 AND c.kind = 'INVITE' AND c.status = 'APPROVED' AND c.done_at IS NULL FOR UPDATE OF c`,
    [id],
  );
  if (row === null) return null;
  const { personCipher, ...invitation } = row;
  return { ...invitation, ...openInvited(cipher, { id, personCipher }) };
}

/** Of tasks: somebody has it in hand who may not act on it any more, by an own right or by a lent one. */
export const ABANDONED = `status = 'CLAIMED' AND NOT may_act_as(claimed_by, institution_id, role)
  AND (is_suspended(claimed_by) OR NOT EXISTS (
    SELECT FROM delegation d WHERE d.deputy_id = human_task.claimed_by
      AND d.institution_id = human_task.institution_id AND human_task.role = ANY (d.roles) AND d.revoked_at IS NULL
      AND business_today() BETWEEN d.first_day AND d.last_day
      AND may_act_as(d.principal_id, d.institution_id, human_task.role)))`;

/** Processes with tasks in the hands of people who may not act on them any more; of one person, or of all. */
export async function abandonedClaims(sql: Queryable, userId?: string): Promise<readonly string[]> {
  const rows = await readRows<Pick<Stored<'HumanTask'>, 'workflowId'>>(
    sql,
    `SELECT DISTINCT workflow_id FROM human_task
       WHERE claimed_by = coalesce($1, claimed_by) AND ${ABANDONED}`,
    [userId ?? null],
  );
  return rows.map(({ workflowId }) => workflowId);
}
