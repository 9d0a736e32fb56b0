import type { LadderAction } from '../parameters/collection';

/** What an action of the ladder is, by which it may be held. */
export type ActionClass = 'CONTACT' | 'RISK' | 'LEGAL' | 'DEBIT' | 'ACCOUNTING';

/** House design (oracles-next/ladder.json). */
const CLASS_OF: Readonly<Record<LadderAction, ActionClass>> = {
  REMIND: 'CONTACT',
  CHECK_BALANCE: 'RISK',
  AUTO_DEBIT: 'DEBIT',
  NOTIFY_OVERDUE: 'CONTACT',
  STOP_LIMIT_INCREASE: 'RISK',
  TRANSFER_TO_OVERDUE: 'ACCOUNTING',
  CALL_BY_SERVICE: 'CONTACT',
  CALL_BY_COLLECTOR: 'CONTACT',
  START_PENALTY: 'ACCOUNTING',
  OPEN_POST_LOAN_CHECK: 'RISK',
  SEND_COLLECTION_LETTER: 'CONTACT',
  NOTIFY_GUARANTOR: 'CONTACT',
  FREEZE_LIMIT: 'RISK',
  REVIEW_CLASSIFICATION: 'RISK',
  VISIT_OR_INTERVIEW: 'CONTACT',
  ASSESS_RESTRUCTURING: 'RISK',
  DECLARE_ACCELERATION: 'LEGAL',
  STOP_ACCRUAL: 'ACCOUNTING',
  CLASSIFY_SUBSTANDARD: 'ACCOUNTING',
  SEND_LAWYER_LETTER: 'LEGAL',
  OPEN_LEGAL_CASE: 'LEGAL',
  LITIGATE: 'LEGAL',
  CLASSIFY_DOUBTFUL: 'ACCOUNTING',
  DISPOSE_COLLATERAL: 'LEGAL',
  CLASSIFY_LOSS: 'ACCOUNTING',
  ASSESS_WRITE_OFF: 'RISK',
};

/** Somebody talks to the debtor: of several at one moment only that of the highest rung takes place. */
const INTERACTIVE: readonly LadderAction[] = ['CALL_BY_SERVICE', 'CALL_BY_COLLECTOR', 'VISIT_OR_INTERVIEW'];

export function classOf(action: LadderAction): ActionClass {
  return CLASS_OF[action];
}

export function isInteractive(action: LadderAction): boolean {
  return INTERACTIVE.includes(action);
}
