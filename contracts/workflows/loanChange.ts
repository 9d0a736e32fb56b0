import { defineQuery } from '@temporalio/workflow';
import type { Role } from '../../domain/approval/roles';
import type { LoanChangeKind } from '../../domain/changes/kinds';
import type { EnterpriseId, InstitutionId, LoanChangeId, LoanId, UserId } from '../ids';
import type { CaseView, TimeInput } from './shared';

export const LOAN_CHANGE_STAGES = ['IN_APPROVAL', 'APPROVED', 'REJECTED', 'WITHDRAWN'] as const;
export type LoanChangeStage = (typeof LOAN_CHANGE_STAGES)[number];

/** A change of a loan that waits for the house; its row exists already. Id: `loanChange/{changeId}`. */
export interface LoanChangeInput extends TimeInput {
  readonly changeId: LoanChangeId;
  readonly loanId: LoanId;
  readonly enterpriseId: EnterpriseId;
  readonly institutionId: InstitutionId;
  readonly kind: LoanChangeKind;
  /** Null: the night. */
  readonly requestedBy: UserId | null;
  /** The words of whoever asked. */
  readonly reason: string;
  /** What the authority goes by, fen; null where the books don't show it. */
  readonly amountFen: number | null;
  /** Of whom an approval is missing, in the order in which they are asked. */
  readonly approvals: readonly Role[];
}

export type LoanChangeView = CaseView<LoanChangeStage>;

export const loanChangeQuery = defineQuery<LoanChangeView>('loanChange');
