import { uuidv7 } from 'uuidv7';
import type { TestDatabase } from '../../../../dev/parts/temporaryPostgres';
import type { Queryable } from '../../../../gateways/database/transaction';
import { decide, institutionId, staffOf } from './cases';

/** The order of a fee's money; the bank has carried it out when the transaction ends with {@link carriedOut}. */
export async function orderFee(
  sql: Queryable,
  of: {
    readonly feeId: string;
    readonly key: string;
    readonly amountFen: number;
    readonly requestId?: string;
  },
): Promise<void> {
  const { feeId, key, amountFen, requestId } = of;
  const [purpose, mandate] = requestId === undefined ? ['COLLECTION', 'CONSENT'] : ['REFUND', 'RELIEF'];
  await sql.query(
    `INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
         mandate_id, status, amount_fen, value_date, debit_account_cipher, debit_account_index, credit_account_cipher,
         credit_account_index)
       SELECT $1, f.institution_id, 'FEE', f.id, f.enterprise_id, $3, $4, $5, $6, 'CREATED', $7, f.charged_on, '', 'd', '',
              e.bank_account_index
         FROM fee f JOIN enterprise e ON e.id = f.enterprise_id WHERE f.id = $2 ON CONFLICT (key) DO NOTHING`,
    [uuidv7(), feeId, key, `FEE_${purpose}`, mandate, requestId ?? feeId, amountFen],
  );
}

export async function carriedOut(sql: Queryable, key: string): Promise<void> {
  await sql.query(
    `UPDATE payment SET status = 'SUCCEEDED', bank_reference = key, bank_date = value_date, settled_at = now()
       WHERE key = $1 AND status <> 'SUCCEEDED'`,
    [key],
  );
}

/** What somebody of finance asked of a fee. @returns its id */
export async function askOfFee(
  { api, owner }: TestDatabase,
  of: { readonly feeId: string; readonly kind: 'WAIVE' | 'REFUND' | 'DISPUTE'; readonly amountFen?: number },
  by?: string,
): Promise<string> {
  const id = uuidv7();
  await api.query(
    `INSERT INTO fee_request (id, fee_id, institution_id, enterprise_id, kind, amount_fen, reason, requested_by)
       SELECT $1, id, institution_id, enterprise_id, $3, $4, 'why', $5 FROM fee WHERE id = $2`,
    [id, of.feeId, of.kind, of.amountFen ?? null, by ?? (await staffOf(owner, institutionId, 'finance'))],
  );
  return id;
}

/** The word of a second person of finance about a request, by a task that names it. @returns who */
export async function agreeOnFee(
  { owner }: TestDatabase,
  of: { readonly feeId: string; readonly requestId: string; readonly amountFen: number },
): Promise<string> {
  const actor = await staffOf(owner, institutionId, 'finance', 'second');
  await decide(owner, {
    ...{ caseType: 'FEE', caseId: of.feeId, institution: institutionId, actor, step: 'CONFIRM' },
    ...{ kind: 'CONFIRM_FEE_RELIEF', role: 'finance', decision: 'CONFIRM' },
    about: { request: of.requestId, amountFen: of.amountFen },
  });
  return actor;
}

/** The words of both people about a dispute: who found what of it is right, and who agreed. @returns them */
export async function resolveOfFee(
  database: TestDatabase,
  of: { readonly feeId: string; readonly requestId: string; readonly amountFen: number },
): Promise<readonly [string, string]> {
  const actor = await staffOf(database.owner, institutionId, 'finance');
  await decide(database.owner, {
    ...{ caseType: 'FEE', caseId: of.feeId, institution: institutionId, actor, step: 'RESOLVE' },
    ...{ kind: 'RESOLVE_FEE_DISPUTE', role: 'finance', decision: 'GRANT' },
    about: { request: of.requestId, amountFen: of.amountFen },
  });
  return [actor, await agreeOnFee(database, of)];
}

/** A request that two people granted as it was asked for. @returns its id */
export async function grantedOfFee(
  database: TestDatabase,
  of: { readonly feeId: string; readonly kind: 'WAIVE' | 'REFUND'; readonly amountFen: number },
): Promise<string> {
  const requestId = await askOfFee(database, of);
  const by = await agreeOnFee(database, { ...of, requestId });
  await database.worker.query(
    `UPDATE fee_request SET status = 'APPROVED', granted_fen = amount_fen, decided_by = $2, decided_at = now()
       WHERE id = $1`,
    [requestId, by],
  );
  return requestId;
}
