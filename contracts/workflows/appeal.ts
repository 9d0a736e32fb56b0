import { defineQuery } from '@temporalio/workflow';
import type { ApplicationId, EnterpriseId, InstitutionId, UserId } from '../ids';
import type { CaseRefusal, WhyRefused } from '../refusals';
import type { CaseView, TimeInput } from './shared';

export const APPEAL_STAGES = ['IN_REVIEW', 'GRANTED', 'UPHELD'] as const;
export type AppealStage = (typeof APPEAL_STAGES)[number];

/** An applicant asks for a refusal to be looked at again. Its row exists already. Id: `appeal/{applicationId}`. */
export interface AppealInput extends TimeInput {
  readonly applicationId: ApplicationId;
  readonly enterpriseId: EnterpriseId;
  readonly institutionId: InstitutionId;
  /** Who had applied, and for how much: what the application begins anew with. */
  readonly applicantId: UserId;
  readonly amountFen: number;
  /** Why it was refused. */
  readonly refusalCode: WhyRefused;
  /** The applicant's words. */
  readonly reason: string;
  /** Business instant by which an answer was promised, epoch milliseconds. */
  readonly answerByMs: number;
}

export interface AppealView extends CaseView<AppealStage> {
  /** Why the refusal stands. */
  readonly refusal: CaseRefusal | null;
}
export const appealQuery = defineQuery<AppealView>('appeal');
