import type { ApprovalParameters, Authority } from '../parameters/approval';
import type { RequiredApproval } from './matrix';
import type { Role } from './roles';

/** One person who must agree, by the authority that is needed. */
export interface Approval {
  readonly authority: Authority;
  readonly role: Role;
}

/**
 * Who must agree after the review, in order and each another person: the reviewer has agreed by then, and a committee
 * is its quorum of people.
 */
export function approvalsFor({ approvers }: RequiredApproval, parameters: ApprovalParameters): Approval[] {
  const { committee, roleOf } = parameters;
  return approvers
    .filter((authority) => authority !== 'RISK_REVIEWER')
    .flatMap((authority) => {
      const approval = { authority, role: roleOf[authority] };
      return authority === 'COMMITTEE'
        ? Array.from({ length: committee.quorum }, () => approval)
        : [approval];
    });
}

/** Those of the needed for whom nobody has agreed: an authority that has agreed is not asked again. */
export function approvalsMissing(needed: readonly Approval[], given: readonly Approval[]): Approval[] {
  const spent = given.map(({ authority }) => authority);
  return needed.filter(({ authority }) => {
    const index = spent.indexOf(authority);
    if (index >= 0) spent.splice(index, 1);
    return index < 0;
  });
}
