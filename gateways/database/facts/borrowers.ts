import type { ColumnCipher } from '../../crypto';
import {
  openPersonalData,
  type PersonalData,
  type SealedPersonalData,
  sealBankAccount,
} from '../queries/personalData';
import type { Queryable } from '../transaction';

/** An enterprise with its personal data opened, for activities that need them. */
export interface Borrower extends PersonalData {
  readonly enterpriseId: string;
  readonly name: string;
  readonly uscc: string;
  readonly locale: 'zh-CN' | 'en';
  readonly institution: {
    readonly id: string;
    readonly nameZh: string;
    readonly nameEn: string;
    readonly bankAccountNo: string;
  };
}

interface BorrowerRow extends SealedPersonalData {
  readonly name: string;
  readonly uscc: string;
  readonly locale: string;
  readonly institution: Borrower['institution'];
}

/** @throws Error when there is no such enterprise: the process was started for nothing */
export async function readBorrower(
  sql: Queryable,
  cipher: ColumnCipher,
  enterpriseId: string,
): Promise<Borrower> {
  const { rows } = await sql.query<BorrowerRow>(
    `SELECT e.name, e.uscc, e.locale, e.mobile_cipher, e.mail_cipher, e.legal_person_cipher, e.bank_account_cipher,
            json_build_object('id', i.id, 'nameZh', i.name_zh, 'nameEn', i.name_en,
              'bankAccountNo', i.bank_account_no) AS institution
       FROM enterprise e JOIN institution i ON i.id = e.institution_id WHERE e.id = $1`,
    [enterpriseId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`no enterprise ${enterpriseId}`);
  const { name, uscc, institution } = row;
  const locale = row.locale === 'en' ? 'en' : 'zh-CN';
  return { enterpriseId, name, uscc, locale, institution, ...openPersonalData(cipher, enterpriseId, row) };
}

/** Keeps what registry or lists said; `column` is one of the two results. */
export async function writeFinding(
  sql: Queryable,
  enterpriseId: string,
  column: 'registry_result' | 'screening_result',
  finding: unknown,
): Promise<void> {
  await sql.query(`UPDATE enterprise SET ${column} = $2 WHERE id = $1`, [
    enterpriseId,
    JSON.stringify(finding),
  ]);
}

export async function writeRiskGrade(sql: Queryable, enterpriseId: string, grade: string): Promise<void> {
  await sql.query('UPDATE enterprise SET risk_grade = $2 WHERE id = $1', [enterpriseId, grade]);
}

/** Binds another account to an enterprise, for debits and payouts that are ordered from now on. */
export async function bindAccount(
  sql: Queryable,
  cipher: ColumnCipher,
  of: { readonly enterpriseId: string; readonly accountNo: string; readonly accountIndex: string },
): Promise<void> {
  await sql.query('UPDATE enterprise SET bank_account_cipher = $2, bank_account_index = $3 WHERE id = $1', [
    of.enterpriseId,
    sealBankAccount(cipher, of.enterpriseId, of.accountNo),
    of.accountIndex,
  ]);
}
