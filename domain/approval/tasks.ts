import type { FactorMatter } from '../parameters/security';
import type { Role } from './roles';
import type { CaseStep } from './separation';

/** What a person is asked to do. Each has one deadline in its workflow. */
export const TASK_KINDS = [
  'REVIEW_ENTERPRISE',
  'CONFIRM_SCREENING',
  'REVIEW_APPLICATION',
  'APPROVE_APPLICATION',
  'DECIDE_AS_COMMITTEE',
  'DECIDE_APPEAL',
  'RELEASE_DISBURSEMENT',
  'RETRY_DISBURSEMENT',
  'RESOLVE_PAYMENT',
  'CONFIRM_PAYMENT',
  'SETTLE_DISPUTE',
  'COLLECT_MANUALLY',
  'RETRY_REFUND',
  'CALL_BORROWER',
  'VISIT_BORROWER',
  'DO_COLLECTION_STEP',
  'DECIDE_HOLD',
  'IDENTIFY_RECEIPT',
  'CONFIRM_RETURN',
  'RESOLVE_BREAK',
  'CONFIRM_BREAK',
  'COLLECT_FEE',
  'CONFIRM_FEE_PAID',
  'RESOLVE_FEE_DISPUTE',
  'CONFIRM_FEE_RELIEF',
  'RESOLVE_FAULT',
  'CONFIRM_GIVE_UP',
  'REVIEW_ACCESS',
  'REVIEW_FILE_CHANGE',
  'CONFIRM_FILE_CHANGE',
  'ANSWER_WARNING',
  'CHECK_BORROWER',
  'APPROVE_LOAN_CHANGE',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** What a decision is about, so that only reasons are offered that can be one for it. */
export type ReasonedAbout = 'ENTERPRISE' | 'APPLICATION' | 'PAYOUT' | 'FEE' | 'FILE_PART';

/** What may be decided on a task, and by whom. Until when is in the parameters `deadlines`. */
export interface TaskRule {
  /** The role whose inbox shows it, unless the task itself names another (approval matrix). */
  readonly role: Role;
  /** The step of the case that deciding it takes; bars people of other steps (see `mayDecide`). */
  readonly step: CaseStep;
  readonly decisions: readonly string[];
  /** Decisions that need a reason in words. */
  readonly reasonFor: readonly string[];
  /** Decisions that are counted by a number of `DECISION_REASONS`, and what they are about. */
  readonly numbered?: {
    readonly about: ReasonedAbout;
    readonly decisions: readonly string[];
    /** The number alone does not do: whoever asked is answered in words too. */
    readonly withWords?: true;
  };
  /** Codes of a task's own reason with which every decision needs words: what was found is explained, or held. */
  readonly explainedFor?: readonly string[];
  /** Decisions that need the bank's reference: what is booked as moved must be found in the bank's book. */
  readonly bankReferenceFor?: readonly string[];
  /** Decisions that need a loan. */
  readonly loanFor?: readonly string[];
  /** Decisions that need an amount. */
  readonly amountFor?: readonly string[];
  /** Decisions that need what a check found. */
  readonly findingsFor?: readonly string[];
  /** Decisions that send parts of a file back, each with what is wrong with it. */
  readonly partsFor?: readonly string[];
  /** What is at stake: whoever decides proved a second factor lately. */
  readonly factor?: FactorMatter;
}

/** One rule for each kind, read by the validators, the API and the inbox. */
export const TASK_RULES = {
  REVIEW_ENTERPRISE: {
    role: 'reviewer',
    step: 'REVIEW',
    decisions: ['APPROVE', 'REJECT', 'ASK_FOR_CORRECTION'],
    reasonFor: ['REJECT'],
    numbered: { about: 'ENTERPRISE', decisions: ['REJECT'] },
    partsFor: ['ASK_FOR_CORRECTION'],
    explainedFor: ['SCREENING_BLOCKED'],
  },
  /** A sure hit on a list that a reviewer holds to be somebody else: a second person, of risk, looks too. */
  CONFIRM_SCREENING: {
    role: 'risk',
    step: 'APPROVE',
    decisions: ['APPROVE', 'REJECT'],
    reasonFor: ['APPROVE', 'REJECT'],
    numbered: { about: 'ENTERPRISE', decisions: ['REJECT'] },
  },
  REVIEW_APPLICATION: {
    role: 'reviewer',
    step: 'REVIEW',
    decisions: ['APPROVE', 'APPROVE_AS_EXCEPTION', 'REJECT', 'ASK_FOR_MORE'],
    reasonFor: ['APPROVE_AS_EXCEPTION', 'REJECT', 'ASK_FOR_MORE'],
    numbered: { about: 'APPLICATION', decisions: ['REJECT'] },
  },
  APPROVE_APPLICATION: {
    role: 'approver',
    step: 'APPROVE',
    factor: 'MONEY',
    decisions: ['APPROVE', 'REJECT'],
    reasonFor: ['REJECT'],
    numbered: { about: 'APPLICATION', decisions: ['REJECT'] },
  },
  /** A refused applicant asks for another look: by somebody who had nothing to do with the application. */
  DECIDE_APPEAL: {
    role: 'reviewer',
    step: 'APPEAL',
    decisions: ['GRANT', 'UPHOLD'],
    reasonFor: ['GRANT', 'UPHOLD'],
    numbered: { about: 'APPLICATION', decisions: ['UPHOLD'] },
  },
  /** The members of a committee vote: nobody decides it alone, and nobody takes it. */
  DECIDE_AS_COMMITTEE: {
    role: 'committee',
    step: 'APPROVE',
    factor: 'MONEY',
    decisions: [],
    reasonFor: [],
  },
  RELEASE_DISBURSEMENT: {
    role: 'finance',
    step: 'RELEASE',
    factor: 'MONEY',
    decisions: ['APPROVE', 'REJECT'],
    reasonFor: ['REJECT'],
    numbered: { about: 'PAYOUT', decisions: ['REJECT'] },
  },
  /** The bank declined a disbursement for a reason that waiting does not cure. */
  RETRY_DISBURSEMENT: {
    role: 'finance',
    step: 'SERVICE',
    factor: 'MONEY',
    decisions: ['TRY_AGAIN', 'CANCEL'],
    reasonFor: ['CANCEL'],
    numbered: { about: 'PAYOUT', decisions: ['CANCEL'] },
  },
  /** Nobody could find out what became of an order: a person asks the bank and says. */
  RESOLVE_PAYMENT: {
    role: 'finance',
    step: 'RESOLVE',
    factor: 'MONEY',
    decisions: ['SUCCEEDED', 'FAILED'],
    reasonFor: ['SUCCEEDED', 'FAILED'],
    bankReferenceFor: ['SUCCEEDED'],
  },
  /** What a person says became of money that goes out: a second one asks the bank too. */
  CONFIRM_PAYMENT: {
    role: 'finance',
    step: 'CONFIRM',
    factor: 'MONEY',
    decisions: ['CONFIRM', 'DISAGREE'],
    reasonFor: ['DISAGREE'],
  },
  /** The bank contradicts what is booked. Books are never overwritten: a person settles it. */
  SETTLE_DISPUTE: {
    role: 'finance',
    step: 'SERVICE',
    factor: 'MONEY',
    decisions: ['BOOKS_ARE_RIGHT', 'CORRECTED_BY_HAND'],
    reasonFor: ['BOOKS_ARE_RIGHT', 'CORRECTED_BY_HAND'],
  },
  /** Automatic debits are used up: somebody talks to the borrower. People are asked again until the due is paid. */
  COLLECT_MANUALLY: {
    role: 'finance',
    step: 'SERVICE',
    factor: 'MONEY',
    decisions: ['TRY_AGAIN'],
    reasonFor: [],
  },
  /** The bank declined to give held money back for a reason that waiting does not cure. */
  RETRY_REFUND: {
    role: 'finance',
    step: 'SERVICE',
    factor: 'MONEY',
    decisions: ['TRY_AGAIN'],
    reasonFor: [],
  },
  /** A rung of the ladder: somebody calls, and says how it went. A promise is recorded as one, and ends the task. */
  CALL_BORROWER: {
    role: 'customer_service',
    step: 'SERVICE',
    decisions: ['REACHED', 'NOT_REACHED', 'REFUSES', 'WRONG_NUMBER'],
    reasonFor: ['REACHED', 'REFUSES'],
  },
  /** Two people see the borrower, or the borrower comes. */
  VISIT_BORROWER: {
    role: 'risk',
    step: 'SERVICE',
    decisions: ['REACHED', 'NOT_REACHED', 'REFUSES'],
    reasonFor: ['REACHED', 'NOT_REACHED', 'REFUSES'],
  },
  /** A rung of the ladder that people do: a check, a review, a way to the court. */
  DO_COLLECTION_STEP: {
    role: 'risk',
    step: 'SERVICE',
    decisions: ['DONE', 'NOT_NEEDED'],
    reasonFor: ['DONE', 'NOT_NEEDED'],
  },
  /** Somebody asks that the ladder be held, for hardship or otherwise: another one of risk decides. */
  DECIDE_HOLD: {
    role: 'risk',
    step: 'SERVICE',
    decisions: ['APPROVE', 'REJECT'],
    reasonFor: ['REJECT'],
  },
  /** Money came in that nobody ordered: whose is it? */
  IDENTIFY_RECEIPT: {
    role: 'finance',
    step: 'RESOLVE',
    factor: 'MONEY',
    decisions: ['BOOK_ON_LOAN', 'MATCH_ENTRY', 'REPAY_CLAIM', 'BOOK_AS_CAPITAL', 'RETURN'],
    reasonFor: ['BOOK_AS_CAPITAL', 'RETURN'],
    loanFor: ['BOOK_ON_LOAN', 'MATCH_ENTRY', 'REPAY_CLAIM'],
  },
  /** Money that nobody claimed goes back to who paid it: a second person agrees. */
  CONFIRM_RETURN: {
    role: 'finance',
    step: 'CONFIRM',
    factor: 'MONEY',
    decisions: ['CONFIRM', 'DISAGREE'],
    reasonFor: ['DISAGREE'],
  },
  /** Bank, ledger and loans don't say the same, or something could not be done. Closes itself when it comes right. */
  RESOLVE_BREAK: {
    role: 'finance',
    step: 'RESOLVE',
    factor: 'MONEY',
    decisions: ['SETTLED'],
    reasonFor: ['SETTLED'],
  },
  /** What a person says settles a break about money that went out: a second one looks too. */
  CONFIRM_BREAK: {
    role: 'finance',
    step: 'CONFIRM',
    factor: 'MONEY',
    decisions: ['CONFIRM', 'DISAGREE'],
    reasonFor: ['DISAGREE'],
  },
  /** A fee that no debit brings: it is tried once more, or its money came by itself and is found. */
  COLLECT_FEE: {
    role: 'finance',
    step: 'RESOLVE',
    factor: 'MONEY',
    decisions: ['TRY_AGAIN', 'PAID_OFFLINE'],
    reasonFor: ['PAID_OFFLINE'],
    bankReferenceFor: ['PAID_OFFLINE'],
  },
  /** What a person found to pay a fee: a second one looks at the bank's book too. */
  CONFIRM_FEE_PAID: {
    role: 'finance',
    step: 'CONFIRM',
    factor: 'MONEY',
    decisions: ['CONFIRM', 'DISAGREE'],
    reasonFor: ['DISAGREE'],
  },
  /**
   * The customer says that a fee is not owed. What is granted is given up or back once a second person agrees. The number
   * of the reason is published; the words are for the customer alone.
   */
  RESOLVE_FEE_DISPUTE: {
    role: 'finance',
    step: 'RESOLVE',
    factor: 'MONEY',
    decisions: ['GRANT', 'REJECT'],
    reasonFor: ['GRANT', 'REJECT'],
    numbered: { about: 'FEE', decisions: ['GRANT', 'REJECT'], withWords: true },
    amountFor: ['GRANT'],
  },
  /** A part of a fee that one person would give up or back: a second one agrees. */
  CONFIRM_FEE_RELIEF: {
    role: 'finance',
    step: 'CONFIRM',
    factor: 'MONEY',
    decisions: ['CONFIRM', 'DISAGREE'],
    reasonFor: ['DISAGREE'],
  },
  /** A step failed in a way that no repetition cures, and its process waits: is the cause gone, or is it given up? */
  RESOLVE_FAULT: {
    role: 'admin',
    step: 'MEND',
    decisions: ['TRY_AGAIN', 'GIVE_UP'],
    reasonFor: ['GIVE_UP'],
  },
  /** A step that one person gives up: a second one agrees. */
  CONFIRM_GIVE_UP: {
    role: 'admin',
    step: 'MEND',
    decisions: ['CONFIRM', 'DISAGREE'],
    reasonFor: ['DISAGREE'],
  },
  /** All rights of the institution's people were answered in this review, which is signed: see `access_review`. */
  REVIEW_ACCESS: {
    role: 'admin',
    step: 'SERVICE',
    factor: 'ACCESS',
    decisions: ['SIGN'],
    reasonFor: [],
  },
  /** What an enterprise was registered with changes: do its papers, the registry and the lists say so? */
  REVIEW_FILE_CHANGE: {
    role: 'reviewer',
    step: 'REVIEW',
    decisions: ['APPROVE', 'REJECT'],
    reasonFor: ['REJECT'],
    explainedFor: ['FILE_CHANGE_LISTED'],
  },
  /** One that opens the enterprise to somebody else: a second person, of risk, looks too. */
  CONFIRM_FILE_CHANGE: {
    role: 'risk',
    step: 'APPROVE',
    factor: 'ACCESS',
    decisions: ['APPROVE', 'REJECT'],
    reasonFor: ['REJECT'],
  },
  /** Something warns of a borrower: is it so, and what follows? Closes itself when it is good again. */
  ANSWER_WARNING: {
    role: 'risk',
    step: 'RESOLVE',
    decisions: ['FALSE_ALARM', 'WATCH', 'CALL_CHECK', 'FREEZE_LIMIT', 'RECLASSIFY'],
    reasonFor: ['FALSE_ALARM', 'WATCH', 'CALL_CHECK', 'FREEZE_LIMIT', 'RECLASSIFY'],
  },
  /** A borrower is checked after its money was paid out: as its grade says, or because something warned. */
  CHECK_BORROWER: {
    role: 'risk',
    step: 'RESOLVE',
    decisions: ['IN_ORDER', 'TO_WATCH', 'PROBLEMS'],
    reasonFor: ['IN_ORDER', 'TO_WATCH', 'PROBLEMS'],
    findingsFor: ['IN_ORDER', 'TO_WATCH', 'PROBLEMS'],
  },
  /** What somebody wants changed about a loan: asked of each role that its kind and amount take, see `authority`. */
  APPROVE_LOAN_CHANGE: {
    role: 'risk',
    step: 'APPROVE',
    factor: 'MONEY',
    decisions: ['APPROVE', 'REJECT'],
    reasonFor: ['REJECT'],
  },
} as const satisfies Readonly<Record<TaskKind, TaskRule>>;

/** Every decision that some kind of task offers. */
export type Decision = (typeof TASK_RULES)[TaskKind]['decisions'][number];
export const DECISIONS: readonly Decision[] = [
  ...new Set(TASK_KINDS.flatMap((kind): readonly Decision[] => TASK_RULES[kind].decisions)),
];
