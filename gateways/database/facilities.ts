import type { LoanTerms } from '../../domain/loan/terms';
import type { ColumnCipher } from '../crypto';
import type { Queryable } from './transaction';

/** What was agreed about one loan. */
export interface Drawdown {
  readonly loanId: string;
  readonly institutionId: string;
  readonly enterpriseId: string;
  readonly amountFen: number;
  /** From the day of the offer; the loan gets them from the day on which it is paid out. */
  readonly terms: LoanTerms;
}

const accountAt = (id: string) => ({ table: 'drawdown', column: 'account_cipher', id });

/**
 * Writes down what the applicant accepted: the facility of the application and its first drawdown, with the
 * offer's terms and the borrower's account. Writing it again changes nothing.
 * @param loanId the first drawdown's id
 * @param accountNo the account as it is sealed on the enterprise's row
 * @param agreedAt business instant, ISO 8601
 */
export async function writeFacility(
  sql: Queryable,
  cipher: ColumnCipher,
  of: {
    readonly applicationId: string;
    readonly loanId: string;
    readonly accountNo: string;
    readonly agreedAt: string;
  },
): Promise<void> {
  const { applicationId, loanId, accountNo, agreedAt } = of;
  await sql.query(
    `WITH agreed AS (
       INSERT INTO facility (id, institution_id, enterprise_id, application_id, limit_fen, agreed_at)
         SELECT id, institution_id, enterprise_id, id, amount_fen, $3 FROM application WHERE id = $1
         ON CONFLICT DO NOTHING RETURNING *
     )
     INSERT INTO drawdown (id, facility_id, institution_id, enterprise_id, number, amount_fen, terms, account_cipher,
         account_index, agreed_at)
       SELECT $2, f.id, f.institution_id, f.enterprise_id, 1, f.limit_fen, a.offer -> 'terms', $4,
              e.bank_account_index, f.agreed_at
         FROM agreed f JOIN application a ON a.id = f.id JOIN enterprise e ON e.id = f.enterprise_id`,
    [applicationId, loanId, agreedAt, cipher.encrypt(accountNo, accountAt(loanId))],
  );
}

/** @throws Error when nothing was agreed about such a loan: it would be paid out for nothing */
export async function readDrawdown(sql: Queryable, loanId: string): Promise<Drawdown> {
  const { rows } = await sql.query<Drawdown>(
    `SELECT id AS "loanId", institution_id AS "institutionId", enterprise_id AS "enterpriseId",
            amount_fen AS "amountFen", terms FROM drawdown WHERE id = $1`,
    [loanId],
  );
  return agreed(rows[0], loanId);
}

/**
 * The account that the money of a loan goes to, and its blind index.
 * @throws Error when nothing was agreed about such a loan
 */
export async function readAgreedAccount(
  sql: Queryable,
  cipher: ColumnCipher,
  loanId: string,
): Promise<{ readonly accountNo: string; readonly accountIndex: string }> {
  const { rows } = await sql.query<{ accountCipher: Uint8Array; accountIndex: string }>(
    'SELECT account_cipher AS "accountCipher", account_index AS "accountIndex" FROM drawdown WHERE id = $1',
    [loanId],
  );
  const { accountCipher, accountIndex } = agreed(rows[0], loanId);
  return { accountNo: cipher.decrypt(accountCipher, accountAt(loanId)), accountIndex };
}

function agreed<Row>(row: Row | undefined, loanId: string): Row {
  if (row === undefined) throw new Error(`loan ${loanId}: nothing was agreed`);
  return row;
}
