/** `payments` is apart so that its rate can be limited to what the bank takes. */
export const TASK_QUEUES = { main: 'main', payments: 'payments' } as const;
