/** What is asked about a charge after it was agreed to. */
export const FEE_REQUEST_KINDS = ['DISPUTE', 'WAIVE', 'REFUND', 'PREPAYMENT'] as const;
export type FeeRequestKind = (typeof FEE_REQUEST_KINDS)[number];

/** Decided by people, or by the loan's own rule; what was granted is then carried out. */
export const FEE_REQUEST_STATUSES = ['OPEN', 'APPROVED', 'REJECTED', 'DONE'] as const;
export type FeeRequestStatus = (typeof FEE_REQUEST_STATUSES)[number];

/** How a charge is paid: by a debit that the platform orders, or by money that its payer sends. */
export const FEE_SETTLEMENTS = ['ONLINE', 'OFFLINE'] as const;
export type FeeSettlement = (typeof FEE_SETTLEMENTS)[number];
