import type { ColumnCipher } from '../crypto';

/** Personal data of an enterprise, as its people gave them. */
export interface PersonalData {
  readonly mobile: string;
  readonly mail: string;
  readonly legalPerson: { readonly name: string; readonly residentId: string };
  readonly bankAccountNo: string;
}

/** The columns of `enterprise` that hold them encrypted. */
export interface SealedPersonalData {
  readonly mobile_cipher: Uint8Array;
  readonly mail_cipher: Uint8Array;
  readonly legal_person_cipher: Uint8Array;
  readonly bank_account_cipher: Uint8Array;
}

const at = (id: string, column: keyof SealedPersonalData) => ({ table: 'enterprise', column, id });

/** Encrypts the personal data of one enterprise for its row. */
export function sealPersonalData(cipher: ColumnCipher, id: string, data: PersonalData): SealedPersonalData {
  return {
    mobile_cipher: cipher.encrypt(data.mobile, at(id, 'mobile_cipher')),
    mail_cipher: cipher.encrypt(data.mail, at(id, 'mail_cipher')),
    legal_person_cipher: cipher.encrypt(JSON.stringify(data.legalPerson), at(id, 'legal_person_cipher')),
    bank_account_cipher: sealBankAccount(cipher, id, data.bankAccountNo),
  };
}

/** Encrypts the account of one enterprise for its row. */
export function sealBankAccount(
  cipher: ColumnCipher,
  id: string,
  accountNo: string,
): SealedPersonalData['bank_account_cipher'] {
  return cipher.encrypt(accountNo, at(id, 'bank_account_cipher'));
}

/**
 * Opens the personal data of one row.
 * @throws SealError when a value was changed or copied from another row
 */
export function openPersonalData(cipher: ColumnCipher, id: string, sealed: SealedPersonalData): PersonalData {
  return {
    mobile: cipher.decrypt(sealed.mobile_cipher, at(id, 'mobile_cipher')),
    mail: cipher.decrypt(sealed.mail_cipher, at(id, 'mail_cipher')),
    legalPerson: JSON.parse(
      cipher.decrypt(sealed.legal_person_cipher, at(id, 'legal_person_cipher')),
    ) as PersonalData['legalPerson'],
    bankAccountNo: cipher.decrypt(sealed.bank_account_cipher, at(id, 'bank_account_cipher')),
  };
}
