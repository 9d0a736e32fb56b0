import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { EnterpriseId, InstitutionId } from '../ids';
import type { CaseRefusal } from '../refusals';
import type { CaseView, TimeInput } from './shared';

export const ONBOARDING_STAGES = [
  'AWAITING_ACTIVATION',
  'CHECKING',
  'IN_REVIEW',
  'ACTIVE',
  'REFUSED',
  'EXPIRED',
] as const;
export type OnboardingStage = (typeof ONBOARDING_STAGES)[number];

/** The enterprise's row exists already; personal data stay there. */
export interface OnboardingInput extends TimeInput {
  readonly enterpriseId: EnterpriseId;
  readonly institutionId: InstitutionId;
}

export interface OnboardingView extends CaseView<OnboardingStage> {
  readonly refusal: CaseRefusal | null;
}

/**
 * The activation link was opened. The API has checked its token (HMAC of the enterprise's id): the workflow
 * only judges whether it is still in time. Refusals: ACTIVATION_EXPIRED, ALREADY_ACTIVATED.
 */
export const activateUpdate = defineUpdate<OnboardingView>('activate');
export const onboardingQuery = defineQuery<OnboardingView>('onboarding');
