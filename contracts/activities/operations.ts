import type { BusinessCalendar, BusinessClock } from '../../domain/calendar';
import type { InstitutionId, LoanId } from '../ids';

/** A business day of an institution that waits for its closing. */
export interface OpenDay {
  readonly institutionId: InstitutionId;
  readonly businessDate: string;
}

/** A transfer that was booked on a loan: its process looks at the loan again. */
export interface ReceiptSeen {
  readonly loanId: LoanId;
  readonly businessKey: string;
}

export interface OperationsActivities {
  /** The clock as it runs now. */
  readClock(): Promise<BusinessClock>;
  /** Days off and make-up workdays of the weeks from a date on, with the overrides of the house. */
  readCalendar(of: { readonly from: string }): Promise<{ readonly calendar: BusinessCalendar }>;
  /** Days that are over and not closed, oldest first; `more` when there are further ones. */
  findOpenDays(of: {
    readonly step: 'END_OF_DAY' | 'RECONCILIATION';
    /** The last date that is over. */
    readonly through: string;
    readonly limit: number;
  }): Promise<{ readonly days: readonly OpenDay[]; readonly more: boolean }>;
  /** Accrual, days past due, classification and provision of all loans; restartable in the middle. */
  closeDays(of: { readonly days: readonly OpenDay[] }): Promise<{ readonly loans: number }>;
  /** Matches the books with the bank's statement files. Transfers that name a loan in their remark are booked on it. */
  reconcileDays(of: { readonly days: readonly OpenDay[] }): Promise<{
    readonly matched: number;
    readonly differences: number;
    readonly receipts: readonly ReceiptSeen[];
  }>;
}
