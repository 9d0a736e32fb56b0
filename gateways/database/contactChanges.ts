import type { BlindIndex, ColumnCipher } from '../crypto';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { type Contact, contactIndex, placeIn } from './sealedColumns';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

export type ContactKind = 'MAIL' | 'PHONE';
/** What has to confirm a change: the contact that there was, and the one that comes. */
export type ContactEnd = 'OLD' | 'NEW';

const SHOWN = {
  id: true,
  userId: true,
  kind: true,
  enterpriseId: true,
  valueCipher: true,
  oldConfirmedAt: true,
  newConfirmedAt: true,
} satisfies Prisma.ContactChangeSelect;

/** A change that is not done. */
export interface ContactChangeRow
  extends Omit<Pick<Stored<'ContactChange'>, keyof typeof SHOWN>, 'valueCipher'> {
  readonly contact: Contact;
}

const placeOf = (id: string) => placeIn('contact_change', 'value_cipher', id);

/** Writes that somebody wants another contact. One at a time of a kind: what was wanted before counts no more. */
export async function openContactChange(
  sql: Queryable,
  { blindIndex, cipher }: { readonly blindIndex: BlindIndex; readonly cipher: ColumnCipher },
  change: Pick<ContactChangeRow, 'id' | 'userId' | 'kind' | 'enterpriseId' | 'contact'> & {
    readonly minutes: number;
    /** The contact that there was needs no confirming: nobody had confirmed it either. */
    readonly isOldLeftOut: boolean;
  },
): Promise<void> {
  const { contact, enterpriseId, id, isOldLeftOut, kind, minutes, userId } = change;
  const text = JSON.stringify(contact);
  await write(sql, 'DELETE FROM contact_change WHERE user_id = $1 AND kind = $2 AND done_at IS NULL', [
    userId,
    kind,
  ]);
  await write(
    sql,
    `INSERT INTO contact_change (id, user_id, kind, enterprise_id, value_cipher, value_index, expires_at,
         old_confirmed_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(mins => $7), CASE WHEN $8 THEN now() END)`,
    [
      id,
      userId,
      kind,
      enterpriseId,
      cipher.encrypt(text, placeOf(id)),
      contactIndex(text, blindIndex),
      minutes,
      isOldLeftOut,
    ],
  );
}

/** Whether somebody who lost the mailbox was given another one and has not opened its link yet: nothing else does then. */
export async function isBeingRecovered(sql: Queryable, userId: string): Promise<boolean> {
  const row = await readRow<{ readonly isSo: boolean }>(sql, 'SELECT is_being_recovered($1) AS is_so', [
    userId,
  ]);
  return row?.isSo === true;
}

/** A change that is neither done nor too old; of a person where one is named. */
export async function findContactChange(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  of: { readonly id: string; readonly userId?: string },
): Promise<ContactChangeRow | null> {
  const row = await prisma.contactChange
    .findFirst({ select: SHOWN, where: { ...of, doneAt: null, expiresAt: { gt: new Date() } } })
    .then(plain<'ContactChange'>());
  if (row === null) return null;
  const { valueCipher, ...rest } = row;
  return { ...rest, contact: JSON.parse(cipher.decrypt(valueCipher, placeOf(row.id))) as Contact };
}

/** Notes that an end has confirmed. @returns whether both have; null when there is nothing to confirm any more */
export async function confirmContact(
  sql: Queryable,
  { end, id }: { readonly id: string; readonly end: ContactEnd },
): Promise<boolean | null> {
  const row = await readRow<{ readonly isReady: boolean }>(
    sql,
    `UPDATE contact_change SET old_confirmed_at = CASE $2 WHEN 'OLD' THEN now() ELSE old_confirmed_at END,
                               new_confirmed_at = CASE $2 WHEN 'NEW' THEN now() ELSE new_confirmed_at END
       WHERE id = $1 AND done_at IS NULL AND expires_at > now()
       RETURNING old_confirmed_at IS NOT NULL AND new_confirmed_at IS NOT NULL AS is_ready`,
    [id, end],
  );
  return row?.isReady ?? null;
}

/**
 * Does a change that both ends have confirmed; the database sees to that. Sealed for their new places: the person, and
 * the contact of each enterprise of the person that is reached by it; with what mail addresses are found by. Null for
 * what does not change.
 */
export async function applyContactChange(
  sql: Queryable,
  change: {
    readonly id: string;
    readonly person: Uint8Array | null;
    readonly contacts: readonly { readonly enterpriseId: string; readonly sealed: Uint8Array }[];
    readonly mailIndex: string | null;
    /** Enterprises whose own address is the mailbox that its person lost. */
    readonly lostAddressOf?: readonly string[];
  },
): Promise<void> {
  await write(sql, 'SELECT apply_contact_change($1, $2, $3, $4, $5, $6)', [
    change.id,
    change.person,
    change.contacts.map(({ enterpriseId }) => enterpriseId),
    change.contacts.map(({ sealed }) => sealed),
    change.mailIndex,
    change.lostAddressOf ?? [],
  ]);
}
