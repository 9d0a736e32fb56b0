import { condition, setHandler } from '@temporalio/workflow';
import type { FeeAsked, FeePlan, MessageOf } from '../../contracts/activities';
import { moneyKeys } from '../../contracts/ids';
import type { GivenValues, MessageKind } from '../../contracts/messages';
import type { TaskReason } from '../../contracts/tasks';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import {
  answerQuoteUpdate,
  type FeeInput,
  type FeeStage,
  type FeeView,
  feeQuery,
  lookAgainSignal,
  type PaymentResult,
  type QuoteAnswer,
} from '../../contracts/workflows';
import { type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import type { FailedOrder } from '../../domain/collection/nextOrder';
import type { ChargeStep } from '../../domain/fees/charge';
import type { Fen } from '../../domain/money/fen';
import { Case } from '../case/case';
import { BusinessTime, isoInstant } from '../shared/businessTime';
import { payUntilKnown } from '../shared/pay';
import { demand, refusalFailure } from '../shared/refusals';

/** A step of a charge without its key. */
type OwnStep = ChargeStep extends infer Step ? (Step extends unknown ? Omit<Step, 'key'> : never) : never;

/** An answer of the enterprise, until it is booked or refused. */
interface PendingAnswer {
  readonly answer: QuoteAnswer;
  outcome: 'PENDING' | 'TAKEN' | Parameters<typeof refusalFailure>[0]['code'];
}

/** What one charge knows besides what every case does: its plan as it was read last, and who wants what. */
export class FeeCase extends Case<FeeStage> {
  /** As it was looked at last; null before the first look. */
  plan: FeePlan | null = null;
  /** Orders that the bank declined since people were asked last. */
  declined: FailedOrder[] = [];
  /** The instant of the next debit, after one that was declined; null: none is planned. */
  notBeforeMs: number | null = null;
  /** The last decline after which people decide; null: the platform does. */
  stopped: { readonly code: string; readonly orders: number } | null = null;
  /** So many debits had been taken back when people said last that another one is to be tried; null: they did not. */
  triedAfter: number | null = null;
  private pending: PendingAnswer | null = null;
  private isWanted = false;

  constructor(readonly input: FeeInput) {
    const { feeId, institutionId, enterpriseId, priceFen } = input;
    super(
      { caseType: 'FEE', caseId: feeId, institutionId, enterpriseId },
      new BusinessTime(input),
      STAGE_TEXTS.FEE,
      { stage: 'QUOTED', amountFen: priceFen },
    );
    setHandler(feeQuery, () => this.view());
    setHandler(
      lookAgainSignal,
      () => {
        this.isWanted = true;
      },
      { description: '费用有新情况 · Something is asked about the fee' },
    );
    setHandler(answerQuoteUpdate, (answer) => this.take(answer), {
      validator: (answer) => this.judge(answer),
      description: '企业答复报价 · The enterprise answers a quote',
    });
  }

  /** Whether something was asked since the last look. */
  get isAskedAbout(): boolean {
    return this.isWanted;
  }

  /** What the enterprise says to the quote, if it does. */
  get answer(): QuoteAnswer | null {
    return this.pending?.answer ?? null;
  }

  /** Reads where it stands; what was asked by then is in it. */
  async look(): Promise<FeePlan> {
    this.isWanted = false;
    const plan = await this.activities.lookAtFee({ feeId: this.input.feeId, at: this.now() });
    this.plan = plan;
    if (plan.status !== 'QUOTED') this.answerIs('NOT_IN_STAGE');
    return plan;
  }

  /** Shows the stage, once. */
  async show(
    stage: FeeStage,
    entry: Parameters<Case<FeeStage>['enter']>[1],
    isFirst: boolean,
  ): Promise<void> {
    if (isFirst || stage !== this.stage) await this.enter(stage, entry);
  }

  /** The business operation of a step names it: whatever comes twice is booked once. */
  async step(operation: string, step: OwnStep, asked: FeeAsked | null = null): Promise<string | null> {
    const { feeId } = this.input;
    const taken = await this.activities.takeFeeStep({
      ...{ feeId, at: this.now(), actorId: asked?.requestedBy ?? null },
      ...(asked !== null && { requestId: asked.requestId }),
      step: { ...step, key: `fee/${feeId}/${operation}` } as ChargeStep,
    });
    return taken.ok ? null : taken.code;
  }

  /** From now until the next look no answer is taken. */
  closeQuote(): void {
    this.plan = null;
  }

  /** Books the enterprise's answer, or has it refused. */
  async bookAnswer({ answer, pointsUsed, proof }: QuoteAnswer): Promise<void> {
    const { feeId } = this.input;
    const key = `fee/${feeId}/${answer === 'CONSENT' ? 'consent' : 'decline'}`;
    const step: ChargeStep =
      answer === 'CONSENT'
        ? { type: 'CONSENT', key, on: this.dayOfAnswer(), pointsUsed }
        : { type: 'CANCEL', key };
    const actorId = proof.actor.userId;
    const taken = await this.activities.consentToFee({ feeId, step, at: this.now(), actorId });
    this.answerIs(taken.ok ? 'TAKEN' : taken.code);
    this.closeQuote();
  }

  private answerIs(outcome: PendingAnswer['outcome']): void {
    if (this.pending !== null) this.pending.outcome = outcome;
    this.pending = null;
  }

  /** One order, until it is known what became of it. */
  async pay(
    purpose: 'FEE_COLLECTION' | 'FEE_REFUND',
    amountFen: number,
    { request, plan }: { readonly request: FeeAsked | null; readonly plan: FeePlan },
  ): Promise<PaymentResult> {
    const { feeId, institutionId, enterpriseId } = this.input;
    const key =
      purpose === 'FEE_COLLECTION'
        ? moneyKeys.collectFee(feeId, plan.collectOrders + 1)
        : moneyKeys.refundFee(feeId, plan.refundOrders + 1);
    const mandate =
      request === null
        ? ({ type: 'CONSENT', id: feeId } as const)
        : ({ type: 'RELIEF', id: request.requestId } as const);
    this.note('bank');
    const result = await payUntilKnown(
      {
        ...{ key, institutionId, enterpriseId, mandate, purpose, amountFen: amountFen as Fen },
        subject: { type: 'FEE', id: feeId },
        decidedAtMs: this.time.touchMs(),
      },
      this,
    );
    this.time.liveTo(result.resolvedAtMs);
    return result;
  }

  mail<Kind extends MessageKind>(
    kind: Kind,
    occasion: string,
    values: Omit<GivenValues<Kind>, 'feeZh' | 'feeEn'>,
  ): MessageOf<Kind> {
    const { zh: feeZh = '', en: feeEn = '' } = this.plan?.words ?? {};
    const dedupeKey = `fee/${this.input.feeId}/${occasion}`;
    return {
      ...{ dedupeKey, channel: 'EMAIL', kind },
      values: { ...values, feeZh, feeEn } as unknown as GivenValues<Kind>,
    };
  }

  reason(code: TaskReason['code'], detail: NonNullable<TaskReason['detail']>): TaskReason {
    return { code, detail };
  }

  /** While the quote stands an answer is in time, however fast the clock runs for people. */
  private dayOfAnswer(): IsoDate {
    const last = this.plan?.validUntil;
    const today = this.time.today();
    return last !== undefined && last < today ? isoDate(last) : today;
  }

  now(): string {
    return isoInstant(this.time.touchMs());
  }

  private judge({ pointsUsed, shownSha256, proof: { actor } }: QuoteAnswer): void {
    const { plan } = this;
    demand(actor.enterpriseId === this.input.enterpriseId, 'NOT_YOUR_CASE');
    this.demandQuote();
    demand(shownSha256 === plan?.shownSha256, 'SHOWN_OTHERWISE');
    demand(pointsUsed <= (plan?.pointsLimit ?? 0), 'POINTS_ABOVE_LIMIT');
  }

  private demandQuote(): void {
    const { plan, stage, pending } = this;
    demand(plan?.status === 'QUOTED' && stage === 'QUOTED' && pending === null, 'NOT_IN_STAGE', { stage });
  }

  private async take(answer: QuoteAnswer): Promise<FeeView> {
    // Two may have been judged before the first was taken.
    this.demandQuote();
    const pending: PendingAnswer = { answer, outcome: 'PENDING' };
    this.pending = pending;
    this.personActed();
    await condition(() => pending.outcome !== 'PENDING');
    if (pending.outcome !== 'TAKEN' && pending.outcome !== 'PENDING') {
      throw refusalFailure({ code: pending.outcome });
    }
    await condition(() => this.stage !== 'QUOTED' && this.isWritten);
    return this.view();
  }
}
