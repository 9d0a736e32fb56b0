/**
 * `npm run audit:verify -- [file…]`: whether every sealed record of the audit trail is as it was when it was sealed,
 * and none was removed or slipped in. Compares with the heads that workers keep in DATA_DIR and with those in the
 * given files (kept heads, or logs of workers). Reads under the auditor's role, or the worker's. Changes nothing;
 * fails when something was touched, and names it.
 */
import { auditHeadsFile, readAuditHeads } from '../../gateways/auditHeads';
import { type AuditFault, verifyAudit } from '../../gateways/database/auditSeals';
import { createPool } from '../../gateways/database/pool';
import { endWith } from '../../gateways/lifecycle';

async function main(files: readonly string[]): Promise<void> {
  const { DATA_DIR, DATABASE_AUDITOR_URL, DATABASE_WORKER_URL } = process.env;
  const outside = [auditHeadsFile(DATA_DIR || '.data'), ...files];
  // Before the database is read: it may go on meanwhile, and must not be behind.
  const heads = (await Promise.all(outside.map(readAuditHeads))).flat();
  const pool = createPool(DATABASE_AUDITOR_URL || DATABASE_WORKER_URL || '', { max: 1 });
  try {
    const { sealed, unsealed, faults } = await verifyAudit(pool, heads);
    const said = [
      `${sealed} records compared, ${heads.length} heads kept outside, ${unsealed} to be sealed yet`,
      ...(heads.length === 0 ? [NO_HEAD] : []),
      ...faults.map((fault) => `${fault.what}  ${placeOf(fault)}: ${SENTENCES[fault.what]}`),
      ...(faults.length === 0
        ? ['✓ The audit trail is whole']
        : ['The audit trail was touched: see the runbook.']),
    ];
    console.log(said.join('\n'));
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await pool.end();
  }
}

const NO_HEAD = 'No head was kept outside: a chain that was computed anew, or cut off, can not be told.';

const SENTENCES: Readonly<Record<AuditFault['what'], string>> = {
  TOUCHED: 'it, or its link, was changed after it had been sealed',
  REMOVED: 'it was removed',
  INSERTED: 'it was slipped in under another date',
  REWRITTEN: 'links were computed anew; heads that were kept outside say otherwise',
  CUT_OFF: 'from here on the newest records are gone',
};

function placeOf({ recordId, afterRecordId }: AuditFault): string {
  const place = [
    ...(recordId === null ? [] : [`record ${recordId}`]),
    ...(afterRecordId === null ? [] : [`after record ${afterRecordId}`]),
  ];
  return place.length === 0 ? 'the first record' : place.join(', ');
}

main(process.argv.slice(2)).catch(endWith);
