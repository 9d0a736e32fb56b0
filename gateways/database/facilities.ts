import type { ColumnCipher } from '../crypto';
import type { Stored } from './columns';
import type { PrismaClient } from './generated/client';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

/** What was agreed about one loan: its terms begin on the day of the offer; those of the loan on the day on which it is paid out. */
export type Drawdown = Pick<Stored<'Drawdown'>, 'institutionId' | 'enterpriseId' | 'amountFen' | 'terms'> & {
  readonly loanId: string;
};

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
  await write(
    sql,
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
  const drawdown = await readRow<Drawdown>(
    sql,
    'SELECT id AS loan_id, institution_id, enterprise_id, amount_fen, terms FROM drawdown WHERE id = $1',
    [loanId],
  );
  if (drawdown === null) throw new Error(`loan ${loanId}: nothing was agreed`);
  return drawdown;
}

/**
 * The account that the money of a loan goes to, and its blind index.
 * @throws PrismaClientKnownRequestError when nothing was agreed about such a loan
 */
export async function readAgreedAccount(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  loanId: string,
): Promise<{ readonly accountNo: string; readonly accountIndex: string }> {
  const { accountCipher, accountIndex } = await prisma.drawdown.findUniqueOrThrow({
    select: { accountCipher: true, accountIndex: true },
    where: { id: loanId },
  });
  return { accountNo: cipher.decrypt(accountCipher, accountAt(loanId)), accountIndex };
}
