import type { TaskId } from '../../contracts/ids';
import type { ApplicationStage } from '../../contracts/workflows';
import { CaseEnds } from '../case/caseEnds';
import type { ApplicationCase } from './applicationCase';
import { approve, routeAgain } from './approve';
import { rejectedBy } from './end';

/** Another loan of the enterprise became overdue meanwhile. */
const FROZEN = { code: 'LIMIT_FROZEN', reason: '' } as const;

/**
 * Finance lets the money go: somebody who neither reviewed nor approved. Where what was approved doesn't stand any more
 * (other terms, or an exposure that grew beyond its level), those who may approve it are asked first, and finance again.
 * @param approved in which round, and why a policy is not kept; null when all are
 * @returns the task that allows the payout
 */
export async function release(
  application: ApplicationCase,
  approved: { readonly exceptionReason: string | null; readonly round: number },
): Promise<TaskId> {
  const { amountFen, input, time } = application;
  const { applicationId } = input;
  const { exceptionReason } = approved;
  for (let { round } = approved; ; round += 1) {
    const released = await application.decide('RELEASE_DISBURSEMENT', {
      stage: 'AWAITING_RELEASE',
      round,
      reason: { code: 'OFFER_ACCEPTED', detail: { amountFen } },
    });
    if (released.decision !== 'APPROVE') throw rejectedBy(released, 'REJECTED_BY_FINANCE');
    const asOf = time.today();
    const { stands, isFrozen } = await application.activities.approvalStands({ applicationId, asOf });
    if (isFrozen) throw new CaseEnds<ApplicationStage>('REJECTED', FROZEN, [FROZEN.code]);
    if (stands) {
      await application.enter('DISBURSING', { waitingFor: 'bank' });
      return released.taskId;
    }
    const next = round + 1;
    await approve(application, await routeAgain(application, { exceptionReason, round: next }), next);
  }
}
