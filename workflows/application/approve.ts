import type { Approval } from '../../domain/approval/approvals';
import type { ApplicationCase } from './applicationCase';
import { rejectedBy } from './end';

/** Everybody whom the matrix asks, one after the other, each another person; one no is enough. */
export async function approve(application: ApplicationCase, approvals: readonly Approval[]): Promise<void> {
  for (const { authority, role } of approvals) {
    const approved = await application.decide('APPROVE_APPLICATION', {
      stage: 'IN_APPROVAL',
      role,
      reason: { code: 'APPROVAL_NEEDED', detail: { authority } },
    });
    if (approved.decision !== 'APPROVE') throw rejectedBy(approved, 'REJECTED_BY_APPROVER');
  }
}
