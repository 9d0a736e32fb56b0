import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { BusinessClock } from '../../domain/calendar/clock';
import type { ApplicationId, EnterpriseId, InstitutionId, TaskId } from '../ids';
import type { Actor } from '../people';

export const APPLICATION_STAGES = [
  'CHECKING',
  'AWAITING_INFORMATION',
  'SCORING',
  'IN_REVIEW',
  'IN_APPROVAL',
  'OFFERED',
  'AWAITING_RELEASE',
  'DISBURSING',
  'DISBURSED',
  'REJECTED',
  'DECLINED_BY_APPLICANT',
  'WITHDRAWN',
  'EXPIRED',
] as const;
export type ApplicationStage = (typeof APPLICATION_STAGES)[number];

export interface ApplicationInput {
  readonly applicationId: ApplicationId;
  readonly enterpriseId: EnterpriseId;
  readonly institutionId: InstitutionId;
  readonly amountFen: number;
  readonly clock: BusinessClock;
  readonly humanMinutesFloor: number;
}

/** A decision of a reviewer, approver or the finance officer who releases the money. */
export interface CaseDecision {
  readonly taskId: TaskId;
  readonly actor: Actor;
  readonly decision: 'APPROVE' | 'REJECT' | 'ASK_FOR_MORE';
  /** Required for REJECT and ASK_FOR_MORE; shown to the applicant. */
  readonly reason: string;
}

export interface ApplicationView {
  readonly stage: ApplicationStage;
  readonly since: string;
  readonly openTaskId: TaskId | null;
  readonly refusal: { readonly code: string; readonly reason: string } | null;
}

export interface ApplicantAct {
  readonly actor: Actor;
}

export const reviewApplicationUpdate = defineUpdate<ApplicationView, [CaseDecision]>('reviewApplication');
export const approveApplicationUpdate = defineUpdate<ApplicationView, [CaseDecision]>('approveApplication');
export const releaseDisbursementUpdate = defineUpdate<ApplicationView, [CaseDecision]>('releaseDisbursement');
/** The applicant has supplied what was missing (already stored by the API's caller). */
export const supplyInformationUpdate = defineUpdate<ApplicationView, [ApplicantAct]>('supplyInformation');
export const acceptOfferUpdate = defineUpdate<ApplicationView, [ApplicantAct]>('acceptOffer');
export const declineOfferUpdate = defineUpdate<ApplicationView, [ApplicantAct]>('declineOffer');
export const withdrawUpdate = defineUpdate<ApplicationView, [ApplicantAct]>('withdraw');
export const applicationQuery = defineQuery<ApplicationView>('application');
