import type { IsoDate } from '../calendar/isoDate';
import { addFen, type Fen, fen, minFen, subtractFen, ZERO_FEN } from '../money/fen';
import { accept, type Result } from '../result';
import type { PrepaymentRefusal } from '../schedule/prepayment';
import { type Prepayment, type PrepaymentMode, prepay } from '../schedule/prepayment';
import { scheduleOf } from '../schedule/rows';
import type { Schedule } from '../schedule/types';
import { sumLines } from './books';
import type { CollectionDates } from './collectionDates';
import { NOTHING } from './components';
import { duesAt, futureLines, lineOf, unpaidFee } from './lines';
import type { InstalmentLine, LoanPosition } from './position';

/** The rows that are not due on a day, as a schedule that can be changed. */
export function remainingAt(position: LoanPosition, date: IsoDate): Schedule {
  const rows = futureLines(position, date).map((line) => line.row);
  return scheduleOf(position.scheduleTerms, rows, position.levelFen);
}

/**
 * Puts changed rows in the place of those that are not due. Fees billed with a row stay with its number, or
 * go to the first row when the number is gone.
 * @param keepsInterest whether the running row goes on with the interest it has earned; not when that interest
 *   was settled and the row starts anew
 */
export function withRemaining(
  position: LoanPosition,
  date: IsoDate,
  remaining: Schedule,
  keepsInterest: boolean,
  collectionDateOf: CollectionDates,
): LoanPosition {
  const old = new Map(futureLines(position, date).map((line) => [line.row.number, line]));
  const numbers = new Set(remaining.rows.map((row) => row.number));
  const homeless = sumLines(
    [...old.values()].filter((line) => !numbers.has(line.row.number)),
    unpaidFee,
  );
  const lines = remaining.rows.map((row, index) => {
    const fresh = lineOf(row, collectionDateOf);
    const before = old.get(row.number);
    const feeFen = fen((before === undefined ? 0 : unpaidFee(before)) + (index === 0 ? homeless : 0));
    return keepsInterest && before !== undefined
      ? { ...fresh, feeFen, ...interestSoFar(before) }
      : { ...fresh, feeFen };
  });
  return {
    ...position,
    lines: [...position.lines.filter((line) => line.row.dueDate <= date), ...lines],
    scheduleTerms: remaining.terms,
    levelFen: remaining.levelFen,
  };
}

/** What has become of the interest of a running row: what is booked of it, and what was given up before it is due. */
export function interestSoFar({
  bookedInterestFen,
  deferredVatFen,
  reductions,
  waived,
}: InstalmentLine): Pick<InstalmentLine, 'bookedInterestFen' | 'deferredVatFen' | 'reductions' | 'waived'> {
  return {
    ...{ bookedInterestFen, deferredVatFen, reductions },
    waived: { ...NOTHING, interestFen: waived.interestFen },
  };
}

/** What a prepayment on a day takes: also the fees billed and not paid, when it settles the loan. */
export interface PrepaymentQuote extends Prepayment {
  readonly billedFeesFen: Fen;
}

/** Computes a prepayment in the running period. */
export function prepaymentAt(
  position: LoanPosition,
  date: IsoDate,
  principalFen: Fen | 'ALL',
  mode: PrepaymentMode,
): Result<PrepaymentQuote, PrepaymentRefusal> {
  const feeRate = position.terms.prepaymentFeeRate;
  const prepaid = prepay(remainingAt(position, date), { date, principalFen, mode, feeRate });
  if (!prepaid.ok) return prepaid;
  const { accruedInterestFen, balanceAfterFen, cashFen } = prepaid.value;
  const future = futureLines(position, date);
  const billedFeesFen = balanceAfterFen > 0 ? ZERO_FEN : sumLines(future, unpaidFee);
  const givenUpFen = minFen(
    accruedInterestFen,
    sumLines(future, ({ waived }) => waived.interestFen),
  );
  return accept({
    ...prepaid.value,
    accruedInterestFen: subtractFen(accruedInterestFen, givenUpFen),
    billedFeesFen,
    cashFen: subtractFen(addFen(cashFen, billedFeesFen), givenUpFen),
  });
}

/** Whether prepaying is possible at all: an accruing loan of which nothing is due and unpaid. */
export function isPrepayable(position: LoanPosition, date: IsoDate): boolean {
  return position.accrual === 'ACCRUAL' && duesAt(position, date).length === 0;
}
