import type { Routed } from '../../contracts/activities';
import type { ApplicationStage } from '../../contracts/workflows';
import type { Approval } from '../../domain/approval/approvals';
import { CaseEnds } from '../case/caseEnds';
import type { ApplicationCase } from './applicationCase';
import { rejectedBy } from './end';

/** One look at who must approve, and everybody's word on it. */
interface ApprovalRound extends Routed {
  readonly round: number;
}

/**
 * Everybody whom the matrix asks, one after the other, each another person; one no is enough. A committee decides by
 * vote; where it can't, its place is taken by the level above.
 * @param round counts up each time that what was approved doesn't stand any more: words of an earlier one don't count
 * @param exceptionReason why a policy is not kept; null when all are
 */
export async function approve(
  application: ApplicationCase,
  round: number,
  exceptionReason: string | null,
): Promise<void> {
  const { input, time } = application;
  const { applicationId } = input;
  const asOf = time.today();
  const routed = await application.activities.routeApproval({ applicationId, asOf, round, exceptionReason });
  if (routed.outcome === 'REFUSED') {
    throw new CaseEnds<ApplicationStage>('REJECTED', { code: routed.code, reason: '' }, [routed.code]);
  }
  application.recuse(routed.connectedUserIds);
  for (const approval of routed.approvals) {
    if (approval.authority !== 'COMMITTEE') await askPerson(application, { ...routed, round }, approval);
    else await askCommittee(application, { ...routed, round });
  }
}

async function askPerson(
  application: ApplicationCase,
  { round }: ApprovalRound,
  { authority, role }: Approval,
): Promise<void> {
  const approved = await application.decide('APPROVE_APPLICATION', {
    stage: 'IN_APPROVAL',
    role,
    round,
    reason: { code: 'APPROVAL_NEEDED', detail: { authority } },
  });
  if (approved.decision !== 'APPROVE') throw rejectedBy(approved, 'REJECTED_BY_APPROVER');
}

async function askCommittee(application: ApplicationCase, approval: ApprovalRound): Promise<void> {
  const { exposureFen, level, round } = approval;
  const outcome = await application.vote({
    stage: 'IN_APPROVAL',
    round,
    reason: { code: 'COMMITTEE_ASKED', detail: { level, exposureFen } },
  });
  if (outcome === 'REJECTED') throw rejectedBy({ reason: '' }, 'REJECTED_BY_COMMITTEE');
  if (outcome === 'VETOED') throw rejectedBy({ reason: '' }, 'VETOED_BY_CHAIR');
  if (outcome === 'APPROVED') return;
  const others = approval.above.filter(({ authority }) => !isAsked(approval, authority));
  for (const above of others) await askPerson(application, approval, above);
}

function isAsked({ approvals }: ApprovalRound, authority: Approval['authority']): boolean {
  return approvals.some((approval) => approval.authority === authority);
}
