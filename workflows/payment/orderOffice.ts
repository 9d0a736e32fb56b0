import { setHandler } from '@temporalio/workflow';
import { contradicts } from '../../contracts/contradiction';
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
import { businessDate } from '../../domain/calendar';
import { parametersAt } from '../../domain/parameters';
import {
  isLastWord,
  type PaymentCodeClass,
  type PaymentParameters,
  paymentCodeRule,
} from '../../domain/parameters/payments';
import { BusinessTime } from '../shared/businessTime';
import { CaseFile } from '../shared/caseFile';
import { TaskDesk } from '../shared/taskDesk';

/** What one order knows: its file and what the bank said by notice, whenever it came. */
export class OrderOffice {
  order: PaymentOrder;
  readonly time: BusinessTime;
  readonly file: CaseFile<PaymentStatus>;
  readonly desk: TaskDesk;
  queries = 0;
  /** Business instant at which the order was sent last. */
  sentAtMs: number;
  code: string | null = null;
  private readonly notices: BankNotice[] = [];

  constructor(readonly input: PaymentInput) {
    const { clock, humanMinutesFloor, rules, ...order } = input;
    const { paymentId, institutionId, enterpriseId } = order;
    const header = { caseType: 'PAYMENT', caseId: paymentId, institutionId, enterpriseId } as const;
    this.order = order;
    this.sentAtMs = order.decidedAtMs;
    this.time = new BusinessTime({ clock, humanMinutesFloor, rules }, order.decidedAtMs);
    this.file = new CaseFile<PaymentStatus>(header, this.time, STAGE_TEXTS.PAYMENT, 'CREATED');
    this.desk = new TaskDesk(header, this.file, this.time, []);
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

  view(): PaymentView {
    return {
      ...this.file.view(),
      openTasks: this.desk.views(),
      code: this.code,
      queries: this.queries,
    };
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
