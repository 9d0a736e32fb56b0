import type { BreakId, LoanId, ReceiptId } from '../ids';
import type { RefusalCode } from '../refusals';
import type { CaseChange, Recorded } from './caseRecord';

export interface ReceiptActivities {
  /**
   * Books a receipt on a loan: from unidentified receipts, as money from the borrower. Refused where the loan takes
   * no money now; then nothing is changed.
   * @returns the code of the refusal, or the key of the loan's event
   */
  claimReceipt(of: {
    readonly receiptId: ReceiptId;
    readonly loanId: LoanId;
    /** Business instant, ISO 8601. */
    readonly at: string;
  }): Promise<
    { readonly ok: true; readonly businessKey: string } | { readonly ok: false; readonly code: RefusalCode }
  >;
  /**
   * A receipt is money that was entered on the loan by hand: that is no longer in transit, and nothing more is booked.
   * @returns the code of the refusal, or the key of what it is
   */
  matchEntry(of: {
    readonly receiptId: ReceiptId;
    readonly loanId: LoanId;
    /** Business instant, ISO 8601. */
    readonly at: string;
  }): Promise<
    { readonly ok: true; readonly businessKey: string } | { readonly ok: false; readonly code: RefusalCode }
  >;
  /**
   * A receipt is what the payer of a loan owes back who was refunded money that was taken back since.
   * @returns the code of the refusal: no claim on the loan is open that is as much
   */
  repayClaim(of: {
    readonly receiptId: ReceiptId;
    readonly loanId: LoanId;
    /** Business instant, ISO 8601. */
    readonly at: string;
  }): Promise<{ readonly ok: true } | { readonly ok: false; readonly code: RefusalCode }>;
  /** Books a receipt as money of the owners. Refused while it goes back to its payer. */
  bookCapital(of: {
    readonly receiptId: ReceiptId;
    readonly at: string;
  }): Promise<{ readonly ok: true } | { readonly ok: false; readonly code: string }>;
  /** Whether the bank told an account that a receipt can go back to. */
  findReturnAccount(of: { readonly receiptId: ReceiptId }): Promise<{ readonly isKnown: boolean }>;
  /** A break is settled by people: what they said, with the step of its process. It writes a claim off that is open. */
  settleBreak(of: {
    readonly breakId: BreakId;
    readonly resolution: string;
    readonly change: CaseChange;
  }): Promise<Recorded | null>;
}
