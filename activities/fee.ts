import type { FeeActivities, FeeAsked, FeePlan, FeeStepTaken, FeeStepToTake } from '../contracts/activities';
import type { FeeRequestId, UserId } from '../contracts/ids';
import { textOf } from '../contracts/texts/texts';
import type { PaymentOrder, PaymentOutcome } from '../contracts/workflows';
import { isoDate } from '../domain/calendar/isoDate';
import { type ChargeStep, outstandingOf } from '../domain/fees/charge';
import { pointsLimit } from '../domain/fees/price';
import { fen } from '../domain/money/fen';
import { accept, type Result, refuse } from '../domain/result';
import {
  closeFeeRequest,
  decideFeeRequest,
  type Fee,
  type FeeRequest,
  findFee,
  lockFee,
  lockFeeRequest,
  markFeeTold,
  openFeeRequests,
  readFee,
  readFeeOrders,
  readPoints,
} from '../gateways/database/fees';
import {
  findReceiptByReference,
  isGoingBack,
  lockReceipt,
  settleReceipt,
} from '../gateways/database/receipts';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import type { ActivityDeps } from './deps';
import { foldFee, judgeFeeStep, policyOf, recordFeeStep, takenOf } from './feeBooks';
import { impossible } from './loanBooks';

type Settlement = Parameters<FeeActivities['settleFeeRequest']>[0];
type Granted = Awaited<ReturnType<FeeActivities['settleFeeRequest']>>;
type Claim = Parameters<FeeActivities['claimForFee']>[0];
type Claimed = Awaited<ReturnType<FeeActivities['claimForFee']>>;
type Succeeded = Extract<PaymentOutcome, { status: 'SUCCEEDED' }>;

/** Where a charge stands, and what becomes of it. */
export function createFeeActivities({ sql }: ActivityDeps): FeeActivities {
  const take = (of: FeeStepToTake) => inTransaction(sql, (client) => takeStepOf(client, of));
  return {
    lookAtFee: async ({ feeId }) => {
      await markFeeTold(sql, feeId);
      return await planOf(sql, await readFee(sql, feeId));
    },
    takeFeeStep: take,
    consentToFee: take,
    settleFeeRequest: (of) => inTransaction(sql, (client) => settleRequest(client, of)),
    claimForFee: (of) => inTransaction(sql, (client) => claim(client, of)),
  };
}

async function takeStepOf(
  client: Queryable,
  { feeId, step, at, actorId }: FeeStepToTake,
): Promise<FeeStepTaken> {
  return takenOf(await recordFeeStep(client, feeId, step, { at, actorId }));
}

async function planOf(sql: Queryable, fee: Fee): Promise<FeePlan> {
  const [request] = await openFeeRequests(sql, fee.id);
  const balance = await readPoints(sql, fee.enterpriseId);
  const { status, invoiceNo, validUntil, shownSha256, settlement, priceFen } = fee;
  const { outstandingFen, collectedFen, refundedFen } = fee;
  const debits = await readFeeOrders(sql, fee.id, 'FEE_COLLECTION');
  const refunds = await readFeeOrders(sql, fee.id, 'FEE_REFUND');
  return {
    ...{ status, invoiceNo, validUntil, shownSha256, settlement, priceFen },
    ...{ outstandingFen, collectedFen, refundedFen },
    words: { zh: textOf('zh-CN', 'costs', fee.kind), en: textOf('en', 'costs', fee.kind) },
    pointsLimit: pointsLimit(priceFen, balance, policyOf(fee)),
    ...{ collectOrders: debits.over, openDebitFen: debits.openFen, refundOrders: refunds.over },
    request: request === undefined ? null : askedOf(fee, request),
  };
}

function askedOf(
  fee: Fee,
  { id, kind, status, amountFen, reason, requestedBy, grantedFen }: FeeRequest,
): FeeAsked {
  return {
    ...{ requestId: id as FeeRequestId, kind, status, amountFen, reason },
    requestedBy: requestedBy as UserId | null,
    refundFen: refundFenOf(fee, kind, grantedFen ?? 0),
  };
}

/** What of a granted amount goes back in money: of a dispute what is not outstanding, of a waiver nothing. */
function refundFenOf({ outstandingFen }: Fee, kind: FeeRequest['kind'], grantedFen: number): number {
  if (kind === 'WAIVE') return 0;
  return kind === 'DISPUTE' ? Math.max(0, grantedFen - outstandingFen) : grantedFen;
}

/** The step that carries out what was granted. */
function stepOfRequest({ id, feeId, kind, grantedFen }: FeeRequest, key: string | null): ChargeStep {
  const amountFen = grantedFen ?? fen(0);
  const own = key ?? `fee/${feeId}/request/${id}`;
  if (kind === 'DISPUTE') return { type: 'RESOLVE', key: own, upheldFen: amountFen };
  return { type: kind === 'WAIVE' ? 'WAIVE' : 'REFUND', key: own, amountFen };
}

async function settleRequest(client: Queryable, of: Settlement): Promise<Granted> {
  const { feeId, requestId, at, proposedBy, decidedBy, result } = of;
  const before = await lockFeeRequest(client, requestId);
  if (before.status !== 'OPEN') return { grantedFen: before.grantedFen ?? 0 };
  const fee = await lockFee(client, feeId);
  const grantedFen = Math.min(of.grantedFen, mostFen(fee, before.kind));
  const status = grantedFen === 0 ? 'REJECTED' : 'APPROVED';
  await decideFeeRequest(client, requestId, { status, grantedFen, proposedBy, decidedBy, result, at });
  if (refundFenOf(fee, before.kind, grantedFen) > 0) return { grantedFen };
  if (grantedFen === 0 && before.kind !== 'DISPUTE') return { grantedFen };
  const granted = { ...before, grantedFen: fen(grantedFen) };
  const booked = await recordFeeStep(client, feeId, stepOfRequest(granted, null), { at, actorId: decidedBy });
  if (!booked.ok) throw impossible(`fee request ${requestId}: ${booked.refusal.code}`);
  await closeFeeRequest(client, requestId);
  return { grantedFen };
}

/** No more is given up than is outstanding, and no more goes back than was paid and not given back. */
function mostFen({ outstandingFen, collectedFen, refundedFen }: Fee, kind: FeeRequest['kind']): number {
  const paidFen = collectedFen - refundedFen;
  if (kind === 'WAIVE') return outstandingFen;
  return kind === 'DISPUTE' ? outstandingFen + paidFen : paidFen;
}

/** Money of one movement pays one fee: what two people found, by the bank's reference. */
async function claim(client: Queryable, { feeId, bankReference, at }: Claim): Promise<Claimed> {
  const fee = await readFee(client, feeId);
  const known = await findReceiptByReference(client, fee.institutionId, bankReference);
  if (known === null) return { ok: false, code: 'RECEIPT_UNKNOWN' };
  const receipt = await lockReceipt(client, known.id);
  // Booked by an attempt whose answer was lost.
  if (receipt.status === 'CLAIMED' && receipt.feeId === feeId) return { ok: true, receiptId: receipt.id };
  if (receipt.status !== 'OPEN') return { ok: false, code: 'RECEIPT_SETTLED' };
  if (await isGoingBack(client, receipt.id)) return { ok: false, code: 'RECEIPT_GOES_BACK' };
  if (receipt.amountFen > fee.outstandingFen) return { ok: false, code: 'AMOUNT_EXCEEDS_DUE' };
  const step = {
    type: 'COLLECT',
    key: `fee/${feeId}/receipt/${receipt.id}`,
    amountFen: fen(receipt.amountFen),
    cash: '2241.02',
  } as const;
  const detail = { receiptId: receipt.id };
  const booked = await recordFeeStep(client, feeId, step, { at, actorId: null, detail });
  if (!booked.ok) return { ok: false, code: booked.refusal.code };
  await settleReceipt(client, receipt.id, 'CLAIMED', { feeId, at });
  return { ok: true, receiptId: receipt.id };
}

/** Why the books could not take an order about a fee; null when they can. Asked before anything is sent. */
export async function whyFeeNotBookable(sql: Queryable, order: PaymentOrder): Promise<string | null> {
  const fee = await findFee(sql, order.subject.id);
  if (fee === null) return 'FEE_UNKNOWN';
  const step = await stepOfOrder(sql, order);
  if (step === null) return 'RELIEF_UNKNOWN';
  const judged = await judgeFeeStep(sql, fee, step);
  if (!judged.ok) return judged.refusal.code;
  const { charge, state } = await foldFee(sql, fee);
  const isAbove = order.purpose === 'FEE_COLLECTION' && order.amountFen > outstandingOf(charge, state);
  return isAbove ? 'AMOUNT_DIFFERS' : null;
}

/** The bank has moved a fee's money. Refused where the charge takes no such step now. */
export async function bookFeeMoney(
  client: Queryable,
  order: PaymentOrder,
  { bankDate }: Succeeded,
  at: string,
): Promise<Result<void, string>> {
  const step = await stepOfOrder(client, order);
  if (step === null) return refuse('RELIEF_UNKNOWN');
  const on = isoDate(bankDate);
  const booked = await recordFeeStep(client, order.subject.id, step, { at, actorId: null, on, bankDate: on });
  if (!booked.ok) return booked;
  if (order.purpose === 'FEE_REFUND') await closeFeeRequest(client, order.mandate.id);
  return accept(undefined);
}

/** The step of a charge that an order carries out, under the order's key. */
async function stepOfOrder(sql: Queryable, order: PaymentOrder): Promise<ChargeStep | null> {
  const { key, subject, purpose, mandate } = order;
  if (purpose === 'FEE_COLLECTION') return { type: 'COLLECT', key, amountFen: fen(order.amountFen) };
  const requests = await openFeeRequests(sql, subject.id);
  const request = requests.find(({ id, status }) => id === mandate.id && status === 'APPROVED');
  return request === undefined ? null : stepOfRequest(request, key);
}
