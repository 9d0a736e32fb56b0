import { type IsoDate, parseIsoDate } from '../calendar/isoDate';
import { accept, type Result, refuse } from '../result';
import { PROVINCES } from './data/provinces';
import { maskMiddle, normaliseIdentifier } from './normalise';

declare const residentIdBrand: unique symbol;

/** A resident identity number (居民身份证号码), normalised and valid. */
export type ResidentId = string & { readonly [residentIdBrand]: 'ResidentId' };

/** Why a number is refused, most basic reason first. */
export type ResidentIdRefusal =
  | 'LENGTH'
  | 'CHARSET'
  | 'PROVINCE'
  | 'BIRTHDATE'
  | 'BIRTHDATE_RANGE'
  | 'CHECK_CHAR';

/** A valid number and what it tells of its holder. */
export interface ResidentIdReading {
  readonly residentId: ResidentId;
  readonly birthDate: IsoDate;
  readonly gender: 'M' | 'F';
  /** First two digits; named by {@link PROVINCES}. */
  readonly provinceCode: string;
}

const LENGTH = 18;
const WEIGHTS: readonly number[] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';
const EARLIEST_BIRTH = '1900-01-01' as IsoDate;

/**
 * Reads a resident identity number by GB 11643-1999. Numbers of fifteen digits are out of use since 2013.
 * @param today nobody is born after it
 */
export function parseResidentId(
  input: string,
  today: IsoDate,
  field = 'residentId',
): Result<ResidentIdReading, ResidentIdRefusal> {
  const number = normaliseIdentifier(input);
  if (number.length !== LENGTH) return refuse('LENGTH', field);
  if (!/^\d{17}[\dX]$/.test(number)) return refuse('CHARSET', field);
  if (PROVINCES[number.slice(0, 2)] === undefined) return refuse('PROVINCE', field);
  const birth = parseIsoDate(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`);
  if (!birth.ok) return refuse('BIRTHDATE', field);
  if (birth.value < EARLIEST_BIRTH || birth.value > today) return refuse('BIRTHDATE_RANGE', field);
  if (residentIdCheckCharacter(number) !== number.charAt(17)) return refuse('CHECK_CHAR', field);
  return accept({
    residentId: number as ResidentId,
    birthDate: birth.value,
    gender: Number(number.charAt(16)) % 2 === 1 ? 'M' : 'F',
    provinceCode: number.slice(0, 2),
  });
}

/** The eighteenth character that fits the first seventeen (ISO 7064 MOD 11-2). */
export function residentIdCheckCharacter(number: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + Number(number.charAt(index)) * weight, 0);
  return CHECK_CHARACTERS.charAt(sum % CHECK_CHARACTERS.length);
}

/** Whole years of age on a date; a birthday counts from its day on. */
export function ageOn(birthDate: IsoDate, date: IsoDate): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** A number for display: first three and last four digits stay (JR/T 0171-2020). */
export function maskResidentId(residentId: string): string {
  return maskMiddle(residentId, 3, 4);
}
