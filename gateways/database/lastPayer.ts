import type { ColumnCipher } from '../crypto';
import type { PrismaClient } from './generated/client';
import { readPayerAccount } from './receipts';
import { placeIn } from './sealedColumns';
import { readRow } from './statement';
import { type Told, toldAt } from './statements';
import type { Queryable } from './transaction';

interface LastMoney {
  readonly institutionId: string;
  /** Of a transfer that was booked by itself. */
  readonly date: string | null;
  readonly sequence: number | null;
  readonly toldCipher: Uint8Array | null;
  /** Of money that somebody matched by hand. */
  readonly receiptId: string | null;
  /** Of a debit. */
  readonly paymentId: string | null;
  readonly debitAccountCipher: Uint8Array | null;
}

/**
 * The account that the last money on a loan came from: what is over goes back to it (原路退回).
 * @returns null where the bank told none, or where it did not take the refund before: then it is the borrower's own
 */
export async function readLastPayer(
  {
    sql,
    prisma,
    cipher,
  }: { readonly sql: Queryable; readonly prisma: PrismaClient; readonly cipher: ColumnCipher },
  loanId: string,
): Promise<string | null> {
  const money = await readRow<LastMoney>(
    sql,
    `SELECT l.institution_id, s.date, s.sequence, s.told_cipher, r.id AS receipt_id, p.id AS payment_id,
            p.debit_account_cipher
       FROM loan l JOIN LATERAL (
         SELECT business_key FROM loan_event e
           WHERE e.loan_id = l.id AND e.kind IN ('RECEIVED', 'PREPAID', 'RECOVERED') AND e.payload ->> 'into' <> 'SUSPENSE'
             AND NOT EXISTS (SELECT FROM loan_event v WHERE v.loan_id = l.id AND v.kind = 'REVERSED'
               AND (v.payload ->> 'reverses')::integer = e.sequence)
           ORDER BY e.sequence DESC LIMIT 1) came ON true
         LEFT JOIN statement_row s ON s.institution_id = l.institution_id AND s.direction = 'CREDIT'
           AND s.date = (regexp_match(came.business_key, '/transfer/(\\d{4}-\\d{2}-\\d{2})/'))[1]::date
           AND s.bank_reference = (regexp_match(came.business_key, '/transfer/[^/]+/(.+)$'))[1]
         LEFT JOIN unidentified_receipt r ON r.id = (regexp_match(came.business_key, '/receipt/([0-9a-f-]{36})$'))[1]::uuid
         LEFT JOIN payment p ON p.key = came.business_key
       WHERE l.id = $1 AND NOT EXISTS (SELECT FROM payment f
         WHERE f.subject_id = l.id AND f.purpose = 'REFUND' AND f.status = 'FAILED') LIMIT 1`,
    [loanId],
  );
  if (money === null) return null;
  const { institutionId, date, sequence, toldCipher, receiptId, paymentId, debitAccountCipher } = money;
  if (receiptId !== null) return await readPayerAccount(prisma, cipher, receiptId);
  if (paymentId !== null && debitAccountCipher !== null)
    return cipher.decrypt(debitAccountCipher, placeIn('payment', 'debit_account_cipher', paymentId));
  if (date === null || sequence === null || toldCipher === null) return null;
  const { counterparty } = JSON.parse(
    cipher.decrypt(toldCipher, toldAt(institutionId, date, sequence)),
  ) as Told;
  return /^\d{8,32}$/.test(counterparty) ? counterparty : null;
}
