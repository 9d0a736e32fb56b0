import type { Answers } from './client';
import { unnamed } from './unions';

export function taskKind(value: Answers['TaskKind']): void {
  switch (value) {
    case 'REVIEW_ENTERPRISE':
    case 'CONFIRM_SCREENING':
    case 'REVIEW_APPLICATION':
    case 'APPROVE_APPLICATION':
    case 'DECIDE_AS_COMMITTEE':
    case 'DECIDE_APPEAL':
    case 'RELEASE_DISBURSEMENT':
    case 'RETRY_DISBURSEMENT':
    case 'RESOLVE_PAYMENT':
    case 'CONFIRM_PAYMENT':
    case 'SETTLE_DISPUTE':
    case 'COLLECT_MANUALLY':
    case 'RETRY_REFUND':
    case 'CALL_BORROWER':
    case 'VISIT_BORROWER':
    case 'DO_COLLECTION_STEP':
    case 'DECIDE_HOLD':
    case 'IDENTIFY_RECEIPT':
    case 'CONFIRM_RETURN':
    case 'RESOLVE_BREAK':
    case 'CONFIRM_BREAK':
    case 'RESOLVE_FAULT':
    case 'CONFIRM_GIVE_UP':
    case 'REVIEW_ACCESS':
    case 'COLLECT_FEE':
    case 'CONFIRM_FEE_PAID':
    case 'RESOLVE_FEE_DISPUTE':
    case 'CONFIRM_FEE_RELIEF':
    case 'REVIEW_FILE_CHANGE':
    case 'CONFIRM_FILE_CHANGE':
    case 'ANSWER_WARNING':
    case 'CHECK_BORROWER':
    case 'APPROVE_LOAN_CHANGE':
      return;
    default:
      unnamed(value);
  }
}

export function decision(value: Answers['Decision']): void {
  switch (value) {
    case 'APPROVE':
    case 'APPROVE_AS_EXCEPTION':
    case 'REJECT':
    case 'ASK_FOR_MORE':
    case 'ASK_FOR_CORRECTION':
    case 'TRY_AGAIN':
    case 'GIVE_UP':
    case 'CANCEL':
    case 'SUCCEEDED':
    case 'FAILED':
    case 'CONFIRM':
    case 'DISAGREE':
    case 'BOOKS_ARE_RIGHT':
    case 'CORRECTED_BY_HAND':
    case 'BOOK_ON_LOAN':
    case 'MATCH_ENTRY':
    case 'REPAY_CLAIM':
    case 'BOOK_AS_CAPITAL':
    case 'RETURN':
    case 'SETTLED':
    case 'SIGN':
    case 'PAID_OFFLINE':
    case 'GRANT':
    case 'UPHOLD':
    case 'REACHED':
    case 'NOT_REACHED':
    case 'REFUSES':
    case 'WRONG_NUMBER':
    case 'DONE':
    case 'NOT_NEEDED':
    case 'FALSE_ALARM':
    case 'WATCH':
    case 'CALL_CHECK':
    case 'FREEZE_LIMIT':
    case 'RECLASSIFY':
    case 'IN_ORDER':
    case 'TO_WATCH':
    case 'PROBLEMS':
      return;
    default:
      unnamed(value);
  }
}
