/** Queues of the bare twin, as the platform has them. */
export const TWIN_QUEUES = { main: 'twin-main', payments: 'twin-payments' } as const;

export interface TwinActivities {
  /** Instead of a read or a write of the database. */
  touch(): Promise<void>;
  /** Instead of an order to the bank. */
  order(): Promise<void>;
}

export interface TwinLoan {
  readonly id: string;
  readonly dueAtMs: number;
}
