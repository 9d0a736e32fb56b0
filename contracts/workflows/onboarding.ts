import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { EnterpriseId, InstitutionId } from '../ids';
import type { PersonsAct } from '../people';
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
 * The activation link was opened. The API has checked its token (HMAC of the enterprise's id), which proves no more
 * than the enterprise: the workflow judges whether it is its own and still in time. Refusals: NOT_YOUR_CASE,
 * ACTIVATION_EXPIRED, ALREADY_ACTIVATED.
 */
export const activateUpdate = defineUpdate<OnboardingView, [PersonsAct]>('activate');
export const onboardingQuery = defineQuery<OnboardingView>('onboarding');
