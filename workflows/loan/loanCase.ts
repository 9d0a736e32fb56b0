import { condition, setHandler } from '@temporalio/workflow';
import type { LoanFigures, MessageOf, MessageToSend } from '../../contracts/activities';
import { moneyKeys } from '../../contracts/ids';
import type { GivenValues, MessageKind } from '../../contracts/messages';
import type { TaskReason } from '../../contracts/tasks';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  isMoneyOut,
  type LoanInput,
  type LoanProgress,
  type LoanStage,
  type LoanView,
  loanQuery,
  lookAgainSignal,
  type PaymentResult,
  type PrepaymentRequest,
  prepayUpdate,
  type RepaymentAnswer,
  type RepaymentRequest,
  repayUpdate,
} from '../../contracts/workflows';
import { businessDate } from '../../domain/calendar/clock';
import type { FailedOrder } from '../../domain/collection/nextOrder';
import { parseFen } from '../../domain/money/fen';
import { Case } from '../case/case';
import { carried, type Task } from '../case/task';
import { BusinessTime } from '../shared/businessTime';
import { type OrderToPay, payUntilKnown } from '../shared/pay';
import { demand, orRefuse } from '../shared/refusals';
import { BY_PERSON, beginning, upcast, withAnswer } from './progress';

type Order = Pick<OrderToPay, 'key' | 'purpose' | 'amountFen' | 'decidedAtMs' | 'prepayment'> &
  Partial<Pick<OrderToPay, 'mandate'>>;

/** What a loan knows besides what every case does: how far it has lived, who asked what, and that only one order is ever on its way. */
export class LoanCase extends Case<LoanStage> {
  progress: LoanProgress;
  figures: LoanFigures | null = null;
  /** To collect by hand, while people are asked; see `collectByHand`. */
  manualTask: Task | null = null;
  /** A person has asked for one more debit, for the reason for which they were asked. */
  debitWanted: TaskReason | null = null;
  /** To give held money back, while people are asked. */
  refundTask: Task | null = null;
  /** Refunds that the bank declined since the last that it did not. */
  declinedRefunds: FailedOrder[] = [];
  /** Accounts that people bound to the loan. */
  accountsBound = 0;
  /** Events of the loan that its collection was told of last; null: of none in this run. */
  collectionKnows: number | null = null;
  /** Counts what changed the loan from outside the agenda. */
  changes = 0;
  /** Refunds are orders too. */
  isOrdering = false;

  constructor(readonly input: LoanInput) {
    const { loanId, institutionId, enterpriseId } = input;
    const progress = input.progress === null ? beginning(input) : upcast(input.progress);
    super(
      { caseType: 'LOAN', caseId: loanId, institutionId, enterpriseId },
      new BusinessTime(input, progress.livedToMs),
      STAGE_TEXTS.LOAN,
      { stage: progress.stage, sinceMs: progress.stageSinceMs, amountFen: input.principalFen },
    );
    this.progress = progress;
    setHandler(loanQuery, () => this.view());
    setHandler(lookAgainSignal, () => {
      // Looked at as it is now: what moved came after the instant that the loan has lived to.
      this.time.touchMs();
      this.changed(null);
    });
    setHandler(repayUpdate, (request) => this.repay(request), {
      validator: (request) => this.judge(request, request.amountFen),
      description: '主动还款 · The borrower repays',
    });
    setHandler(prepayUpdate, (request) => this.prepay(request), {
      validator: (request) => this.judge(request, request.principalFen),
      description: '提前还款 · The borrower prepays',
    });
  }

  override view(): LoanView {
    return {
      ...super.view(),
      instalment: this.progress.instalment,
      principalOutstandingFen: this.figures?.principalOutstandingFen ?? this.input.principalFen,
      totalDueFen: this.figures?.totalDueFen ?? 0,
      autoDebit: this.progress.autoDebit,
    };
  }

  message<Kind extends MessageKind>(
    channel: MessageToSend['channel'],
    kind: Kind,
    occasion: string,
    values: GivenValues<Kind>,
  ): MessageOf<Kind> {
    return { dedupeKey: `loan/${this.input.loanId}/${occasion}/${channel}`, channel, kind, values };
  }

  /** Something moved: whoever waits looks at the loan again. */
  changed(figures: LoanFigures | null): void {
    this.figures = figures ?? this.figures;
    this.changes += 1;
  }

  /** Waits until no order is on its way, and holds off others while the work runs. */
  async whileAlone<Value>(work: () => Promise<Value>): Promise<Value> {
    // Again after each turn: of those who wait only one may go on.
    while (this.isOrdering) await condition(() => !this.isOrdering);
    this.isOrdering = true;
    try {
      return await work();
    } finally {
      this.isOrdering = false;
    }
  }

  /** Numbers the orders of an instalment, whatever they are for: a number names one order for ever. */
  nextOrderNumber(): number {
    const orders = this.progress.orders + 1;
    this.progress = { ...this.progress, orders };
    return orders;
  }

  /** One order at the bank, which the contract allows unless it names its mandate; call it only {@link whileAlone}. */
  async order(order: Order): Promise<PaymentResult> {
    const { loanId, institutionId, enterpriseId } = this.input;
    this.note('bank');
    const subject = { type: 'LOAN', id: loanId } as const;
    const mandate = { type: 'CONTRACT', id: loanId } as const;
    const result = await payUntilKnown({ mandate, ...order, subject, institutionId, enterpriseId }, this);
    const { outcome, loan, stopsDebits } = result;
    if (outcome.status === 'FAILED' && stopsDebits && !isMoneyOut(order)) this.pauseDebits(outcome.code);
    this.changed(loan);
    return result;
  }

  /** The debits are paused because of what the bank said of the account. */
  get isDeclined(): boolean {
    const { autoDebit } = this.progress;
    return autoDebit !== 'ON' && autoDebit.paused !== BY_PERSON;
  }

  pauseDebits(because: string): void {
    this.progress = { ...this.progress, autoDebit: { paused: because } };
  }

  resumeDebits(): void {
    this.progress = { ...this.progress, autoDebit: 'ON' };
  }

  /** For the next run of the process. */
  carriedProgress(): LoanProgress {
    const { progress, manualTask, time, stage, since } = this;
    return {
      ...progress,
      livedToMs: time.nowMs(),
      stage,
      stageSinceMs: Date.parse(since),
      manualTask: manualTask === null ? null : carried(manualTask),
    };
  }

  private async repay({ amountFen, requestKey }: RepaymentRequest): Promise<RepaymentAnswer> {
    const asked = orRefuse(parseFen(amountFen));
    return await this.answerOnce(requestKey, async (asOf, decidedAtMs) => {
      const { loanId } = this.input;
      const quote = await this.activities.quoteRepayment({ loanId, amountFen: asked, asOf });
      orRefuse(quote);
      const key = moneyKeys.repay(loanId, requestKey);
      const mandate = { type: 'REQUEST', id: requestKey } as const;
      return await this.order({ key, mandate, purpose: 'REPAYMENT', amountFen: asked, decidedAtMs });
    });
  }

  private async prepay(request: PrepaymentRequest): Promise<RepaymentAnswer> {
    const { principalFen, amountFen, mode, requestKey } = request;
    return await this.answerOnce(requestKey, async (asOf, decidedAtMs) => {
      const { loanId } = this.input;
      const quoted = await this.activities.quotePrepayment({ loanId, principalFen, mode, asOf });
      const quote = orRefuse(quoted);
      demand(quote.amountFen === amountFen, 'QUOTE_CHANGED', { amountFen: quote.amountFen });
      const key = moneyKeys.prepay(loanId, requestKey);
      const prepayment = { principalFen, mode };
      const mandate = { type: 'REQUEST', id: requestKey } as const;
      return await this.order({ key, mandate, purpose: 'PREPAYMENT', amountFen, decidedAtMs, prepayment });
    });
  }

  /** A request that was answered before gets its answer again, in this run or a later one. */
  private async answerOnce(
    requestKey: string,
    work: (asOf: string, decidedAtMs: number) => Promise<PaymentResult>,
  ): Promise<RepaymentAnswer> {
    const known = this.answerTo(requestKey);
    if (known !== undefined) return { payment: known.payment, loan: this.view() };
    const payment = await this.whileAlone(async () => {
      const decidedAtMs = this.time.touchMs();
      const { outcome } = await work(businessDate(decidedAtMs), decidedAtMs);
      return outcome;
    });
    this.progress = withAnswer(this.progress, { requestKey, payment });
    return { payment, loan: this.view() };
  }

  private judge(request: RepaymentRequest | PrepaymentRequest, amountFen: number): void {
    demand(request.proof.actor.enterpriseId === this.input.enterpriseId, 'NOT_YOUR_CASE');
    demand(typeof request.requestKey === 'string' && request.requestKey !== '', 'REQUEST_KEY_REQUIRED');
    const parsed = parseFen(amountFen);
    demand(parsed.ok && parsed.value > 0, 'NOT_AN_AMOUNT');
    if (this.answerTo(request.requestKey) !== undefined) return;
    demand(this.stage !== 'CLOSED' && this.figures?.settled !== true, 'LOAN_CLOSED');
    demand(!this.isOrdering, 'DEBIT_IN_PROGRESS');
  }

  private answerTo(requestKey: string): LoanProgress['recentAnswers'][number] | undefined {
    return this.progress.recentAnswers.find((answer) => answer.requestKey === requestKey);
  }
}
