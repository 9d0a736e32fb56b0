import type { MessageChannel } from '../../contracts/messages';

export type { MessageChannel };

/** What names a row to the queue: no content and no address, because jobs are shown to admins. */
export interface QueuedRow {
  readonly id: string;
  /** Messages by the way that they go, papers to be made. */
  readonly channel: MessageChannel | 'PAPER';
  /** One job a key. */
  readonly dedupeKey: string;
}

export interface QueuedMessage extends QueuedRow {
  readonly channel: MessageChannel;
  /** Names the business event, e.g. `loan/{loanId}/instalment/3/reminder/-7/EMAIL`; one message per key. */
  readonly dedupeKey: string;
}

/** A message with its content, as the row holds it. */
export interface OutgoingMessage extends QueuedMessage {
  /** A kind that `gateways/mail` has a template for; mail and SMS share them. */
  readonly kind: string;
  /** The reader's language, which comes first; the other follows. */
  readonly locale: 'zh-CN' | 'en';
  /** Mail address or phone number. */
  readonly recipient: string;
  /** How often the row was claimed, this time included. */
  readonly attempts: number;
  /** What the template needs; checked against the kind when rendered. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What a consumer may do with a row. */
export type ClaimOutcome =
  | { readonly status: 'claimed'; readonly message: OutgoingMessage }
  /** Sent before, or cancelled: there is nothing to do. */
  | { readonly status: 'settled' }
  /** Another consumer holds it and its lease is not over. */
  | { readonly status: 'held' }
  | { readonly status: 'missing' };

/** Why a message was not sent. `code` is stable and without personal data. */
export interface SendFailure {
  readonly code: string;
  /** True when no further attempt will be made without a person. */
  readonly final: boolean;
}

/**
 * The rows behind the queue (table `message`). The row is the truth; a job only says "look at this row", so
 * a queue that was wiped loses nothing, and a job that runs twice sends once.
 */
export interface MessageStore {
  /**
   * In one statement: takes a row that is waiting, failed (a person retried its job), or held by a consumer
   * whose lease is over, and holds it for `leaseMs`.
   */
  claim(id: string, leaseMs: number): Promise<ClaimOutcome>;
  /** Whether somebody sits waiting for it: a code that was just asked for. */
  isAwaited(id: string): Promise<boolean>;
  /** The message is with the provider. `reference` is the provider's id of it. */
  markSent(id: string, reference: string): Promise<void>;
  /** Frees the row for the next attempt, or settles it as failed when `final`. */
  markFailed(id: string, failure: SendFailure): Promise<void>;
  /**
   * Rows that should have been sent by now: waiting and made, queued or last tried more than `olderThanMs`
   * ago, or held with the lease over. Oldest first. Rows settled (sent, finally failed) are not among them.
   */
  findUnqueued(olderThanMs: number, limit: number): Promise<readonly QueuedMessage[]>;
}
