import { accept, type Result, refuse } from '../result';
import { USCC_AUTHORITIES } from './data/usccAuthorities';
import { normaliseIdentifier } from './normalise';

declare const usccBrand: unique symbol;

/** A unified social credit code (统一社会信用代码), normalised and valid. */
export type Uscc = string & { readonly [usccBrand]: 'Uscc' };

/** Why a code is refused, most basic reason first. */
export type UsccRefusal = 'LENGTH' | 'CHARSET' | 'AUTH_CATEGORY' | 'REGION_NOT_DIGITS' | 'CHECK_CHAR';

/** A valid code and what it tells. */
export interface UsccReading {
  readonly uscc: Uscc;
  /** Registration authority, e.g. 市场监管(工商). */
  readonly authority: string;
  /** Kind of organisation, e.g. 企业. */
  readonly category: string;
  /** Administrative region of registration, six digits. */
  readonly regionCode: string;
  /** Organisation code, nine characters (GB 11714). */
  readonly organisationCode: string;
  /** The embedded organisation code has a wrong check character: known of real codes, so only a warning. */
  readonly hasOrganisationCodeWarning: boolean;
}

/** Digits and letters without I, O, S, V and Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const LENGTH = 18;
const WEIGHTS: readonly number[] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const CHECK_MODULUS = 31;
const ORGANISATION_WEIGHTS: readonly number[] = [3, 7, 9, 10, 5, 8, 4, 2];
const ORGANISATION_MODULUS = 11;

/**
 * Reads a unified social credit code by GB 32100-2015.
 */
export function parseUscc(input: string, field = 'uscc'): Result<UsccReading, UsccRefusal> {
  const code = normaliseIdentifier(input);
  const refusal = usccRefusalOf(code);
  if (refusal !== undefined) return refuse(refusal, field);
  const authority = USCC_AUTHORITIES[code.charAt(0)];
  const organisationCode = code.slice(8, 17);
  return accept({
    uscc: code as Uscc,
    authority: authority?.name ?? '',
    category: authority?.categories[code.charAt(1)] ?? '',
    regionCode: code.slice(2, 8),
    organisationCode,
    hasOrganisationCodeWarning: organisationCheckOf(organisationCode) !== organisationCode.charAt(8),
  });
}

function usccRefusalOf(code: string): UsccRefusal | undefined {
  if (code.length !== LENGTH) return 'LENGTH';
  if ([...code].some((character) => !ALPHABET.includes(character))) return 'CHARSET';
  if (USCC_AUTHORITIES[code.charAt(0)]?.categories[code.charAt(1)] === undefined) return 'AUTH_CATEGORY';
  if (!/^\d{6}$/.test(code.slice(2, 8))) return 'REGION_NOT_DIGITS';
  return usccCheckCharacter(code) === code.charAt(17) ? undefined : 'CHECK_CHAR';
}

/** The eighteenth character that fits the first seventeen. */
export function usccCheckCharacter(code: string): string {
  const sum = WEIGHTS.reduce(
    (total, weight, index) => total + ALPHABET.indexOf(code.charAt(index)) * weight,
    0,
  );
  return ALPHABET.charAt((CHECK_MODULUS - (sum % CHECK_MODULUS)) % CHECK_MODULUS);
}

/** The ninth character of an organisation code by GB 11714: letters count 10 for A to 35 for Z. */
function organisationCheckOf(code: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, index) => total + Number.parseInt(code.charAt(index), 36) * weight,
    0,
  );
  const check = ORGANISATION_MODULUS - (sum % ORGANISATION_MODULUS);
  return check === 10 ? 'X' : String(check % ORGANISATION_MODULUS);
}
