import { approvalsFor } from '../domain/changes/authority';
import { upgradeOf } from '../domain/loan/upgrade';
import { parametersAt } from '../domain/parameters/parametersAt';
import { findServedBadLoans, proposeUpgrade, readDebtorFacts } from '../gateways/database/debtorFacts';
import type { BusinessDay } from '../gateways/database/endOfDay';
import type { ActivityDeps } from './deps';
import { openLoan, stateOn } from './loanBooks';

/** For whoever decides: the change says who asks (EOD), and this why. */
const BECAUSE =
  '已连续按期还款，具备上调条件，请核实还款能力 · Served in time for long enough: judge whether the debtor will be able to pay';

/**
 * Asks people to upgrade the loans that are cured at the end of a day: of those of a bad class that owe nothing
 * overdue, the ones that nothing is in the way of. One that is still waited for is not asked for again.
 * @returns how many are asked for
 */
export async function proposeUpgrades({ sql }: Pick<ActivityDeps, 'sql'>, day: BusinessDay): Promise<number> {
  const { provisions, changes } = parametersAt(day.businessDate);
  let asked = 0;
  for (const loanId of await findServedBadLoans(sql, day)) {
    const opened = await openLoan(sql, loanId);
    const state = stateOn(opened, day.businessDate);
    const facts = await readDebtorFacts(sql, loanId, day.businessDate, opened.calendar);
    if (!upgradeOf(state, provisions.guideline2002, facts).ok) continue;
    const approvals = approvalsFor('UPGRADE', state.principalOutstandingFen, changes);
    const of = { loanId, day: day.businessDate, reason: BECAUSE, approvals };
    if (await proposeUpgrade(sql, of)) asked += 1;
  }
  return asked;
}
