import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { PartToCorrect } from '../../domain/kyc/fileParts';
import type { EnterpriseId, InstitutionId } from '../ids';
import type { PersonsAct } from '../people';
import type { CaseRefusal } from '../refusals';
import type { CaseView, TimeInput, Told } from './shared';

export const ONBOARDING_STAGES = [
  'AWAITING_ACTIVATION',
  'CHECKING',
  'IN_REVIEW',
  'AWAITING_CORRECTION',
  'ACTIVE',
  'REFUSED',
  'EXPIRED',
] as const;
export type OnboardingStage = (typeof ONBOARDING_STAGES)[number];

/** The enterprise's row exists already; personal data stay there. */
export interface OnboardingInput extends TimeInput {
  readonly enterpriseId: EnterpriseId;
  readonly institutionId: InstitutionId;
  /** Its people brought the file from another institution, by consent: their mail address is known. */
  readonly isBrought?: boolean;
}

export interface OnboardingView extends CaseView<OnboardingStage> {
  readonly refusal: CaseRefusal | null;
}

/**
 * Its people take back that the institution may have the file which they brought. Refusals: NOT_YOUR_CASE,
 * NOT_IN_STAGE.
 */
export const withdrawFileUpdate = defineUpdate<OnboardingView, [PersonsAct]>('withdrawFile');
/**
 * The activation link was opened. The API has checked its token (HMAC of the enterprise's id), which proves no more
 * than the enterprise: the workflow judges whether it is its own and still in time. Refusals: NOT_YOUR_CASE,
 * ACTIVATION_EXPIRED, ALREADY_ACTIVATED.
 */
export const activateUpdate = defineUpdate<OnboardingView, [PersonsAct]>('activate');

/** Its people noticed something wrong while a reviewer looks at the file, and name the parts. */
export interface CorrectionAsked extends PersonsAct {
  /** Without a number: it is theirs to say what is wrong. */
  readonly parts: readonly PartToCorrect[];
}
/**
 * The file goes back to its people, and whoever has the task has it no more. Refusals: NOT_YOUR_CASE, NOT_IN_STAGE,
 * PARTS_REQUIRED, TOO_MANY_CORRECTIONS.
 */
export const askToCorrectUpdate = defineUpdate<OnboardingView, [CorrectionAsked]>('askToCorrect');
/** The parts are put right (the API has stored them). Refusals: NOT_YOUR_CASE, NOT_IN_STAGE. */
export const handInCorrectionUpdate = defineUpdate<OnboardingView, [PersonsAct]>('handInCorrection');
/** The parts were stored and the act itself never came: who stored it died, or Temporal could not be reached. */
export interface CorrectionHandedIn extends Told<'correctionHandedIn'> {
  /** Since when the file was with its people, business instant, ISO 8601: what was opened later is not meant. */
  readonly since: string;
}
export const correctionHandedInSignal = defineSignal<[CorrectionHandedIn]>('correctionHandedIn');
export const onboardingQuery = defineQuery<OnboardingView>('onboarding');
