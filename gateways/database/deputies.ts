import type { Delegation, LendableRole } from '../../domain/approval/delegation';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { ColumnCipher } from '../crypto';
import { asked } from './asked';
import { dateOf, type Plain, plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { openPerson } from './personalData';

const PERSON = { select: { id: true, personCipher: true } } as const;

const DELEGATION = {
  id: true,
  principalId: true,
  deputyId: true,
  roles: true,
  firstDay: true,
  lastDay: true,
  maxFen: true,
  reason: true,
  createdAt: true,
  revokedAt: true,
  revokedOn: true,
  principal: PERSON,
  deputy: PERSON,
} satisfies Prisma.DelegationSelect;

const ABSENCE = {
  id: true,
  userId: true,
  firstDay: true,
  lastDay: true,
  reason: true,
  saidBy: true,
  createdAt: true,
  withdrawnAt: true,
  user: PERSON,
} satisfies Prisma.AbsenceSelect;

type DelegationRow = Plain<'Delegation', Prisma.DelegationGetPayload<{ select: typeof DELEGATION }>>;
type AbsenceRow = Plain<'Absence', Prisma.AbsenceGetPayload<{ select: typeof ABSENCE }>>;

/** Somebody by name. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/** A delegation with the names of its people. */
export type NamedDelegation = Omit<DelegationRow, 'principal' | 'deputy'> & {
  readonly principal: Named;
  readonly deputy: Named;
};

/** An absence with the name of who is away. */
export type NamedAbsence = Omit<AbsenceRow, 'user'> & { readonly user: Named };

export type NewDelegation = Pick<
  Stored<'Delegation'>,
  'id' | 'institutionId' | 'principalId' | 'deputyId' | 'roles' | 'firstDay' | 'lastDay' | 'maxFen' | 'reason'
>;

/** Lends authority; again changes nothing. What may be lent, and to whom, the database judges once more. */
export async function grantDelegation(prisma: PrismaClient, wanted: NewDelegation): Promise<void> {
  const { firstDay, lastDay, roles, ...rest } = wanted;
  const days = { firstDay: dateOf(firstDay), lastDay: dateOf(lastDay) };
  await prisma.delegation.createMany({
    data: [{ ...rest, ...days, roles: [...roles] }],
    skipDuplicates: true,
  });
}

/** Takes back what was lent, from today on; one that was taken back stays so. */
export async function revokeDelegation(prisma: PrismaClient, id: string): Promise<void> {
  await prisma.delegation.updateMany({
    where: { id, revokedAt: null },
    // The database says when.
    data: { revokedAt: new Date() },
  });
}

/** Whose delegations are looked for: of an institution, or those that somebody gave or was given there. */
export interface DelegationsOf {
  readonly institutionId: string;
  readonly personId?: string | undefined;
}

/** Delegations, the newest first. */
export async function listDelegations(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  { institutionId, personId }: DelegationsOf,
  paging: Paging,
): Promise<Page<NamedDelegation>> {
  const person = personId === undefined ? {} : { OR: [{ principalId: personId }, { deputyId: personId }] };
  const rows = await prisma.delegation.findMany({
    select: DELEGATION,
    where: { AND: [{ institutionId }, person, olderThan(paging)] },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  const delegations = rows.map(plain<'Delegation'>()).map((row) => withNames(cipher, row));
  return pageOf(delegations, paging, placeByAge);
}

/** A delegation of an institution, or null. */
export async function findDelegation(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  of: { readonly id: string; readonly institutionId: string },
): Promise<NamedDelegation | null> {
  const row = await prisma.delegation.findUnique({ select: DELEGATION, where: of });
  return row && withNames(cipher, plain<'Delegation'>()(row));
}

function withNames(cipher: ColumnCipher, { principal, deputy, ...row }: DelegationRow): NamedDelegation {
  return { ...row, principal: named(cipher, principal), deputy: named(cipher, deputy) };
}

function named(cipher: ColumnCipher, user: Pick<Stored<'User'>, 'id' | 'personCipher'>): Named {
  return { id: user.id, name: openPerson(cipher, user).name };
}

/** Older ones than so many are not looked at: they are over by far. */
const MOST_LENT = 200;

/** What people lent to these deputies, in the order granted. */
export async function readLentTo(
  prisma: PrismaClient,
  institutionId: string,
  deputyIds: readonly string[],
): Promise<readonly Delegation[]> {
  return await readLent(prisma, { institutionId, deputyId: { in: [...deputyIds] } });
}

/** What a person lent to deputies, in the order granted. */
export async function readLentBy(
  prisma: PrismaClient,
  institutionId: string,
  principalId: string,
): Promise<readonly Delegation[]> {
  return await readLent(prisma, { institutionId, principalId });
}

const HOLDER = {
  select: {
    memberships: { select: { role: true, institutionId: true } },
    suspensions: { select: { id: true }, where: { endedAt: null } },
  },
} as const;

/** What a principal has lost since, or may not use while suspended, the deputy may not use either. */
function holds(
  { memberships, suspensions }: Plain<'User', Prisma.UserGetPayload<typeof HOLDER>>,
  institutionId: string,
  role: LendableRole,
): boolean {
  const isHeld = memberships.some((held) => held.role === role && held.institutionId === institutionId);
  return isHeld && suspensions.length === 0;
}

async function readLent(
  prisma: PrismaClient,
  where: Prisma.DelegationWhereInput,
): Promise<readonly Delegation[]> {
  const rows = await prisma.delegation.findMany({
    select: {
      principalId: true,
      deputyId: true,
      roles: true,
      firstDay: true,
      lastDay: true,
      maxFen: true,
      revokedOn: true,
      institutionId: true,
      principal: HOLDER,
    },
    where,
    orderBy: NEWEST_FIRST,
    take: MOST_LENT,
  });
  return rows
    .toReversed()
    .map(plain<'Delegation'>())
    .map(({ firstDay, lastDay, maxFen, roles, institutionId, principal, ...lent }) => ({
      ...lent,
      roles: roles.filter((role) => holds(principal, institutionId, role)),
      from: firstDay,
      until: lastDay,
      maximumFen: maxFen,
    }));
}

export type NewAbsence = Pick<
  Stored<'Absence'>,
  'id' | 'institutionId' | 'userId' | 'firstDay' | 'lastDay' | 'reason' | 'saidBy'
>;

/** Says that somebody is away; again changes nothing. */
export async function sayAbsent(prisma: PrismaClient, absence: NewAbsence): Promise<void> {
  const { firstDay, lastDay, ...rest } = absence;
  const days = { firstDay: dateOf(firstDay), lastDay: dateOf(lastDay) };
  await prisma.absence.createMany({ data: [{ ...rest, ...days }], skipDuplicates: true });
}

/** Takes an absence back: it doesn't count. */
export async function withdrawAbsence(prisma: PrismaClient, id: string): Promise<void> {
  await prisma.absence.updateMany({ where: { id, withdrawnAt: null }, data: { withdrawnAt: new Date() } });
}

/** Absences of an institution that are not over and count, the next first. */
export async function listAbsences(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  of: { readonly institutionId: string; readonly userId?: string | undefined },
  from: IsoDate,
): Promise<readonly NamedAbsence[]> {
  const rows = await prisma.absence.findMany({
    select: ABSENCE,
    where: { ...asked(of), withdrawnAt: null, lastDay: { gte: dateOf(from) } },
    orderBy: [{ firstDay: 'asc' }, { id: 'asc' }],
    take: MOST_ABSENCES,
  });
  return rows.map(plain<'Absence'>()).map((row) => withName(cipher, row));
}

const MOST_ABSENCES = 500;

/** An absence of an institution, or null. */
export async function findAbsence(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  of: { readonly id: string; readonly institutionId: string },
): Promise<NamedAbsence | null> {
  const row = await prisma.absence.findUnique({ select: ABSENCE, where: of });
  return row && withName(cipher, plain<'Absence'>()(row));
}

function withName(cipher: ColumnCipher, { user, ...row }: AbsenceRow): NamedAbsence {
  return { ...row, user: named(cipher, user) };
}

/** Who of an institution is away on a day. */
export async function readAbsent(
  prisma: PrismaClient,
  institutionId: string,
  on: IsoDate,
): Promise<readonly string[]> {
  const day = dateOf(on);
  const rows = await prisma.absence.findMany({
    select: { userId: true },
    where: { institutionId, withdrawnAt: null, firstDay: { lte: day }, lastDay: { gte: day } },
    distinct: ['userId'],
  });
  return rows.map(({ userId }) => userId);
}
