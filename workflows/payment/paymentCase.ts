import { setHandler } from '@temporalio/workflow';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  type BankNotice,
  bankNoticeSignal,
  type PaymentInput,
  type PaymentOrder,
  type PaymentOutcome,
  type PaymentStatus,
  type PaymentView,
  paymentQuery,
} from '../../contracts/workflows';
import { businessDate } from '../../domain/calendar/clock';
import { contradicts } from '../../domain/collection/outcome';
import { parametersAt } from '../../domain/parameters/parametersAt';
import {
  isLastWord,
  type PaymentCodeClass,
  type PaymentParameters,
  paymentCodeRule,
} from '../../domain/parameters/payments';
import { Case } from '../case/case';
import { BusinessTime } from '../shared/businessTime';

/** What the process of one order knows besides what every case does: what the bank said by notice, whenever it came. */
export class PaymentCase extends Case<PaymentStatus> {
  order: PaymentOrder;
  queries = 0;
  /** Business instant at which the order was sent last. */
  sentAtMs: number;
  code: string | null = null;
  private readonly notices: BankNotice[] = [];

  constructor(readonly input: PaymentInput) {
    const { clock, humanMinutesFloor, rules, ...order } = input;
    const { paymentId, institutionId, enterpriseId } = order;
    super(
      { caseType: 'PAYMENT', caseId: paymentId, institutionId, enterpriseId },
      new BusinessTime({ clock, humanMinutesFloor, rules }, order.decidedAtMs),
      STAGE_TEXTS.PAYMENT,
      'CREATED',
    );
    this.order = order;
    this.sentAtMs = order.decidedAtMs;
    setHandler(paymentQuery, () => this.view());
    setHandler(bankNoticeSignal, (notice) => this.take(notice));
  }

  readonly isNoticed = (): boolean => this.noticed() !== null;

  /** The outcome that the first notice told; one whose code leaves it open waits for the bank's word by key. */
  noticed(): PaymentOutcome | null {
    return this.notices.map(({ outcome }) => outcome).find((outcome) => this.isFinal(outcome)) ?? null;
  }

  /** The order of the payment that has the key is found out here. */
  takeOver(paymentId: PaymentOrder['paymentId']): void {
    this.order = { ...this.order, paymentId };
  }

  /** What the policy makes of a code of the bank. */
  classOf(code: string): PaymentCodeClass {
    return paymentCodeRule(this.parameters(), code).klass;
  }

  /** The policy of the day on which the order was decided. */
  parameters(): PaymentParameters {
    return parametersAt(businessDate(this.order.decidedAtMs)).payments;
  }

  private isFinal(outcome: PaymentOutcome): boolean {
    return outcome.status === 'SUCCEEDED' || isLastWord(this.parameters(), outcome.code);
  }

  /** What a notice says that contradicts what is booked. */
  contradiction(booked: PaymentOutcome): PaymentOutcome | null {
    const said = this.notices.map(({ outcome }) => outcome);
    return said.find((outcome) => contradicts(outcome, booked, this.parameters())) ?? null;
  }

  override view(): PaymentView {
    return { ...super.view(), code: this.code, queries: this.queries };
  }

  /** A notice that was taken before changes nothing. */
  private take(notice: BankNotice): void {
    if (!this.notices.some(({ noticeId }) => noticeId === notice.noticeId)) this.notices.push(notice);
  }
}

/** An outcome for people to read. */
export function inWords(outcome: PaymentOutcome): string {
  return outcome.status === 'SUCCEEDED' ? `SUCCEEDED ${outcome.bankReference}` : `FAILED ${outcome.code}`;
}
