import { isoDate } from '../domain/calendar/isoDate';
import type { BankGateway } from '../gateways/bank';
import { readInstitutionAccount } from '../gateways/database/reconciliation';
import { findImportedFile, type ImportedFile, writeStatement } from '../gateways/database/statements';
import { inTransaction } from '../gateways/database/transaction';
import type { ActivityDeps } from './deps';

type Parts = Pick<ActivityDeps, 'prisma' | 'sql' | 'bank' | 'cipher' | 'blindIndex'>;

/** Files that are being fetched from a bank: whoever needs one of them meanwhile waits for it too. */
const underWay = new WeakMap<BankGateway, Map<string, Promise<ImportedFile>>>();

/**
 * Fetches a day's file of an institution once, for all who need it: its rows are in `statement_row` from then on.
 * Only of a day that is over: the bank's file of it is final.
 * @throws BankNotReached, BankNoAnswer: later again; StatementInvalid, BankRefusedRequest: a person must look
 */
export async function importStatement(
  parts: Parts,
  institutionId: string,
  date: string,
): Promise<ImportedFile> {
  const known = await findImportedFile(parts.prisma, institutionId, date);
  if (known !== null) return known;
  const files = underWay.get(parts.bank) ?? new Map<string, Promise<ImportedFile>>();
  underWay.set(parts.bank, files);
  const name = `${institutionId}/${date}`;
  const fetched = files.get(name) ?? fetchFile(parts, institutionId, date).finally(() => files.delete(name));
  files.set(name, fetched);
  return await fetched;
}

async function fetchFile(
  { prisma, sql, bank, cipher, blindIndex }: Parts,
  institutionId: string,
  date: string,
): Promise<ImportedFile> {
  const account = await readInstitutionAccount(prisma, institutionId);
  const { entries } = await bank.statementFile(isoDate(date), account);
  await inTransaction(sql, (client) =>
    writeStatement(client, { cipher, blindIndex }, { institutionId, date, entries }),
  );
  const imported = await findImportedFile(prisma, institutionId, date);
  if (imported === null) throw new Error(`the file of ${date} was not kept`);
  return imported;
}
