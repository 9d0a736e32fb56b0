/** Whether the history of a process that is over is kept; GONE: Temporal had forgotten it before. */
export const HISTORY_STATUSES = ['TO_KEEP', 'KEPT', 'GONE'] as const;
export type HistoryStatus = (typeof HISTORY_STATUSES)[number];
