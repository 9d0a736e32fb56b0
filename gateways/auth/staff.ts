import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Role } from '../../domain/approval/roles';
import { canonicalMail } from '../../domain/identifiers/mail';
import type { BlindIndex, ColumnCipher } from '../crypto';
import type { Stored } from '../database/columns';
import { sealPerson } from '../database/personalData';
import { readRow } from '../database/statement';
import { signInName, signInNames } from './signInName';

/** A member of staff to be known. */
export interface NewStaff {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  /** Null for the platform's operator, who is of none. */
  readonly institutionId: string | null;
  readonly role: Role;
}

/**
 * Makes an account with a role for a member of staff; one that is there stays as it is. Meant for seeds and
 * for the operator: the API has no route that makes staff.
 * @param sql a connection of the owner's
 * @returns the person's id
 */
export async function addStaff(
  sql: Pool,
  { cipher, blindIndex }: { readonly cipher: ColumnCipher; readonly blindIndex: BlindIndex },
  staff: NewStaff,
): Promise<string> {
  const id = uuidv7();
  const mail = canonicalMail(staff.email);
  const person = await readRow<Pick<Stored<'User'>, 'id'>>(
    sql,
    `WITH person AS (
       INSERT INTO "user" (id, person_cipher, email, email_verified)
         SELECT $1, $2, $3, true WHERE NOT EXISTS (SELECT FROM "user" WHERE email = ANY ($9))
         ON CONFLICT (email) DO NOTHING RETURNING id
     ), credential AS (
       INSERT INTO auth_account (id, account_id, provider_id, user_id, password)
       SELECT $4, id, 'credential', id, $5 FROM person
     ), membership AS (
       INSERT INTO membership (id, user_id, role, institution_id) SELECT $6, id, $7, $8 FROM person
     )
     SELECT id FROM person UNION ALL SELECT id FROM "user" WHERE email = ANY ($9) LIMIT 1`,
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
    ],
  );
  if (person === null) throw new Error('the account was neither made nor found');
  return person.id;
}
