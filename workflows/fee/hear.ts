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
  if (request.status === 'APPROVED') {
    return request.refundFen > 0 ? await payBack(charge, plan, request) : await endRefund(charge, request);
  }
  if (request.kind === 'PREPAYMENT') return await letFallAway(charge, request);
  const { requestId, kind } = request;
  const verdict = await judge(charge, request);
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
  const answered = `answered/${requestId}`;
  await charge.record(answered, {
    messages:
      kind === 'BOUNCE'
        ? bouncedMail(charge, answered, grantedFen)
        : [charge.mail('FEE_ANSWERED', answered, { grantedFen, reason: verdict.result })],
    audit: { actorId: null, action: 'FEE_REQUEST_ANSWERED', outcome: kind },
  });
}

async function judge(charge: FeeCase, request: FeeAsked): Promise<Verdict> {
  const { kind, amountFen, requestedBy } = request;
  if (kind === 'DISPUTE') return await judgeDispute(charge, request);
  // The bank's own file has it.
  if (kind === 'BOUNCE' && requestedBy === null)
    return { grantedFen: amountFen ?? 0, proposedBy: null, decidedBy: null, result: '' };
  return await judgeRelief(charge, request);
}

/** The payer owes it again; of what a second person did not see at the bank they hear nothing. */
function bouncedMail(charge: FeeCase, occasion: string, amountFen: number) {
  return amountFen === 0
    ? []
    : [charge.mail('FEE_BOUNCED', occasion, { amountFen, date: charge.time.today() })];
}

/** What was to go back does no longer: its receipt bounced and it is set off, or its prepayment stands no more. */
async function endRefund(charge: FeeCase, { requestId, kind }: FeeAsked): Promise<void> {
  const { feeId } = charge.input;
  const { refundFen, withdrawnFen } = await charge.activities.settleFeeRequest({
    ...{ feeId, requestId, grantedFen: 0, result: '', at: charge.now() },
    ...{ proposedBy: null, decidedBy: null },
  });
  // The prepayment stands once more.
  if (refundFen > 0) return;
  const { outstandingFen } = await charge.look();
  await charge.record(`ended/${requestId}`, {
    messages: [charge.mail('FEE_REFUND_ENDED', `ended/${requestId}`, { withdrawnFen, outstandingFen })],
    audit: { actorId: null, action: 'FEE_REFUND_ENDED', outcome: kind, detail: { withdrawnFen } },
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
  { requestId: request, kind }: FeeAsked,
  { grantedFen: amountFen, because }: { readonly grantedFen: number; readonly because: string },
) {
  return await charge.ask('CONFIRM_FEE_RELIEF', {
    reason: charge.reason(kind === 'BOUNCE' ? 'FEE_BOUNCE_TOLD' : 'FEE_RELIEF_ASKED', {
      ...{ request, amountFen, because },
    }),
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
