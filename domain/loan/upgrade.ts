import { isNonPerforming } from '../overdue/classification';
import type { ProvisionRates } from '../parameters/provisions';
import { accept, type Result, refuse } from '../result';
import type { LoanEventBody } from './events';
import { type DebtorFacts, riskReview } from './riskReview';
import type { LoanState } from './state';

/** Why a loan may not be upgraded. */
export type UpgradeRefusal = 'NOTHING_CHANGES' | 'NOT_CURED' | 'GRADE_NON_PERFORMING';

/**
 * The events that make a cured loan performing again: its class, what is provided for it, and interest that is
 * recognised anew (令〔2023〕1号). Nobody has to ask for the other direction.
 * @returns refused with what is in the way
 */
export function upgradeOf(
  state: LoanState,
  rates: ProvisionRates,
  facts: DebtorFacts,
): Result<readonly LoanEventBody[], UpgradeRefusal> {
  const { cure, grade, events } = riskReview(state, rates, facts);
  const isBad = isNonPerforming(state.history.grade) || state.accrual === 'NON_ACCRUAL';
  if (!isBad || (state.status !== 'REPAYING' && state.status !== 'OVERDUE')) return refuse('NOTHING_CHANGES');
  if (cure.obstacles.length > 0)
    return refuse('NOT_CURED', undefined, { obstacles: cure.obstacles.join(', ') });
  if (isNonPerforming(grade)) return refuse('GRADE_NON_PERFORMING', undefined, { grade });
  return accept(events);
}
