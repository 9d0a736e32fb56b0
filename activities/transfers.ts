import type { ReceiptSeen } from '../contracts/activities';
import type { LoanId } from '../contracts/ids';
import type { BusinessCalendar, IsoDate } from '../domain/calendar';
import type { StatementEntry } from '../gateways/bank';
import { readLoan, recordLoanEvents } from '../gateways/database/loans';
import type { Queryable } from '../gateways/database/transaction';
import { figuresOf, stateOn } from './loanBooks';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** The business day whose file a transfer is in. */
interface DayOfFile {
  readonly institutionId: string;
  readonly date: IsoDate;
  readonly calendar: BusinessCalendar;
}

/**
 * Books a transfer from outside on the loan that its remark names: what is due is paid, the rest is held.
 * @returns null when it names no loan of the institution, or one that takes no money
 */
export async function bookTransfer(
  sql: Queryable,
  { institutionId, date, calendar }: DayOfFile,
  { amountFen, bankReference, memo, valueDate }: StatementEntry,
): Promise<ReceiptSeen | null> {
  const loanId = UUID.exec(memo)?.[0].toLowerCase();
  const record = loanId === undefined ? null : await readLoan(sql, loanId);
  if (loanId === undefined || record?.institutionId !== institutionId) return null;
  const businessKey = `loan/${loanId}/transfer/${bankReference}`;
  const isKnown = record.events.some((event) => event.businessKey === businessKey);
  // Money for a loan that owes nothing is no repayment: somebody looks at it.
  if (!isKnown && figuresOf(stateOn({ record, calendar }, date)).settled) return null;
  const recorded = await recordLoanEvents(
    sql,
    loanId,
    [
      {
        kind: 'RECEIVED',
        amountFen,
        into: 'BANK',
        effectiveDate: valueDate,
        recordedOn: date,
        businessKey,
      },
    ],
    calendar,
  );
  return recorded.ok ? { loanId: loanId as LoanId, businessKey } : null;
}
