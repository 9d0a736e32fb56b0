import type { Answers } from './client';

/**
 * Nothing calls what stands here. It compiles as long as it names every value of a union and no other, so that a new
 * stage, kind or status of the API is met by the compiler before a person meets it on a screen.
 */
export function unnamed(value: never): never {
  throw new Error(`the API knows ${JSON.stringify(value)}, and nobody here does`);
}

export function timeline(
  entry: Answers['ApplicationTimelineEntry'] | Answers['EnterpriseTimelineEntry'],
): string | null {
  switch (entry.kind) {
    case 'STAGE':
      return entry.to;
    case 'ACT':
      return entry.act;
    case 'TASK':
      return entry.happened;
    case 'DECISION':
      return entry.decision;
    case 'PAYMENT':
      return entry.status;
    case 'MESSAGE':
      return entry.channel;
    default:
      return unnamed(entry);
  }
}

export function applicationStage(value: Answers['ApplicationStage']): void {
  switch (value) {
    case 'CHECKING':
    case 'AWAITING_INFORMATION':
    case 'SCORING':
    case 'IN_REVIEW':
    case 'IN_APPROVAL':
    case 'OFFERED':
    case 'AWAITING_RELEASE':
    case 'DISBURSING':
    case 'DISBURSED':
    case 'REJECTED':
    case 'DECLINED_BY_APPLICANT':
    case 'WITHDRAWN':
    case 'EXPIRED':
      return;
    default:
      unnamed(value);
  }
}

export function enterpriseStage(value: Answers['EnterpriseStage']): void {
  switch (value) {
    case 'AWAITING_ACTIVATION':
    case 'CHECKING':
    case 'IN_REVIEW':
    case 'AWAITING_CORRECTION':
    case 'ACTIVE':
    case 'REFUSED':
    case 'EXPIRED':
      return;
    default:
      unnamed(value);
  }
}

export function loanStage(value: Answers['LoanStage']): void {
  switch (value) {
    case 'REPAYING':
    case 'OVERDUE':
    case 'WRITTEN_OFF':
    case 'CLOSED':
      return;
    default:
      unnamed(value);
  }
}

export function loanStatus(value: Answers['LoanStatus']): void {
  switch (value) {
    case 'NOT_DISBURSED':
    case 'REPAYING':
    case 'OVERDUE':
    case 'SETTLED':
    case 'WRITTEN_OFF':
    case 'CLOSED':
      return;
    default:
      unnamed(value);
  }
}

export function instalmentStatus(value: Answers['InstalmentStatus']): void {
  switch (value) {
    case 'FUTURE':
    case 'DUE':
    case 'OVERDUE':
    case 'PAID':
      return;
    default:
      unnamed(value);
  }
}

export function paymentStatus(value: Answers['PaymentStatus']): void {
  switch (value) {
    case 'CREATED':
    case 'SUBMITTED':
    case 'SUCCEEDED':
    case 'FAILED':
    case 'UNKNOWN':
      return;
    default:
      unnamed(value);
  }
}

export function paymentPurpose(value: Answers['PaymentPurpose']): void {
  switch (value) {
    case 'DISBURSEMENT':
    case 'COLLECTION':
    case 'REPAYMENT':
    case 'PREPAYMENT':
    case 'REFUND':
    case 'RECEIPT_RETURN':
    case 'FEE_COLLECTION':
    case 'FEE_REFUND':
      return;
    default:
      unnamed(value);
  }
}

export function taskStatus(value: Answers['TaskStatus']): void {
  switch (value) {
    case 'OPEN':
    case 'CLAIMED':
    case 'DONE':
    case 'CANCELLED':
      return;
    default:
      unnamed(value);
  }
}

export function appealStage(value: Answers['AppealStage']): void {
  switch (value) {
    case 'IN_REVIEW':
    case 'GRANTED':
    case 'UPHELD':
      return;
    default:
      unnamed(value);
  }
}

export function caseType(value: Answers['CaseType']): void {
  switch (value) {
    case 'ONBOARDING':
    case 'APPLICATION':
    case 'APPEAL':
    case 'FILE_CHANGE':
    case 'LOAN':
    case 'LOAN_CHANGE':
    case 'COLLECTION':
    case 'PAYMENT':
    case 'RECEIPT':
    case 'BREAK':
    case 'FEE':
    case 'POST_LOAN':
    case 'INSTITUTION':
      return;
    default:
      unnamed(value);
  }
}

export function riskClass(value: Answers['RiskClass']): void {
  switch (value) {
    case 'NORMAL':
    case 'SPECIAL_MENTION':
    case 'SUBSTANDARD':
    case 'DOUBTFUL':
    case 'LOSS':
      return;
    default:
      unnamed(value);
  }
}

export function loanChangeKind(value: Answers['LoanChangeKind']): void {
  switch (value) {
    case 'RESUME_DEBIT':
    case 'PAUSE_DEBIT':
    case 'BIND_ACCOUNT':
    case 'REVERSE_RECEIPT':
    case 'MANUAL_RECEIPT':
    case 'EXTEND':
    case 'RESCHEDULE':
    case 'REPRICE':
    case 'WAIVE':
    case 'ACCELERATE':
    case 'WRITE_OFF':
    case 'UPGRADE':
    case 'DEBTOR_FACT':
      return;
    default:
      unnamed(value);
  }
}

export function loanChangeStatus(value: Answers['LoanChangeStatus']): void {
  switch (value) {
    case 'REQUESTED':
    case 'OFFERED':
    case 'APPROVED':
    case 'REJECTED':
    case 'WITHDRAWN':
    case 'DECLINED':
    case 'LAPSED':
    case 'APPLIED':
    case 'REFUSED':
      return;
    default:
      unnamed(value);
  }
}

export function breakKind(value: Answers['BreakKind']): void {
  switch (value) {
    case 'LONG':
    case 'SHORT':
    case 'DUPLICATE':
    case 'AMOUNT_DIFF':
    case 'BALANCE':
    case 'FILE':
    case 'TRANSFER':
    case 'IN_TRANSIT':
    case 'NOTICE_AMOUNT':
    case 'NOT_BOOKABLE':
    case 'BOOKED_ASIDE':
    case 'FEE_RELIEF':
    case 'REFERENCE_USED':
    case 'REFOLD':
    case 'DAY_EXCEPTION':
    case 'PROCESS':
    case 'PAYER_CLAIM':
    case 'CONDUCT':
      return;
    default:
      unnamed(value);
  }
}

export function receiptStatus(value: Answers['ReceiptStatus']): void {
  switch (value) {
    case 'OPEN':
    case 'CLAIMED':
    case 'RETURNED':
    case 'CAPITAL':
      return;
    default:
      unnamed(value);
  }
}

export function reconciliationOutcome(value: Answers['ReconciliationOutcome']): void {
  switch (value) {
    case 'MATCH':
    case 'AMOUNT_DIFF':
    case 'LONG':
    case 'SHORT':
    case 'DUPLICATE':
    case 'CUTOFF':
    case 'PENDING':
      return;
    default:
      unnamed(value);
  }
}

export function role(value: Answers['Role']): void {
  switch (value) {
    case 'applicant':
    case 'customer_service':
    case 'reviewer':
    case 'approver':
    case 'committee':
    case 'committee_chair':
    case 'board':
    case 'finance':
    case 'risk':
    case 'admin':
    case 'auditor':
    case 'operator':
      return;
    default:
      unnamed(value);
  }
}

export function homeStep(step: Answers['HomeStep']): string | null {
  switch (step.kind) {
    case 'PAY_NOW':
    case 'PAY_INSTALMENT':
    case 'PAY_FEE':
      return step.dueDate;
    case 'ANSWER_OFFER':
    case 'CORRECT_FILE':
    case 'APPEAL':
    case 'WAIT_FOR_APPEAL':
      return step.until;
    case 'SUPPLY_INFORMATION':
    case 'WAIT_FOR_DECISION':
    case 'WAIT_FOR_REGISTRATION':
      return step.since;
    case 'REGISTRATION_ENDED':
      return step.stage;
    case 'APPLY':
      return null;
    default:
      return unnamed(step);
  }
}

export function searchHit(hit: Answers['SearchHit']): string {
  switch (hit.kind) {
    case 'ENTERPRISE':
    case 'APPLICATION':
      return hit.stage;
    case 'LOAN':
    case 'TASK':
    case 'PAYMENT':
      return hit.status;
    case 'PERSON':
      return hit.title;
    default:
      return unnamed(hit);
  }
}
