/** Lists that somebody may take out as a file. */
export const EXPORTED = ['TASKS', 'LOANS', 'PAYMENTS', 'ENTRIES', 'AUDIT'] as const;
export type Exported = (typeof EXPORTED)[number];

export const EXPORT_FORMATS = ['CSV', 'XLSX'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_STATUSES = ['WAITING', 'RUNNING', 'DONE', 'FAILED'] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];
