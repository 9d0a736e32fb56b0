import type { ColumnCipher } from '../crypto';
import { type Plain, plain, type Stored } from './columns';
import { type EmergencyAccessRow, openEmergencyAccessOf } from './emergencies';
import type { Prisma, PrismaClient } from './generated/client';
import { INSTITUTION } from './institutions';
import { openPerson, type Person } from './personalData';

const MEMBERSHIP = {
  role: true,
  user: { select: { id: true, personCipher: true, factorSince: true } },
  institution: { select: INSTITUTION },
  enterprise: { select: { id: true, name: true, stage: true, institutionId: true } },
} satisfies Prisma.MembershipSelect;

type MembershipRow = Plain<'Membership', Prisma.MembershipGetPayload<{ select: typeof MEMBERSHIP }>>;

/** What a person is on the platform. */
export interface PersonRow extends Person, Pick<MembershipRow, 'institution' | 'enterprise'> {
  readonly roles: readonly MembershipRow['role'][];
  /** Since when there is a second factor; null: there is none. */
  readonly factorSince: Stored<'User'>['factorSince'];
  /** What an operator may look into now; null for everybody else. */
  readonly emergency: EmergencyAccessRow | null;
}

/**
 * Name, roles and institution of a person who works here, or what somebody is for one enterprise.
 * @param enterpriseId the enterprise that a session acts for; null for staff
 * @returns null for somebody who does not belong there or is suspended
 */
export async function findPerson(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  userId: string,
  enterpriseId: string | null = null,
): Promise<PersonRow | null> {
  const rows = await prisma.membership.findMany({
    select: MEMBERSHIP,
    where: { userId, enterpriseId, user: { suspensions: { none: { endedAt: null } } } },
    orderBy: { role: 'asc' },
  });
  const memberships = rows.map(plain<'Membership'>());
  const [first] = memberships;
  if (first === undefined) return null;
  const { institution, enterprise, user } = first;
  const roles = memberships.map(({ role }) => role);
  const emergency = roles.includes('operator') ? await openEmergencyAccessOf(prisma, userId) : null;
  const { factorSince } = user;
  return { ...openPerson(cipher, user), roles, institution, enterprise, factorSince, emergency };
}

/** Under which of the names that are possible during a rotation of keys somebody stands; the first one for nobody. */
export async function knownName(prisma: PrismaClient, names: readonly string[]): Promise<string> {
  const [current = '', ...older] = names;
  if (older.length === 0) return current;
  const found = await prisma.user.findFirst({
    select: { email: true },
    where: { email: { in: [...names] } },
  });
  return found?.email ?? current;
}

/**
 * The institution of an account, whose staff or whose borrower it is: the first one where there are several. Null for
 * an account that there isn't.
 */
export async function institutionOfAccount(
  prisma: PrismaClient,
  names: readonly string[],
): Promise<string | null> {
  const membership = await prisma.membership.findFirst({
    select: { institutionId: true, enterprise: { select: { institutionId: true } } },
    where: { user: { email: { in: [...names] } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return membership?.institutionId ?? membership?.enterprise?.institutionId ?? null;
}

/** A member of staff whose mail address is no real one. */
export interface StaffAccount {
  readonly email: string;
  readonly name: string;
  readonly role: MembershipRow['role'];
  /** Its code; empty for the operator, who is of none. */
  readonly institution: string;
}

const MOST_STAFF = 50;

/**
 * Staff whose mail addresses end in a domain that nobody can own: the people of the demo.
 * @param domainEnding such as `.example` (RFC 2606)
 */
export async function listStaffAccounts(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  domainEnding: string,
): Promise<readonly StaffAccount[]> {
  const rows = await prisma.membership.findMany({
    select: {
      role: true,
      user: { select: { id: true, personCipher: true } },
      institution: { select: { code: true } },
    },
    where: { enterpriseId: null },
    orderBy: [{ institution: { code: 'asc' } }, { role: 'asc' }],
    take: MOST_STAFF,
  });
  return rows
    .map(plain<'Membership'>())
    .map(({ role, user, institution }) => {
      const { name, mail } = openPerson(cipher, user);
      return { email: mail, name, role, institution: institution?.code ?? '' };
    })
    .filter(({ email }) => email.endsWith(domainEnding));
}
