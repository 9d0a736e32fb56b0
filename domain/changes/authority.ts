import type { Role } from '../approval/roles';
import type { ChangeParameters } from '../parameters/changes';
import type { LoanChangeKind } from './kinds';

/**
 * Who must agree to a change: the first level of its kind whose amount fits. Each is another person than whoever
 * asked, and than the others.
 * @param amountFen what is at stake: principal outstanding where the contract changes, else what is given up
 * @throws RangeError when the levels of the kind don't end without limit
 */
export function approvalsFor(
  kind: LoanChangeKind,
  amountFen: number,
  { authority }: Pick<ChangeParameters, 'authority'>,
): readonly Role[] {
  const level = authority[kind].find(({ maximumFen }) => maximumFen === null || amountFen <= maximumFen);
  if (level === undefined) throw new RangeError(`the authority for ${kind} does not end without limit`);
  return level.approvals;
}
