import type { TaskId } from '../../contracts/ids';
import type { Approval } from '../../domain/approval/approvals';
import type { ApplicationCase } from './applicationCase';
import { approve } from './approve';
import { rejectedBy } from './end';

/**
 * Finance lets the money go: somebody who neither reviewed nor approved. The borrower's exposure may have grown
 * since it was approved: then those who may approve so much are asked first, and finance again.
 * @returns the task that allows the payout
 */
export async function release(application: ApplicationCase, approvals: readonly Approval[]): Promise<TaskId> {
  const { time, input } = application;
  const { applicationId, amountFen } = input;
  const given = [...approvals];
  for (let round = 1; ; round += 1) {
    const released = await application.decide('RELEASE_DISBURSEMENT', {
      stage: 'AWAITING_RELEASE',
      round,
      reason: { code: 'OFFER_ACCEPTED', detail: { amountFen } },
    });
    if (released.decision !== 'APPROVE') throw rejectedBy(released, 'REJECTED_BY_FINANCE');
    const added = await application.activities.approvalsToAdd({ applicationId, asOf: time.today(), given });
    if (added.approvals.length === 0) {
      await application.enter('DISBURSING', { waitingFor: 'bank' });
      return released.taskId;
    }
    given.push(...added.approvals);
    await approve(application, added.approvals);
  }
}
