import { RELIEF_KINDS } from '../domain/fees/relief';

/** What is asked about a charge after it was agreed to: to give some of it up or back, or to take a receipt back. */
export const FEE_REQUEST_KINDS = [...RELIEF_KINDS, 'BOUNCE'] as const;
export type FeeRequestKind = (typeof FEE_REQUEST_KINDS)[number];

/**
 * Decided by people, or by the loan's own rule; what was granted is then carried out, or withdrawn where what it stood on
 * is gone.
 */
export const FEE_REQUEST_STATUSES = ['OPEN', 'APPROVED', 'REJECTED', 'DONE', 'WITHDRAWN'] as const;
export type FeeRequestStatus = (typeof FEE_REQUEST_STATUSES)[number];

/** Who asks: whoever pays it, staff, the bank's file that has a receipt back, or the loan's own rule when it is prepaid. */
export const FEE_ASKERS = ['PAYER', 'STAFF', 'BANK_FILE', 'LOAN'] as const;
export type FeeAsker = (typeof FEE_ASKERS)[number];

/** What came of a dispute, as it is published. */
export const DISPUTE_OUTCOMES = ['UPHELD', 'UPHELD_IN_PART', 'REJECTED'] as const;

/** How a charge is paid: by a debit that the platform orders, or by money that its payer sends. */
export const FEE_SETTLEMENTS = ['ONLINE', 'OFFLINE'] as const;
export type FeeSettlement = (typeof FEE_SETTLEMENTS)[number];
