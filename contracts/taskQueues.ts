import type { WorkflowType } from './workflowTypes';

/**
 * Where work waits for a worker. Each queue that reaches the bank has a rate of its own, and nothing waits behind
 * what it must not wait for: questions about orders have a queue apart from the orders themselves.
 */
export const TASK_QUEUES = { main: 'main', payments: 'payments', questions: 'questions' } as const;

/** The queue that a process waits in. */
export function queueOf(type: WorkflowType): string {
  return type === 'payment' ? TASK_QUEUES.payments : TASK_QUEUES.main;
}
