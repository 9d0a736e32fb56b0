import type { OpenDay } from '../contracts/activities';
import { addDays, type IsoDate, isoDate } from '../domain/calendar';
import { unidentifiedReceipt } from '../domain/ledger';
import type { StatementEntry } from '../gateways/bank';
import { markDayClosed } from '../gateways/database/endOfDay';
import {
  type BookedPayment,
  type ReconciliationItem,
  readBookedPayments,
  readCutOffItems,
  readInstitutionAccount,
  writeReconciliationItem,
} from '../gateways/database/facts/reconciliation';
import { postEntry } from '../gateways/database/ledger';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import type { ActivityDeps } from './deps';

export interface Reconciled {
  readonly matched: number;
  readonly differences: number;
}

/** Matches one day of an institution with the bank's file. Money that nobody expected goes to suspense. */
export async function reconcileDay(deps: ActivityDeps, day: OpenDay): Promise<Reconciled> {
  const { sql, bank } = deps;
  const date = isoDate(day.businessDate);
  const { institutionId } = day;
  await settleCutOffs(deps, institutionId, addDays(date, -1));
  const account = await readInstitutionAccount(sql, institutionId);
  const { entries } = await bank.statementFile(date, account);
  return await inTransaction(sql, async (client) => {
    const booked = await readBookedPayments(client, institutionId, date);
    const items = compare(entries, booked);
    for (const item of items) await writeReconciliationItem(client, institutionId, date, item);
    for (const entry of unexpectedReceipts(entries, booked)) {
      await postUnidentified(client, institutionId, date, entry);
    }
    const matched = items.filter(({ outcome }) => outcome === 'MATCH').length;
    const reconciled = { matched, differences: items.length - matched };
    await markDayClosed(client, 'RECONCILIATION', { institutionId, businessDate: date }, { ...reconciled });
    return reconciled;
  });
}

/** The file against the books, by key. */
export function compare(
  entries: readonly StatementEntry[],
  booked: readonly BookedPayment[],
): ReconciliationItem[] {
  const keys = new Set([...entries.map(keyOf), ...booked.map(({ key }) => key)]);
  return [...keys].map((key) =>
    compareOne(
      key,
      entries.filter((entry) => keyOf(entry) === key),
      booked.find((payment) => payment.key === key),
    ),
  );
}

function compareOne(
  key: string,
  atBank: readonly StatementEntry[],
  inBooks: BookedPayment | undefined,
): ReconciliationItem {
  const [entry] = atBank;
  const bankFen = entry?.amountFen ?? null;
  const booksFen = inBooks?.amountFen ?? null;
  const item = { key, bankFen, booksFen };
  if (atBank.length > 1) return { ...item, outcome: 'DUPLICATE' };
  if (entry === undefined) return { ...item, outcome: 'CUTOFF' };
  if (inBooks === undefined) return { ...item, outcome: 'LONG' };
  return { ...item, outcome: bankFen === booksFen ? 'MATCH' : 'AMOUNT_DIFF' };
}

/** What a file lacked is in it a day later, or the bank never had it; an order may have been declined since. */
async function settleCutOffs(
  { sql, bank }: ActivityDeps,
  institutionId: string,
  date: IsoDate,
): Promise<void> {
  const waiting = await readCutOffItems(sql, institutionId, date);
  if (waiting.length === 0) return;
  const { entries } = await bank.statementFile(date, await readInstitutionAccount(sql, institutionId));
  for (const { key, booksFen } of waiting) {
    const bankFen = entries.find((candidate) => candidate.key === key)?.amountFen ?? null;
    const outcome = bankFen === booksFen ? 'MATCH' : bankFen === null ? 'SHORT' : 'AMOUNT_DIFF';
    await writeReconciliationItem(sql, institutionId, date, { key, outcome, bankFen, booksFen });
  }
}

function unexpectedReceipts(
  entries: readonly StatementEntry[],
  booked: readonly BookedPayment[],
): readonly StatementEntry[] {
  const known = new Set(booked.map(({ key }) => key));
  return entries.filter((entry) => entry.direction === 'CREDIT' && !known.has(keyOf(entry)));
}

async function postUnidentified(
  sql: Queryable,
  institutionId: string,
  date: IsoDate,
  entry: StatementEntry,
): Promise<void> {
  await postEntry(sql, institutionId, {
    ...unidentifiedReceipt(entry.amountFen),
    businessKey: `recon/${institutionId}/${entry.bankReference}`,
    date,
  });
}

/** Money from outside comes without a key: the bank's reference names it. */
function keyOf({ key, bankReference }: StatementEntry): string {
  return key === '' ? `bank/${bankReference}` : key;
}
