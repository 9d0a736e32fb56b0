import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { multiplyRate } from '../money/rounding';
import type { ProvisionRates } from '../parameters/provisions';
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

export interface Reserve {
  /** Sum over the grades that are not normal. */
  readonly specificFen: Fen;
  /** Least general provision: a share of all loans. */
  readonly generalFen: Fen;
  readonly totalFen: Fen;
}

/** Specific provisions and the least general provision of a book (银发〔2002〕98号). */
export function reserveOf(balances: BalancesByGrade, rates: ProvisionRates, generalRate: Rate): Reserve {
  const specificFen = fen(
    FIVE_TIER_GRADES.filter((grade) => grade !== 'NORMAL').reduce(
      (sum, grade) => sum + provisionFor(balances[grade], grade, rates),
      0,
    ),
  );
  const bookFen = fen(FIVE_TIER_GRADES.reduce((sum, grade) => sum + balances[grade], 0));
  const generalFen = multiplyRate(bookFen, generalRate);
  return { specificFen, generalFen, totalFen: fen(specificFen + generalFen) };
}

/** General risk reserve (一般准备) by standard risk coefficients, less the allowances kept (财金〔2012〕20号). */
export function generalRiskReserve(
  balances: BalancesByGrade,
  coefficients: ProvisionRates,
  allowanceFen: Fen,
): Fen {
  const potentialLoss = FIVE_TIER_GRADES.reduce(
    (sum, grade) => sum + provisionFor(balances[grade], grade, coefficients),
    0,
  );
  return fen(Math.max(0, potentialLoss - allowanceFen));
}
