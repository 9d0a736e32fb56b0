import type { ReceiptActivities } from '../contracts/activities';
import { businessDate, type IsoDate, isoDate } from '../domain/calendar';
import { receiptIsCapital, receiptReturned } from '../domain/ledger';
import { fen } from '../domain/money';
import { resolveBreak } from '../gateways/database/facts/breaks';
import { writeCaseChange } from '../gateways/database/facts/caseChanges';
import {
  lockReceipt,
  type Receipt,
  readPayerAccount,
  settleReceipt,
} from '../gateways/database/facts/receipts';
import { postEntry } from '../gateways/database/ledger';
import { readLoan, recordLoanEvents } from '../gateways/database/loans';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import { withMessages } from './caseFile';
import type { ActivityDeps } from './deps';

import { figuresOf, houseCalendar, impossible, stateOn, useHeldMoney } from './loanBooks';

type Claim = Parameters<ReceiptActivities['claimReceipt']>[0];
type Claimed = Awaited<ReturnType<ReceiptActivities['claimReceipt']>>;

/** What becomes of money that nobody ordered, and of what differs. */
export function createReceiptActivities(deps: ActivityDeps): ReceiptActivities {
  const { sql, cipher } = deps;
  return {
    claimReceipt: (claim) => inTransaction(sql, (client) => claimReceipt(client, claim)),

    bookCapital: ({ receiptId, at }) =>
      inTransaction(sql, async (client) => {
        const receipt = await lockReceipt(client, receiptId);
        if (receipt.status === 'CAPITAL') return;
        if (receipt.status !== 'OPEN') throw impossible(`receipt ${receiptId}: ${receipt.status}`);
        await postEntry(client, receipt.institutionId, {
          ...receiptIsCapital(fen(receipt.amountFen)),
          ...{ businessKey: `receipt/${receiptId}/capital`, date: dayOf(at) },
        });
        await settleReceipt(client, receiptId, 'CAPITAL', { at });
      }),

    findReturnAccount: async ({ receiptId }) => ({
      isKnown: (await readPayerAccount(sql, cipher, receiptId)) !== null,
    }),

    settleBreak: ({ breakId, resolution, change }) =>
      withMessages(deps, change, async (client) => {
        await resolveBreak(client, breakId, resolution);
        return await writeCaseChange(client, change);
      }),
  };
}

/** The day of the bank counts: a borrower whose money was not recognised is not late. */
async function claimReceipt(client: Queryable, { receiptId, loanId, at }: Claim): Promise<Claimed> {
  const receipt = await lockReceipt(client, receiptId);
  const businessKey = `loan/${loanId}/receipt/${receiptId}`;
  if (receipt.status === 'CLAIMED') return { ok: true, businessKey };
  if (receipt.status !== 'OPEN') throw impossible(`receipt ${receiptId}: ${receipt.status}`);
  const refusal = await recordClaim(client, receipt, loanId, businessKey, dayOf(at));
  if (refusal !== null) return { ok: false, code: refusal };
  await settleReceipt(client, receiptId, 'CLAIMED', { loanId, at });
  await useHeldMoney(client, loanId, dayOf(at));
  return { ok: true, businessKey };
}

async function recordClaim(
  client: Queryable,
  receipt: Receipt,
  loanId: string,
  businessKey: string,
  today: IsoDate,
): Promise<string | null> {
  const [record, calendar] = [await readLoan(client, loanId), await houseCalendar(client)];
  if (record === null || record.institutionId !== receipt.institutionId) return 'LOAN_UNKNOWN';
  const amountFen = fen(receipt.amountFen);
  if (figuresOf(stateOn({ record, calendar }, today)).settled) return 'LOAN_OWES_NOTHING';
  const money = {
    kind: 'RECEIVED',
    amountFen,
    into: 'UNIDENTIFIED',
    businessKey,
    recordedOn: today,
  } as const;
  const bankDay = isoDate(receipt.bankDate);
  const onItsDay = await recordLoanEvents(client, loanId, [{ ...money, effectiveDate: bankDay }], calendar);
  if (onItsDay.ok) return null;
  // What has happened since leaves no place for it there: it counts from today.
  const now = await recordLoanEvents(client, loanId, [{ ...money, effectiveDate: today }], calendar);
  return now.ok ? null : now.refusal.code;
}

/** The bank has paid a receipt back: what it was held under is over. */
export async function bookReturn(
  client: Queryable,
  of: {
    readonly receiptId: string;
    readonly key: string;
    readonly bankDate: string;
    readonly at: string;
  },
): Promise<void> {
  const receipt = await lockReceipt(client, of.receiptId);
  if (receipt.status === 'RETURNED') return;
  const date = isoDate(of.bankDate);
  await postEntry(client, receipt.institutionId, {
    ...receiptReturned(fen(receipt.amountFen)),
    ...{ businessKey: of.key, date, bankDate: date },
  });
  await settleReceipt(client, of.receiptId, 'RETURNED', { at: of.at });
}

function dayOf(at: string): IsoDate {
  return businessDate(Date.parse(at));
}
