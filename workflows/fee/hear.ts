import type { FeeAsked, FeePlan } from '../../contracts/activities';
import type { UserId } from '../../contracts/ids';
import type { FeeCase } from './feeCase';

/** Who found what to be given up or back, and who agreed. */
interface Verdict {
  readonly grantedFen: number;
  readonly proposedBy: UserId | null;
  readonly decidedBy: UserId | null;
  /** Told to the customer: of a dispute its number alone is published. */
  readonly result: string;
}

/** Hears what is asked about a charge, and carries out what was granted. */
export async function hear(charge: FeeCase, plan: FeePlan, request: FeeAsked): Promise<void> {
  if (request.status === 'APPROVED') return await payBack(charge, plan, request);
  if (request.kind === 'PREPAYMENT') return await letFallAway(charge, request);
  const { requestId, kind } = request;
  const verdict =
    kind === 'DISPUTE' ? await judgeDispute(charge, request) : await judgeRelief(charge, request);
  const { grantedFen: agreedFen } = verdict;
  const { feeId } = charge.input;
  await charge.record(`request/${requestId}`, {
    audit: {
      actorId: verdict.decidedBy,
      action: 'FEE_REQUEST_DECIDED',
      outcome: kind,
      detail: { grantedFen: agreedFen },
    },
  });
  const { grantedFen } = await charge.activities.settleFeeRequest({
    ...{ feeId, requestId, ...verdict, at: charge.now() },
  });
  await charge.record(`answered/${requestId}`, {
    messages: [charge.mail('FEE_ANSWERED', `answered/${requestId}`, { grantedFen, reason: verdict.result })],
    audit: { actorId: null, action: 'FEE_REQUEST_ANSWERED', outcome: kind },
  });
}

/** A rule of the loan says it: nobody is asked, and its payer is told what falls away and what of it comes back. */
async function letFallAway(charge: FeeCase, { requestId, kind, amountFen }: FeeAsked): Promise<void> {
  const { feeId } = charge.input;
  const { grantedFen, refundFen } = await charge.activities.settleFeeRequest({
    ...{ feeId, requestId, grantedFen: amountFen ?? 0, result: '', at: charge.now() },
    ...{ proposedBy: null, decidedBy: null },
  });
  const told = { amountFen: grantedFen, refundFen };
  await charge.record(`request/${requestId}`, {
    messages: grantedFen === 0 ? [] : [charge.mail('FEE_FELL_AWAY', `request/${requestId}`, told)],
    audit: { actorId: null, action: 'FEE_REQUEST_DECIDED', outcome: kind, detail: { grantedFen } },
  });
}

/** While a charge is disputed nothing of it is collected. One person finds what is right, another one agrees. */
async function judgeDispute(charge: FeeCase, request: FeeAsked): Promise<Verdict> {
  await charge.step(`dispute/${request.requestId}`, { type: 'DISPUTE' }, request);
  const plan = await charge.look();
  const mostFen = plan.outstandingFen + plan.collectedFen - plan.refundedFen;
  let because = request.reason;
  for (;;) {
    const said = await charge.ask('RESOLVE_FEE_DISPUTE', {
      stage: 'DISPUTED',
      reason: charge.reason('FEE_DISPUTED', { request: request.requestId, amountFen: mostFen, because }),
    });
    const proposedBy = said.proof.actor.userId;
    const result = said.reason;
    if (said.decision === 'REJECT') return { grantedFen: 0, proposedBy, decidedBy: null, result };
    const grantedFen = Math.min(said.amountFen ?? 0, mostFen);
    const agreed = await confirm(charge, request, { grantedFen, because: result });
    if (agreed.decision === 'CONFIRM') {
      return { grantedFen, proposedBy, decidedBy: agreed.proof.actor.userId, result };
    }
    because = agreed.reason;
  }
}

async function judgeRelief(charge: FeeCase, request: FeeAsked): Promise<Verdict> {
  const { requestedBy: proposedBy, reason: result } = request;
  const amountFen = request.amountFen ?? 0;
  const agreed = await confirm(charge, request, { grantedFen: amountFen, because: result });
  const isAgreed = agreed.decision === 'CONFIRM';
  return {
    grantedFen: isAgreed ? amountFen : 0,
    ...{ proposedBy, decidedBy: agreed.proof.actor.userId },
    result: isAgreed ? result : agreed.reason,
  };
}

/** The task names the request: what somebody agrees to is this one, and so much. */
async function confirm(
  charge: FeeCase,
  { requestId: request }: FeeAsked,
  { grantedFen: amountFen, because }: { readonly grantedFen: number; readonly because: string },
) {
  return await charge.ask('CONFIRM_FEE_RELIEF', {
    reason: charge.reason('FEE_RELIEF_ASKED', { request, amountFen, because }),
  });
}

/** What was granted and goes back in money: one order at a time, until the bank has paid it. */
async function payBack(charge: FeeCase, plan: FeePlan, request: FeeAsked): Promise<void> {
  await charge.enter('REFUNDING', { waitingFor: 'bank' });
  const { outcome, resolvedAtMs } = await charge.pay('FEE_REFUND', request.refundFen, { request, plan });
  if (outcome.status === 'SUCCEEDED') {
    charge.declined = [];
    return;
  }
  charge.declined = [...charge.declined, { atMs: charge.time.nowMs(), code: outcome.code }];
  const { feeId: loanId } = charge.input;
  const orders = charge.declined;
  const knownFromMs = charge.time.onTime(resolvedAtMs);
  const { next } = await charge.activities.planNextOrder({ loanId, orders, knownFromMs });
  if (next.kind !== 'STOP') {
    charge.note('calendar', next.atMs);
    return void (await charge.time.wait(next.atMs, { summary: '再次退费 · Give the fee back again' }));
  }
  charge.declined = [];
  const detail = { code: outcome.code, orders: orders.length };
  await charge.ask('RETRY_REFUND', { reason: charge.reason('FEE_REFUND_DECLINED', detail) });
}
