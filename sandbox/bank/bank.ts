import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import { MAX_FEN } from '../../domain/money/fen';
import { Journal } from '../kit/journal';
import { nextStep, type PlannedStep } from '../kit/plans';
import { Book } from './book';
import type {
  Account,
  AccountKind,
  BankEvent,
  BankPlan,
  BankState,
  Behaviour,
  Deposit,
  Notice,
  NoticeMode,
  Payment,
  PaymentOrder,
  PlanMatch,
} from './model';
import { incomingNotices, type NoticeBook, noticeTiming, Postman, paymentNotices } from './notices';
import { CODE, decideCode, isSameOrder, opensLazily } from './teller';

export interface BankOptions {
  readonly directory: string;
  /** Where notices go; without it the bank sends none. */
  readonly noticeUrl: string | undefined;
  readonly noticeSecret: string;
  readonly onFault: (fault: unknown) => void;
}

/** What came of an order: the payment under its key, or that the key belongs to another order. */
export type PaymentOutcome =
  | { readonly status: 'taken'; readonly payment: Payment }
  | { readonly status: 'keyConflict' };

export type DepositOutcome =
  | { readonly status: 'booked'; readonly account: Account }
  | { readonly status: 'keyConflict' | 'noSuchAccount' | 'bankIsFull' };

/** What a deposit is asked for with; without a date it is booked on the latest date of the book. */
export type DepositOrder = Omit<Deposit, 'valueDate'> & {
  readonly valueDate?: IsoDate | undefined;
  readonly notice: NoticeMode;
};

/**
 * The bank: decides, and writes every decision to the journal before it resolves. All decisions are taken
 * without a pause in between, so two requests under one key can't both be the first.
 */
export class Bank implements NoticeBook {
  readonly book = new Book();
  /** Requests that the bank takes its time for, as planned; whoever asked may have gone long ago. */
  underWay = 0;
  private readonly postman: Postman | undefined;
  private journal: Journal<BankEvent, BankState> | undefined;

  constructor(private readonly options: BankOptions) {
    const { noticeSecret, noticeUrl } = options;
    this.postman = noticeUrl === undefined ? undefined : new Postman(noticeUrl, noticeSecret, this);
  }

  /**
   * Reads the book from the disk and takes up notices that are still owed.
   * @throws Error when the book on the disk is damaged or does not add up
   */
  async open(): Promise<void> {
    this.journal = await Journal.open<BankEvent, BankState>({
      directory: this.options.directory,
      name: 'book',
      apply: (event) => this.book.apply(event),
      snapshot: () => this.book.toState(),
      restore: (state) => this.book.restore(state),
      onFault: this.options.onFault,
    });
    if (!this.book.isBalanced()) throw new Error("the bank's book does not add up");
    this.postman?.resume();
  }

  async close(): Promise<void> {
    this.postman?.stop();
    await this.journal?.close();
  }

  /** Resolves when everything that the book says is on the disk. */
  async settled(): Promise<void> {
    await this.journal?.settled();
  }

  /** Opens an account, or changes name and kind of an open one. */
  async openAccount(no: string, name: string, kind: AccountKind): Promise<void> {
    await this.record({ type: 'accountOpened', no, name, kind });
  }

  /** Money from outside. An ordinary number that the book does not know is opened by it. */
  async deposit(order: DepositOrder): Promise<DepositOutcome> {
    const { notice: mode, ...asked } = order;
    const deposit: Deposit = { ...asked, valueDate: this.openDayFrom(order.valueDate ?? this.today()) };
    const earlier = deposit.key === '' ? undefined : this.book.deposit(deposit.key);
    if (earlier === undefined) {
      const refusal = this.refusesDeposit(deposit);
      if (refusal !== undefined) return { status: refusal };
      this.bookDeposit(deposit, mode);
    } else if (earlier.account !== deposit.account || earlier.amountFen !== deposit.amountFen) {
      return { status: 'keyConflict' };
    }
    await this.settled();
    const account = this.book.account(deposit.account);
    return account === undefined ? { status: 'noSuchAccount' } : { status: 'booked', account };
  }

  /** One payment per key for ever: the first order under a key decides, repetitions get its outcome. */
  async pay(order: PaymentOrder, behaviour: Behaviour | undefined): Promise<PaymentOutcome> {
    const payment = this.book.payment(order.key) ?? this.take(order, behaviour);
    await this.settled();
    return isSameOrder(payment.order, order) ? { status: 'taken', payment } : { status: 'keyConflict' };
  }

  /** The payment as an inquiry finds it; counts down a planned concealment. */
  async inquire(key: string): Promise<Payment | undefined> {
    const payment = this.book.payment(key);
    if (payment !== undefined && payment.concealedInquiries > 0) {
      this.append({ type: 'inquiryConcealed', key });
    }
    await this.settled();
    return payment;
  }

  /**
   * Closes a key for ever: nothing is paid under it any more, whatever order is still on its way.
   * @returns the payment that was taken under it before, which nothing can call back; undefined when it is closed
   */
  async closeKey(key: string): Promise<Payment | undefined> {
    const payment = await this.inquire(key);
    if (payment === undefined && !this.book.isClosed(key)) await this.record({ type: 'keyClosed', key });
    return payment;
  }

  /**
   * Takes a debit back that succeeded (退票): the money returns to the payer on the first day that is open, and nobody is
   * told but by that day's file. A second time is the first.
   */
  async giveBack(key: string): Promise<'returned' | 'noSuchDebit' | 'insufficientFunds'> {
    const payment = this.book.payment(key);
    if (payment?.status !== 'SUCCEEDED' || payment.order.kind !== 'COLLECT') return 'noSuchDebit';
    if (!this.book.isReturned(payment)) {
      const { amountFen, creditAccount } = payment.order;
      if ((this.book.account(creditAccount)?.balanceFen ?? 0) < amountFen) return 'insufficientFunds';
      const valueDate = this.openDayFrom(this.today());
      const bankReference = this.book.nextBankReference(valueDate);
      this.append({ type: 'paymentReturned', key, bankReference, valueDate });
    }
    await this.settled();
    return 'returned';
  }

  /** A day whose file is handed out is over: nothing is booked on it or before it any more. */
  async handOut(date: IsoDate): Promise<void> {
    if (date > (this.book.handedOutThrough() ?? '')) this.append({ type: 'fileHandedOut', date });
    await this.settled();
  }

  /** Uses up one step of the first plan that matches. */
  async planned(matches: (match: PlanMatch) => boolean): Promise<Behaviour | undefined> {
    const step: PlannedStep<Behaviour> | undefined = nextStep(this.book.plans(), matches);
    if (step === undefined) return undefined;
    await this.record({ type: 'planUsed', id: step.planId, index: step.index });
    return step.behaviour;
  }

  /** Lets a request wait. */
  async takeTime(ms: number): Promise<void> {
    this.underWay += 1;
    await sleep(ms);
    this.underWay -= 1;
  }

  async addPlan(match: PlanMatch, behaviours: readonly Behaviour[]): Promise<BankPlan> {
    const plan: BankPlan = { id: this.book.nextPlanId(), match, behaviours, used: behaviours.map(() => 0) };
    await this.record({ type: 'planAdded', plan });
    return plan;
  }

  async removePlan(id: number): Promise<void> {
    await this.record({ type: 'planRemoved', id });
  }

  notices(): readonly Notice[] {
    return this.book.notices();
  }

  notice(id: string): Notice | undefined {
    return this.book.notice(id);
  }

  async delivered(id: string): Promise<void> {
    await this.record({ type: 'noticeDelivered', id });
  }

  async givenUp(id: string): Promise<void> {
    await this.record({ type: 'noticeGivenUp', id });
  }

  private take(order: PaymentOrder, behaviour: Behaviour | undefined): Payment {
    const { creditAccount, debitAccount } = order;
    const debit = this.book.account(debitAccount);
    const code = this.book.isClosed(order.key)
      ? CODE.closed
      : decideCode(order, debit, this.book.account(creditAccount), behaviour);
    const bookedOn = this.openDayFrom(addDays(order.valueDate, behaviour?.bookedDaysLater ?? 0));
    const succeeds = code === CODE.success;
    if (succeeds) this.openLazily(creditAccount);
    const payment: Payment = {
      order,
      status: succeeds ? 'SUCCEEDED' : 'FAILED',
      code,
      bookedOn,
      bankReference: succeeds ? this.book.nextBankReference(bookedOn) : '',
      concealedInquiries: concealedInquiriesOf(behaviour),
    };
    const notices = this.owed(paymentNotices(payment, noticeTiming(behaviour, Date.now())));
    this.append({ type: 'paymentTaken', payment, notices });
    this.sendAfterSettled(notices);
    return payment;
  }

  private refusesDeposit(deposit: Deposit): 'noSuchAccount' | 'bankIsFull' | undefined {
    const known = this.book.account(deposit.account) !== undefined;
    if (!known && !opensLazily(deposit.account)) return 'noSuchAccount';
    return this.book.totalDepositedFen() + deposit.amountFen > MAX_FEN ? 'bankIsFull' : undefined;
  }

  private bookDeposit(deposit: Deposit, mode: NoticeMode): void {
    this.openLazily(deposit.account);
    const bankReference = this.book.nextBankReference(deposit.valueDate);
    const announced = this.book.account(deposit.account)?.kind === 'INSTITUTION';
    const timing = { nowMs: Date.now(), mode };
    const notices = announced ? this.owed(incomingNotices(deposit, bankReference, timing)) : [];
    this.append({ type: 'deposited', deposit, bankReference, notices });
    this.sendAfterSettled(notices);
  }

  private openLazily(no: string): void {
    if (this.book.account(no) !== undefined) return;
    this.append({ type: 'accountOpened', no, name: '', kind: 'CUSTOMER' });
  }

  private owed(notices: readonly Notice[]): readonly Notice[] {
    return this.postman === undefined ? [] : notices;
  }

  private sendAfterSettled(notices: readonly Notice[]): void {
    if (notices.length > 0) void this.settled().then(() => this.postman?.take(notices));
  }

  private today(): IsoDate {
    const inShanghai = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    return this.book.latestValueDate() ?? isoDate(inShanghai);
  }

  /** The date, or the first after it of which no file was handed out. */
  private openDayFrom(date: IsoDate): IsoDate {
    const over = this.book.handedOutThrough();
    return over !== undefined && date <= over ? addDays(over, 1) : date;
  }

  private append(event: BankEvent): void {
    if (this.journal === undefined) throw new Error('the book is not open');
    this.journal.append(event);
  }

  private async record(event: BankEvent): Promise<void> {
    this.append(event);
    await this.settled();
  }
}

const DEFAULT_CONCEALED_INQUIRIES = 2;

function concealedInquiriesOf(behaviour: Behaviour | undefined): number {
  if (behaviour?.concealedInquiries !== undefined) return behaviour.concealedInquiries;
  return behaviour?.kind === 'TAKEN_NO_ANSWER' ? DEFAULT_CONCEALED_INQUIRIES : 0;
}
