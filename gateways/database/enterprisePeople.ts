import { uuidv7 } from 'uuidv7';
import { canonicalMail } from '../../domain/identifiers/mail';
import { signInName, signInNames } from '../auth/signInName';
import type { BlindIndex, ColumnCipher } from '../crypto';
import type { Stored } from './columns';
import { openPerson, type Person, sealPerson } from './personalData';
import { placeIn } from './sealedColumns';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** Somebody who is of an enterprise. */
export interface PersonOfEnterprise extends Person {
  readonly userId: string;
  readonly since: string;
  /** Came after the reader, who may end it. */
  readonly mayRemove: boolean;
  /** Does not act for it until its institution lets the person in: the account was recovered for another one. */
  readonly isHeld: boolean;
}

/** Who is of an enterprise, in the order in which they came. @param readerId one of them */
export async function listPeople(
  sql: Queryable,
  cipher: ColumnCipher,
  { enterpriseId, readerId }: { readonly enterpriseId: string; readonly readerId: string },
): Promise<readonly PersonOfEnterprise[]> {
  const rows = await readRows<Omit<PersonOfEnterprise, keyof Person> & Pick<Stored<'User'>, 'personCipher'>>(
    sql,
    `SELECT m.user_id, u.person_cipher, m.created_at AS since, m.held_by IS NOT NULL AS is_held,
         coalesce((own.created_at, own.id) < (m.created_at, m.id), false) AS may_remove
       FROM membership m JOIN "user" u ON u.id = m.user_id
         LEFT JOIN membership own ON own.enterprise_id = m.enterprise_id AND own.user_id = $2
       WHERE m.enterprise_id = $1 ORDER BY m.created_at, m.id`,
    [enterpriseId, readerId],
  );
  return rows.map(({ personCipher, ...row }) => ({
    ...row,
    ...openPerson(cipher, { id: row.userId, personCipher }),
  }));
}

/** Ends that somebody is of an enterprise; the database sees to it that who came before does it. */
export async function removePerson(
  sql: Queryable,
  {
    by,
    enterpriseId,
    userId,
  }: { readonly enterpriseId: string; readonly userId: string; readonly by: string },
): Promise<void> {
  await write(sql, 'SELECT remove_colleague($1, $2, $3)', [enterpriseId, userId, by]);
}

/** An invitation that nobody has accepted, and that is in time. */
export interface OpenInvitation
  extends Person,
    Pick<Stored<'EnterpriseInvitation'>, 'id' | 'enterpriseId' | 'expiresAt'> {
  readonly enterpriseName: string;
  readonly institutionId: string;
}

const placeOf = (id: string) => placeIn('enterprise_invitation', 'person_cipher', id);

/** Writes that somebody is invited; the database sees to it that the inviter may. */
export async function writeInvitation(
  sql: Queryable,
  cipher: ColumnCipher,
  invitation: Pick<Stored<'EnterpriseInvitation'>, 'id' | 'enterpriseId' | 'invitedBy' | 'expiresAt'> & {
    readonly person: Person;
  },
): Promise<void> {
  const { enterpriseId, expiresAt, id, invitedBy, person } = invitation;
  await write(
    sql,
    `INSERT INTO enterprise_invitation (id, enterprise_id, person_cipher, invited_by, expires_at)
       VALUES ($1, $2, $3, $4, $5)`,
    [id, enterpriseId, cipher.encrypt(JSON.stringify(person), placeOf(id)), invitedBy, expiresAt],
  );
}

const OPEN = `SELECT i.id, i.enterprise_id, i.expires_at, i.person_cipher, e.name AS enterprise_name, e.institution_id
  FROM enterprise_invitation i JOIN enterprise e ON e.id = i.enterprise_id
  WHERE i.accepted_at IS NULL AND i.taken_back_at IS NULL AND i.expires_at > now()`;

type SealedInvitation = Omit<OpenInvitation, keyof Person> &
  Pick<Stored<'EnterpriseInvitation'>, 'personCipher'>;

const opened = (cipher: ColumnCipher, { personCipher, ...row }: SealedInvitation): OpenInvitation => ({
  ...row,
  ...(JSON.parse(cipher.decrypt(personCipher, placeOf(row.id))) as Person),
});

/** Who is invited to an enterprise and has not answered. */
export async function listInvitations(
  sql: Queryable,
  cipher: ColumnCipher,
  enterpriseId: string,
): Promise<readonly OpenInvitation[]> {
  const rows = await readRows<SealedInvitation>(
    sql,
    `${OPEN} AND i.enterprise_id = $1 ORDER BY i.created_at, i.id`,
    [enterpriseId],
  );
  return rows.map((row) => opened(cipher, row));
}

/** An invitation that may be accepted; null: there is none. */
export async function findOpenInvitation(
  sql: Queryable,
  cipher: ColumnCipher,
  id: string,
): Promise<OpenInvitation | null> {
  const row = await readRow<SealedInvitation>(sql, `${OPEN} AND i.id = $1`, [id]);
  return row && opened(cipher, row);
}

/** Takes an invitation back. @returns false where there is none that is open */
export async function takeBackInvitation(
  sql: Queryable,
  of: { readonly id: string; readonly enterpriseId: string },
): Promise<boolean> {
  const taken = await write(
    sql,
    `UPDATE enterprise_invitation SET taken_back_at = now()
       WHERE id = $1 AND enterprise_id = $2 AND accepted_at IS NULL AND taken_back_at IS NULL`,
    [of.id, of.enterpriseId],
  );
  return taken === 1;
}

/** What there is of an account by a mail address. */
export interface KnownAccount extends Pick<Stored<'User'>, 'id'> {
  /** Belongs to somebody: signs in. */
  readonly isSomebody: boolean;
  readonly isOfEnterprise: boolean;
}

/** The account of whom is invited; null where there is none. */
export async function findInvited(
  sql: Queryable,
  blindIndex: BlindIndex,
  { enterpriseId, mail }: Pick<OpenInvitation, 'enterpriseId' | 'mail'>,
): Promise<KnownAccount | null> {
  return await readRow<KnownAccount>(
    sql,
    `SELECT u.id, EXISTS (SELECT FROM membership WHERE user_id = u.id) AS is_somebody,
         EXISTS (SELECT FROM membership WHERE user_id = u.id AND enterprise_id = $2) AS is_of_enterprise
       FROM "user" u WHERE u.email = ANY ($1) AND u.email_verified`,
    [signInNames(blindIndex, mail), enterpriseId],
  );
}

/** Makes the account of whom is invited: whoever holds the link holds the mailbox. @returns the person's id */
export async function writePerson(
  tx: Queryable,
  { blindIndex, cipher }: { readonly blindIndex: BlindIndex; readonly cipher: ColumnCipher },
  { name, mail, passwordHash }: Person & { readonly passwordHash: string },
): Promise<string> {
  const id = uuidv7();
  const canonical = canonicalMail(mail);
  await write(
    tx,
    `WITH person AS (
       INSERT INTO "user" (id, person_cipher, email, email_verified) VALUES ($1, $2, $3, true) RETURNING id)
     INSERT INTO auth_account (id, account_id, provider_id, user_id, password)
       SELECT $4, id, 'credential', id, $5 FROM person`,
    [
      id,
      sealPerson(cipher, id, { name, mail: canonical }),
      signInName(blindIndex, canonical),
      uuidv7(),
      passwordHash,
    ],
  );
  return id;
}

/** Makes somebody a person of the enterprise that invited them, which uses the invitation up. */
export async function join(
  tx: Queryable,
  { enterpriseId, id, userId }: Pick<OpenInvitation, 'id' | 'enterpriseId'> & { readonly userId: string },
): Promise<void> {
  await write(
    tx,
    `INSERT INTO membership (id, user_id, role, enterprise_id, invitation_id) VALUES ($1, $2, 'applicant', $3, $4)`,
    [uuidv7(), userId, enterpriseId, id],
  );
}
