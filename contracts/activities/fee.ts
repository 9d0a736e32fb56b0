import type { ChargeRefusal, ChargeStatus, ChargeStep } from '../../domain/fees/charge';
import type { BilingualText } from '../../domain/parameters/version';
import type { FeeRequestKind, FeeRequestStatus, FeeSettlement } from '../fees';
import type { FeeId, FeeRequestId, UserId } from '../ids';
import type { RefusalCode } from '../refusals';

/** Where a charge stands in the books, and what is asked about it. */
export interface FeePlan {
  readonly status: ChargeStatus;
  /** What it is called. */
  readonly words: BilingualText;
  readonly invoiceNo: string | null;
  /** Last business date on which it may be agreed to. */
  readonly validUntil: string;
  /** Of what was shown. */
  readonly shownSha256: string;
  readonly settlement: FeeSettlement;
  readonly priceFen: number;
  /** The most points that may pay for it. */
  readonly pointsLimit: number;
  readonly outstandingFen: number;
  readonly collectedFen: number;
  readonly refundedFen: number;
  /** Receipts of it that bounced. */
  readonly bounces: number;
  /** Those of them that a debit had brought. */
  readonly debitsTakenBack: number;
  /** They are so many that people decide about the next debit. */
  readonly isTakenBackTooOften: boolean;
  /** Orders that it had and that are over, for the next one's number. */
  readonly collectOrders: number;
  readonly refundOrders: number;
  /** Of a debit that is under way: it is asked for again as it was ordered. */
  readonly openDebitFen: number | null;
  /** What is asked and not done, the oldest, a receipt that bounced before all else; null: nothing. */
  readonly request: FeeAsked | null;
}

export interface FeeAsked {
  readonly requestId: FeeRequestId;
  readonly kind: FeeRequestKind;
  readonly status: FeeRequestStatus;
  /** What is asked for; of a dispute null. */
  readonly amountFen: number | null;
  readonly reason: string;
  readonly requestedBy: UserId | null;
  /**
   * Of what was granted: what goes back in money, the rest is given up. 0 too where what it was granted for is gone since,
   * or what was to go back bounced.
   */
  readonly refundFen: number;
}

/** A step that is to be booked. `at`: business instant, ISO 8601. */
export interface FeeStepToTake {
  readonly feeId: FeeId;
  readonly step: ChargeStep;
  readonly at: string;
  readonly actorId: UserId | null;
  /** What was asked, of a dispute. */
  readonly requestId?: FeeRequestId;
}

export type FeeStepTaken =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: Exclude<ChargeRefusal, 'DUPLICATE'> };

export interface FeeActivities {
  lookAtFee(of: { readonly feeId: FeeId; readonly at: string }): Promise<FeePlan>;
  /** Books a step of the platform's own with its entries and points; taken before, it changes nothing. */
  takeFeeStep(of: FeeStepToTake): Promise<FeeStepTaken>;
  /** The same for what people of the enterprise did. */
  consentToFee(of: FeeStepToTake): Promise<FeeStepTaken>;
  /**
   * Writes what was decided about a request. What is granted and needs no money is booked at once; what goes back in
   * money is booked when it does. No more is granted than there is by then: money may have come meanwhile. Asked again
   * of what was granted and goes back no longer, it ends that.
   * @returns what was granted, what of it goes back in money, and what of it was withdrawn by this very call
   */
  settleFeeRequest(of: {
    readonly feeId: FeeId;
    readonly requestId: FeeRequestId;
    readonly grantedFen: number;
    /** Who found so, and who agreed; nobody where a rule of the loan says it. */
    readonly proposedBy: UserId | null;
    readonly decidedBy: UserId | null;
    /** Told to the customer. */
    readonly result: string;
    readonly at: string;
  }): Promise<{ readonly grantedFen: number; readonly refundFen: number; readonly withdrawnFen: number }>;
  /**
   * Books money that came by itself on a fee, all of it.
   * @param of the bank's reference by which two people found it
   * @returns the receipt, whose process need not ask any more; or why it can't be
   */
  claimForFee(of: {
    readonly feeId: FeeId;
    readonly bankReference: string;
    readonly at: string;
  }): Promise<
    { readonly ok: true; readonly receiptId: string } | { readonly ok: false; readonly code: RefusalCode }
  >;
}
