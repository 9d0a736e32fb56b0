// Straight from their modules: a function called for every row costs twice through two re-exports.
import { type Fen, fen, MAX_FEN } from '../money/fen';
import { multiplyFraction, type RoundingMode } from '../money/rounding';
import { accept, type Result, refuse } from '../result';
import { type InterestFactors, interestFactors } from './interest';
import { equalPrincipalFen, exactPaymentFen, nominalPaymentFen } from './level';
import type { Period } from './periods';
import type { Schedule, ScheduleRow, ScheduleTerms } from './types';

/** The rounding of the terms; the house rounds half up. */
export function roundingOf(terms: ScheduleTerms): RoundingMode {
  return terms.rounding ?? 'HALF_UP';
}

/**
 * Fills periods with amounts: repays `balanceFen` over them by the method of the terms. Interest is rounded
 * once a row, the last row takes what is left, and no row follows one that leaves nothing owed.
 * @param balanceFen above 0
 * @param keptLevelFen payment or principal that stays as agreed; found anew when not given
 * @returns refused with TOTAL_TOO_LARGE when payments could leave the range of amounts, with
 *   PAYMENT_BELOW_INTEREST when a level payment doesn't cover the interest of a row (a first
 *   period that is long against the term), so that the debt would grow
 */
export function fillPeriods(
  terms: ScheduleTerms,
  balanceFen: Fen,
  periods: readonly Period[],
  keptLevelFen?: Fen | null,
): Result<Schedule, 'PAYMENT_BELOW_INTEREST' | 'TOTAL_TOO_LARGE'> {
  const factors = interestFactors(periods, terms.dayCount);
  if (highestTotal(balanceFen, factors) > MAX_FEN) {
    return refuse('TOTAL_TOO_LARGE', 'principalFen', { maximumFen: MAX_FEN });
  }
  const levelFen = keptLevelFen === undefined ? levelOf(terms, balanceFen, factors) : keptLevelFen;
  const rounding = roundingOf(terms);
  const rows: ScheduleRow[] = [];
  let openingFen: number = balanceFen;
  let index = 0;
  for (const period of periods) {
    const numerator = factors.numerators[index] ?? 0;
    const interestFen = multiplyFraction(openingFen as Fen, numerator, factors.denominator, rounding);
    index += 1;
    const isLast = index === periods.length;
    const principalFen = isLast ? openingFen : principalOf(terms, openingFen, interestFen, levelFen);
    if (principalFen < 0) return refuse('PAYMENT_BELOW_INTEREST', 'termMonths', { number: period.number });
    rows.push(rowOf(period, openingFen, principalFen, interestFen));
    openingFen -= principalFen;
    if (openingFen === 0) break;
  }
  return accept(scheduleOf(terms, rows, levelFen));
}

/** Above every sum of payments that the periods can bring: the whole balance bears interest to the end. */
function highestTotal(balanceFen: Fen, { numerators, denominator }: InterestFactors): number {
  const factor = numerators.reduce((sum, numerator) => sum + numerator, 0) / denominator;
  return balanceFen * (1 + factor) + numerators.length;
}

function levelOf(terms: ScheduleTerms, balanceFen: Fen, factors: InterestFactors): Fen | null {
  const instalments = factors.numerators.length;
  if (terms.method === 'EQUAL_PRINCIPAL') {
    return equalPrincipalFen(balanceFen, instalments, roundingOf(terms));
  }
  if (terms.method !== 'EQUAL_INSTALMENT') return null;
  return terms.paymentMode === 'NOMINAL'
    ? nominalPaymentFen(balanceFen, instalments, terms, roundingOf(terms))
    : exactPaymentFen(balanceFen, factors, roundingOf(terms));
}

/** Principal of a row that isn't the last. */
function principalOf(
  { method }: ScheduleTerms,
  openingFen: number,
  interestFen: number,
  levelFen: number | null,
): number {
  if (levelFen === null) return 0;
  const principalFen = method === 'EQUAL_INSTALMENT' ? levelFen - interestFen : levelFen;
  return Math.min(principalFen, openingFen);
}

function rowOf(period: Period, openingFen: number, principalFen: number, interestFen: number): ScheduleRow {
  return {
    number: period.number,
    dueDate: period.dueDate,
    days: period.days,
    segments: period.segments,
    openingFen: fen(openingFen),
    principalFen: fen(principalFen),
    interestFen: fen(interestFen),
    paymentFen: fen(principalFen + interestFen),
    balanceFen: fen(openingFen - principalFen),
  };
}

/** Puts rows and their totals together. */
export function scheduleOf(
  terms: ScheduleTerms,
  rows: readonly ScheduleRow[],
  levelFen: Fen | null,
): Schedule {
  let principalFen = 0;
  let interestFen = 0;
  for (const row of rows) {
    principalFen += row.principalFen;
    interestFen += row.interestFen;
  }
  return {
    terms,
    rows,
    levelFen,
    totalPrincipalFen: fen(principalFen),
    totalInterestFen: fen(interestFen),
    totalPaymentFen: fen(principalFen + interestFen),
  };
}
