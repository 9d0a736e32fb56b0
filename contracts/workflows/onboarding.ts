import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { BusinessClock } from '../../domain/calendar/clock';
import type { EnterpriseId, InstitutionId, TaskId } from '../ids';
import type { Actor } from '../people';

export const ONBOARDING_STAGES = [
  'AWAITING_ACTIVATION',
  'CHECKING',
  'IN_REVIEW',
  'ACTIVE',
  'REFUSED',
  'EXPIRED',
] as const;
export type OnboardingStage = (typeof ONBOARDING_STAGES)[number];

export interface OnboardingInput {
  readonly enterpriseId: EnterpriseId;
  readonly institutionId: InstitutionId;
  /** SHA-256 (hex) of the secret in the activation link; the secret itself is only in the mail. */
  readonly activationHash: string;
  readonly clock: BusinessClock;
  readonly humanMinutesFloor: number;
}

export interface ReviewDecision {
  readonly taskId: TaskId;
  readonly actor: Actor;
  readonly decision: 'APPROVE' | 'REFUSE';
  /** Required when refusing; shown to the enterprise. */
  readonly reason: string;
}

export interface OnboardingView {
  readonly stage: OnboardingStage;
  readonly since: string;
  readonly openTaskId: TaskId | null;
}

export interface TaskClaim {
  readonly taskId: TaskId;
  readonly actor: Actor;
}

export const activateUpdate = defineUpdate<OnboardingView, [{ readonly activationHash: string }]>('activate');
export const claimTaskUpdate = defineUpdate<{ readonly taskId: TaskId }, [TaskClaim]>('claimTask');
export const reviewEnterpriseUpdate = defineUpdate<OnboardingView, [ReviewDecision]>('reviewEnterprise');
export const onboardingQuery = defineQuery<OnboardingView>('onboarding');
/** The business clock runs at another speed from now on; timers are armed again. */
export const clockChangedSignal = defineSignal<[BusinessClock]>('clockChanged');
