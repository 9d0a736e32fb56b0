import type { IsoDate } from '../../domain/calendar/isoDate';
import { addFen, type Fen, fen, subtractFen, ZERO_FEN } from '../../domain/money/fen';
import { plansAfter } from '../kit/plans';
import type { Account, BankEvent, BankPlan, BankState, Deposit, Entry, Notice, Payment } from './model';

/**
 * The bank's book: a fold over {@link BankEvent}s, kept in memory. Deciding is done elsewhere; applying an
 * event that would break the book throws, because that is an error of the program.
 */
export class Book {
  private readonly accountsByNo = new Map<string, Account>();
  private readonly paymentsByKey = new Map<string, Payment>();
  private readonly closedKeys = new Set<string>();
  private readonly depositsByKey = new Map<string, Deposit>();
  private readonly noticesById = new Map<string, Notice>();
  private readonly entriesByAccount = new Map<string, Entry[]>();
  private readonly entriesByDate = new Map<IsoDate, Entry[]>();
  private readonly allEntries: Entry[] = [];
  private latestDate: IsoDate | undefined;
  private currentPlans: readonly BankPlan[] = [];
  private depositedFen: Fen = ZERO_FEN;
  private handedOut: IsoDate | undefined;
  private plansMade = 0;

  account(no: string): Account | undefined {
    return this.accountsByNo.get(no);
  }

  accounts(): readonly Account[] {
    return [...this.accountsByNo.values()];
  }

  payment(key: string): Payment | undefined {
    return this.paymentsByKey.get(key);
  }

  /** Whether the money of a payment went back to whoever it was taken from. */
  isReturned({ order, bankReference }: Payment): boolean {
    return this.entriesOf(order.debitAccount).some(
      (entry) =>
        entry.key === order.key && entry.direction === 'CREDIT' && entry.bankReference !== bankReference,
    );
  }

  paymentCount(): number {
    return this.paymentsByKey.size;
  }

  /** Whether nothing can ever be paid under a key any more. */
  isClosed(key: string): boolean {
    return this.closedKeys.has(key);
  }

  deposit(key: string): Deposit | undefined {
    return this.depositsByKey.get(key);
  }

  entries(): readonly Entry[] {
    return this.allEntries;
  }

  entriesOf(account: string): readonly Entry[] {
    return this.entriesByAccount.get(account) ?? [];
  }

  entriesOn(valueDate: IsoDate): readonly Entry[] {
    return this.entriesByDate.get(valueDate) ?? [];
  }

  notices(): readonly Notice[] {
    return [...this.noticesById.values()];
  }

  notice(id: string): Notice | undefined {
    return this.noticesById.get(id);
  }

  plans(): readonly BankPlan[] {
    return this.currentPlans;
  }

  nextPlanId(): number {
    return this.plansMade + 1;
  }

  totalDepositedFen(): Fen {
    return this.depositedFen;
  }

  /** The reference that the next movement gets: date and number in the book. */
  nextBankReference(valueDate: IsoDate): string {
    return `B${valueDate.replaceAll('-', '')}${String(this.allEntries.length + 1).padStart(9, '0')}`;
  }

  /** The latest business date that the book has seen. */
  latestValueDate(): IsoDate | undefined {
    return this.latestDate;
  }

  /** The last day whose statement file was handed out. */
  handedOutThrough(): IsoDate | undefined {
    return this.handedOut;
  }

  /** The law of the book: what is on all accounts came in as deposits, and no account is below zero. */
  isBalanced(): boolean {
    const accounts = this.accounts();
    const sumFen = addFen(...accounts.map((account) => account.balanceFen));
    return sumFen === this.depositedFen && accounts.every((account) => account.balanceFen >= 0);
  }

  /** Changes the book; the same on replay as when it happened. */
  apply(event: BankEvent): void {
    switch (event.type) {
      case 'accountOpened':
        this.openAccount(event.no, event.name, event.kind);
        break;
      case 'deposited':
        this.bookDeposit(event.deposit, event.bankReference);
        this.keepNotices(event.notices);
        break;
      case 'paymentTaken':
        this.takePayment(event.payment);
        this.keepNotices(event.notices);
        break;
      case 'paymentReturned':
        this.returnPayment(event);
        break;
      case 'inquiryConcealed':
        this.countInquiry(event.key);
        break;
      case 'keyClosed':
        this.closeKey(event.key);
        break;
      case 'fileHandedOut':
        this.handedOut = event.date;
        break;
      case 'noticeDelivered':
        this.countDelivery(event.id);
        break;
      case 'noticeGivenUp':
        this.noticesById.delete(event.id);
        break;
      default:
        if (event.type === 'planAdded') this.plansMade = event.plan.id;
        this.currentPlans = plansAfter(this.currentPlans, event);
    }
  }

  /** The book as plain values. */
  toState(): BankState {
    return {
      accounts: this.accounts(),
      entries: this.allEntries,
      payments: [...this.paymentsByKey.values()],
      closedKeys: [...this.closedKeys],
      deposits: [...this.depositsByKey.values()],
      notices: this.notices(),
      plans: this.currentPlans,
      depositedFen: this.depositedFen,
      handedOut: this.handedOut,
      planCount: this.plansMade,
    };
  }

  /** Takes over a book that {@link Book.toState} gave. */
  restore(state: BankState): void {
    for (const account of state.accounts) this.accountsByNo.set(account.no, account);
    for (const payment of state.payments) this.paymentsByKey.set(payment.order.key, payment);
    for (const key of state.closedKeys) this.closedKeys.add(key);
    for (const deposit of state.deposits) this.depositsByKey.set(deposit.key, deposit);
    for (const entry of state.entries) this.indexEntry(entry);
    this.keepNotices(state.notices);
    this.currentPlans = state.plans;
    this.depositedFen = state.depositedFen;
    this.handedOut = state.handedOut;
    this.plansMade = state.planCount;
  }

  private openAccount(no: string, name: string, kind: Account['kind']): void {
    const balanceFen = this.accountsByNo.get(no)?.balanceFen ?? ZERO_FEN;
    this.accountsByNo.set(no, { no, name, kind, balanceFen });
  }

  private bookDeposit(deposit: Deposit, bankReference: string): void {
    if (deposit.key !== '') this.depositsByKey.set(deposit.key, deposit);
    this.depositedFen = addFen(this.depositedFen, deposit.amountFen);
    this.move('CREDIT', deposit.account, deposit.payer, { ...deposit, bankReference });
  }

  private takePayment(payment: Payment): void {
    const { order, bankReference } = payment;
    if (this.paymentsByKey.has(order.key)) throw new Error(`a second payment under key ${order.key}`);
    this.paymentsByKey.set(order.key, payment);
    if (payment.status === 'FAILED') return;
    if (this.closedKeys.has(order.key)) throw new Error(`a payment under the closed key ${order.key}`);
    const movement = { ...order, bankReference, valueDate: payment.bookedOn };
    this.move('DEBIT', order.debitAccount, order.creditAccount, movement);
    this.move('CREDIT', order.creditAccount, order.debitAccount, movement);
  }

  /** The money goes back the way it came, under the same key. */
  private returnPayment({ key, ...booked }: Extract<BankEvent, { readonly type: 'paymentReturned' }>): void {
    const order = this.paymentsByKey.get(key)?.order;
    if (order === undefined) throw new Error(`no payment under key ${key} that could go back`);
    const movement = { ...order, ...booked };
    this.move('DEBIT', order.creditAccount, order.debitAccount, movement);
    this.move('CREDIT', order.debitAccount, order.creditAccount, movement);
  }

  private closeKey(key: string): void {
    if (this.paymentsByKey.has(key)) throw new Error(`key ${key} has a payment: it can't be closed`);
    this.closedKeys.add(key);
  }

  private move(
    direction: Entry['direction'],
    no: string,
    counterparty: string,
    movement: Pick<Entry, 'key' | 'amountFen' | 'valueDate' | 'memo' | 'bankReference'>,
  ): void {
    const account = this.accountsByNo.get(no);
    if (account === undefined) throw new Error('a movement on an account that is not open');
    const { amountFen, bankReference, key, memo, valueDate } = movement;
    const change = direction === 'CREDIT' ? addFen : subtractFen;
    const balanceAfterFen = change(account.balanceFen, amountFen);
    if (balanceAfterFen < 0) throw new Error('a movement that would overdraw an account');
    this.accountsByNo.set(no, { ...account, balanceFen: balanceAfterFen });
    const sequence = this.allEntries.length + 1;
    this.indexEntry({
      sequence,
      bankReference,
      key,
      account: no,
      counterparty,
      direction,
      amountFen: fen(amountFen),
      valueDate,
      balanceAfterFen,
      memo,
    });
  }

  private indexEntry(entry: Entry): void {
    this.allEntries.push(entry);
    if (this.latestDate === undefined || entry.valueDate > this.latestDate) this.latestDate = entry.valueDate;
    addTo(this.entriesByAccount, entry.account, entry);
    addTo(this.entriesByDate, entry.valueDate, entry);
  }

  private countInquiry(key: string): void {
    const payment = this.paymentsByKey.get(key);
    if (payment === undefined) return;
    const concealedInquiries = Math.max(0, payment.concealedInquiries - 1);
    this.paymentsByKey.set(key, { ...payment, concealedInquiries });
  }

  private keepNotices(notices: readonly Notice[]): void {
    for (const notice of notices) this.noticesById.set(notice.id, notice);
  }

  private countDelivery(id: string): void {
    const notice = this.noticesById.get(id);
    if (notice === undefined) return;
    if (notice.deliveriesLeft <= 1) this.noticesById.delete(id);
    else this.noticesById.set(id, { ...notice, deliveriesLeft: notice.deliveriesLeft - 1 });
  }
}

function addTo<Key>(index: Map<Key, Entry[]>, key: Key, entry: Entry): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [entry]);
  else known.push(entry);
}
