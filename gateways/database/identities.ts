import type { IsoDate } from '../../domain/calendar/isoDate';
import { MAX_FEN } from '../../domain/money/fen';
import type { KnownEnterprise, KnownLoan } from '../../domain/reconciliation/identify';
import type { ColumnCipher } from '../crypto';
import { readRows } from './statement';
import type { Queryable } from './transaction';

/** A loan as transfers are matched with it. */
export interface StoredLoan extends KnownLoan {
  readonly loanId: string;
}

export interface Identities {
  readonly enterprises: readonly KnownEnterprise[];
  readonly loans: readonly StoredLoan[];
}

/**
 * All borrowers and loans of an institution as payers are known by them, with what is due now: of a loan that was
 * written off, what is claimed. Accounts are blind
 * indexes. What a loan could take at most is not in its row: it is looked up where one is about to be booked.
 */
export async function readIdentities(
  sql: Queryable,
  cipher: ColumnCipher,
  { institutionId, today }: { readonly institutionId: string; readonly today: IsoDate },
): Promise<Identities> {
  const loans = await readLoans(sql, institutionId, today);
  const rows = await readRows<{
    id: string;
    name: string;
    accounts: readonly string[];
    legalPerson: Uint8Array;
  }>(
    sql,
    `SELECT e.id, e.name, e.legal_person_cipher AS legal_person,
            ARRAY(SELECT e.bank_account_index UNION SELECT d.account_index FROM drawdown d
                    WHERE d.enterprise_id = e.id) AS accounts
       FROM enterprise e WHERE e.institution_id = $1 AND EXISTS (SELECT FROM loan l WHERE l.enterprise_id = e.id)`,
    [institutionId],
  );
  const enterprises = rows.map(({ id, name, accounts, legalPerson }) => ({
    ...{ id, name },
    boundAccounts: accounts,
    legalPerson: nameIn(cipher, id, legalPerson),
  }));
  return { enterprises, loans };
}

async function readLoans(
  sql: Queryable,
  institutionId: string,
  today: IsoDate,
): Promise<readonly StoredLoan[]> {
  const rows = await readRows<Omit<StoredLoan, 'payoffFen' | 'guarantors' | 'otherNos'>>(
    sql,
    `SELECT l.id AS loan_id, l.loan_no, l.enterprise_id AS enterprise,
            CASE WHEN l.status IN ('REPAYING', 'OVERDUE') THEN 'ACTIVE' ELSE l.status END AS status,
            greatest(CASE l.status WHEN 'WRITTEN_OFF' THEN l.written_off_principal_fen + l.off_balance_interest_fen
              + l.off_balance_penalty_fen ELSE coalesce(due.fen, 0) END - l.suspense_fen, 0)::bigint AS due_fen,
            due.oldest AS oldest_due
       FROM loan l LEFT JOIN LATERAL (
         SELECT sum(i.principal_fen - i.principal_paid_fen + i.interest_fen - i.interest_paid_fen
                    - i.interest_waived_fen + i.fee_fen - i.fee_paid_fen - i.fee_waived_fen) AS fen,
                min(i.due_date) AS oldest
           FROM instalment i WHERE i.loan_id = l.id AND NOT i.settled AND i.due_date <= $2) due ON true
       WHERE l.institution_id = $1`,
    [institutionId, today],
  );
  return rows.map((loan) => ({ ...loan, otherNos: [loan.loanId], payoffFen: MAX_FEN, guarantors: [] }));
}

/** Without personal data (a test, an enterprise that was erased) nobody is known by the legal person's name. */
function nameIn(cipher: ColumnCipher, id: string, sealed: Uint8Array): string {
  if (sealed.length === 0) return '';
  const place = { table: 'enterprise', column: 'legal_person_cipher', id };
  return (JSON.parse(cipher.decrypt(sealed, place)) as { readonly name: string }).name;
}
