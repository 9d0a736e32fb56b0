import type { ColumnCipher } from '../crypto';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { INSTITUTION, type InstitutionRow } from './institutions';
import { openPerson, type Person } from './personalData';
import { write } from './statement';
import type { Queryable } from './transaction';

const ACCOUNT = {
  id: true,
  personCipher: true,
  emailVerified: true,
  memberships: {
    select: {
      institution: { select: INSTITUTION },
      enterprise: { select: { id: true, name: true, stage: true, institution: { select: INSTITUTION } } },
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  },
} satisfies Prisma.UserSelect;

/** Somebody's account, as far as letters about it need to know. */
export interface Account extends Person {
  readonly userId: string;
  /** False until the activation link was opened. */
  readonly isActive: boolean;
  /**
   * The institution that the person works for or borrows from; null for the platform's operator, and for whose
   * enterprises borrow from several: no one of them writes about the account then.
   */
  readonly institution: InstitutionRow | null;
  /** The person's enterprises, that of the first registration first; none for staff. */
  readonly enterprises: readonly Pick<Stored<'Enterprise'>, 'id' | 'name' | 'stage'>[];
}

/** The account that signs in by one of the names, or null. @param names as `signInNames` makes them */
export function findAccountOf(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  names: readonly string[],
): Promise<Account | null> {
  return findAccount(prisma, cipher, { email: { in: [...names] } });
}

/** The account of a person, or null when it is gone. */
export function findAccountById(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  id: string,
): Promise<Account | null> {
  return findAccount(prisma, cipher, { id });
}

async function findAccount(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  where: Prisma.UserWhereInput,
): Promise<Account | null> {
  const row = await prisma.user.findFirst({ select: ACCOUNT, where }).then(plain<'User'>());
  if (row === null) return null;
  const enterprises = row.memberships.flatMap(({ enterprise }) => enterprise ?? []);
  const institutions = row.memberships.map(
    ({ enterprise, institution }) => institution ?? enterprise?.institution ?? null,
  );
  const [first = null, ...others] = institutions;
  return {
    ...openPerson(cipher, row),
    userId: row.id,
    isActive: row.emailVerified,
    institution: others.every((other) => other?.id === first?.id) ? first : null,
    enterprises: enterprises.map(({ id, name, stage }) => ({ id, name, stage })),
  };
}

const BY_PASSWORD = 'credential';

/** The hashes of the passwords that somebody had last, today's first; none for who signs in otherwise. */
export async function readPasswords(
  prisma: PrismaClient,
  userId: string,
  most: number,
): Promise<readonly string[]> {
  const [today, earlier] = await Promise.all([
    prisma.authAccount.findFirst({
      select: { password: true },
      where: { userId, providerId: BY_PASSWORD },
    }),
    prisma.passwordHistory.findMany({
      select: { password: true },
      where: { userId },
      orderBy: { replacedAt: 'desc' },
      take: most,
    }),
  ]);
  const hashes = [today, ...earlier].map((row) => row?.password ?? null);
  return hashes.filter((hash) => hash !== null).slice(0, most);
}

/**
 * Gives somebody another password and keeps the one before among those that don't come back. All sessions end but the
 * one in which it was changed.
 */
export async function replacePassword(
  sql: Queryable,
  change: {
    readonly userId: string;
    readonly hash: string;
    /** The session that goes on; null for none. */
    readonly keepSession: string | null;
    readonly remembered: number;
  },
): Promise<void> {
  const changed = await write(
    sql,
    `WITH ended AS (DELETE FROM session WHERE user_id = $1 AND id IS DISTINCT FROM $3),
          forgotten AS (DELETE FROM password_history WHERE id IN (
            SELECT id FROM password_history WHERE user_id = $1 ORDER BY replaced_at DESC OFFSET $4)),
          kept AS (INSERT INTO password_history (user_id, password)
            SELECT user_id, password FROM auth_account WHERE user_id = $1 AND provider_id = $5)
     UPDATE auth_account SET password = $2, updated_at = now() WHERE user_id = $1 AND provider_id = $5`,
    [change.userId, change.hash, change.keepSession, change.remembered, BY_PASSWORD],
  );
  if (changed !== 1) throw new Error('an account has one password');
}

/** Who somebody is and where letters reach them, which is all that workers may read of an account; null when it is gone. */
export async function findPerson(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  id: string,
): Promise<Person | null> {
  const row = await prisma.user.findUnique({ select: { id: true, personCipher: true }, where: { id } });
  return row && openPerson(cipher, plain<'User'>()(row));
}

/** The mail addresses by which those sign in who act for an enterprise. */
export async function mailsOfPeople(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  enterpriseId: string,
): Promise<readonly string[]> {
  const rows = await prisma.user.findMany({
    select: { id: true, personCipher: true },
    where: { memberships: { some: { enterpriseId, heldBy: null } } },
    orderBy: { id: 'asc' },
  });
  return rows.map(plain<'User'>()).map((row) => openPerson(cipher, row).mail);
}

/** Those who act for enterprises, as letters reach them, besides one person. */
export async function colleaguesOf(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  enterpriseIds: readonly string[],
  besides: string,
): Promise<readonly { readonly enterpriseId: string; readonly mail: string }[]> {
  const rows = await prisma.membership.findMany({
    select: { enterpriseId: true, user: { select: { id: true, personCipher: true } } },
    where: { enterpriseId: { in: [...enterpriseIds] }, heldBy: null, userId: { not: besides } },
    orderBy: { id: 'asc' },
  });
  return rows
    .map(plain<'Membership'>())
    .flatMap(({ enterpriseId, user }) =>
      enterpriseId === null ? [] : [{ enterpriseId, mail: openPerson(cipher, user).mail }],
    );
}
