import type { Invariant } from '../../demo/invariants';
import type { BankEntry } from '../../demo/outside';
import { type Books, type LoanRow, type MoneyEntry, type OrderRow, signed } from './books';
import { groupBy } from './groupBy';
import { disturbed, escalated, outOfOrder } from './ladders';
import type { Proof } from './proof';

/** A loan that the bench lived, as far as it came. */
export interface Lived {
  readonly applicationId: string | undefined;
  /** Whether money came for it from outside, beside what we debit. */
  readonly isTransferredTo: boolean;
  /** Why it was given up; undefined when it came to its end. */
  readonly trouble: string | undefined;
}

/** How many violations are shown of one invariant. */
const SHOWN = 6;

/** Everything that must hold when the faults are over and all is quiet. */
export function invariantsOf(books: Books, lived: readonly Lived[], proof: Proof): Invariant[] {
  const { loans, movements, orders } = books;
  return [
    holds('every loan was lived to its end', gaveUp(lived), `${lived.length} loans`),
    holds('each loan was paid out once, and what was agreed', wrongPayouts(books), `${loans.length} loans`),
    holds('the bank moved what we hold for moved', unlikeTheBank(books), `${movements.length} movements`),
    holds(
      'a loan counts from the day on which the bank paid it out',
      wrongStarts(books),
      `${loans.length} loans`,
    ),
    holds(
      'every charge is what the offer showed at most, was paid once, and came to its end',
      wrongCharges(books),
      `${books.charges.length} charges`,
    ),
    holds('each fee was charged once for each loan, period and rule', proof.wrongCharges, 'as agreed'),
    holds('each rung came after the lower ones, and no ladder outlives its loan', books.strayLadders, 'none'),
    holds(
      'each rung was reached once, in order, and none was skipped',
      outOfOrder(books.rungs),
      `${books.rungs.length} rungs`,
    ),
    holds(
      'nobody was disturbed by night, or more often than a day allows',
      disturbed(books.contacts),
      `${books.contacts.length} contacts`,
    ),
    holds(
      'no open promise was escalated',
      escalated(books.contacts, books.promises),
      `${books.promises.length} promises`,
    ),
    holds('every order that succeeded is booked', withoutEvent(books), `${orders.length} orders`),
    holds('no order is left in between', unsettled(orders), `${orders.length} orders`),
    holds('no debit took more than was owed', debitsBeyond(books, lived), `${orders.length} orders`),
    holds('the ledger has of each loan what the bank has', unlikeLedger(books), `${loans.length} loans`),
    holds('every loan is closed, owes nothing and holds nothing', unfinished(loans), `${loans.length} loans`),
    holds(
      'what loans were paid and what they hold is what the bank received',
      proof.misallocated,
      `${loans.length} loans`,
    ),
    holds('the books balance every day, and with the bank', wrongDays(books), `${books.days.length} days`),
    holds("account 1002 is the bank's balance", wrongBalances(books), inBalance(books)),
    holds('no break is without a task', breaksAlone(books), `${books.breaks.length} breaks`),
    holds('no task is left', books.openTasks, 'all were answered'),
    holds('loans take every transfer that is certainly for them', books.refusedTransfers, 'none was refused'),
    holds('every notice has reached us and was handled', unheard(books), 'none waits'),
    holds('every message was sent', books.unsentMessages, 'none waits'),
    holds('every mail that was sent is in its box', proof.lostMails, 'all mails'),
    holds('the days are closed', books.openDays, 'both steps'),
    holds('ledger, loans and payments agree', books.failedChecks, 'all checks'),
    holds('no table is ahead of a history, or behind it', proof.apart, 'all open cases'),
    holds('folding every loan anew changes nothing', proof.drifts, `${loans.length} loans`),
    holds('no process has failed', books.failedProcesses, 'none'),
  ];
}

/** What is broken for good already, so that nobody need wait for the end. */
export function brokenForGood(books: Books, lived: readonly Lived[]): string[] {
  const payouts = groupBy(books.movements.filter(isPayout), ({ key }) => loanOfKey(key) ?? '');
  const doubled = [...payouts]
    .filter(([, paid]) => paid.length > 1)
    .map(([id]) => `loan ${id}: paid out twice`);
  return [...doubled, ...withoutEvent(books), ...debitsBeyond(books, lived), ...books.failedProcesses];
}

function holds(name: string, violations: readonly string[], otherwise: string): Invariant {
  const more = violations.length > SHOWN ? [`and ${violations.length - SHOWN} more`] : [];
  const detail = [...violations.slice(0, SHOWN), ...more].join('; ');
  return { name, holds: violations.length === 0, detail: violations.length === 0 ? otherwise : detail };
}

function gaveUp(lived: readonly Lived[]): string[] {
  return lived.flatMap(({ applicationId, trouble }) =>
    trouble === undefined ? [] : [`${applicationId ?? 'before applying'}: ${trouble}`],
  );
}

/** By the bank's book, not by ours: also for applications that never became loans. */
function wrongPayouts({ loans, movements }: Books): string[] {
  const paid = groupBy(movements.filter(isPayout), ({ key }) => loanOfKey(key) ?? '');
  const wrong = loans.flatMap(({ agreedFen, id, principalFen }) => {
    const amounts = (paid.get(id) ?? []).map(({ amountFen }) => amountFen);
    const isRight = amounts.length === 1 && amounts[0] === agreedFen && principalFen === agreedFen;
    return isRight ? [] : [`loan ${id}: agreed ${agreedFen}, paid out ${amounts.join(' + ') || 'nothing'}`];
  });
  const known = new Set(loans.map(({ id }) => id));
  const unknown = [...paid.keys()].filter((id) => !known.has(id));
  return [...wrong, ...unknown.map((id) => `${id}: paid out, and there is no loan`)];
}

function isPayout({ direction, key }: BankEntry): boolean {
  return direction === 'DEBIT' && /^loan\/[^/]+\/disburse(\/|$)/.test(key);
}

function unlikeTheBank({ movements, orders }: Books): string[] {
  const ordered = new Map(orders.map((order) => [order.key, order]));
  const moved = groupBy(
    movements.filter(({ key }) => ordered.has(key) || loanOfKey(key) !== undefined),
    ({ key }) => key,
  );
  const inBooks = orders.flatMap(({ amountFen, bankDate, bankReference, key, status }) => {
    const [first, ...more] = moved.get(key) ?? [];
    if (more.length > 0) return [`${key}: moved ${more.length + 1} times`];
    if (status === 'SUCCEEDED' && first === undefined) return [`${key}: SUCCEEDED, and the bank has nothing`];
    if (status !== 'SUCCEEDED' && first !== undefined) return [`${key}: ${status}, and the bank moved it`];
    if (first === undefined) return [];
    const isSame = first.bankReference === bankReference && first.valueDate === bankDate;
    return first.amountFen === amountFen && isSame
      ? []
      : [`${key}: another amount, reference or day at the bank`];
  });
  const unordered = [...moved.keys()].filter((key) => !ordered.has(key));
  return [...inBooks, ...unordered.map((key) => `${key}: moved, and never ordered`)];
}

/** An order and its entry are written in one transaction: at no moment is one there without the other. */
function withoutEvent({ entries, orders }: Books): string[] {
  const booked = new Set(entries.map(eventKeyOf));
  return orders
    .filter(({ key, status }) => status === 'SUCCEEDED' && !booked.has(key))
    .map(({ key }) => `${key}: succeeded, and is booked nowhere`);
}

function wrongStarts({ loans, movements }: Books): string[] {
  const paidOn = new Map(movements.filter(isPayout).map(({ key, valueDate }) => [loanOfKey(key), valueDate]));
  return loans
    .filter(({ id, startDate }) => paidOn.has(id) && paidOn.get(id) !== startDate)
    .map(({ id, startDate }) => `loan ${id}: counts from ${startDate}, paid out on ${paidOn.get(id)}`);
}

/** Where nothing is asked of a charge any more. */
export const ENDS_OF_CHARGES: ReadonlySet<string> = new Set(['COLLECTED', 'WAIVED', 'REFUNDED', 'CANCELLED']);

/** To the fen: its price is what was agreed to, and its sums are what the bank moved for it. */
function wrongCharges({ charges }: Books): string[] {
  return charges.flatMap((charge) => {
    const { agreedFen, collectedFen, givenBackFen, heldFen, id, pointsUsed } = charge;
    const { priceFen, refundedFen, status, takenFen, waivedFen } = charge;
    const isAgreed = agreedFen === null || priceFen <= agreedFen;
    const isMoved = takenFen === collectedFen + heldFen && givenBackFen === refundedFen;
    const isWhole = status === 'CANCELLED' || collectedFen + waivedFen + pointsUsed === priceFen;
    return ENDS_OF_CHARGES.has(status) && isAgreed && isMoved && isWhole
      ? []
      : [`charge ${id}: ${status}, ${priceFen} of ${agreedFen}, ${collectedFen} booked, ${takenFen} taken`];
  });
}

function unsettled(orders: readonly OrderRow[]): string[] {
  return orders
    .filter(({ status }) => status !== 'SUCCEEDED' && status !== 'FAILED')
    .map(({ key, status }) => `${key} ${status}`);
}

/**
 * What a debit of ours brings beyond what is owed is held for the borrower, be it by its own entries or by the
 * restatement of what was booked before it for a later day. A transfer beside it may cause that.
 */
function debitsBeyond({ entries }: Books, lived: readonly Lived[]): string[] {
  const transferredTo = new Set(
    lived.filter(({ isTransferredTo }) => isTransferredTo).map(({ applicationId }) => applicationId),
  );
  const debits = entries.filter(
    ({ businessKey, loanId }) => businessKey.includes('/collect/') && !transferredTo.has(loanId ?? ''),
  );
  const heldFen = sums(debits, eventKeyOf, ({ suspenseFen }) => -suspenseFen);
  return [...heldFen]
    .filter(([, amountFen]) => amountFen > 0)
    .map(([key, amountFen]) => `${key}: ${amountFen} fen more than was due`);
}

/** An event's entries are named after it: `{key of the event}/{what is posted}`, numbered from the second on. */
function eventKeyOf({ businessKey }: MoneyEntry): string {
  return businessKey.replace(/\/[A-Z_]+(\/\d+)?$/, '');
}

/** Transfers are named by the bank's reference and not by a key of ours: they are in the balance of 1002. */
function unlikeLedger({ entries, loans, movements }: Books): string[] {
  const ofBank = sums(movements, ({ key }) => loanOfKey(key), signed);
  const isOrdered = ({ businessKey }: MoneyEntry): boolean => !businessKey.includes('/transfer/');
  const ofLedger = sums(
    entries.filter(isOrdered),
    ({ loanId }) => loanId ?? undefined,
    ({ bankFen }) => bankFen,
  );
  return loans.flatMap(({ id }) => {
    const [bank, ledger] = [ofBank.get(id) ?? 0, ofLedger.get(id) ?? 0];
    return bank === ledger ? [] : [`loan ${id}: ledger ${ledger}, bank ${bank}`];
  });
}

function unfinished(loans: readonly LoanRow[]): string[] {
  return loans
    .filter((loan) => loan.status !== 'CLOSED' || loan.outstandingFen !== 0 || loan.suspenseFen !== 0)
    .map(
      ({ id, outstandingFen, status, suspenseFen }) =>
        `loan ${id}: ${status}, ${outstandingFen} fen outstanding, ${suspenseFen} fen held`,
    );
}

/** Not only in the end: on each day the ledger had what the bank had. */
function wrongDays({ days, unbalancedDays }: Books): string[] {
  const differing = days
    .filter(({ bankFen, ledgerFen }) => bankFen !== ledgerFen)
    .map(
      ({ account, bankFen, day, ledgerFen }) =>
        `${account} ${day}: 1002 has ${ledgerFen}, the bank ${bankFen}`,
    );
  return [...unbalancedDays, ...differing];
}

function wrongBalances({ balances }: Books): string[] {
  return balances
    .filter(({ bankFen, ledgerFen }) => bankFen !== ledgerFen)
    .map(({ bankFen, code, ledgerFen }) => `${code}: 1002 has ${ledgerFen}, the bank ${bankFen}`);
}

function inBalance({ balances }: Books): string {
  return balances.map(({ bankFen, code }) => `${code} ${bankFen} fen`).join(', ');
}

function breaksAlone({ breaks, strayItems }: Books): string[] {
  const alone = breaks.filter(({ tasks }) => tasks === 0);
  return [...alone.map(({ id, kind, reference }) => `break ${id}: ${kind} ${reference}`), ...strayItems];
}

function unheard({ atBank, waitingNotices }: Books): string[] {
  const owed = atBank.noticesOwed === 0 ? [] : [`the bank still owes ${atBank.noticesOwed}`];
  return [...owed, ...waitingNotices.map((id) => `notice ${id} waits`)];
}

/** The loan that a money key is about. */
export function loanOfKey(key: string): string | undefined {
  return /^loan\/([^/]+)\//.exec(key)?.[1];
}

function sums<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
  amountOf: (item: Item) => number,
): Map<string, number> {
  const totals = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) totals.set(key, (totals.get(key) ?? 0) + amountOf(item));
  }
  return totals;
}
