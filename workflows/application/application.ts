import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { ApprovalNeeded, AssessmentFinding, MessageToSend } from '../../contracts/activities';
import type { TaskId, UserId } from '../../contracts/ids';
import { moneyKeys, workflowIds } from '../../contracts/ids';
import { amountBandOf, searchAttributes } from '../../contracts/searchAttributes';
import type {
  ApplicationInput,
  ApplicationStage,
  ApplicationView,
  FailedOrder,
  LoanInput,
  PaymentResult,
} from '../../contracts/workflows';
import { businessDate, type IsoDate, isoDate } from '../../domain/calendar';
import { moneyDate } from '../../domain/collection';
import { parametersAt } from '../../domain/parameters';
import { paymentCodeRule } from '../../domain/parameters/payments';
import { activities } from '../shared/activities';
import { beginOnce } from '../shared/beginOnce';
import { isoInstant } from '../shared/businessTime';
import { CaseEnds } from '../shared/caseEnds';
import type { StageEntry } from '../shared/caseFile';
import { untilNextOrder } from '../shared/nextOrder';
import { type OrderToPay, payUntilKnown } from '../shared/pay';
import type { OpenTask } from '../shared/taskDesk';
import { ApplicationOffice } from './applicationOffice';

const MS_PER_HOUR = 3_600_000;

type Assessed = Extract<AssessmentFinding, { outcome: 'TO_REVIEW' }>;

/**
 * From a request for money to the money: complete, scored, reviewed, approved by others, offered, accepted,
 * released by yet another person, disbursed exactly once. Ends in one of the closing stages.
 */
export async function application(input: ApplicationInput): Promise<ApplicationView> {
  const office = new ApplicationOffice(input);
  try {
    const { assessed, review } = await underwrite(office);
    const lastApproval = await approve(office, assessed.approvals, review);
    await agreeOnOffer(office, lastApproval);
    const released = await release(office, assessed.approvals);
    const startDate = await disburse(office, released);
    await beginLoan(office, startDate);
  } catch (ending) {
    if (!(ending instanceof CaseEnds)) throw ending;
    await end(office, ending);
  }
  await condition(allHandlersFinished);
  return office.view();
}

/** Complete, scored and reviewed; a reviewer who needs more sends it back to the applicant. */
async function underwrite(office: ApplicationOffice): Promise<{ assessed: Assessed; review: OpenTask }> {
  for (let round = 1; ; round += 1) {
    await becomeComplete(office);
    const assessed = await score(office);
    const { task, decision } = await office.decide('IN_REVIEW', 'REVIEW_APPLICATION', {
      round,
      reason: { code: 'SCORED', detail: { grade: assessed.grade, score: assessed.score } },
    });
    if (decision.decision === 'APPROVE') return { assessed, review: task };
    if (decision.decision === 'REJECT') throw rejectedBy(office, task, 'REJECTED_BY_REVIEWER');
    await awaitInformation(office, [], task);
  }
}

async function becomeComplete(office: ApplicationOffice): Promise<void> {
  for (;;) {
    const missing = await completeness(office);
    if (missing.length === 0) return;
    await awaitInformation(office, missing, null);
  }
}

async function completeness(office: ApplicationOffice): Promise<readonly string[]> {
  const { time, file, input } = office;
  await file.enter('CHECKING', { waitingFor: 'platform', messages: [office.acknowledgement()] });
  const { missing } = await activities.checkCompleteness({
    applicationId: input.applicationId,
    asOf: time.today(),
  });
  office.leaveIfWithdrawn();
  office.missing = missing;
  return missing;
}

async function awaitInformation(
  office: ApplicationOffice,
  missing: readonly string[],
  review: OpenTask | null,
): Promise<void> {
  const { time, file, desk } = office;
  const untilMs = time.nowMs() + time.rules.informationHours * MS_PER_HOUR;
  const wanted = review === null ? { missing: missing.join(',') } : { wish: review.decision?.reason ?? '' };
  await file.enter('AWAITING_INFORMATION', {
    waitingFor: 'applicant',
    dueAtMs: untilMs,
    close: review === null ? [] : [desk.close(review)],
    actorId: review?.decision?.actor.userId ?? null,
    messages: [office.mail('INFORMATION_WANTED', { ...wanted, expiresAt: isoInstant(untilMs) })],
  });
  const supplied = await office.applicant(untilMs, '等待补充资料 · Waiting for information');
  if (supplied === null) {
    throw new CaseEnds<ApplicationStage>('EXPIRED', { code: 'INFORMATION_NOT_SUPPLIED', reason: '' });
  }
}

/** Bureau, scorecard and price; a knock-out ends it with its reasons. */
async function score(office: ApplicationOffice): Promise<Assessed> {
  const { time, file, input } = office;
  const { applicationId, enterpriseId } = input;
  await file.enter('SCORING', { waitingFor: 'platform' });
  const asOf = time.today();
  await activities.pullCreditReport({ applicationId, enterpriseId, asOf });
  const finding = await activities.assessApplication({ applicationId, asOf });
  office.leaveIfWithdrawn();
  if (finding.outcome === 'TO_REVIEW') return finding;
  const { reasonCodes } = finding;
  const [code = 'KNOCKED_OUT'] = reasonCodes;
  throw new CaseEnds<ApplicationStage>('REJECTED', { code, reason: '' }, [], reasonCodes);
}

/** Everybody whom the matrix asks, one after the other, each another person; one no is enough. */
async function approve(
  office: ApplicationOffice,
  approvals: readonly ApprovalNeeded[],
  review: OpenTask,
): Promise<OpenTask> {
  let previous = review;
  for (const needed of approvals) previous = await approveBy(office, needed, previous);
  return previous;
}

async function approveBy(
  office: ApplicationOffice,
  { authority, role }: ApprovalNeeded,
  previous: OpenTask,
): Promise<OpenTask> {
  const beginning = { role, reason: { code: 'APPROVAL_NEEDED', detail: { authority } } } as const;
  const deciding = office.decide('IN_APPROVAL', 'APPROVE_APPLICATION', beginning, closing(office, previous));
  const { task, decision } = await deciding;
  if (decision.decision !== 'APPROVE') throw rejectedBy(office, task, 'REJECTED_BY_APPROVER');
  return task;
}

/** The offer stands until it is accepted, declined, withdrawn from or expired. */
async function agreeOnOffer(office: ApplicationOffice, approval: OpenTask): Promise<void> {
  const { time, file, input } = office;
  const { applicationId } = input;
  const offer = await activities.makeOffer({ applicationId, offeredAtMs: time.nowMs() });
  await file.enter('OFFERED', {
    ...closing(office, approval),
    waitingFor: 'applicant',
    dueAtMs: offer.expiresAtMs,
    messages: [office.mail('OFFER', offer.message)],
  });
  const accepted = await office.applicant(offer.expiresAtMs, '要约到期 · The offer expires');
  if (accepted === null)
    throw new CaseEnds<ApplicationStage>('EXPIRED', { code: 'OFFER_EXPIRED', reason: '' });
  await activities.agreeFacility({
    applicationId,
    loanId: office.loanId,
    agreedAt: isoInstant(time.nowMs()),
  });
}

/**
 * Finance lets the money go: somebody who neither reviewed nor approved. The borrower's exposure may have grown
 * since it was approved: then those who may approve so much are asked first, and finance again.
 * @returns the task that allows the payout
 */
async function release(office: ApplicationOffice, approvals: readonly ApprovalNeeded[]): Promise<TaskId> {
  const { time, input, file } = office;
  const given = [...approvals];
  let opening: Partial<StageEntry> = {};
  for (let round = 1; ; round += 1) {
    const { task, decision } = await office.decide(
      'AWAITING_RELEASE',
      'RELEASE_DISBURSEMENT',
      { round, reason: { code: 'OFFER_ACCEPTED', detail: { amountFen: input.amountFen } } },
      opening,
    );
    if (decision.decision !== 'APPROVE') throw rejectedBy(office, task, 'REJECTED_BY_FINANCE');
    const { applicationId } = input;
    const added = await activities.approvalsToAdd({ applicationId, asOf: time.today(), given });
    if (added.approvals.length === 0) {
      await file.enter('DISBURSING', { ...closing(office, task), waitingFor: 'bank' });
      return task.taskId;
    }
    given.push(...added.approvals);
    opening = closing(office, await approve(office, added.approvals, task));
  }
}

/**
 * A new order only after a definite decline, by its reason; never two on the way.
 * @returns the day from which the money counts
 */
async function disburse(office: ApplicationOffice, released: TaskId): Promise<IsoDate> {
  const { time, input, loanId } = office;
  const { institutionId, enterpriseId, amountFen } = input;
  const declined: FailedOrder[] = [];
  for (;;) {
    const decidedAtMs = time.nowMs();
    const key = moneyKeys.disburse(loanId, declined.length + 1);
    const order: OrderToPay = {
      key,
      institutionId,
      enterpriseId,
      subject: { type: 'LOAN', id: loanId },
      mandate: { type: 'RELEASE', id: released },
      purpose: 'DISBURSEMENT',
      amountFen,
      decidedAtMs,
    };
    const paid = await payUntilKnown(order, office);
    if (paid.outcome.status === 'SUCCEEDED') {
      return moneyDate('OUT', businessDate(decidedAtMs), isoDate(paid.outcome.bankDate));
    }
    declined.push({ atMs: decidedAtMs, code: paid.outcome.code });
    await beforeNextOrder(office, declined, paid);
  }
}

async function beforeNextOrder(
  office: ApplicationOffice,
  declined: readonly FailedOrder[],
  { resolvedAtMs, outcome }: PaymentResult,
): Promise<void> {
  const summary = '再次放款 · Try the disbursement again';
  if (await untilNextOrder(office, declined, resolvedAtMs, summary)) return;
  const code = outcome.status === 'FAILED' ? outcome.code : '';
  const { text } = paymentCodeRule(parametersAt(office.time.today()).payments, code);
  const { task, decision } = await office.decide(
    'DISBURSING',
    'RETRY_DISBURSEMENT',
    { reason: { code: 'DISBURSEMENT_DECLINED', detail: { code, orders: declined.length } } },
    { messages: [office.mail('DISBURSEMENT_FAILED', { reasonZh: text.zh, reasonEn: text.en })] },
  );
  if (decision.decision !== 'TRY_AGAIN') throw rejectedBy(office, task, 'DISBURSEMENT_CANCELLED');
  await office.file.enter('DISBURSING', { ...closing(office, task), waitingFor: 'bank' });
}

/** The loan lives on its own from here. */
async function beginLoan(office: ApplicationOffice, startDate: IsoDate): Promise<void> {
  const { input, time, loanId } = office;
  const { institutionId, enterpriseId, amountFen } = input;
  const loan: LoanInput = {
    ...time.input(),
    loanId,
    enterpriseId,
    institutionId,
    startDate,
    principalFen: amountFen,
    progress: null,
  };
  await beginOnce('loan', workflowIds.loan(loanId), loan, [
    { key: searchAttributes.stage, value: 'REPAYING' },
    { key: searchAttributes.waitingFor, value: 'calendar' },
    { key: searchAttributes.amountBand, value: amountBandOf(amountFen) },
  ]);
  await office.file.enter('DISBURSED', {
    waitingFor: null,
    messages: [office.mail('DISBURSED', { amountFen, date: startDate })],
  });
}

/** The end of a decided task, for the step that follows from it. */
function closing(
  office: ApplicationOffice,
  task: OpenTask,
): { close: [ReturnType<typeof office.desk.close>]; actorId: UserId | null } {
  const close = office.desk.close(task);
  return { close: [close], actorId: close.by };
}

function rejectedBy(office: ApplicationOffice, task: OpenTask, code: string): CaseEnds<ApplicationStage> {
  const reason = task.decision?.reason ?? '';
  return new CaseEnds<ApplicationStage>('REJECTED', { code, reason }, [office.desk.close(task)]);
}

async function end(office: ApplicationOffice, ending: CaseEnds<ApplicationStage>): Promise<void> {
  const { stage, refusal, close } = ending;
  office.refusal = refusal;
  await office.file.enter(stage, {
    waitingFor: null,
    close,
    actorId: close[0]?.by ?? null,
    messages: letters(office, ending),
    ...(refusal === null ? {} : { refusal }),
  });
}

/** What the applicant is written when the case ends without a loan. */
function letters(
  office: ApplicationOffice,
  { stage, refusal, reasonCodes }: CaseEnds<ApplicationStage>,
): readonly MessageToSend[] {
  if (stage === 'REJECTED' && refusal !== null) {
    const codes = reasonCodes.length === 0 ? refusal.code : reasonCodes.join(',');
    return [office.mail('APPLICATION_DECLINED', { reason: refusal.reason, codes })];
  }
  if (stage === 'EXPIRED' && refusal?.code === 'OFFER_EXPIRED') return [office.mail('OFFER_EXPIRED')];
  return stage === 'WITHDRAWN' ? [office.mail('APPLICATION_WITHDRAWN')] : [];
}
