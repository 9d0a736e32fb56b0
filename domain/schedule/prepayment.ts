import type { IsoDate } from '../calendar/isoDate';
import { addFen, type Fen, subtractFen, ZERO_FEN } from '../money/fen';
import type { Rate } from '../money/rate';
import { multiplyRate } from '../money/rounding';
import { accept, type RefusalOf, type Result, refuse } from '../result';
import { FieldReader, type FieldRefusal } from './fieldReader';
import { accruedInterestFen, outstandingFen, periodsFrom } from './remaining';
import { fillPeriods, roundingOf, scheduleOf } from './rows';
import type { Schedule } from './types';

/** Keep the instalment and end sooner, or keep the end and pay less each time. */
export type PrepaymentMode = 'SHORTEN_TERM' | 'REDUCE_INSTALMENT';
export const PREPAYMENT_MODES: readonly PrepaymentMode[] = ['SHORTEN_TERM', 'REDUCE_INSTALMENT'];

/** What the borrower asks to prepay. */
export interface PrepaymentRequest {
  readonly date: IsoDate;
  /** Principal to prepay; ALL settles the loan. */
  readonly principalFen: Fen | 'ALL';
  readonly mode: PrepaymentMode;
  /** Fee on the principal prepaid, as a fraction; none when not given. It must be disclosed before signing. */
  readonly feeRate?: Rate | undefined;
}

/** Reads a prepayment request from outside. */
export function parsePrepaymentRequest(input: unknown): Result<PrepaymentRequest, FieldRefusal> {
  const reader = new FieldReader(input);
  return reader.result({
    date: reader.date('date'),
    principalFen: reader.is('principalFen', 'ALL') ? 'ALL' : reader.positiveFen('principalFen'),
    mode: reader.oneOf('mode', PREPAYMENT_MODES),
    ...(reader.has('feeRate') ? { feeRate: reader.rate('feeRate') } : {}),
  });
}

/** What a prepayment costs, and what is left after it. */
export interface Prepayment {
  readonly mode: PrepaymentMode;
  readonly balanceBeforeFen: Fen;
  /** Interest from the last due date to the day of prepayment, actual days. */
  readonly accruedInterestFen: Fen;
  readonly principalPrepaidFen: Fen;
  readonly feeFen: Fen;
  /** Accrued interest, principal and fee. */
  readonly cashFen: Fen;
  readonly balanceAfterFen: Fen;
  /** Due dates stay; the first row counts from the day of prepayment. No rows when settled. */
  readonly remaining: Schedule;
  /** Interest of the old rows less the accrued interest and the interest of the new rows. */
  readonly interestSavedFen: Fen;
}

/** Why principal can't be prepaid. */
export type PrepaymentRefusal =
  | FieldRefusal
  | RefusalOf<typeof accruedInterestFen | typeof fillPeriods>
  | 'ABOVE_BALANCE';

/**
 * Prepays principal in the running period; nothing may be overdue. By the `prepayment` block of the oracle
 * file events.json.
 *
 * REDUCE_INSTALMENT keeps the number of rows and finds the level anew; SHORTEN_TERM keeps the level and stops
 * when nothing is owed. For INTEREST_ONLY and BULLET only the balance changes.
 * @param request checked here again, so that values that a cast let through are refused and not computed with
 */
export function prepay(
  remaining: Schedule,
  request: PrepaymentRequest,
): Result<Prepayment, PrepaymentRefusal> {
  const checked = parsePrepaymentRequest(request);
  if (!checked.ok) return checked;
  const { date, mode, feeRate, principalFen } = checked.value;
  const accrued = accruedInterestFen(remaining, date);
  if (!accrued.ok) return accrued;
  const balanceBeforeFen = outstandingFen(remaining);
  const prepaidFen = principalFen === 'ALL' ? balanceBeforeFen : principalFen;
  if (prepaidFen > balanceBeforeFen) return refuse('ABOVE_BALANCE', 'principalFen', { balanceBeforeFen });
  const balanceAfterFen = subtractFen(balanceBeforeFen, prepaidFen);
  const after = rowsAfter(remaining, date, balanceAfterFen, mode);
  if (!after.ok) return after;
  const feeFen =
    feeRate === undefined ? ZERO_FEN : multiplyRate(prepaidFen, feeRate, roundingOf(remaining.terms));
  return accept({
    mode,
    balanceBeforeFen,
    accruedInterestFen: accrued.value,
    principalPrepaidFen: prepaidFen,
    feeFen,
    cashFen: addFen(accrued.value, prepaidFen, feeFen),
    balanceAfterFen,
    remaining: after.value,
    interestSavedFen: subtractFen(
      remaining.totalInterestFen,
      addFen(accrued.value, after.value.totalInterestFen),
    ),
  });
}

function rowsAfter(
  remaining: Schedule,
  date: IsoDate,
  balanceFen: Fen,
  mode: PrepaymentMode,
): Result<Schedule, RefusalOf<typeof fillPeriods>> {
  if (balanceFen === 0) return accept(scheduleOf(remaining.terms, [], remaining.levelFen));
  const periods = periodsFrom(remaining.rows, date);
  if (mode === 'SHORTEN_TERM') {
    return fillPeriods(remaining.terms, balanceFen, periods, remaining.levelFen);
  }
  // The spec finds the new payment from the periods themselves, also where the old one was nominal.
  return fillPeriods({ ...remaining.terms, paymentMode: 'EXACT' }, balanceFen, periods);
}

/** Both ways to prepay the same amount, for the borrower to choose between. */
export interface PrepaymentChoice {
  readonly shortenTerm: Prepayment;
  readonly reduceInstalment: Prepayment;
}

/** Computes both ways to prepay, to be shown side by side. */
export function comparePrepayments(
  remaining: Schedule,
  request: Omit<PrepaymentRequest, 'mode'>,
): Result<PrepaymentChoice, PrepaymentRefusal> {
  const shortenTerm = prepay(remaining, { ...request, mode: 'SHORTEN_TERM' });
  if (!shortenTerm.ok) return shortenTerm;
  const reduceInstalment = prepay(remaining, { ...request, mode: 'REDUCE_INSTALMENT' });
  if (!reduceInstalment.ok) return reduceInstalment;
  return accept({ shortenTerm: shortenTerm.value, reduceInstalment: reduceInstalment.value });
}
