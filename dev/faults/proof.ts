import { disagreements } from '../../worker/agreement';
import type { Venue } from './venue';

/** What is looked at once, when all is quiet: it reads everything. */
export interface Proof {
  /** Where a table and the history of its process differ. */
  readonly apart: readonly string[];
}

export async function prove({ sql, temporal }: Venue): Promise<Proof> {
  const found = await disagreements({ sql, client: temporal });
  return {
    apart: found.map(({ detail, what, workflowId }) => `${workflowId}: ${what} ${detail}`),
  };
}
