import type { InstitutionId, PaymentId } from '../ids';
import type { FoundInFile } from '../workflows/payment';
import type { TimeInput } from '../workflows/shared';

/** A business day of an institution that waits for its closing. */
export interface OpenDay {
  readonly institutionId: InstitutionId;
  readonly businessDate: string;
}

/** An order that the bank's file has and that has no outcome yet: its payment hears it like a notice. */
export interface TellPayment {
  readonly paymentId: PaymentId;
  readonly found: FoundInFile;
}

/**
 * What matching days of an institution did, and which payments must hear of it. Loans that money was booked on and
 * breaks that came right are rows, whose processes the sweeper tells: there may be thousands of them.
 */
export interface Reconciled {
  readonly matched: number;
  readonly differences: number;
  readonly payments: readonly TellPayment[];
}

export interface OperationsActivities {
  /** What a process that begins now lives by: the clock as it runs, and the figures of policy in force. */
  readTime(): Promise<TimeInput>;
  /** Institutions whose books have begun. */
  listInstitutions(): Promise<readonly InstitutionId[]>;
  /** Days of an institution that are over and not closed, oldest first; `more` when there are further ones. */
  findOpenDays(of: {
    readonly institutionId: InstitutionId;
    readonly step: 'END_OF_DAY' | 'RECONCILIATION';
    /** The last date that is over. */
    readonly through: string;
    readonly limit: number;
  }): Promise<{ readonly days: readonly OpenDay[]; readonly more: boolean }>;
  /** Accrual, days past due, classification and provision of all loans; restartable in the middle. */
  closeDays(of: { readonly days: readonly OpenDay[] }): Promise<{ readonly loans: number }>;
  /**
   * Matches the books with the bank's statement files, oldest first, and looks again at what waited. Transfers that
   * are certainly a loan's are booked on it.
   */
  reconcileDays(of: { readonly institutionId: InstitutionId; readonly days: readonly OpenDay[] }): Promise<
    Reconciled & {
      /** The day whose file can't be used; null when all days were matched. */
      readonly blockedOn: string | null;
    }
  >;
}
