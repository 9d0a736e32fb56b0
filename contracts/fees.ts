/** What is asked about a charge after it was agreed to. */
export { RELIEF_KINDS as FEE_REQUEST_KINDS, type ReliefKind as FeeRequestKind } from '../domain/fees/relief';

/** Decided by people, or by the loan's own rule; what was granted is then carried out. */
export const FEE_REQUEST_STATUSES = ['OPEN', 'APPROVED', 'REJECTED', 'DONE'] as const;
export type FeeRequestStatus = (typeof FEE_REQUEST_STATUSES)[number];

/** What came of a dispute, as it is published. */
export const DISPUTE_OUTCOMES = ['UPHELD', 'UPHELD_IN_PART', 'REJECTED'] as const;

/** How a charge is paid: by a debit that the platform orders, or by money that its payer sends. */
export const FEE_SETTLEMENTS = ['ONLINE', 'OFFLINE'] as const;
export type FeeSettlement = (typeof FEE_SETTLEMENTS)[number];
