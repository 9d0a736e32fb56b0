import { type Fen, fen } from '../../../domain/money/fen';
import type { EnterpriseProfile } from '../../../domain/scoring/profile';
import type { FinancialStatements, StatementPeriod } from '../../../domain/scoring/statements';

type Amounts = Partial<Record<keyof StatementPeriod, number>>;

/** A healthy manufacturer; amounts in fen, changed where a test says so. */
export function period(changes: Amounts = {}): StatementPeriod {
  const amounts: Record<keyof StatementPeriod, number> = {
    revenueFen: 20_000_000_00,
    costOfGoodsSoldFen: 14_000_000_00,
    ebitFen: 2_400_000_00,
    interestExpenseFen: 300_000_00,
    netProfitFen: 1_600_000_00,
    depreciationFen: 500_000_00,
    amortisationFen: 100_000_00,
    operatingCashFlowFen: 1_800_000_00,
    currentAssetsFen: 8_000_000_00,
    inventoryFen: 2_000_000_00,
    prepaymentsFen: 500_000_00,
    receivablesFen: 3_000_000_00,
    totalAssetsFen: 15_000_000_00,
    currentLiabilitiesFen: 4_000_000_00,
    totalLiabilitiesFen: 6_000_000_00,
    equityFen: 9_000_000_00,
    retainedEarningsFen: 3_000_000_00,
    ...changes,
  };
  const entries = Object.entries(amounts).map(([name, amount]) => [name, fen(amount)]);
  return Object.fromEntries(entries) as Record<keyof StatementPeriod, Fen>;
}

export function statements(
  current: Amounts = {},
  previous: Amounts | null = { revenueFen: 18_000_000_00 },
  debt: { readonly dueFen?: number; readonly existingFen?: number } = {},
): FinancialStatements {
  return {
    current: period(current),
    previous: previous === null ? null : period(previous),
    principalDue12mFen: fen(debt.dueFen ?? 1_000_000_00),
    existingDebtFen: fen(debt.existingFen ?? 2_000_000_00),
  };
}

export function profile(changes: Partial<EnterpriseProfile> = {}): EnterpriseProfile {
  return {
    yearsInOperation: 8,
    maxDpd24m: 0,
    enquiries6m: 1,
    taxRating: 'A',
    litigation: 'NONE',
    ...changes,
  };
}
