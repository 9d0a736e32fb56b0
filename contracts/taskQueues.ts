import type { WorkflowType } from './workflowTypes';

/**
 * Where work waits for a worker. Each queue that reaches the bank has a rate of its own, and nothing waits behind
 * what it must not wait for: questions about orders have a queue apart from the orders themselves, and people's cases
 * (`main`) have workers that all loans of a morning can't take.
 */
export const TASK_QUEUES = {
  main: 'main',
  loans: 'loans',
  payments: 'payments',
  questions: 'questions',
} as const;

/** The queue that a process waits in. */
export function queueOf(type: WorkflowType): string {
  if (type === 'payment') return TASK_QUEUES.payments;
  return type === 'loan' || type === 'collection' ? TASK_QUEUES.loans : TASK_QUEUES.main;
}
