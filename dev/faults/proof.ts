import { houseCalendar } from '../../gateways/database/calendar';
import { refoldAll } from '../../gateways/database/refold';
import { disagreements } from '../../worker/agreement';
import type { Venue } from './venue';

/** What is looked at once, when all is quiet: it reads everything. */
export interface Proof {
  /** Where a table and the history of its process differ. */
  readonly apart: readonly string[];
  /** Where a loan, its schedule or the ledger hold something else than its events make of it. */
  readonly drifts: readonly string[];
}

export async function prove({ sql, temporal }: Venue): Promise<Proof> {
  const found = await disagreements({ sql, client: temporal });
  const { differences } = await refoldAll(sql, await houseCalendar(sql));
  return {
    apart: found.map(({ detail, what, workflowId }) => `${workflowId}: ${what} ${detail}`),
    drifts: differences.map(
      ({ figure, folded, loanId, stored }) => `loan ${loanId}: ${figure} is ${stored}, folded ${folded}`,
    ),
  };
}
