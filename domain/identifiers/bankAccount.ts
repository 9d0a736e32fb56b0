import { accept, type Result, refuse } from '../result';
import { normaliseIdentifier } from './normalise';

declare const cardBrand: unique symbol;
declare const cnapsBrand: unique symbol;
declare const accountBrand: unique symbol;

/** A bank card number, digits only, with a right check digit. */
export type CardNumber = string & { readonly [cardBrand]: 'CardNumber' };

/** A bank branch in the payment system (CNAPS 联行号), twelve digits. */
export type CnapsCode = string & { readonly [cnapsBrand]: 'CnapsCode' };

/** An account of an enterprise (对公账号); it has no public check digit. */
export type CorporateAccount = string & { readonly [accountBrand]: 'CorporateAccount' };

/** Why a card number is refused, most basic reason first. */
export type CardRefusal = 'CHARSET' | 'LENGTH' | 'REPEATED_DIGIT' | 'CHECK_DIGIT';

const CARD = { shortest: 13, longest: 19, shortestUnionPay: 16 } as const;
const CNAPS_LENGTH = 12;
const CORPORATE_ACCOUNT = /^\d{6,32}$/;

/**
 * Reads a bank card number: 13 to 19 digits (UnionPay 62…: 16 to 19), not one digit throughout, Luhn.
 */
export function parseCard(input: string, field = 'card'): Result<CardNumber, CardRefusal> {
  const number = normaliseIdentifier(input);
  if (!/^\d*$/.test(number)) return refuse('CHARSET', field);
  const shortest = number.startsWith('62') ? CARD.shortestUnionPay : CARD.shortest;
  if (number.length < shortest || number.length > CARD.longest) return refuse('LENGTH', field);
  if (/^(\d)\1*$/.test(number)) return refuse('REPEATED_DIGIT', field);
  return luhnSum(number) % 10 === 0 ? accept(number as CardNumber) : refuse('CHECK_DIGIT', field);
}

/** Sum of the Luhn rule: from the right, every second digit counts double, its digits added. */
function luhnSum(number: string): number {
  return [...number].reverse().reduce((sum, character, index) => {
    const digit = Number(character);
    const doubled = digit * 2;
    return sum + (index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled);
  }, 0);
}

/** A card number for display, its length hidden too: `6222 **** **** 1234`. */
export function maskCard(card: CardNumber): string {
  return `${card.slice(0, 4)} **** **** ${card.slice(-4)}`;
}

/** Reads a CNAPS code: bank 3, area 4, branch 4, check digit by ISO 7064 MOD 11,10. */
export function parseCnaps(
  input: string,
  field = 'cnaps',
): Result<CnapsCode, 'CHARSET' | 'CHECK_DIGIT' | 'LENGTH'> {
  const code = normaliseIdentifier(input);
  if (!/^\d*$/.test(code)) return refuse('CHARSET', field);
  if (code.length !== CNAPS_LENGTH) return refuse('LENGTH', field);
  const isRight = cnapsCheckDigit(code) === Number(code.charAt(CNAPS_LENGTH - 1));
  return isRight ? accept(code as CnapsCode) : refuse('CHECK_DIGIT', field);
}

/** The twelfth digit that fits the first eleven, by ISO 7064 MOD 11,10. */
export function cnapsCheckDigit(code: string): number {
  let product = 10;
  for (const character of code.slice(0, CNAPS_LENGTH - 1)) {
    const sum = (product + Number(character)) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10;
}

/** Reads an enterprise's account number: 6 to 32 digits. */
export function parseCorporateAccount(
  input: string,
  field = 'corporateAccount',
): Result<CorporateAccount, 'CHARSET' | 'LENGTH'> {
  const number = normaliseIdentifier(input);
  if (CORPORATE_ACCOUNT.test(number)) return accept(number as CorporateAccount);
  return refuse(/^\d*$/.test(number) ? 'LENGTH' : 'CHARSET', field);
}

/** An account number for display: only the last four digits stay. */
export function maskAccount(account: string): string {
  return `****${account.slice(-4)}`;
}
