import type { OpenDay, ReceiptSeen } from '../contracts/activities';
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
import { houseCalendar } from './loanBooks';
import { bookTransfer } from './transfers';

export interface Reconciled {
  readonly matched: number;
  readonly differences: number;
  /** Transfers that were booked on loans. */
  readonly receipts: readonly ReceiptSeen[];
}

/**
 * Matches one day of an institution with the bank's file. A transfer that names a loan is booked on it; other money
 * that nobody expected goes to unidentified receipts.
 */
export async function reconcileDay(deps: ActivityDeps, day: OpenDay): Promise<Reconciled> {
  const { sql, bank } = deps;
  const date = isoDate(day.businessDate);
  const { institutionId } = day;
  await settleCutOffs(deps, institutionId, addDays(date, -1));
  const account = await readInstitutionAccount(sql, institutionId);
  const { entries } = await bank.statementFile(date, account);
  return await inTransaction(sql, async (client) => {
    const ordered = await readBookedPayments(client, institutionId, date);
    const { booked: transferred, receipts } = await bookTransfers(
      client,
      day,
      unexpectedReceipts(entries, ordered),
    );
    const booked = [...ordered, ...transferred];
    const items = compare(entries, booked);
    for (const item of items) await writeReconciliationItem(client, institutionId, date, item);
    for (const entry of unexpectedReceipts(entries, booked)) {
      await postUnidentified(client, institutionId, date, entry);
    }
    const matched = items.filter(({ outcome }) => outcome === 'MATCH').length;
    const reconciled = { matched, differences: items.length - matched };
    await markDayClosed(client, 'RECONCILIATION', { institutionId, businessDate: date }, { ...reconciled });
    return { ...reconciled, receipts };
  });
}

/** Those of the receipts that name a loan in their remark, as the books hold them from now on. */
async function bookTransfers(
  sql: Queryable,
  { institutionId, businessDate }: OpenDay,
  entries: readonly StatementEntry[],
): Promise<{ readonly booked: readonly BookedPayment[]; readonly receipts: readonly ReceiptSeen[] }> {
  const booked: BookedPayment[] = [];
  const receipts: ReceiptSeen[] = [];
  if (entries.length === 0) return { booked, receipts };
  const day = { institutionId, date: isoDate(businessDate), calendar: await houseCalendar(sql) };
  for (const entry of entries) {
    const receipt = await bookTransfer(sql, day, entry);
    if (receipt === null) continue;
    receipts.push(receipt);
    booked.push({ key: keyOf(entry), status: 'SUCCEEDED', amountFen: entry.amountFen });
  }
  return { booked, receipts };
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
