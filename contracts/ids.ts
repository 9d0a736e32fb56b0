import type { ReviewPeriod } from '../domain/staff/accessReview';

/** Business keys. All are UUIDs; the brands keep one from being passed for another. */
type Id<Name extends string> = string & { readonly __id: Name };

export type InstitutionId = Id<'Institution'>;
export type EnterpriseId = Id<'Enterprise'>;
export type ApplicationId = Id<'Application'>;
/** Equal to the application's id: an application leads to at most one loan. */
export type LoanId = Id<'Loan'>;
export type PaymentId = Id<'Payment'>;
/** Money that came in and that nobody ordered. */
export type ReceiptId = Id<'Receipt'>;
/** Something that a person must look at. */
export type BreakId = Id<'Break'>;
/** One charge. */
export type FeeId = Id<'Fee'>;
/** What is asked about a charge. */
export type FeeRequestId = Id<'FeeRequest'>;
/** Something about a loan that one person asks for and another approves. */
export type LoanChangeId = Id<'LoanChange'>;
/** A change of what an enterprise was registered with. */
export type FileChangeId = Id<'FileChange'>;
/** A warning about a borrower, or a check of it. */
export type PostLoanMatterId = Id<'PostLoanMatter'>;
export type TaskId = Id<'Task'>;
export type UserId = Id<'User'>;

/** The loan that an accepted application becomes. */
export function loanIdOf(applicationId: ApplicationId): LoanId {
  return applicationId as string as LoanId;
}

/** Workflow ids: the business key, so that a second start of the same process is refused by Temporal. */
export const workflowIds = {
  onboarding: (id: EnterpriseId) => `onboarding/${id}`,
  application: (id: ApplicationId) => `application/${id}`,
  /** An application is appealed once. */
  appeal: (id: ApplicationId) => `appeal/${id}`,
  fileChange: (id: FileChangeId) => `fileChange/${id}`,
  loan: (id: LoanId) => `loan/${id}`,
  /** As long as the house has not decided. */
  loanChange: (id: LoanChangeId) => `loanChange/${id}`,
  /** Of a loan that is overdue, as long as it is. */
  collection: (id: LoanId) => `collection/${id}`,
  payment: (id: PaymentId) => `payment/${id}`,
  /** A payment's first dispute, and by number each different one after it. */
  dispute: (id: PaymentId, number: number) => (number === 1 ? `dispute/${id}` : `dispute/${id}/${number}`),
  receipt: (id: ReceiptId) => `receipt/${id}`,
  break: (id: BreakId) => `break/${id}`,
  fee: (id: FeeId) => `fee/${id}`,
  postLoan: (id: PostLoanMatterId) => `postLoan/${id}`,
  endOfDay: (id: InstitutionId) => `endOfDay/${id}`,
  reconciliation: (id: InstitutionId) => `reconciliation/${id}`,
  postLoanWatch: (id: InstitutionId) => `postLoanWatch/${id}`,
  accessReview: (id: InstitutionId, period: ReviewPeriod) => `accessReview/${id}/${period}`,
} as const;

/**
 * Which process it is and whose business key it carries.
 * @returns null for the platform's own processes, which carry none, and for what is no id of ours
 */
export function processOf(
  workflowId: string,
): { readonly process: keyof typeof workflowIds; readonly key: string } | null {
  const { process = '', key = '' } = PROCESS_AND_KEY.exec(workflowId)?.groups ?? {};
  return Object.hasOwn(workflowIds, process) ? { process: process as keyof typeof workflowIds, key } : null;
}

const PROCESS_AND_KEY =
  /^(?<process>\w+)\/(?<key>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})(\/(\d+|\d{4}Q[1-4]))?$/;

/**
 * Money keys. **Law:** they name the business operation, never an attempt, a run or an activity.
 * `order` counts orders that the bank definitely declined before; a retry of an order keeps its key.
 */
export const moneyKeys = {
  disburse: (loan: LoanId, order: number) =>
    order === 1 ? `loan/${loan}/disburse` : `loan/${loan}/disburse/${order}`,
  collect: (loan: LoanId, instalment: number, order: number) =>
    `loan/${loan}/instalment/${instalment}/collect/${order}`,
  refund: (loan: LoanId, instalment: number, order: number) =>
    `loan/${loan}/instalment/${instalment}/refund/${order}`,
  returnReceipt: (receipt: ReceiptId, order: number) => `receipt/${receipt}/return/${order}`,
  collectFee: (fee: FeeId, order: number) => `fee/${fee}/collect/${order}`,
  refundFee: (fee: FeeId, order: number) => `fee/${fee}/refund/${order}`,
  repay: (loan: LoanId, requestKey: string) => `loan/${loan}/repay/${requestKey}`,
  prepay: (loan: LoanId, requestKey: string) => `loan/${loan}/prepay/${requestKey}`,
} as const;

/**
 * The business operation that an order is for: its money key without the number of the order, so that all orders of
 * one instalment, or of one payout, have the same.
 */
export function operationOf(moneyKey: string): string {
  return moneyKey.replace(/(\/(?:disburse|collect|refund|return))\/\d+$/, '$1');
}
