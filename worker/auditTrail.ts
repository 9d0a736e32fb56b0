import type { Logger } from 'pino';
import { auditHeadsFile, keepAuditHead, readAuditHeads } from '../gateways/auditHeads';
import { type AuditHead, sealAudit, verifyAudit } from '../gateways/database/auditSeals';
import type { Database } from '../gateways/database/client';
import { repeatedly } from '../gateways/lifecycle';
import type { WorkerMetrics } from './metrics';

interface Parts {
  readonly sql: Database['sql'];
  readonly log: Logger;
  readonly metrics: Pick<WorkerMetrics, 'auditSealed' | 'auditFaults'>;
  readonly dataDir: string;
  /** Tells whoever keeps heads outside; with the number of faults that were found. */
  readonly tell: (head: AuditHead, faults: number) => Promise<void>;
}

const SEAL_EVERY_MS = 10_000;
const VERIFY_EVERY_MS = 24 * 3_600_000;

/**
 * Seals the audit trail every few seconds, keeps its head outside of the database (a file, and the log), and once a
 * day looks whether what was sealed is as it was, and tells it. Of several workers one at a time seals; each one looks for itself.
 */
export function keepAuditTrail(parts: Parts): { stop(): Promise<void> } {
  const { log } = parts;
  const file = auditHeadsFile(parts.dataDir);
  let kept: AuditHead | null = null;
  let verifiedMs = Number.NEGATIVE_INFINITY;

  const seal = async () => {
    const head = await sealAudit(parts.sql);
    if (head === null || head.number === kept?.number) return;
    await keepAuditHead(file, head);
    kept = head;
    parts.metrics.auditSealed.set(head.number);
    log.info({ auditHead: head }, 'the audit trail is sealed up to here');
  };
  const verify = async () => {
    if (Date.now() - verifiedMs < VERIFY_EVERY_MS) return;
    verifiedMs = Date.now();
    const { sealed, faults } = await verifyAudit(parts.sql, await readAuditHeads(file));
    parts.metrics.auditFaults.set(faults.length);
    if (faults.length === 0) log.info({ sealed }, 'the audit trail is whole');
    else log.error({ faults }, 'the audit trail was touched: npm run audit:verify, then the runbook');
    if (kept !== null) await parts.tell(kept, faults.length);
  };
  const failed = (error: unknown) => log.error({ err: error }, 'the audit trail was not sealed or verified');
  const sealing = repeatedly(() => seal().then(verify).catch(failed), SEAL_EVERY_MS);
  return {
    stop: async () => {
      await sealing.stop();
      await seal().catch(failed);
    },
  };
}
