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
  /** What the mail server said it has, and has not. */
  readonly lostMails: readonly string[];
}

export async function prove({ sql, stage, temporal }: Venue): Promise<Proof> {
  const found = await disagreements({ sql, client: temporal });
  const { differences } = await refoldAll(sql, await houseCalendar(sql));
  const sent = await sql.query<{ name: string; reference: string }>(SENT_MAILS);
  const inBox = await stage.mailbox.messageIds();
  return {
    apart: found.map(({ detail, what, workflowId }) => `${workflowId}: ${what} ${detail}`),
    drifts: differences.map(
      ({ figure, folded, loanId, stored }) => `loan ${loanId}: ${figure} is ${stored}, folded ${folded}`,
    ),
    lostMails: sent.rows.filter(({ reference }) => !inBox.has(reference)).map(({ name }) => name),
  };
}

const SENT_MAILS = `
  SELECT dedupe_key AS name, provider_reference AS reference FROM message
    WHERE channel = 'EMAIL' AND status = 'SENT'`;
