import { oneLine, PROCESS_TEXTS } from './texts/processTexts';

/** Names of the workflow functions, for those who start them without importing them. */
export const WORKFLOW_TYPES = {
  onboarding: 'onboarding',
  application: 'application',
  loan: 'loan',
  payment: 'payment',
  dispute: 'dispute',
  receipt: 'receipt',
  breakCase: 'breakCase',
  endOfDay: 'endOfDay',
  institutionEndOfDay: 'institutionEndOfDay',
  reconciliation: 'reconciliation',
  institutionReconciliation: 'institutionReconciliation',
} as const;
export type WorkflowType = keyof typeof WORKFLOW_TYPES;

/** What the Temporal UI shows as the summary of a process. */
export const workflowSummary = (type: WorkflowType): string => oneLine(PROCESS_TEXTS[type]);
