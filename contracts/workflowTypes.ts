import { oneLine, PROCESS_TEXTS } from './texts/processTexts';

/** Names of the workflow functions, for those who start them without importing them. */
export const WORKFLOW_TYPES = {
  onboarding: 'onboarding',
  application: 'application',
  appeal: 'appeal',
  fileChange: 'fileChange',
  loan: 'loan',
  loanChange: 'loanChange',
  collection: 'collection',
  payment: 'payment',
  dispute: 'dispute',
  receipt: 'receipt',
  breakCase: 'breakCase',
  fee: 'fee',
  postLoan: 'postLoan',
  endOfDay: 'endOfDay',
  institutionEndOfDay: 'institutionEndOfDay',
  reconciliation: 'reconciliation',
  institutionReconciliation: 'institutionReconciliation',
  postLoanWatch: 'postLoanWatch',
  institutionPostLoanWatch: 'institutionPostLoanWatch',
  accessReview: 'accessReview',
  institutionAccessReview: 'institutionAccessReview',
} as const;
export type WorkflowType = keyof typeof WORKFLOW_TYPES;

/**
 * What Schedules begin, without input. Portfolio work is everybody's; each run does all that is due and not done yet,
 * so a run too many does nothing.
 */
export const PORTFOLIO = [
  WORKFLOW_TYPES.endOfDay,
  WORKFLOW_TYPES.reconciliation,
  WORKFLOW_TYPES.postLoanWatch,
  WORKFLOW_TYPES.accessReview,
] as const;

export const WORKFLOW_TYPE_NAMES = Object.keys(WORKFLOW_TYPES) as readonly WorkflowType[];

/** How Temporal says that a process stands, of those that are shown: open ones, and those that ended badly. */
export const PROCESS_STATUSES = ['RUNNING', 'FAILED', 'TIMED_OUT', 'TERMINATED', 'CANCELLED'] as const;
export type ProcessStatus = (typeof PROCESS_STATUSES)[number];

/** What the Temporal UI shows as the summary of a process. */
export const workflowSummary = (type: WorkflowType): string => oneLine(PROCESS_TEXTS[type]);
