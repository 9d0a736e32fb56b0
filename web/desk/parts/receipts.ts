import type { Answers } from '../../client/client';

const RECEIPTS: readonly Answers['LoanEventKind'][] = ['RECEIVED', 'PREPAID', 'RECOVERED'];

/** Whether a line of a loan's statement is money that came in. */
export const isReceipt = (kind: Answers['LoanEventKind']): boolean => RECEIPTS.includes(kind);
