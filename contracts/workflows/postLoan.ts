import { defineSignal } from '@temporalio/workflow';
import type { Indicator } from '../../domain/parameters/postLoan';
import type { EnterpriseId, InstitutionId, PostLoanMatterId } from '../ids';
import type { MatterKind } from '../postLoan';
import type { TaskReason } from '../tasks';
import type { TimeInput, Told } from './shared';

export const POST_LOAN_STAGES = ['OPEN', 'SETTLED'] as const;
export type PostLoanStage = (typeof POST_LOAN_STAGES)[number];

/** A warning about a borrower, or a check of it; its row exists already. Id: `postLoan/{matterId}`. */
export interface PostLoanInput extends TimeInput {
  readonly matterId: PostLoanMatterId;
  readonly institutionId: InstitutionId;
  readonly enterpriseId: EnterpriseId;
  readonly kind: MatterKind;
  /** Of a warning. */
  readonly indicator: Indicator | null;
  /** Business instant by which somebody answers. */
  readonly dueAtMs: number;
  readonly reason: TaskReason;
}

/** It is over without anybody: good again, worse, or repaid. */
export const postLoanOverSignal = defineSignal<[Told<'postLoanOver'>]>('postLoanOver');

/** What a run of the watch over the borrowers of an institution did. */
export interface PostLoanReport {
  readonly looked: number;
  readonly raised: number;
  /** Checks that are due since. */
  readonly called: number;
}
