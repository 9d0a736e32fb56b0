import { accept, type Result, refuse } from '../result';

/** RFC 5321 without what nobody uses: quoted names, addresses of machines. At most 64 characters before the @. */
const MAIL =
  /^(?=[^@]{1,64}@)[a-z0-9_'+-]+(\.[a-z0-9_'+-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/;

/** A mail address in the one form that it is kept and looked for in: full-width signs plain, small letters. */
export function canonicalMail(input: string): string {
  return input.normalize('NFKC').trim().toLowerCase();
}

/**
 * The mailbox behind an address, for limits alone: many providers ignore dots, and what follows a plus. Two people's
 * addresses may be one here, so nobody is known by it.
 */
export function mailboxOf(mail: string): string {
  const [name = '', host = ''] = canonicalMail(mail).split('@');
  return `${name.replace(/\+.*$/, '').replaceAll('.', '')}@${host}`;
}

/**
 * Reads a mail address.
 * @param field name of the field, for the refusal
 * @returns the canonical form
 */
export function parseMail(input: string, field = 'mail'): Result<string, 'NOT_A_MAIL_ADDRESS'> {
  const mail = canonicalMail(input);
  return MAIL.test(mail) ? accept(mail) : refuse('NOT_A_MAIL_ADDRESS', field);
}
