import type { TestDatabase } from '../../../../dev/parts/temporaryPostgres';
import type { Role } from '../../../../domain/approval/roles';
import { approveLoanChange, rejectLoanChange } from '../../../../gateways/database/loanChanges';
import { decide, institutionId } from './cases';

let rounds = 0;

/** Somebody of a role decides the task of a change, and what follows from it is written as its process does. */
export async function decideChange(
  { owner, worker }: Pick<TestDatabase, 'owner' | 'worker'>,
  of: {
    readonly changeId: string;
    readonly by: string;
    readonly role: Role;
    readonly decision?: 'APPROVE' | 'REJECT';
    readonly lapsesAt?: string | null;
  },
): Promise<string> {
  const { changeId, by, role, decision = 'APPROVE', lapsesAt = null } = of;
  rounds += 1;
  await decide(owner, {
    ...{ caseType: 'LOAN_CHANGE', caseId: changeId, institution: institutionId, step: 'APPROVE' },
    ...{ kind: 'APPROVE_LOAN_CHANGE', role, actor: by, decision, round: rounds },
  });
  if (decision === 'APPROVE')
    return await approveLoanChange(worker, { changeId, by, role, reason: '', lapsesAt });
  await rejectLoanChange(worker, { changeId, by, reason: 'no' });
  return 'REJECTED';
}
