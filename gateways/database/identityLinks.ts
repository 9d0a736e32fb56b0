import type { BlindIndex, ColumnCipher } from '../crypto';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { placeIn } from './sealedColumns';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

/** Somebody at a provider. */
export interface Identity {
  readonly provider: string;
  /** How the provider names the person. */
  readonly subject: string;
}

const SHOWN = { id: true, provider: true, createdAt: true, usedAt: true } satisfies Prisma.IdentityLinkSelect;

/** A link as its person sees it. */
export type IdentityLinkRow = Pick<Stored<'IdentityLink'>, keyof typeof SHOWN>;

const named = ({ provider, subject }: Identity): string => `${provider}|${subject}`;

/** By what other providers a person signs in. */
export async function listIdentities(
  prisma: PrismaClient,
  userId: string,
): Promise<readonly IdentityLinkRow[]> {
  const rows = await prisma.identityLink.findMany({
    select: SHOWN,
    where: { userId },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(plain<'IdentityLink'>());
}

/**
 * Links an identity to an account.
 * @returns false where it is linked already, or the account has another one of the provider
 */
export async function linkIdentity(
  sql: Queryable,
  { cipher, blindIndex }: { readonly cipher: ColumnCipher; readonly blindIndex: BlindIndex },
  { id, userId, ...identity }: Identity & { readonly id: string; readonly userId: string },
): Promise<boolean> {
  const text = named(identity);
  const count = await write(
    sql,
    `INSERT INTO identity_link (id, user_id, provider, subject_cipher, subject_index)
       SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT FROM identity_link WHERE subject_index = ANY ($6))
       ON CONFLICT DO NOTHING`,
    [
      ...[id, userId, identity.provider],
      ...[cipher.encrypt(text, placeIn('identity_link', 'subject_cipher', id)), blindIndex(FIELD, text)],
      blindIndex.all(FIELD, text),
    ],
  );
  return count === 1;
}

/** What the index of a subject is made under. */
export const FIELD = 'identity';

/** Whose account an identity is linked to, noted as used; null for one that is linked to none. */
export async function ownerOfIdentity(
  sql: Queryable,
  blindIndex: BlindIndex,
  identity: Identity,
): Promise<string | null> {
  const used = await readRow<Pick<Stored<'IdentityLink'>, 'userId'>>(
    sql,
    'UPDATE identity_link SET used_at = now() WHERE subject_index = ANY ($1) RETURNING user_id',
    [blindIndex.all(FIELD, named(identity))],
  );
  return used?.userId ?? null;
}

/** Ends a link of a person. @returns false when there is no such link of this person */
export async function removeIdentity(
  sql: Queryable,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<boolean> {
  return (await write(sql, 'DELETE FROM identity_link WHERE id = $1 AND user_id = $2', [id, userId])) === 1;
}
