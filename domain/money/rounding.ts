/**
 * How an amount is brought to a whole fen. HALF_UP (四舍五入) is the house's rule; the others exist for
 * contracts that say so. All are applied to amounts ≥ 0.
 */
export type RoundingMode = 'HALF_UP' | 'HALF_EVEN' | 'DOWN';
export const ROUNDING_MODES: readonly RoundingMode[] = ['HALF_UP', 'HALF_EVEN', 'DOWN'];
