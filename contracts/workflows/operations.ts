/** What a run of the end of day did. */
export interface EndOfDayReport {
  readonly daysClosed: number;
  /** The last business date that is closed; null when there is none yet. */
  readonly closedThrough: string | null;
}

/** What a run of the reconciliation found. */
export interface ReconciliationReport {
  readonly filesRead: number;
  readonly matched: number;
  readonly differences: number;
}
