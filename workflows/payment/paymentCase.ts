import { setHandler } from '@temporalio/workflow';
import type { LoanFigures } from '../../contracts/activities';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  type BankNotice,
  bankNoticeSignal,
  foundInFileSignal,
  type PaymentInput,
  type PaymentOrder,
  type PaymentOutcome,
  type PaymentResult,
  type PaymentStatus,
  type PaymentView,
  paymentQuery,
} from '../../contracts/workflows';
import { businessDate } from '../../domain/calendar/clock';
import { type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import { canBeBooked } from '../../domain/collection/bankDay';
import { contradicts } from '../../domain/collection/outcome';
import type { OrderPolicy } from '../../domain/parameters/payments';
import { Case } from '../case/case';
import { BusinessTime } from '../shared/businessTime';

/** Before the books have opened the order nothing is sent or asked, and no decline is taken for the last word. */
const NOTHING_KNOWN: OrderPolicy = {
  lastWords: [],
  toConfirm: [],
  stopDebits: [],
  unknownQuerySeconds: [],
  closingHours: [],
  statementReadyAt: '00:00',
  bankDay: { earlierDays: 0, laterDays: 0 },
};

/** What the bank said of the order, by notice or in a file of it, and on which business date it came. */
interface BankWord extends Pick<BankNotice, 'noticeId' | 'outcome'> {
  readonly today: IsoDate;
}

/** What the process of one order knows besides what every case does: what the bank said by notice, whenever it came. */
export class PaymentCase extends Case<PaymentStatus> {
  order: PaymentOrder;
  queries = 0;
  /** Business instant at which the order was sent last. */
  sentAtMs: number;
  code: string | null = null;
  /** Of the day on which the order was decided; the books tell it when they open the order. */
  policy: OrderPolicy = NOTHING_KNOWN;
  private readonly notices: BankWord[] = [];

  constructor(readonly input: PaymentInput) {
    const { clock, humanMinutesFloor, rules, publicUrl, ...order } = input;
    const { paymentId, institutionId, enterpriseId } = order;
    super(
      { caseType: 'PAYMENT', caseId: paymentId, institutionId, enterpriseId },
      new BusinessTime({ clock, humanMinutesFloor, rules, publicUrl }, order.decidedAtMs),
      STAGE_TEXTS.PAYMENT,
      { stage: 'CREATED', amountFen: order.amountFen },
    );
    this.order = order;
    this.sentAtMs = order.decidedAtMs;
    setHandler(paymentQuery, () => this.view());
    setHandler(bankNoticeSignal, (notice) => {
      // The bank's word about another order, or about other money, is none about this one.
      if (notice.key === this.order.key && notice.amountFen === this.order.amountFen) this.take(notice);
    });
    setHandler(foundInFileSignal, (found) => this.take(found));
  }

  readonly isNoticed = (): boolean => this.noticed() !== null;

  /** The outcome that the first notice told; one whose code leaves it open waits for the bank's word by key. */
  noticed(): PaymentOutcome | null {
    return this.notices.find((word) => this.isFinal(word))?.outcome ?? null;
  }

  /** The order of the payment that has the key is found out here. */
  takeOver(paymentId: PaymentOrder['paymentId']): void {
    this.order = { ...this.order, paymentId };
  }

  private isFinal({ outcome, today }: BankWord): boolean {
    if (outcome.status === 'FAILED') return this.policy.lastWords.includes(outcome.code);
    return canBeBooked(outcome, { orderedFor: isoDate(this.order.valueDate), today }, this.policy);
  }

  /** What a notice says that contradicts what is booked. */
  contradiction(booked: PaymentOutcome): PaymentOutcome | null {
    const said = this.notices.map(({ outcome }) => outcome);
    return said.find((outcome) => contradicts(outcome, booked, this.policy)) ?? null;
  }

  /** What its owner is told. */
  resultOf(outcome: PaymentOutcome, loan: LoanFigures | null): PaymentResult {
    const stopsDebits = outcome.status === 'FAILED' && this.policy.stopDebits.includes(outcome.code);
    return { outcome, resolvedAtMs: this.time.nowMs(), stopsDebits, loan };
  }

  override view(): PaymentView {
    return { ...super.view(), code: this.code, queries: this.queries };
  }

  /** A notice that was taken before changes nothing. */
  private take({ noticeId, outcome }: Pick<BankWord, 'noticeId' | 'outcome'>): void {
    if (this.notices.some((word) => word.noticeId === noticeId)) return;
    this.notices.push({ noticeId, outcome, today: businessDate(this.time.actMs()) });
  }
}

/** An outcome for people to read. */
export function inWords(outcome: PaymentOutcome): string {
  return outcome.status === 'SUCCEEDED' ? `SUCCEEDED ${outcome.bankReference}` : `FAILED ${outcome.code}`;
}
