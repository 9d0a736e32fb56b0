import { totalOf } from '../../domain/loan/components';
import { lastBookedDay, loanAt } from '../../domain/loan/fold';
import type { LoanState } from '../../domain/loan/state';
import { houseCalendar } from '../../gateways/database/calendar';
import { readLoan } from '../../gateways/database/loans';
import { refoldAll } from '../../gateways/database/refold';
import { disagreements } from '../../worker/agreement';
import { type Books, signed } from './books';
import { wrongCharges } from './charges';
import type { Venue } from './venue';

/** What is looked at once, when all is quiet: it reads everything. */
export interface Proof {
  /** Where a table and the history of its process differ. */
  readonly apart: readonly string[];
  /** Where a loan, its schedule or the ledger hold something else than its events make of it. */
  readonly drifts: readonly string[];
  /** What the mail server said it has, and has not. */
  readonly lostMails: readonly string[];
  /** Loans to which more or less was paid, by their events, than the bank received for them. */
  readonly misallocated: readonly string[];
  /** Charges that are not what the agreements of their loan ask for, and those that were never made. */
  readonly wrongCharges: readonly string[];
}

export async function prove({ sql, stage, temporal }: Venue, books: Books): Promise<Proof> {
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
    misallocated: await misallocated(sql, books),
    wrongCharges: await wrongCharges(
      sql,
      books.loans.map(({ id }) => id),
    ),
  };
}

const SENT_MAILS = `
  SELECT dedupe_key AS name, provider_reference AS reference FROM message
    WHERE channel = 'EMAIL' AND status = 'SENT'`;

/** Money that nobody ordered, and the loan that it was booked on. */
const FOUND_MONEY = `
  SELECT loan_id AS "loanId", (regexp_match(business_key, '/transfer/[^/]+/(.+)$'))[1] AS reference FROM loan_event
    WHERE business_key LIKE 'loan/%/transfer/%'
  UNION ALL
  SELECT loan_id, bank_reference FROM unidentified_receipt WHERE loan_id IS NOT NULL`;

/** What went back to payers that had not come, and has not come since. */
const OWED_BACK = `
  SELECT loan_id AS "loanId", sum(amount_fen - repaid_fen - set_off_fen)::bigint AS "owedFen" FROM payer_claim GROUP BY loan_id`;

/** By the bank's book: what came for a loan, less what went back to its payers. */
async function misallocated(sql: Venue['sql'], { loans, movements }: Books): Promise<string[]> {
  const [found, owed] = await Promise.all([
    sql.query<{ loanId: string; reference: string }>(FOUND_MONEY),
    sql.query<{ loanId: string; owedFen: number }>(OWED_BACK),
  ]);
  const owedBackFen = new Map(owed.rows.map(({ loanId, owedFen }) => [loanId, Number(owedFen)]));
  const loanOfReference = new Map(found.rows.map(({ loanId, reference }) => [reference, loanId]));
  const receivedFen = new Map<string, number>();
  for (const movement of movements) {
    const { bankReference, key } = movement;
    const [, ordered, what] = /^loan\/([^/]+)\/([^/]+)/.exec(key) ?? [];
    const loanId = what === 'disburse' ? undefined : (loanOfReference.get(bankReference) ?? ordered);
    if (loanId !== undefined) receivedFen.set(loanId, (receivedFen.get(loanId) ?? 0) + signed(movement));
  }
  const calendar = await houseCalendar(sql);
  const wrong: string[] = [];
  for (const { id } of loans) {
    const record = await readLoan(sql, id);
    if (record === null) continue;
    const { events, terms } = record;
    const state = loanAt(terms, events, lastBookedDay(events) ?? terms.startDate, calendar);
    const received = (receivedFen.get(id) ?? 0) + (owedBackFen.get(id) ?? 0);
    const paid = paidFen(state);
    if (paid !== received) wrong.push(`loan ${id}: ${paid} paid and held, ${received} received`);
  }
  return wrong;
}

/** All that money was used for, and what of it is held. */
function paidFen({ instalments, prepayments, recoveredFen, suspenseFen }: LoanState): number {
  const onRows = instalments.reduce((sum, { paid }) => sum + totalOf(paid), 0);
  const ahead = prepayments.reduce(
    (sum, { feeFen, interestFen, principalFen }) => sum + feeFen + interestFen + principalFen,
    0,
  );
  return onRows + ahead + recoveredFen + suspenseFen;
}
