import { canonicalMail } from '../../domain/identifiers/mail';
import type { BlindIndex } from '../crypto';

/**
 * What stands in the column that people sign in by, in place of their mail address: its blind index, in the form of
 * an address that nobody can have (RFC 2606). The address itself stands sealed beside it.
 */
export function signInName(blindIndex: BlindIndex, mail: string): string {
  return nameOf(blindIndex('sign_in', canonicalMail(mail)));
}

/** The same under each key that is known, the current one first: during a rotation people stand under either. */
export function signInNames(blindIndex: BlindIndex, mail: string): readonly string[] {
  return blindIndex.all('sign_in', canonicalMail(mail)).map(nameOf);
}

const nameOf = (index: string): string => `${index}@index.invalid`;
