import type { IsoDate } from '../../domain/calendar/isoDate';
import type { Fee } from './fees';
import { readRows } from './statement';
import type { Queryable } from './transaction';

/** A charge that was invoiced and is not paid: owed beside what its loan's instalments say, which know no charges. */
export interface OwedFee extends Pick<Fee, 'id' | 'kind' | 'outstandingFen' | 'settlement'> {
  /** The day of its invoice. */
  readonly dueDate: IsoDate;
}

/** What is in dispute is not collected meanwhile, so nobody is asked to pay it. */
const OWED = `f.status IN ('INVOICED', 'PARTLY_COLLECTED') AND f.outstanding_fen > 0`;
const DUE_DATE = `(SELECT max(i.counts_on)::text FROM fee_event i WHERE i.fee_id = f.id AND i.type = 'INVOICE')`;

/** Of the enterprise of a row `e`, each as JSON: the oldest first. */
export const OWED_FEES_OF_ENTERPRISE = `(SELECT coalesce(json_agg(json_build_object('id', f.id, 'kind', f.kind,
    'outstandingFen', f.outstanding_fen, 'settlement', f.settlement, 'dueDate', ${DUE_DATE})
    ORDER BY f.charged_on, f.id), '[]') FROM fee f WHERE f.enterprise_id = e.id AND ${OWED})`;

/** What is owed of the charges of a loan, the oldest first. */
export async function readOwedFees(
  sql: Queryable,
  of: { readonly loanId: string; readonly enterpriseId: string },
): Promise<readonly OwedFee[]> {
  return await readRows<OwedFee>(
    sql,
    `SELECT f.id, f.kind, f.outstanding_fen, f.settlement, ${DUE_DATE} AS due_date FROM fee f
       WHERE f.enterprise_id = $1 AND f.loan_id = $2 AND ${OWED} ORDER BY f.charged_on, f.id`,
    [of.enterpriseId, of.loanId],
  );
}
