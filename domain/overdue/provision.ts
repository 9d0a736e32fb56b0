import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { multiplyRate } from '../money/rounding';
import type { ProvisionParameters, ProvisionRates } from '../parameters/provisions';
import { FIVE_TIER_GRADES, type FiveTierGrade } from './grades';

/**
 * Allowance of one loan: balance × the rate of its grade, half up. In SQL:
 * `floor(balance_fen * rate + 0.5)` with a numeric rate.
 */
export function provisionFor(balanceFen: Fen, grade: FiveTierGrade, rates: ProvisionRates): Fen {
  return multiplyRate(balanceFen, rates[grade] as string as Rate);
}

/** Balance of the book by grade. */
export type BalancesByGrade = Readonly<Record<FiveTierGrade, Fen>>;

/** What the general risk reserve (一般风险准备) of a book follows from. */
export interface RiskReserve {
  /** The least by volume: a share of all loans (银发〔2002〕98号). */
  readonly leastFen: Fen;
  /** What the allowances lack of the potential loss by standard risk coefficients (财金〔2012〕20号); never below 0. */
  readonly potentialGapFen: Fen;
  /** The larger of the two. */
  readonly reserveFen: Fen;
}

/**
 * The general risk reserve that a book asks for.
 * @param allowanceFen what is provided for single loans
 */
export function riskReserveOf(
  balances: BalancesByGrade,
  allowanceFen: Fen,
  {
    generalReserveRate,
    coefficients2012,
  }: Pick<ProvisionParameters, 'generalReserveRate' | 'coefficients2012'>,
): RiskReserve {
  const bookFen = fen(FIVE_TIER_GRADES.reduce((sum, grade) => sum + balances[grade], 0));
  const potentialLossFen = FIVE_TIER_GRADES.reduce(
    (sum, grade) => sum + provisionFor(balances[grade], grade, coefficients2012),
    0,
  );
  const leastFen = multiplyRate(bookFen, generalReserveRate as string as Rate);
  const potentialGapFen = fen(Math.max(0, potentialLossFen - allowanceFen));
  return { leastFen, potentialGapFen, reserveFen: fen(Math.max(leastFen, potentialGapFen)) };
}
