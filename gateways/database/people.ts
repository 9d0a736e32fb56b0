import { type Plain, plain } from './columns';
import { type EmergencyAccessRow, openEmergencyAccessOf } from './emergencies';
import type { Prisma, PrismaClient } from './generated/client';
import { INSTITUTION } from './institutions';

const MEMBERSHIP = {
  role: true,
  institution: { select: INSTITUTION },
  enterprise: { select: { id: true, name: true, stage: true, institutionId: true } },
} satisfies Prisma.MembershipSelect;

type MembershipRow = Plain<'Membership', Prisma.MembershipGetPayload<{ select: typeof MEMBERSHIP }>>;

/** What a person is on the platform. */
export interface PersonRow extends Pick<MembershipRow, 'institution' | 'enterprise'> {
  readonly roles: readonly MembershipRow['role'][];
  /** What an operator may look into now; null for everybody else. */
  readonly emergency: EmergencyAccessRow | null;
}

/** Roles, institution and enterprise of a person; null for somebody who belongs to nobody. */
export async function findPerson(prisma: PrismaClient, userId: string): Promise<PersonRow | null> {
  const rows = await prisma.membership.findMany({
    select: MEMBERSHIP,
    where: { userId },
    orderBy: { role: 'asc' },
  });
  const memberships = rows.map(plain<'Membership'>());
  const [first] = memberships;
  if (first === undefined) return null;
  const { institution, enterprise } = first;
  const roles = memberships.map(({ role }) => role);
  const emergency = roles.includes('operator') ? await openEmergencyAccessOf(prisma, userId) : null;
  return { roles, institution, enterprise, emergency };
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
  domainEnding: string,
): Promise<readonly StaffAccount[]> {
  const rows = await prisma.membership.findMany({
    select: {
      role: true,
      user: { select: { email: true, name: true } },
      institution: { select: { code: true } },
    },
    where: { user: { email: { endsWith: domainEnding } }, enterpriseId: null },
    orderBy: [{ institution: { code: 'asc' } }, { role: 'asc' }],
    take: MOST_STAFF,
  });
  return rows
    .map(plain<'Membership'>())
    .map(({ role, user, institution }) => ({ ...user, role, institution: institution?.code ?? '' }));
}
