export { queuesPage } from './board';
export type { QueueSettings } from './connection';
export { type ConsumerOptions, type Sender, type SendOutcome, startMessageConsumers } from './consumers';
export { migrateQueueSchema } from './migrate';
export { startPaperConsumer } from './papers';
export {
  type MessageQueues,
  openMessageQueues,
  QUEUE_NAMES,
  type QueueLog,
  type QueueState,
} from './queues';
export { messageSenders } from './senders';
export type {
  ClaimOutcome,
  MessageChannel,
  MessageStore,
  OutgoingMessage,
  QueuedMessage,
  QueuedRow,
  SendFailure,
} from './types';
