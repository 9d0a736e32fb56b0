import type { CaseChange, CaseRecordActivities, MessageToSend } from '../contracts/activities';
import { writeCaseChange } from '../gateways/database/cases';
import { type Borrower, readBorrower } from '../gateways/database/enterprises';
import { writeMessage } from '../gateways/database/messages';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import type { QueuedMessage } from '../gateways/queue';
import type { ActivityDeps } from './deps';

/** Records the steps of cases. */
export function createCaseRecordActivities(deps: ActivityDeps): CaseRecordActivities {
  const record = (change: CaseChange) =>
    withMessages(deps, change, (client) => writeCaseChange(client, change));
  return { recordChange: record, recordHumanStep: record };
}

/**
 * Runs work and writes the change's messages in one transaction, then tells the queue. What the queue does not
 * hear of, the sweeper finds.
 */
export async function withMessages<Value>(
  deps: ActivityDeps,
  change: CaseChange,
  work: (client: Queryable) => Promise<Value>,
): Promise<Value> {
  const [value, messages] = await inTransaction(deps.sql, async (client) => {
    const done = await work(client);
    return [done, await writeMessages(deps, client, change)] as const;
  });
  for (const message of messages) await deps.queues.enqueue(message);
  return value;
}

async function writeMessages(
  deps: ActivityDeps,
  client: Queryable,
  { messages = [], enterpriseId, caseType, caseId }: CaseChange,
): Promise<QueuedMessage[]> {
  if (messages.length === 0 || enterpriseId === null) return [];
  const borrower = await readBorrower(client, deps.cipher, enterpriseId);
  const written: QueuedMessage[] = [];
  for (const message of messages) {
    const { channel, dedupeKey, kind } = message;
    const row = {
      channel,
      dedupeKey,
      kind,
      caseType,
      caseId,
      locale: borrower.locale,
      recipient: channel === 'EMAIL' ? borrower.mail : borrower.mobile,
      values: valuesFor(deps, borrower, message),
    };
    written.push(await writeMessage(client, deps.cipher, row));
  }
  return written;
}

/** What every message may say, and the link that only the mail may hold. */
function valuesFor(
  { activationLink }: ActivityDeps,
  { enterpriseId, name, institution }: Borrower,
  { kind, values }: MessageToSend,
): Record<string, unknown> {
  const isActivation = kind === 'ACTIVATION' || kind === 'ACTIVATION_REMINDER';
  return {
    ...values,
    enterpriseName: name,
    institutionName: institution.nameZh,
    ...(isActivation ? { activationUrl: activationLink(enterpriseId) } : {}),
  };
}
