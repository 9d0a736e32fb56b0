import type { Answers } from '../../../client/client';

/** What is told of a case, in the order of the screen; what a case has nothing of is left out. */
export type FactPart =
  | 'TERMS'
  | 'SCORE'
  | 'RATIOS'
  | 'ROUTE'
  | 'APPEAL'
  | 'FILE_CHANGE'
  | 'LOAN_CHANGE'
  | 'CORRECTIONS'
  | 'REGISTRY'
  | 'SCREENING'
  | 'LOAN'
  | 'PAYMENT'
  | 'RECEIPT'
  | 'BREAK'
  | 'FEE'
  | 'POST_LOAN';

const CREDIT: readonly FactPart[] = ['TERMS', 'SCORE', 'RATIOS', 'ROUTE', 'REGISTRY', 'SCREENING'];

/** What somebody who decides such a task has to see first. */
export function factsFor(kind: Answers['TaskKind']): readonly FactPart[] {
  switch (kind) {
    case 'REVIEW_ENTERPRISE':
      return ['CORRECTIONS', 'REGISTRY', 'SCREENING'];
    case 'CONFIRM_SCREENING':
      return ['CORRECTIONS', 'SCREENING', 'REGISTRY'];
    case 'REVIEW_APPLICATION':
    case 'APPROVE_APPLICATION':
    case 'DECIDE_AS_COMMITTEE':
      return CREDIT;
    case 'DECIDE_APPEAL':
      return ['APPEAL', ...CREDIT];
    case 'RELEASE_DISBURSEMENT':
    case 'RETRY_DISBURSEMENT':
      return ['TERMS', 'PAYMENT', 'LOAN', 'ROUTE', 'REGISTRY'];
    case 'RESOLVE_PAYMENT':
    case 'CONFIRM_PAYMENT':
    case 'SETTLE_DISPUTE':
      return ['PAYMENT', 'LOAN'];
    case 'CALL_BORROWER':
    case 'VISIT_BORROWER':
    case 'DO_COLLECTION_STEP':
    case 'DECIDE_HOLD':
    case 'COLLECT_MANUALLY':
      return ['LOAN', 'PAYMENT'];
    case 'IDENTIFY_RECEIPT':
    case 'CONFIRM_RETURN':
      return ['RECEIPT'];
    case 'RESOLVE_BREAK':
    case 'CONFIRM_BREAK':
      return ['BREAK', 'PAYMENT'];
    case 'RESOLVE_FAULT':
    case 'CONFIRM_GIVE_UP':
      return ['PAYMENT', 'LOAN', 'TERMS'];
    case 'COLLECT_FEE':
    case 'CONFIRM_FEE_PAID':
    case 'RESOLVE_FEE_DISPUTE':
    case 'CONFIRM_FEE_RELIEF':
    case 'RETRY_REFUND':
      return ['FEE', 'LOAN', 'PAYMENT'];
    case 'REVIEW_FILE_CHANGE':
    case 'CONFIRM_FILE_CHANGE':
      return ['FILE_CHANGE', 'REGISTRY', 'SCREENING'];
    case 'ANSWER_WARNING':
    case 'CHECK_BORROWER':
      return ['POST_LOAN', 'REGISTRY'];
    case 'APPROVE_LOAN_CHANGE':
      return ['LOAN_CHANGE', 'LOAN'];
    case 'REVIEW_ACCESS':
      return [];
    default:
      return unknown(kind);
  }
}

function unknown(kind: never): never {
  throw new Error(`no screen for ${JSON.stringify(kind)}`);
}
