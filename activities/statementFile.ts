import { isoDate } from '../domain/calendar/isoDate';
import { readInstitutionAccount } from '../gateways/database/reconciliation';
import { findImportedFile, type ImportedFile, writeStatement } from '../gateways/database/statements';
import { inTransaction } from '../gateways/database/transaction';
import type { ActivityDeps } from './deps';

/**
 * Fetches a day's file of an institution once, for all who need it: its rows are in `statement_row` from then on.
 * Only of a day that is over: the bank's file of it is final.
 * @throws BankNotReached, BankNoAnswer: later again; StatementInvalid, BankRefusedRequest: a person must look
 */
export async function importStatement(
  {
    prisma,
    sql,
    bank,
    cipher,
    blindIndex,
  }: Pick<ActivityDeps, 'prisma' | 'sql' | 'bank' | 'cipher' | 'blindIndex'>,
  institutionId: string,
  date: string,
): Promise<ImportedFile> {
  const known = await findImportedFile(prisma, institutionId, date);
  if (known !== null) return known;
  const account = await readInstitutionAccount(prisma, institutionId);
  const { entries } = await bank.statementFile(isoDate(date), account);
  await inTransaction(sql, (client) =>
    writeStatement(client, { cipher, blindIndex }, { institutionId, date, entries }),
  );
  const imported = await findImportedFile(prisma, institutionId, date);
  if (imported === null) throw new Error(`the file of ${date} was not kept`);
  return imported;
}
