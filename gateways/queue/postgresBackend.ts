import { setTimeout as sleep } from 'node:timers/promises';
import {
  assertSchemaCompatibility,
  type createPostgresBackend,
  PostgresConnection,
  PostgresQueueBackend,
} from 'bullmq';

const LOOK_AGAIN_MS = 500;

/**
 * BullMQ looks for its tables once and keeps the answer, also when the answer is that PostgreSQL is just starting:
 * every command of that process then fails with it for ever, and a consumer's loop turns without a pause. Here
 * commands wait until PostgreSQL has been reached, as they do for a Redis.
 */
class PatientConnection extends PostgresConnection {
  private reached: Promise<void> | undefined;

  override waitUntilReady(): Promise<void> {
    this.reached ??= this.untilReached();
    return this.reached;
  }

  private async untilReached(): Promise<void> {
    while (this.isClosing === undefined) {
      try {
        await assertSchemaCompatibility(this.pool, this.schema);
        return;
      } catch (fault) {
        this.emit('error', fault);
        await sleep(LOOK_AGAIN_MS);
      }
    }
  }
}

/** BullMQ's queue in PostgreSQL, whenever PostgreSQL comes; consumers are found by the name of their connection. */
export const patientPostgresBackend: typeof createPostgresBackend = (name, opts, more) =>
  new PostgresQueueBackend(
    new PatientConnection(opts.connection),
    name,
    opts,
    true,
    more?.withBlockingConnection === true ? name : undefined,
  );
