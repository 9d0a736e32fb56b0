import { addMonths } from '../calendar/months';
import { compareRates, type Rate } from '../money/rate';
import { ROUNDING_MODES } from '../money/rounding';
import { accept, type Result, refuse } from '../result';
import { FieldReader, type FieldRefusal } from './fieldReader';
import { DAY_COUNTS, INTERVALS_MONTHS, PAYMENT_MODES, REPAYMENT_METHODS, type ScheduleTerms } from './types';

/** Thirty years. */
export const MAX_TERM_MONTHS = 360;
/** What may be bounded by the caller. */
export interface TermsLimits {
  /** The highest contract rate allowed; 100 % when not given. Refused as RATE_ABOVE_CAP. */
  readonly rateCap?: Rate | undefined;
}

/** Why terms can't be read, or don't fit together. */
export type TermsRefusal =
  | FieldRefusal
  | 'RATE_ABOVE_CAP'
  | 'NOT_A_MULTIPLE_OF_INTERVAL'
  | 'FIRST_DUE_NOT_AFTER_START'
  | 'FIRST_DUE_NOT_ON_REPAY_DAY'
  | 'NOMINAL_NEEDS_ACTUAL_DAYS';

/**
 * Reads the terms of a schedule from outside and checks that they fit together. The first thing wrong is
 * refused with its field; nothing is rounded or corrected.
 */
export function parseScheduleTerms(
  input: unknown,
  limits: TermsLimits = {},
): Result<ScheduleTerms, TermsRefusal> {
  const reader = new FieldReader(input);
  const terms = readTerms(reader);
  const refusal = reader.refusal ?? misfitOf(terms, limits);
  return refusal === undefined ? accept(terms) : { ok: false, refusal };
}

function readTerms(reader: FieldReader): ScheduleTerms {
  return {
    principalFen: reader.positiveFen('principalFen'),
    annualRate: reader.rate('annualRate'),
    termMonths: reader.integer('termMonths', 1, MAX_TERM_MONTHS),
    method: reader.oneOf('method', REPAYMENT_METHODS),
    startDate: reader.date('startDate'),
    dayCount: reader.oneOf('dayCount', DAY_COUNTS),
    paymentMode: reader.oneOf('paymentMode', PAYMENT_MODES),
    intervalMonths: reader.oneOf('intervalMonths', INTERVALS_MONTHS),
    ...(reader.has('repayDay') ? { repayDay: reader.integer('repayDay', 1, 31) } : {}),
    ...(reader.has('firstDueDate') ? { firstDueDate: reader.date('firstDueDate') } : {}),
    ...(reader.has('rounding') ? { rounding: reader.oneOf('rounding', ROUNDING_MODES) } : {}),
  };
}

/** Why fields that are right by themselves don't go together. */
function misfitOf(terms: ScheduleTerms, limits: TermsLimits) {
  return capMisfit(terms, limits) ?? intervalMisfit(terms) ?? firstDueMisfit(terms) ?? modeMisfit(terms);
}

function capMisfit({ annualRate }: ScheduleTerms, { rateCap }: TermsLimits) {
  if (rateCap === undefined || compareRates(annualRate, rateCap) <= 0) return undefined;
  return refuse('RATE_ABOVE_CAP', 'annualRate', { rateCap }).refusal;
}

function intervalMisfit({ method, termMonths, intervalMonths }: ScheduleTerms) {
  if (method === 'BULLET' || termMonths % intervalMonths === 0) return undefined;
  return refuse('NOT_A_MULTIPLE_OF_INTERVAL', 'termMonths', { intervalMonths }).refusal;
}

function firstDueMisfit({ startDate, firstDueDate, repayDay }: ScheduleTerms) {
  if (firstDueDate === undefined) return undefined;
  if (firstDueDate <= startDate) {
    return refuse('FIRST_DUE_NOT_AFTER_START', 'firstDueDate', { startDate }).refusal;
  }
  const isOnRepayDay = repayDay === undefined || addMonths(firstDueDate, 0, repayDay) === firstDueDate;
  return isOnRepayDay
    ? undefined
    : refuse('FIRST_DUE_NOT_ON_REPAY_DAY', 'firstDueDate', { repayDay }).refusal;
}

function modeMisfit({ method, paymentMode, dayCount }: ScheduleTerms) {
  const isMisfit = method === 'EQUAL_INSTALMENT' && paymentMode === 'NOMINAL' && dayCount === '30/360';
  return isMisfit ? refuse('NOMINAL_NEEDS_ACTUAL_DAYS', 'paymentMode').refusal : undefined;
}
