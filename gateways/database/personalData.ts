import type { ColumnCipher } from '../crypto';
import type { Stored } from './columns';

/** Personal data of an enterprise, as its people gave them. */
export interface PersonalData {
  readonly mobile: string;
  readonly mail: string;
  readonly legalPerson: { readonly name: string; readonly residentId: string };
  readonly bankAccountNo: string;
}

/** The columns of `enterprise` that hold them encrypted. */
export type SealedPersonalData = Pick<
  Stored<'Enterprise'>,
  'mobileCipher' | 'mailCipher' | 'legalPersonCipher' | 'bankAccountCipher'
>;

type SealedColumn = 'mobile_cipher' | 'mail_cipher' | 'legal_person_cipher' | 'bank_account_cipher';

const at = (id: string, column: SealedColumn) => ({ table: 'enterprise', column, id });

/** Encrypts the personal data of one enterprise for its row. */
export function sealPersonalData(cipher: ColumnCipher, id: string, data: PersonalData): SealedPersonalData {
  return {
    mobileCipher: sealMobile(cipher, id, data.mobile),
    mailCipher: sealMail(cipher, id, data.mail),
    legalPersonCipher: sealLegalPerson(cipher, id, data.legalPerson),
    bankAccountCipher: sealBankAccount(cipher, id, data.bankAccountNo),
  };
}

/** Encrypts the phone number of one enterprise for its row. */
export function sealMobile(
  cipher: ColumnCipher,
  id: string,
  mobile: string,
): SealedPersonalData['mobileCipher'] {
  return cipher.encrypt(mobile, at(id, 'mobile_cipher'));
}

/** Encrypts the mail address of one enterprise for its row. */
export function sealMail(cipher: ColumnCipher, id: string, mail: string): SealedPersonalData['mailCipher'] {
  return cipher.encrypt(mail, at(id, 'mail_cipher'));
}

/** Encrypts the legal person of one enterprise for its row. */
export function sealLegalPerson(
  cipher: ColumnCipher,
  id: string,
  { name, residentId }: PersonalData['legalPerson'],
): SealedPersonalData['legalPersonCipher'] {
  return cipher.encrypt(JSON.stringify({ name, residentId }), at(id, 'legal_person_cipher'));
}

/** Encrypts the account of one enterprise for its row. */
export function sealBankAccount(
  cipher: ColumnCipher,
  id: string,
  accountNo: string,
): SealedPersonalData['bankAccountCipher'] {
  return cipher.encrypt(accountNo, at(id, 'bank_account_cipher'));
}

/** Who stands for an enterprise, of its row alone; nobody's name once its file is erased. */
export function openLegalPerson(cipher: ColumnCipher, id: string, sealed: Uint8Array): string {
  if (sealed.length === 0) return ERASED.legalPerson.name;
  const person = JSON.parse(
    cipher.decrypt(sealed, at(id, 'legal_person_cipher')),
  ) as PersonalData['legalPerson'];
  return person.name;
}

/**
 * Opens the personal data of one row.
 * @throws SealError when a value was changed or copied from another row
 */
export function openPersonalData(cipher: ColumnCipher, id: string, sealed: SealedPersonalData): PersonalData {
  if (sealed.legalPersonCipher.length === 0) return ERASED;
  return {
    mobile: cipher.decrypt(sealed.mobileCipher, at(id, 'mobile_cipher')),
    mail: cipher.decrypt(sealed.mailCipher, at(id, 'mail_cipher')),
    legalPerson: JSON.parse(
      cipher.decrypt(sealed.legalPersonCipher, at(id, 'legal_person_cipher')),
    ) as PersonalData['legalPerson'],
    bankAccountNo: cipher.decrypt(sealed.bankAccountCipher, at(id, 'bank_account_cipher')),
  };
}

/** Of an enterprise whose file was erased. */
const ERASED: PersonalData = {
  mobile: '',
  mail: '',
  legalPerson: { name: '', residentId: '' },
  bankAccountNo: '',
};

/** Who somebody is, beside what they sign in by. */
export interface Person {
  readonly name: string;
  readonly mail: string;
}

const personAt = (id: string) => ({ table: 'user', column: 'person_cipher', id });

/** Encrypts name and mail address for a row of `"user"`. */
export function sealPerson(
  cipher: ColumnCipher,
  id: string,
  { name, mail }: Person,
): Stored<'User'>['personCipher'] {
  return cipher.encrypt(JSON.stringify({ name, mail }), personAt(id));
}

/** Opens them. A row without any (a test, a person who was erased) has no name. @throws SealError as for an enterprise */
export function openPerson(
  cipher: ColumnCipher,
  { id, personCipher }: Pick<Stored<'User'>, 'id' | 'personCipher'>,
): Person {
  if (personCipher.length === 0) return { name: '', mail: '' };
  return JSON.parse(cipher.decrypt(personCipher, personAt(id))) as Person;
}

/** SQL for somebody as JSON, the name sealed as in the row: {@link openNames} opens it. @param user the row's name */
export const sealedPerson = (user: string): string =>
  `jsonb_build_object('id', ${user}.id, 'sealed', encode(${user}.person_cipher, 'hex'))`;

/** JSON of a query with the names of the people in it, wherever they stand. @throws SealError as {@link openPerson} does */
export function openNames(cipher: ColumnCipher, json: unknown): unknown {
  if (Array.isArray(json)) return json.map((each) => openNames(cipher, each));
  if (typeof json !== 'object' || json === null) return json;
  const { id, sealed } = json as { readonly id?: unknown; readonly sealed?: unknown };
  if (typeof id === 'string' && typeof sealed === 'string') {
    const { name } = openPerson(cipher, { id, personCipher: Uint8Array.from(Buffer.from(sealed, 'hex')) });
    return { id, name };
  }
  return Object.fromEntries(Object.entries(json).map(([field, value]) => [field, openNames(cipher, value)]));
}
