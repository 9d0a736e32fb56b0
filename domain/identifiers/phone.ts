import { accept, type Result, refuse } from '../result';

declare const mobileBrand: unique symbol;
declare const landlineBrand: unique symbol;

/** A mobile number of mainland China in E.164, `+8613800138000`. */
export type MobileE164 = string & { readonly [mobileBrand]: 'MobileE164' };

/** A landline with area code, `010-12345678` or `010-12345678-801`, as typed without blanks. */
export type Landline = string & { readonly [landlineBrand]: 'Landline' };

/** Why a mobile number is refused: CHARSET for other signs than digits, then LENGTH, then PREFIX. */
export type MobileRefusal = 'CHARSET' | 'LENGTH' | 'PREFIX';

const LENGTH = 11;
const MOBILE = /^1[3-9]\d{9}$/;
const LANDLINE = /^0\d{2,3}-?[1-9]\d{6,7}(-\d{1,6})?$/;
/** `+86`, `0086` or `86` before a number that is whole without it. */
const COUNTRY_PREFIX = /^(?:\+|00)?86(?=\d{11}$)/;

/**
 * Reads a mobile number with or without country code, blanks, hyphens and brackets.
 */
export function parseMobile(input: string, field = 'mobile'): Result<MobileE164, MobileRefusal> {
  const number = input
    .normalize('NFKC')
    .replace(/[\s\-()]/g, '')
    .replace(COUNTRY_PREFIX, '');
  if (MOBILE.test(number)) return accept(`+86${number}` as MobileE164);
  if (!/^\d*$/.test(number)) return refuse('CHARSET', field);
  return refuse(number.length === LENGTH ? 'PREFIX' : 'LENGTH', field);
}

/** A mobile number for display: `138****1234`. */
export function maskMobile(mobile: MobileE164): string {
  const number = mobile.slice(-LENGTH);
  return `${number.slice(0, 3)}****${number.slice(-4)}`;
}

/** Reads a landline: area code, number, and an extension after a hyphen. */
export function parseLandline(input: string, field = 'landline'): Result<Landline, 'FORMAT'> {
  const number = input.normalize('NFKC').replace(/\s/g, '');
  return LANDLINE.test(number) ? accept(number as Landline) : refuse('FORMAT', field);
}
