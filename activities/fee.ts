import type { FeeActivities, FeeAsked, FeePlan, FeeStepTaken, FeeStepToTake } from '../contracts/activities';
import type { FeeRequestId, UserId } from '../contracts/ids';
import { textOf } from '../contracts/texts/texts';
import type { PaymentOrder, PaymentOutcome } from '../contracts/workflows';
import { businessDate } from '../domain/calendar/clock';
import { type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { type ChargeStep, outstandingOf } from '../domain/fees/charge';
import { pointsLimit } from '../domain/fees/price';
import { mostRelief, type ReliefParts, reliefParts, reliefRoom } from '../domain/fees/relief';
import { isTakenBackTooOften } from '../domain/fees/takenBack';
import { type Fen, fen, subtractFen, ZERO_FEN } from '../domain/money/fen';
import { parametersAt } from '../domain/parameters/parametersAt';
import { accept, type Result, refuse } from '../domain/result';
import { resolveTakenBack } from '../gateways/database/breaks';
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
  withdrawFeeRequest,
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
import { reliefBySource, standsAsPrepayment } from './feeCharges';
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
    lookAtFee: async ({ feeId, at }) => {
      await markFeeTold(sql, feeId);
      return await planOf(sql, await readFee(sql, feeId), businessDate(Date.parse(at)));
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

async function planOf(sql: Queryable, fee: Fee, today: IsoDate): Promise<FeePlan> {
  const requests = await openFeeRequests(sql, fee.id);
  const balance = await readPoints(sql, fee.enterpriseId);
  const { status, invoiceNo, validUntil, shownSha256, settlement, priceFen } = fee;
  const { outstandingFen, collectedFen, refundedFen, bounces, debitsTakenBack } = fee;
  const debits = await readFeeOrders(sql, fee.id, 'FEE_COLLECTION');
  const refunds = await readFeeOrders(sql, fee.id, 'FEE_REFUND');
  // An order that is under way is followed to its end before anything else is heard.
  const ordered = requests.find(({ status }) => refunds.openFen !== null && status === 'APPROVED');
  const request = ordered ?? requests[0];
  return {
    ...{ status, invoiceNo, validUntil, shownSha256, settlement, priceFen },
    ...{ outstandingFen, collectedFen, refundedFen, bounces, debitsTakenBack },
    isTakenBackTooOften: isTakenBackTooOften(debitsTakenBack, parametersAt(today).payments),
    words: { zh: textOf('zh-CN', 'costs', fee.kind), en: textOf('en', 'costs', fee.kind) },
    pointsLimit: pointsLimit(priceFen, balance, policyOf(fee)),
    ...{ collectOrders: debits.over, openDebitFen: debits.openFen, refundOrders: refunds.over },
    request: request === undefined ? null : await askedOf(sql, fee, request, refunds.openFen),
  };
}

/** @param openFen of an order to give it back that is under way, which is followed as it was ordered */
async function askedOf(
  sql: Queryable,
  fee: Fee,
  request: FeeRequest,
  openFen: Fen | null,
): Promise<FeeAsked> {
  const { id, kind, status, amountFen, reason, requestedBy } = request;
  const isOwed = status !== 'APPROVED' || (await stands(sql, fee, request));
  return {
    ...{ requestId: id as FeeRequestId, kind, status, amountFen, reason },
    requestedBy: requestedBy as UserId | null,
    refundFen: openFen ?? (isOwed ? partsOf(fee, request).refundedFen : 0),
  };
}

/** Whether what a request was granted for is still there: a prepayment may stand no longer. */
async function stands(sql: Queryable, { loanId }: Fee, { kind, source }: FeeRequest): Promise<boolean> {
  return kind !== 'PREPAYMENT' || source === null || (await standsAsPrepayment(sql, loanId, source));
}

/** What is still to be done of what was granted. */
function partsOf(fee: Fee, { kind, grantedFen, givenFen }: FeeRequest): ReliefParts {
  if (kind === 'BOUNCE') return { waivedFen: ZERO_FEN, refundedFen: ZERO_FEN };
  return reliefParts(kind, reliefRoom(fee), subtractFen(grantedFen ?? ZERO_FEN, givenFen));
}

/** What is booked at once of what was granted; null: it is booked when the bank has paid it back. */
function stepAtOnce(fee: Fee, request: FeeRequest): ChargeStep | null {
  const { id, feeId, kind, source, status, givenFen } = request;
  const grantedFen = request.grantedFen ?? ZERO_FEN;
  const { waivedFen: amountFen, refundedFen } = partsOf(fee, request);
  const key = `fee/${feeId}/request/${id}`;
  if (kind === 'BOUNCE') {
    return status === 'APPROVED' ? { type: 'BOUNCE', key, of: source ?? '', amountFen: grantedFen } : null;
  }
  if (kind === 'DISPUTE') return refundedFen > 0 ? null : { type: 'RESOLVE', key, upheldFen: grantedFen };
  // A part may have been given up before another one bounced.
  return amountFen > 0 ? { type: 'WAIVE', key: givenFen > 0 ? `${key}/rest` : key, amountFen } : null;
}

async function settleRequest(client: Queryable, of: Settlement): Promise<Granted> {
  const { feeId, requestId, at, proposedBy, decidedBy, result } = of;
  const asked = await lockFeeRequest(client, requestId);
  const fee = await lockFee(client, feeId);
  const head = { at, actorId: decidedBy };
  if (asked.status !== 'OPEN') return await carryOut(client, fee, asked, head);
  const mostFen = await mostFenOf(client, fee, asked);
  const grantedFen = fen(Math.min(of.grantedFen, mostFen));
  const status = grantedFen === 0 ? 'REJECTED' : 'APPROVED';
  await decideFeeRequest(client, requestId, { status, grantedFen, proposedBy, decidedBy, result, at });
  return await carryOut(client, fee, { ...asked, status, grantedFen }, head);
}

/**
 * Books what needs no money of what was decided, and ends what is done. What was to go back in money and can't any more
 * is given up, where its receipt bounced, or withdrawn, where its prepayment stands no longer.
 * @returns with what of it is ended so by this very call
 */
async function carryOut(
  client: Queryable,
  fee: Fee,
  request: FeeRequest,
  head: { readonly at: string; readonly actorId: string | null },
): Promise<Granted> {
  const { id: requestId, feeId, status, givenFen } = request;
  const grantedFen = request.grantedFen ?? 0;
  if (status === 'DONE' || status === 'WITHDRAWN') return { grantedFen, refundFen: 0, withdrawnFen: 0 };
  const leftFen = grantedFen - givenFen;
  if (leftFen > 0 && !(await stands(client, fee, request))) {
    await withdrawFeeRequest(client, requestId);
    return { grantedFen: givenFen, refundFen: 0, withdrawnFen: leftFen };
  }
  const step = leftFen > 0 || status === 'REJECTED' ? stepAtOnce(fee, request) : null;
  if (step !== null) {
    const booked = await recordFeeStep(client, feeId, step, { ...head, requestId });
    if (!booked.ok) throw impossible(`fee request ${requestId}: ${booked.refusal.code}`);
  }
  const refundFen = status === 'APPROVED' ? partsOf(fee, request).refundedFen : 0;
  if (refundFen === 0) await closeFeeRequest(client, requestId);
  if (step?.type === 'BOUNCE') await resolveTakenBack(client, fee.institutionId, [step.of]);
  return { grantedFen, refundFen, withdrawnFen: 0 };
}

/** No more than there is; of a prepayment no more than its part of the fee as it stands when that is settled. */
async function mostFenOf(sql: Queryable, fee: Fee, { kind, source, amountFen }: FeeRequest): Promise<number> {
  if (kind === 'BOUNCE') return amountFen ?? 0;
  const mostFen = mostRelief(kind, reliefRoom(fee));
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
  const request = await requestOfOrder(sql, fee, order);
  const step = stepOfOrder(order, request);
  if (step === null || (request !== null && !(await stands(sql, fee, request)))) return 'RELIEF_UNKNOWN';
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
  const fee = await lockFee(client, order.subject.id);
  const request = await requestOfOrder(client, fee, order);
  const step = stepOfOrder(order, request);
  if (step === null) return refuse('RELIEF_UNKNOWN');
  const on = isoDate(bankDate);
  const head = { at, actorId: null };
  const days = { on, bankDate: on, requestId: request?.id };
  const booked = await recordFeeStep(client, fee.id, step, { ...head, ...days });
  if (!booked.ok) return booked;
  if (request !== null) {
    await carryOut(client, await readFee(client, fee.id), await lockFeeRequest(client, request.id), head);
  }
  return accept(undefined);
}

/** What was granted that an order gives back; null where there is nothing, or it is a debit. */
async function requestOfOrder(
  sql: Queryable,
  { id: feeId }: Fee,
  { purpose, mandate }: PaymentOrder,
): Promise<FeeRequest | null> {
  const requests = purpose === 'FEE_REFUND' ? await openFeeRequests(sql, feeId) : [];
  return requests.find(({ id, status }) => id === mandate.id && status === 'APPROVED') ?? null;
}

/** The step of a charge that an order carries out, under the order's key; null: nobody granted it. */
function stepOfOrder(
  { key, purpose, amountFen }: PaymentOrder,
  request: FeeRequest | null,
): ChargeStep | null {
  if (purpose === 'FEE_COLLECTION') return { type: 'COLLECT', key, amountFen: fen(amountFen) };
  if (request === null) return null;
  return request.kind === 'DISPUTE'
    ? { type: 'RESOLVE', key, upheldFen: request.grantedFen ?? ZERO_FEN }
    : { type: 'REFUND', key, amountFen: fen(amountFen) };
}
