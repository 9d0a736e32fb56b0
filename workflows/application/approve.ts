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
 */
export async function approve(application: ApplicationCase, route: Routed, round = 1): Promise<void> {
  application.recuse(route.connectedUserIds);
  for (const approval of route.approvals) {
    if (approval.authority !== 'COMMITTEE') await askPerson(application, { ...route, round }, approval);
    else await askCommittee(application, { ...route, round });
  }
}

/**
 * Finds out again who must approve: an exception was made, or what was approved doesn't stand any more.
 * @throws CaseEnds when nobody may
 */
export async function routeAgain(
  application: ApplicationCase,
  of: { readonly exceptionReason: string | null; readonly round: number },
): Promise<Routed> {
  const { applicationId } = application.input;
  const asOf = application.time.today();
  const route = await application.activities.routeApproval({ applicationId, asOf, ...of });
  if (route.outcome === 'ROUTED') return route;
  throw new CaseEnds<ApplicationStage>('REJECTED', { code: route.code, reason: '' }, [route.code]);
}

async function askPerson(
  application: ApplicationCase,
  { exposureFen: amountFen, round }: ApprovalRound,
  { authority, role }: Approval,
): Promise<void> {
  const approved = await application.decide('APPROVE_APPLICATION', {
    stage: 'IN_APPROVAL',
    role,
    round,
    amountFen,
    reason: { code: 'APPROVAL_NEEDED', detail: { authority } },
  });
  if (approved.decision !== 'APPROVE') throw rejectedBy(approved, 'REJECTED_BY_APPROVER');
}

async function askCommittee(application: ApplicationCase, approval: ApprovalRound): Promise<void> {
  const { exposureFen, level, round } = approval;
  const outcome = await application.vote({
    stage: 'IN_APPROVAL',
    round,
    amountFen: exposureFen,
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
