import type { ApprovalParameters, Authority } from '../parameters/approval';
import type { RequiredApproval } from './matrix';
import type { Role } from './roles';

/** One person who must agree, or a committee, by the authority that is needed. */
export interface Approval {
  readonly authority: Authority;
  readonly role: Role;
}

/** Who must agree after the review, in order and each another person: the reviewer has agreed by then. */
export function approvalsFor(
  { approvers }: Pick<RequiredApproval, 'approvers'>,
  parameters: ApprovalParameters,
): Approval[] {
  return approvers
    .filter((authority) => authority !== 'RISK_REVIEWER')
    .map((authority) => ({ authority, role: parameters.roleOf[authority] }));
}

/**
 * Who decides where a committee of this level can't: the next level without the committee; nobody more at the last.
 * @param level 1 is the lowest
 */
export function approvalsAbove(level: number, parameters: ApprovalParameters): Approval[] {
  const { approvers = [] } = parameters.matrix[level] ?? {};
  return approvalsFor({ approvers: approvers.filter((authority) => authority !== 'COMMITTEE') }, parameters);
}
