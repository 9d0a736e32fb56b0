import type { FeeActivities, FeeAsked, FeePlan, FeeStepTaken, FeeStepToTake } from '../contracts/activities';
import type { FeeRequestId, UserId } from '../contracts/ids';
import { textOf } from '../contracts/texts/texts';
import type { PaymentOrder, PaymentOutcome } from '../contracts/workflows';
import { isoDate } from '../domain/calendar/isoDate';
import { type ChargeStep, outstandingOf } from '../domain/fees/charge';
import { pointsLimit } from '../domain/fees/price';
import { mostRelief, type ReliefParts, type ReliefRoom, reliefParts } from '../domain/fees/relief';
import { fen, subtractFen, ZERO_FEN } from '../domain/money/fen';
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
import { reliefBySource } from './feeCharges';
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
  { feeId, step, at, actorId, requestId }: FeeStepToTake,
): Promise<FeeStepTaken> {
  return takenOf(await recordFeeStep(client, feeId, step, { at, actorId, requestId }));
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

function askedOf(fee: Fee, request: FeeRequest): FeeAsked {
  const { id, kind, status, amountFen, reason, requestedBy } = request;
  return {
    ...{ requestId: id as FeeRequestId, kind, status, amountFen, reason },
    requestedBy: requestedBy as UserId | null,
    refundFen: partsOf(fee, request).refundedFen,
  };
}

const roomOf = ({ outstandingFen, collectedFen, refundedFen }: Fee): ReliefRoom => ({
  outstandingFen,
  paidFen: subtractFen(collectedFen, refundedFen),
});

/** What is still to be done of what was granted. */
function partsOf(fee: Fee, { kind, grantedFen, waivedFen }: FeeRequest): ReliefParts {
  return reliefParts(kind, roomOf(fee), subtractFen(grantedFen ?? ZERO_FEN, waivedFen));
}

/** What is booked at once of what was granted; null: it is booked when the bank has paid it back. */
function stepAtOnce(fee: Fee, request: FeeRequest): ChargeStep | null {
  const { id, feeId, kind, grantedFen } = request;
  const { waivedFen: amountFen, refundedFen } = partsOf(fee, request);
  const key = `fee/${feeId}/request/${id}`;
  if (kind === 'DISPUTE') {
    return refundedFen > 0 ? null : { type: 'RESOLVE', key, upheldFen: grantedFen ?? ZERO_FEN };
  }
  return amountFen > 0 ? { type: 'WAIVE', key, amountFen } : null;
}

async function settleRequest(client: Queryable, of: Settlement): Promise<Granted> {
  const { feeId, requestId, at, proposedBy, decidedBy, result } = of;
  const asked = await lockFeeRequest(client, requestId);
  const fee = await lockFee(client, feeId);
  if (asked.status !== 'OPEN') return grantedOf(fee, asked);
  const mostFen = await mostFenOf(client, fee, asked);
  const grantedFen = fen(Math.min(of.grantedFen, mostFen));
  const status = grantedFen === 0 ? 'REJECTED' : 'APPROVED';
  await decideFeeRequest(client, requestId, { status, grantedFen, proposedBy, decidedBy, result, at });
  const granted: FeeRequest = { ...asked, status, grantedFen };
  const step = stepAtOnce(fee, granted);
  if (step !== null) {
    const booked = await recordFeeStep(client, feeId, step, { at, actorId: decidedBy, requestId });
    if (!booked.ok) throw impossible(`fee request ${requestId}: ${booked.refusal.code}`);
  }
  const { refundFen } = grantedOf(fee, granted);
  if (refundFen === 0) await closeFeeRequest(client, requestId);
  return { grantedFen, refundFen };
}

const grantedOf = (fee: Fee, request: FeeRequest): Granted => ({
  grantedFen: request.grantedFen ?? 0,
  refundFen: request.status === 'APPROVED' ? partsOf(fee, request).refundedFen : 0,
});

/** No more than there is; of a prepayment no more than its part of the fee as it stands when that is settled. */
async function mostFenOf(sql: Queryable, fee: Fee, { kind, source }: FeeRequest): Promise<number> {
  const mostFen = mostRelief(kind, roomOf(fee));
  return source === null ? mostFen : Math.min(mostFen, await reliefBySource(sql, fee, source));
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
  const step = await stepOfOrder(sql, fee, order);
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
  const step = await stepOfOrder(client, await lockFee(client, order.subject.id), order);
  if (step === null) return refuse('RELIEF_UNKNOWN');
  const on = isoDate(bankDate);
  const requestId = order.purpose === 'FEE_REFUND' ? order.mandate.id : undefined;
  const head = { at, actorId: null, on, bankDate: on, requestId };
  const booked = await recordFeeStep(client, order.subject.id, step, head);
  if (!booked.ok) return booked;
  if (requestId !== undefined) await closeFeeRequest(client, requestId);
  return accept(undefined);
}

/** The step of a charge that an order carries out, under the order's key; null: nobody granted it. */
async function stepOfOrder(
  sql: Queryable,
  fee: Fee,
  { key, purpose, mandate, amountFen }: PaymentOrder,
): Promise<ChargeStep | null> {
  if (purpose === 'FEE_COLLECTION') return { type: 'COLLECT', key, amountFen: fen(amountFen) };
  const requests = await openFeeRequests(sql, fee.id);
  const request = requests.find(({ id, status }) => id === mandate.id && status === 'APPROVED');
  if (request === undefined) return null;
  return request.kind === 'DISPUTE'
    ? { type: 'RESOLVE', key, upheldFen: request.grantedFen ?? ZERO_FEN }
    : { type: 'REFUND', key, amountFen: partsOf(fee, request).refundedFen };
}
