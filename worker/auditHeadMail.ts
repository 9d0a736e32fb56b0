import type { ColumnCipher } from '../gateways/crypto';
import type { AuditHead } from '../gateways/database/auditSeals';
import type { Database } from '../gateways/database/client';
import { writeMessage } from '../gateways/database/messages';
import type { MessageQueues } from '../gateways/queue';

interface Parts {
  readonly sql: Database['sql'];
  readonly cipher: ColumnCipher;
  readonly queues: Pick<MessageQueues, 'enqueue'>;
  /** The setting AUDIT_HEADS_TO. */
  readonly auditHeadsTo?: string | undefined;
}

const PLATFORM = 'SME Lending';

/**
 * Mails a head of the audit trail to whoever keeps them where the owner of the database can't write: once a real day,
 * whichever worker is first, and again when another number of faults was found. Nobody is asked for: nothing is sent.
 */
export function auditHeadMail({ sql, cipher, queues, auditHeadsTo }: Parts) {
  return async (head: AuditHead, faults: number): Promise<void> => {
    if (auditHeadsTo === undefined) return;
    const at = new Date().toISOString();
    const message = await writeMessage(sql, cipher, {
      channel: 'EMAIL',
      dedupeKey: `audit-head/${at.slice(0, 10)}/${faults}`,
      kind: 'AUDIT_HEAD',
      caseType: 'ACCOUNT',
      caseId: 'audit',
      locale: 'zh-CN',
      recipient: auditHeadsTo,
      values: { enterpriseName: auditHeadsTo, institutionName: PLATFORM, at, ...head, faults },
    });
    await queues.enqueue(message);
  };
}
