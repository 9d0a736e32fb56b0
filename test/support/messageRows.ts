import type {
  ClaimOutcome,
  MessageStore,
  OutgoingMessage,
  QueuedMessage,
  SendFailure,
} from '../../gateways/queue';

interface Row {
  readonly message: Omit<OutgoingMessage, 'attempts'>;
  status: 'WAITING' | 'HELD' | 'SENT' | 'FAILED';
  attempts: number;
  leaseUntilMs: number;
  touchedAtMs: number;
  lastError?: string;
}

/** The contract of {@link MessageStore} in memory, for tests of the queues alone. */
export class MessageRows implements MessageStore {
  readonly rows = new Map<string, Row>();

  write(message: Omit<OutgoingMessage, 'attempts'>): QueuedMessage {
    this.rows.set(message.id, {
      message,
      status: 'WAITING',
      attempts: 0,
      leaseUntilMs: 0,
      touchedAtMs: Date.now(),
    });
    return { id: message.id, channel: message.channel, dedupeKey: message.dedupeKey };
  }

  statuses(): readonly string[] {
    return [...this.rows.values()].map((row) => row.status);
  }

  claim(id: string, leaseMs: number): Promise<ClaimOutcome> {
    const row = this.rows.get(id);
    if (row === undefined) return Promise.resolve({ status: 'missing' });
    if (row.status === 'SENT') return Promise.resolve({ status: 'settled' });
    if (row.status === 'HELD' && row.leaseUntilMs > Date.now()) return Promise.resolve({ status: 'held' });
    row.status = 'HELD';
    row.attempts += 1;
    row.leaseUntilMs = Date.now() + leaseMs;
    row.touchedAtMs = Date.now();
    return Promise.resolve({ status: 'claimed', message: { ...row.message, attempts: row.attempts } });
  }

  markSent(id: string): Promise<void> {
    this.change(id, { status: 'SENT' });
    return Promise.resolve();
  }

  markFailed(id: string, failure: SendFailure): Promise<void> {
    this.change(id, { status: failure.final ? 'FAILED' : 'WAITING', lastError: failure.code });
    return Promise.resolve();
  }

  findUnqueued(olderThanMs: number, limit: number): Promise<readonly QueuedMessage[]> {
    const before = Date.now() - olderThanMs;
    const due = [...this.rows.values()].filter(
      (row) =>
        (row.status === 'WAITING' && row.touchedAtMs <= before) ||
        (row.status === 'HELD' && row.leaseUntilMs <= Date.now()),
    );
    return Promise.resolve(due.slice(0, limit).map(({ message }) => message));
  }

  private change(id: string, change: Partial<Row>): void {
    Object.assign(this.rows.get(id) ?? {}, change, { touchedAtMs: Date.now() });
  }
}
