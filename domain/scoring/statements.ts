import type { AmountRefusal } from '../money/fen';
import { type Fen, MAX_FEN } from '../money/fen';
import { accept, type Result, refuse } from '../result';

/** Figures of one year of an enterprise's statements, in fen. Expenses are positive numbers. */
export interface StatementPeriod {
  readonly revenueFen: Fen;
  readonly costOfGoodsSoldFen: Fen;
  /** Profit before interest and tax; may be negative. */
  readonly ebitFen: Fen;
  readonly interestExpenseFen: Fen;
  /** May be negative. */
  readonly netProfitFen: Fen;
  readonly depreciationFen: Fen;
  readonly amortisationFen: Fen;
  /** May be negative. */
  readonly operatingCashFlowFen: Fen;
  readonly currentAssetsFen: Fen;
  readonly inventoryFen: Fen;
  readonly prepaymentsFen: Fen;
  readonly receivablesFen: Fen;
  readonly totalAssetsFen: Fen;
  readonly currentLiabilitiesFen: Fen;
  readonly totalLiabilitiesFen: Fen;
  /** May be negative. */
  readonly equityFen: Fen;
  /** May be negative. */
  readonly retainedEarningsFen: Fen;
}

/** Statements as an assessment needs them. */
export interface FinancialStatements {
  readonly current: StatementPeriod;
  /** The year before; null for an enterprise in its first year. */
  readonly previous: StatementPeriod | null;
  /** Principal of existing debt that falls due within 12 months. */
  readonly principalDue12mFen: Fen;
  /** All existing interest-bearing debt. */
  readonly existingDebtFen: Fen;
}

/** The figures of a period, and whether each may be negative. */
const MAY_BE_NEGATIVE: Readonly<Record<keyof StatementPeriod, boolean>> = {
  revenueFen: false,
  costOfGoodsSoldFen: false,
  ebitFen: true,
  interestExpenseFen: false,
  netProfitFen: true,
  depreciationFen: false,
  amortisationFen: false,
  operatingCashFlowFen: true,
  currentAssetsFen: false,
  inventoryFen: false,
  prepaymentsFen: false,
  receivablesFen: false,
  totalAssetsFen: false,
  currentLiabilitiesFen: false,
  totalLiabilitiesFen: false,
  equityFen: true,
  retainedEarningsFen: true,
};

/** Names of the figures that a statement must have. */
export const STATEMENT_FIGURES = Object.keys(MAY_BE_NEGATIVE) as readonly (keyof StatementPeriod)[];

/** Parts that can't be more than the whole they belong to. */
const PARTS: readonly (readonly [part: keyof StatementPeriod, whole: keyof StatementPeriod])[] = [
  ['currentAssetsFen', 'totalAssetsFen'],
  ['inventoryFen', 'currentAssetsFen'],
  ['prepaymentsFen', 'currentAssetsFen'],
  ['receivablesFen', 'currentAssetsFen'],
  ['currentLiabilitiesFen', 'totalLiabilitiesFen'],
];

/** Checks statements before anything is computed from them. */
export function checkStatements(
  statements: FinancialStatements,
): Result<void, AmountRefusal | 'NOT_BALANCED' | 'PART_ABOVE_WHOLE'> {
  const refusal =
    periodRefusal(statements.current, 'statements.current') ??
    (statements.previous === null ? null : periodRefusal(statements.previous, 'statements.previous')) ??
    figureRefusal(statements.principalDue12mFen, 'statements.principalDue12mFen', false) ??
    figureRefusal(statements.existingDebtFen, 'statements.existingDebtFen', false);
  return refusal === null ? accept(undefined) : { ok: false, refusal };
}

function periodRefusal(period: StatementPeriod, path: string) {
  for (const figure of STATEMENT_FIGURES) {
    const refusal = figureRefusal(period[figure], `${path}.${figure}`, MAY_BE_NEGATIVE[figure]);
    if (refusal !== null) return refusal;
  }
  const excess = PARTS.find(([part, whole]) => period[part] > period[whole]);
  if (excess !== undefined) {
    return refuse('PART_ABOVE_WHOLE', `${path}.${excess[0]}`, { whole: excess[1] }).refusal;
  }
  const differenceFen = period.totalAssetsFen - period.totalLiabilitiesFen - period.equityFen;
  if (differenceFen === 0) return null;
  return refuse('NOT_BALANCED', `${path}.totalAssetsFen`, { differenceFen }).refusal;
}

function figureRefusal(value: unknown, field: string, mayBeNegative: boolean) {
  if (typeof value !== 'number' || Number.isNaN(value)) return refuse('NOT_A_NUMBER', field).refusal;
  if (Math.abs(value) > MAX_FEN) return refuse('TOO_LARGE', field, { maximumFen: MAX_FEN }).refusal;
  if (!Number.isInteger(value)) return refuse('NOT_INTEGER', field).refusal;
  return value < 0 && !mayBeNegative ? refuse('NEGATIVE', field).refusal : null;
}
