import type { Role } from '../approval/roles';
import { accept, type Result, refuse } from '../result';

/** A change as far as it matters who may decide it. */
export interface ChangeToDecide {
  readonly requestedBy: string;
  readonly status: string;
  readonly approvals: readonly { readonly roles: readonly Role[]; readonly decidedBy: string | null }[];
}

/**
 * Whether somebody may approve or reject a change: one of its approvals is open for their roles, and they neither asked
 * for it nor gave another of them. The database holds the same (`guard_loan_change_approval`).
 */
export function mayDecideChange(
  { requestedBy, status, approvals }: ChangeToDecide,
  { userId, roles }: { readonly userId: string; readonly roles: readonly Role[] },
): Result<
  void,
  'SAME_PERSON_AS_REQUESTER' | 'ALREADY_DECIDED' | 'SAME_PERSON_AS_APPROVER' | 'NOT_YOUR_ROLE'
> {
  if (requestedBy === userId) return refuse('SAME_PERSON_AS_REQUESTER');
  if (status !== 'REQUESTED') return refuse('ALREADY_DECIDED');
  if (approvals.some(({ decidedBy }) => decidedBy === userId)) return refuse('SAME_PERSON_AS_APPROVER');
  const isAsked = approvals.some(
    (approval) => approval.decidedBy === null && approval.roles.some((role) => roles.includes(role)),
  );
  return isAsked ? accept(undefined) : refuse('NOT_YOUR_ROLE');
}
