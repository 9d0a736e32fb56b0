import type { ReceiptActivities } from '../contracts/activities';
import { businessDate } from '../domain/calendar/clock';
import { type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { receiptIsCapital, receiptReturned } from '../domain/ledger/entries';
import type { LoanRefusal } from '../domain/loan/append';
import { fen } from '../domain/money/fen';
import { accept, type Result, refuse } from '../domain/result';
import { resolveBreak } from '../gateways/database/breaks';
import { houseCalendar } from '../gateways/database/calendar';
import { writeCaseChange } from '../gateways/database/cases';
import { postEntry } from '../gateways/database/ledger';
import { readLoan, recordLoanEvents } from '../gateways/database/loans';
import {
  askWhetherEntered,
  isGoingBack,
  lockReceipt,
  type Receipt,
  readPayerAccount,
  settleReceipt,
} from '../gateways/database/receipts';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import { findClearing, findMovement, readInTransitOf } from '../gateways/database/transit';
import { withMessages } from './caseRecord';
import type { ActivityDeps } from './deps';
import { figuresOf, impossible, stateOn, useHeldMoney } from './loanBooks';
import { repayClaim, writeOffClaim } from './payerClaims';
import { clearTransit, tellDifference } from './transit';
import { unlessRefused } from './unlessRefused';

type Claim = Parameters<ReceiptActivities['claimReceipt']>[0];
type Repaid = Awaited<ReturnType<ReceiptActivities['repayClaim']>>;
type Capital = Parameters<ReceiptActivities['bookCapital']>[0];
type BookedCapital = Awaited<ReturnType<ReceiptActivities['bookCapital']>>;
type Claimed = Awaited<ReturnType<ReceiptActivities['claimReceipt']>>;

/** What becomes of money that nobody ordered, and of what differs. */
export function createReceiptActivities(deps: ActivityDeps): ReceiptActivities {
  const { prisma, sql, cipher } = deps;
  return {
    claimReceipt: (claim) => inTransaction(sql, (client) => claimReceipt(client, claim)),

    matchEntry: (claim) => inTransaction(sql, (client) => matchEntry(client, claim)),

    repayClaim: (claim) => inTransaction(sql, (client) => repay(client, claim)),

    bookCapital: (of) => inTransaction(sql, (client) => bookCapital(client, of)),

    findReturnAccount: async ({ receiptId }) => ({
      isKnown: (await readPayerAccount(prisma, cipher, receiptId)) !== null,
    }),

    settleBreak: ({ breakId, resolution, change }) =>
      withMessages(deps, change, async (client) => {
        await writeOffClaim(client, breakId, { evidence: resolution, at: change.at, on: dayOf(change.at) });
        await resolveBreak(client, breakId, resolution);
        return await writeCaseChange(client, change);
      }),
  };
}

/** The day of the bank counts: a borrower whose money was not recognised is not late. */
async function claimReceipt(client: Queryable, { receiptId, loanId, at }: Claim): Promise<Claimed> {
  const receipt = await lockReceipt(client, receiptId);
  const businessKey = `loan/${loanId}/receipt/${receiptId}`;
  if (receipt.status === 'CLAIMED') {
    return receipt.loanId === loanId ? { ok: true, businessKey } : { ok: false, code: 'RECEIPT_SETTLED' };
  }
  if (receipt.status !== 'OPEN') throw impossible(`receipt ${receiptId}: ${receipt.status}`);
  if (await isGoingBack(client, receiptId)) return { ok: false, code: 'RECEIPT_GOES_BACK' };
  if (await isPerhapsEntered(client, receipt, loanId)) return { ok: false, code: 'ENTERED_BY_HAND' };
  const claimed = await unlessRefused(client, async () => {
    const recorded = await recordClaim(client, receipt, loanId, businessKey, dayOf(at));
    if (recorded.ok) await useHeldMoney(client, loanId, dayOf(at));
    return recorded;
  });
  if (!claimed.ok) return { ok: false, code: claimed.refusal.code };
  await settleReceipt(client, receiptId, 'CLAIMED', { loanId, at });
  return { ok: true, businessKey };
}

/**
 * Whether money was entered on the loan by hand that the bank has not shown, and nobody was asked about that yet: then
 * it is written down, and whoever says once more that it is for the loan says that it is other money.
 */
async function isPerhapsEntered(client: Queryable, receipt: Receipt, loanId: string): Promise<boolean> {
  const isAsked =
    receipt.reason === 'ENTERED_BY_HAND' &&
    receipt.suggestions.some((suggested) => suggested.loanId === loanId);
  if (isAsked) return false;
  const [entered] = (await readInTransitOf(client, loanId)).filter(
    ({ receivedOn }) => receivedOn <= receipt.bankDate,
  );
  if (entered === undefined) return false;
  const { loanNo } = entered;
  await askWhetherEntered(client, receipt.id, { loanId, loanNo });
  return true;
}

/** The receipt is what was entered on the loan by hand: that is no longer in transit, and nothing more is booked. */
async function matchEntry(client: Queryable, { receiptId, loanId, at }: Claim): Promise<Claimed> {
  const receipt = await lockReceipt(client, receiptId);
  const isMatched = (await findClearing(client, receiptId)) === loanId;
  if (isMatched) return { ok: true, businessKey: `loan/${loanId}/receipt/${receiptId}` };
  if (receipt.status !== 'OPEN') return { ok: false, code: 'RECEIPT_SETTLED' };
  if (await isGoingBack(client, receiptId)) return { ok: false, code: 'RECEIPT_GOES_BACK' };
  const { amountFen, bankDate, bankReference } = receipt;
  const entered = (await readInTransitOf(client, loanId)).filter(
    ({ receivedOn, changeId }) => receivedOn <= bankDate && changeId !== null,
  );
  const entries = entered.filter((each) => each.amountFen === amountFen);
  const entry = entries.find((each) => each.bankReference === bankReference) ?? entries[0];
  const [other, ...more] = entered;
  if (entry === undefined && other !== undefined && more.length === 0) {
    await tellDifference(client, receipt.institutionId, other, { date: bankDate, bankReference, amountFen });
    return { ok: false, code: 'ENTRY_AMOUNT_DIFFERS' };
  }
  const movement = await findMovement(client, receipt);
  if (entry === undefined || entry.changeId === null || movement === null)
    return { ok: false, code: 'NO_ENTRY_IN_TRANSIT' };
  const matched = { ...entry, changeId: entry.changeId };
  const cleared = await unlessRefused<void, never>(client, async () => {
    await settleReceipt(client, receiptId, 'CLAIMED', { loanId, at });
    await clearTransit(client, matched, { movement, receiptId, on: dayOf(at) });
    return accept(undefined);
  });
  if (!cleared.ok) return { ok: false, code: cleared.refusal.code };
  return { ok: true, businessKey: `loan/${loanId}/receipt/${receiptId}` };
}

/** The receipt is what a payer owes back who was refunded too much; on the loan nothing is booked. */
async function repay(client: Queryable, { receiptId, loanId, at }: Claim): Promise<Repaid> {
  const receipt = await lockReceipt(client, receiptId);
  if (receipt.status === 'CLAIMED' && receipt.loanId === loanId) return { ok: true };
  if (receipt.status !== 'OPEN') return { ok: false, code: 'RECEIPT_SETTLED' };
  if (await isGoingBack(client, receiptId)) return { ok: false, code: 'RECEIPT_GOES_BACK' };
  const code = await repayClaim(client, receipt, { loanId, at, on: dayOf(at) });
  return code === null ? { ok: true } : { ok: false, code };
}

async function recordClaim(
  client: Queryable,
  receipt: Receipt,
  loanId: string,
  businessKey: string,
  today: IsoDate,
): Promise<Result<unknown, LoanRefusal | 'LOAN_UNKNOWN' | 'LOAN_OWES_NOTHING'>> {
  const [record, calendar] = [await readLoan(client, loanId), await houseCalendar(client)];
  if (record === null || record.institutionId !== receipt.institutionId) return refuse('LOAN_UNKNOWN');
  const amountFen = fen(receipt.amountFen);
  const state = stateOn({ record, calendar }, today);
  if (figuresOf(state).settled) return refuse('LOAN_OWES_NOTHING');
  const money = {
    kind: 'RECEIVED',
    amountFen,
    into: 'UNIDENTIFIED',
    businessKey,
    recordedOn: today,
  } as const;
  const bankDay = isoDate(receipt.bankDate);
  const onItsDay = await recordLoanEvents(client, loanId, [{ ...money, effectiveDate: bankDay }], calendar);
  if (onItsDay.ok) return onItsDay;
  // What has happened since leaves no place for it there: it counts from today, or recovers what was written off.
  const kind = state.status === 'WRITTEN_OFF' ? 'RECOVERED' : 'RECEIVED';
  return await recordLoanEvents(client, loanId, [{ ...money, kind, effectiveDate: today }], calendar);
}

/** The owners have paid it in. */
async function bookCapital(client: Queryable, { receiptId, at }: Capital): Promise<BookedCapital> {
  const receipt = await lockReceipt(client, receiptId);
  if (receipt.status === 'CAPITAL') return { ok: true };
  if (receipt.status !== 'OPEN') throw impossible(`receipt ${receiptId}: ${receipt.status}`);
  if (await isGoingBack(client, receiptId)) return { ok: false, code: 'RECEIPT_GOES_BACK' };
  await postEntry(client, receipt.institutionId, {
    ...receiptIsCapital(fen(receipt.amountFen)),
    ...{ businessKey: `receipt/${receiptId}/capital`, date: dayOf(at) },
  });
  await settleReceipt(client, receiptId, 'CAPITAL', { at });
  return { ok: true };
}

/** The bank has paid a receipt back: what it was held under is over. Refused when it is held no more. */
export async function bookReturn(
  client: Queryable,
  of: {
    readonly receiptId: string;
    readonly key: string;
    readonly bankDate: string;
    readonly at: string;
  },
): Promise<Result<void, `RECEIPT_${Exclude<Receipt['status'], 'OPEN'>}`>> {
  const receipt = await lockReceipt(client, of.receiptId);
  if (receipt.status !== 'OPEN') return refuse(`RECEIPT_${receipt.status}`);
  const date = isoDate(of.bankDate);
  await postEntry(client, receipt.institutionId, {
    ...receiptReturned(fen(receipt.amountFen)),
    ...{ businessKey: of.key, date, bankDate: date },
  });
  await settleReceipt(client, of.receiptId, 'RETURNED', { at: of.at });
  return accept(undefined);
}

function dayOf(at: string): IsoDate {
  return businessDate(Date.parse(at));
}
