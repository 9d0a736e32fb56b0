import { uuidv7 } from 'uuidv7';
import type {
  FeeAsked,
  FeePlan,
  FeeStepTaken,
  FeeStepToTake,
  Settlement,
} from '../../../contracts/activities';
import type { AllActivities } from '../../../contracts/activityOptions';
import type { FeeRequestId } from '../../../contracts/ids';
import { isoDate } from '../../../domain/calendar/isoDate';
import {
  type Charge,
  type ChargeStep,
  chargeAfter,
  outstandingOf,
  statusOf,
  takeStep,
} from '../../../domain/fees/charge';
import { mostRelief, reliefParts, reliefRoom } from '../../../domain/fees/relief';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import type { World } from './world';

const policy = { pointsShare: '0.20', vatRate: rate('0.06') } as const;
export const SHOWN = 'a'.repeat(64);

/** One charge in memory, over the real rules: what the database holds of it. */
export class ChargeBooks {
  readonly charge: Charge = { kind: 'CONSULTING', priceFen: fen(100_000), validUntil: isoDate('2026-01-19') };
  readonly steps: ChargeStep[] = [];
  readonly requests: (Pick<FeeAsked, 'requestId' | 'kind' | 'amountFen' | 'reason' | 'requestedBy'> & {
    status: FeeAsked['status'];
    grantedFen: number;
    givenFen: number;
    /** Of a BOUNCE: the key of the receipt. */
    source: string;
  })[] = [];
  /** Prepayments that stand no longer, by their requests. */
  readonly gone = new Set<string>();
  settlement: FeePlan['settlement'] = 'ONLINE';
  points = 0;
  /** References under which money waits. */
  readonly receipts = new Set<string>();

  constructor(private readonly world: World) {
    const { settlePayment } = world;
    // What the bank moved for a fee is booked on it.
    Object.assign(world, {
      ...this.activities(),
      settlePayment: async (settlement: Settlement) => {
        const { order, outcome } = settlement;
        const isNew = world.payments.get(order.key)?.outcome == null;
        if (order.subject.type !== 'FEE') return await settlePayment(settlement);
        const settled = await settlePayment({
          ...settlement,
          order: { ...order, subject: { ...order.subject, type: 'RECEIPT' } as never },
        });
        if (isNew && outcome.status === 'SUCCEEDED') this.bank(order.key, order.mandate.id, order.amountFen);
        return settled;
      },
    });
  }

  ask(
    kind: FeeAsked['kind'],
    amountFen: number | null,
    requestedBy: FeeAsked['requestedBy'],
    source = '',
  ): void {
    const requestId = uuidv7() as FeeRequestId;
    this.requests.push({
      requestId,
      kind,
      amountFen,
      reason: 'why',
      requestedBy,
      status: 'OPEN',
      grantedFen: 0,
      givenFen: 0,
      source,
    });
  }

  get status(): string {
    return statusOf(this.charge, this.state());
  }

  private state() {
    return chargeAfter(this.charge, this.steps, policy);
  }

  private take(step: ChargeStep): FeeStepTaken {
    const taken = takeStep(this.charge, this.state(), step, { policy, pointsBalance: this.points });
    if (!taken.ok)
      return taken.refusal.code === 'DUPLICATE' ? { ok: true } : { ok: false, code: taken.refusal.code };
    this.steps.push(step);
    this.points += taken.value.points;
    return { ok: true };
  }

  private bank(key: string, mandate: string, amountFen: number): void {
    const request = this.requests.find(({ requestId }) => requestId === mandate);
    if (request === undefined) {
      this.take({ type: 'COLLECT', key, amountFen: fen(amountFen) });
      return;
    }
    this.carryOut(request, key);
  }

  /** What is still to be done of what was granted. */
  private partsOf({ kind, grantedFen, givenFen, requestId }: ChargeBooks['requests'][number]) {
    if (kind === 'BOUNCE' || this.gone.has(requestId)) return { waivedFen: 0, refundedFen: 0 };
    return reliefParts(kind, this.room(), fen(grantedFen - givenFen));
  }

  private room() {
    const state = this.state();
    return reliefRoom({ ...state, outstandingFen: outstandingOf(this.charge, state) });
  }

  private carryOut(request: ChargeBooks['requests'][number], key: string): void {
    const { waivedFen, refundedFen } = this.partsOf(request);
    const { kind, grantedFen, source } = request;
    if (kind === 'BOUNCE') this.take({ type: 'BOUNCE', key, of: source, amountFen: fen(grantedFen) });
    else if (kind === 'DISPUTE') this.take({ type: 'RESOLVE', key, upheldFen: fen(grantedFen) });
    else if (waivedFen > 0) this.take({ type: 'WAIVE', key, amountFen: fen(waivedFen) });
    else this.take({ type: 'REFUND', key, amountFen: fen(refundedFen) });
    const isAll = kind === 'BOUNCE' || kind === 'DISPUTE';
    request.givenFen += isAll ? grantedFen : waivedFen > 0 ? waivedFen : refundedFen;
    if (request.givenFen === grantedFen) request.status = 'DONE';
  }

  private plan(): FeePlan {
    const { charge, requests, settlement } = this;
    const state = this.state();
    const orders = [...this.world.payments];
    const over = orders.flatMap(([key, { outcome }]) => (outcome === null ? [] : [key]));
    const openDebit = orders.find(([key, { outcome }]) => key.includes('/collect/') && outcome === null);
    const open = requests.filter(({ status }) => status === 'OPEN' || status === 'APPROVED');
    const request = open.find(({ kind }) => kind === 'BOUNCE') ?? open[0];
    const outstandingFen = outstandingOf(charge, state);
    const bounced = this.steps.flatMap((step) => (step.type === 'BOUNCE' ? [step.of] : []));
    const debitsTakenBack = bounced.filter((key) => key.includes('/collect/')).length;
    return {
      ...{ status: statusOf(charge, state), words: { zh: '咨询费', en: 'Consulting fee' } },
      ...{ invoiceNo: 'F2026-000001', validUntil: charge.validUntil, shownSha256: SHOWN, settlement },
      ...{ priceFen: charge.priceFen, pointsLimit: 0, outstandingFen },
      ...{ collectedFen: state.collectedFen, refundedFen: state.refundedFen },
      ...{ bounces: bounced.length, debitsTakenBack, isTakenBackTooOften: debitsTakenBack >= 2 },
      collectOrders: over.filter((key) => key.includes('/collect/')).length,
      refundOrders: over.filter((key) => key.includes('/refund/')).length,
      openDebitFen: openDebit === undefined ? null : charge.priceFen,
      request: request === undefined ? null : { ...request, refundFen: this.partsOf(request).refundedFen },
    };
  }

  private activities() {
    return {
      lookAtFee: async () => this.plan(),
      takeFeeStep: async ({ step }: FeeStepToTake) => this.take(step),
      consentToFee: async ({ step }: FeeStepToTake) => this.take(step),
      settleFeeRequest: async (of: Parameters<AllActivities['settleFeeRequest']>[0]) => {
        const request = this.requests.find(({ requestId }) => requestId === of.requestId);
        if (request === undefined) throw new Error('nothing was asked');
        const { kind, requestId } = request;
        if (request.status === 'OPEN') {
          const mostFen = kind === 'BOUNCE' ? of.grantedFen : mostRelief(kind, this.room());
          request.grantedFen = Math.min(of.grantedFen, mostFen);
          request.status = request.grantedFen === 0 ? 'REJECTED' : 'APPROVED';
        } else if (this.gone.has(requestId)) {
          request.status = 'WITHDRAWN';
          return {
            grantedFen: request.givenFen,
            refundFen: 0,
            withdrawnFen: request.grantedFen - request.givenFen,
          };
        }
        const { grantedFen, status } = request;
        const { waivedFen, refundedFen } = this.partsOf(request);
        const isAtOnce = kind === 'BOUNCE' || (kind === 'DISPUTE' ? refundedFen === 0 : waivedFen > 0);
        if (isAtOnce && (grantedFen > 0 || kind === 'DISPUTE')) {
          this.carryOut(request, `request/${requestId}/${request.givenFen}`);
        }
        if (status === 'REJECTED') request.status = status;
        return { grantedFen, refundFen: refundedFen, withdrawnFen: 0 };
      },
      claimForFee: async ({ bankReference }: { readonly bankReference: string }) => {
        if (!this.receipts.delete(bankReference)) return { ok: false, code: 'RECEIPT_UNKNOWN' };
        const { outstandingFen: amountFen } = this.plan();
        this.take({ type: 'COLLECT', key: `receipt/${bankReference}`, amountFen: fen(amountFen) });
        return { ok: true, receiptId: uuidv7() };
      },
    };
  }
}
