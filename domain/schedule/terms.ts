import { addMonths, type IsoDate, parseIsoDate } from '../calendar';
import {
  compareRates,
  type Fen,
  MAX_RATE,
  parseFen,
  parseRate,
  type Rate,
  ROUNDING_MODES,
  type RoundingMode,
} from '../money';
import { accept, type Refusal, type Result, refuse } from '../result';
import {
  DAY_COUNTS,
  type DayCount,
  INTERVALS_MONTHS,
  type IntervalMonths,
  PAYMENT_MODES,
  type PaymentMode,
  REPAYMENT_METHODS,
  type RepaymentMethod,
  type ScheduleTerms,
} from './types';

/** Thirty years. */
export const MAX_TERM_MONTHS = 360;
/** Dates outside are slips of the keyboard. */
export const EARLIEST_START = '1980-01-01' as IsoDate;
export const LATEST_START = '2199-12-31' as IsoDate;

/** What may be bounded by the caller. */
export interface TermsLimits {
  /** The highest contract rate allowed; 100 % when not given. Refused as RATE_ABOVE_CAP. */
  readonly rateCap?: Rate | undefined;
}

/**
 * Reads the terms of a schedule from outside and checks that they fit together. The first thing wrong is
 * refused with its field; nothing is rounded or corrected.
 *
 * Refusals (field in brackets): NOT_A_NUMBER, NOT_INTEGER, NEGATIVE, ZERO, TOO_LARGE (principalFen);
 * NOT_A_NUMBER, NEGATIVE, SCALE_TOO_LARGE, RATE_ABOVE_MAXIMUM, RATE_ABOVE_CAP (annualRate); NOT_INTEGER,
 * OUT_OF_RANGE, NOT_A_MULTIPLE_OF_INTERVAL (termMonths); UNKNOWN_VALUE (method, dayCount, paymentMode,
 * intervalMonths, rounding); NOT_A_DATE, OUT_OF_RANGE (startDate, firstDueDate); FIRST_DUE_NOT_AFTER_START,
 * FIRST_DUE_NOT_ON_REPAY_DAY (firstDueDate); NOT_INTEGER, OUT_OF_RANGE (repayDay);
 * NOMINAL_NEEDS_ACTUAL_DAYS (paymentMode); NOT_AN_OBJECT.
 */
export function parseScheduleTerms(input: unknown, limits: TermsLimits = {}): Result<ScheduleTerms, Refusal> {
  if (typeof input !== 'object' || input === null) return refuse('NOT_AN_OBJECT');
  const reader = new FieldReader(input as Readonly<Record<string, unknown>>);
  const terms = readTerms(reader);
  const wrong = reader.refusal ?? misfitOf(terms, limits);
  return wrong === undefined ? accept(terms) : { ok: false, refusal: wrong };
}

function readTerms(reader: FieldReader): ScheduleTerms {
  return {
    principalFen: reader.principal('principalFen'),
    annualRate: reader.rate('annualRate'),
    termMonths: reader.integer('termMonths', 1, MAX_TERM_MONTHS),
    method: reader.oneOf<RepaymentMethod>('method', REPAYMENT_METHODS),
    startDate: reader.date('startDate'),
    dayCount: reader.oneOf<DayCount>('dayCount', DAY_COUNTS),
    paymentMode: reader.oneOf<PaymentMode>('paymentMode', PAYMENT_MODES),
    intervalMonths: reader.oneOf<IntervalMonths>('intervalMonths', INTERVALS_MONTHS),
    ...(reader.has('repayDay') ? { repayDay: reader.integer('repayDay', 1, 31) } : {}),
    ...(reader.has('firstDueDate') ? { firstDueDate: reader.date('firstDueDate') } : {}),
    ...(reader.has('rounding') ? { rounding: reader.oneOf<RoundingMode>('rounding', ROUNDING_MODES) } : {}),
  };
}

/** Reads fields one by one and remembers the first refusal; what it returns after that is never used. */
class FieldReader {
  refusal: Refusal | undefined;

  constructor(private readonly input: Readonly<Record<string, unknown>>) {}

  /** Optional fields may be left out, undefined or null. */
  has(field: string): boolean {
    return this.input[field] !== undefined && this.input[field] !== null;
  }

  principal(field: string): Fen {
    const parsed = parseFen(this.input[field], field);
    return this.keep(parsed.ok && parsed.value === 0 ? refuse('ZERO', field) : parsed);
  }

  rate(field: string): Rate {
    return this.keep(parseRate(this.input[field], field, MAX_RATE));
  }

  date(field: string): IsoDate {
    const parsed = parseIsoDate(this.input[field], field);
    const isOutside = parsed.ok && (parsed.value < EARLIEST_START || parsed.value > LATEST_START);
    return this.keep(isOutside ? refuse('OUT_OF_RANGE', field) : parsed);
  }

  integer(field: string, minimum: number, maximum: number): number {
    const value = this.input[field];
    if (typeof value !== 'number' || !Number.isInteger(value)) return this.keep(refuse('NOT_INTEGER', field));
    const isOutside = value < minimum || value > maximum;
    return this.keep(isOutside ? refuse('OUT_OF_RANGE', field, { minimum, maximum }) : accept(value));
  }

  oneOf<Value extends string | number>(field: string, allowed: readonly Value[]): Value {
    const found = allowed.find((value) => value === this.input[field]);
    return this.keep(
      found === undefined ? refuse('UNKNOWN_VALUE', field, { allowed: allowed.join(', ') }) : accept(found),
    );
  }

  private keep<Value>(parsed: Result<Value, Refusal>): Value {
    if (parsed.ok) return parsed.value;
    this.refusal ??= parsed.refusal;
    return undefined as never;
  }
}

/** Why fields that are right by themselves don't go together. */
function misfitOf(terms: ScheduleTerms, limits: TermsLimits): Refusal | undefined {
  return capMisfit(terms, limits) ?? intervalMisfit(terms) ?? firstDueMisfit(terms) ?? modeMisfit(terms);
}

function capMisfit({ annualRate }: ScheduleTerms, { rateCap }: TermsLimits): Refusal | undefined {
  if (rateCap === undefined || compareRates(annualRate, rateCap) <= 0) return undefined;
  return refuse('RATE_ABOVE_CAP', 'annualRate', { rateCap }).refusal;
}

function intervalMisfit({ method, termMonths, intervalMonths }: ScheduleTerms): Refusal | undefined {
  if (method === 'BULLET' || termMonths % intervalMonths === 0) return undefined;
  return refuse('NOT_A_MULTIPLE_OF_INTERVAL', 'termMonths', { intervalMonths }).refusal;
}

function firstDueMisfit({ startDate, firstDueDate, repayDay }: ScheduleTerms): Refusal | undefined {
  if (firstDueDate === undefined) return undefined;
  if (firstDueDate <= startDate) {
    return refuse('FIRST_DUE_NOT_AFTER_START', 'firstDueDate', { startDate }).refusal;
  }
  const isOnRepayDay = repayDay === undefined || addMonths(firstDueDate, 0, repayDay) === firstDueDate;
  return isOnRepayDay
    ? undefined
    : refuse('FIRST_DUE_NOT_ON_REPAY_DAY', 'firstDueDate', { repayDay }).refusal;
}

function modeMisfit({ method, paymentMode, dayCount }: ScheduleTerms): Refusal | undefined {
  const isMisfit = method === 'EQUAL_INSTALMENT' && paymentMode === 'NOMINAL' && dayCount === '30/360';
  return isMisfit ? refuse('NOMINAL_NEEDS_ACTUAL_DAYS', 'paymentMode').refusal : undefined;
}
