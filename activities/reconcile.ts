import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OpenDay, ReceiptSeen, Reconciled, TellPayment } from '../contracts/activities';
import type { PaymentId } from '../contracts/ids';
import { type IsoDate, isoDate } from '../domain/calendar';
import { applied1221, type EntryDraft, type JournalEntry } from '../domain/ledger';
import {
  type BookedOrder,
  type CarriedOrder,
  type FileRow,
  type JudgedItem,
  matchDay,
  matchKey,
  type MatchItem,
} from '../domain/reconciliation';
import { BankRefusedRequest, StatementInvalid } from '../gateways/bank';
import { isDayClosed, markDayClosed } from '../gateways/database/endOfDay';
import { type BreakToOpen, openBreak, openBreaks, resolveBreaks } from '../gateways/database/facts/breaks';
import { keepReceipts, type ReceiptToKeep } from '../gateways/database/facts/receipts';
import {
  checkBalance,
  judgePendingItem,
  lockReconciliation,
  markReconciled,
  type OrderToMatch,
  postEntries,
  type ReconciliationItem,
  readOrdersToMatch,
  readPendingItems,
  writeReconciliationItems,
} from '../gateways/database/facts/reconciliation';
import { readStatementRows, type StatementRow } from '../gateways/database/facts/statements';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import type { ActivityDeps } from './deps';
import { importStatement } from './statementFile';
import { bookTransfers, type DayOfFile, type TransferOutcome } from './transfers';
