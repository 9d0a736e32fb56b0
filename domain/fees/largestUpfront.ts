import { daysBetween } from '../calendar/isoDate';
import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { Exact } from '../parameters/decimal';
import type { AnnualCost } from '../schedule/annualCost';

const DAYS_PER_YEAR = 365;
/** Cuts the noise of the last digits, so that what costs exactly the cap is not above it. */
const PRECISE_DECIMALS = 20;

/**
 * The most that all upfront fees of a loan may come to, with everything else as it is, before it costs more a year
 * than the cap: what is paid out less what the payments are worth at the cap.
 * @param flows of the loan with its other fees and no upfront fee
 * @returns null when it costs too much without any
 */
export function largestUpfront({ flows }: Pick<AnnualCost, 'flows'>, cap: Rate): Fen | null {
  const [paidOut, ...payments] = flows;
  if (paidOut === undefined) return null;
  const growth = new Exact(cap).plus(1);
  const left = payments.reduce((sum, { date, amountFen }) => {
    const years = new Exact(daysBetween(paidOut.date, date)).dividedBy(DAYS_PER_YEAR);
    return sum.plus(new Exact(amountFen).dividedBy(growth.pow(years)));
  }, new Exact(paidOut.amountFen));
  const largest = left.toDecimalPlaces(PRECISE_DECIMALS).floor();
  return largest.lt(0) ? null : fen(Math.abs(largest.toNumber()));
}
