import { uuidv7 } from 'uuidv7';
import type { Role } from '../../domain/approval/roles';
import { canonicalMail } from '../../domain/identifiers/mail';
import type { BlindIndex, ColumnCipher } from '../crypto';
import type { Stored } from '../database/columns';
import { sealPerson } from '../database/personalData';
import { readRow, write } from '../database/statement';
import type { Queryable } from '../database/transaction';
import { signInName, signInNames } from './signInName';

/** A member of staff to be known. */
export interface NewStaff {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  /** Null for the platform's operator, who is of none. */
  readonly institutionId: string | null;
  readonly role: Role;
  /** By which change of two people; left out for whom the owner of the database makes staff. */
  readonly changeId?: string;
}

/**
 * Makes an account with a role for a member of staff; one that is there stays as it is. What the database has no
 * agreement of two people for, it refuses to everybody but its owner.
 * @returns the person's id, whether the account is a new one, and whether it is of somebody who has left and has no right
 */
export async function addStaff(
  sql: Queryable,
  { cipher, blindIndex }: { readonly cipher: ColumnCipher; readonly blindIndex: BlindIndex },
  staff: NewStaff,
): Promise<{ readonly userId: string; readonly isNew: boolean; readonly hasLeft: boolean }> {
  const id = uuidv7();
  const mail = canonicalMail(staff.email);
  const person = await readRow<Pick<Stored<'User'>, 'id'> & { readonly hasLeft: boolean }>(
    sql,
    `WITH person AS (
       INSERT INTO "user" (id, person_cipher, email, email_verified)
         SELECT $1, $2, $3, true WHERE NOT EXISTS (SELECT FROM "user" WHERE email = ANY ($9))
         ON CONFLICT (email) DO NOTHING RETURNING id
     ), credential AS (
       INSERT INTO auth_account (id, account_id, provider_id, user_id, password)
       SELECT $4, id, 'credential', id, $5 FROM person
     ), first_right AS (
       INSERT INTO membership (id, user_id, role, institution_id, change_id) SELECT $6, id, $7, $8, $10 FROM person
     )
     SELECT id, false AS has_left FROM person
     UNION ALL SELECT id, NOT EXISTS (SELECT FROM membership WHERE user_id = u.id) FROM "user" u WHERE email = ANY ($9)
     LIMIT 1`,
    [
      id,
      sealPerson(cipher, id, { name: staff.name, mail }),
      signInName(blindIndex, mail),
      uuidv7(),
      staff.passwordHash,
      uuidv7(),
      staff.role,
      staff.institutionId,
      signInNames(blindIndex, mail),
      staff.changeId ?? null,
    ],
  );
  if (person === null) throw new Error('the account was neither made nor found');
  return { userId: person.id, isNew: person.id === id, hasLeft: person.hasLeft };
}

/** Gives somebody who has left a right again, by an invitation that two people agreed to. */
export async function takeBack(
  sql: Queryable,
  {
    changeId,
    institutionId,
    role,
    userId,
  }: Pick<NewStaff, 'institutionId' | 'role' | 'changeId'> & {
    readonly userId: string;
  },
): Promise<void> {
  await write(
    sql,
    'INSERT INTO membership (id, user_id, role, institution_id, change_id) VALUES ($1, $2, $3, $4, $5)',
    [uuidv7(), userId, role, institutionId, changeId],
  );
}
