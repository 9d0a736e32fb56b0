import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { RepaymentMethod } from '../../domain/schedule/types';
import type { ApplicationId, EnterpriseId, InstitutionId, LoanId, UserId } from '../ids';
import type { PersonsAct } from '../people';
import type { CaseRefusal } from '../refusals';
import type { CaseView, TimeInput } from './shared';

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

/** The application's row exists already; figures and purpose stay there. */
export interface ApplicationInput extends TimeInput {
  readonly applicationId: ApplicationId;
  readonly enterpriseId: EnterpriseId;
  readonly institutionId: InstitutionId;
  /** Who applied: barred from every later step. */
  readonly applicantId: UserId;
  readonly amountFen: number;
  /**
   * Whoever granted an appeal has reviewed the application: it begins anew, what kept it out is an exception for the
   * reason given, and it is not appealed again.
   */
  readonly appealGranted?: { readonly by: UserId; readonly reason: string };
}

/** What an applicant wants instead of what was offered. */
export interface WantedTerms {
  readonly amountFen: number;
  readonly termMonths: number;
  readonly method: RepaymentMethod;
}
export interface TermsChange extends PersonsAct, WantedTerms {}

/** With what an applicant accepts an offer: points set against its fees, and the hash of what was shown with them. */
export interface OfferSigned {
  readonly pointsUsed?: number;
  readonly shownSha256?: string;
}
export interface OfferAcceptance extends PersonsAct, OfferSigned {}

export interface ApplicationView extends CaseView<ApplicationStage> {
  /** Fields that are missing while AWAITING_INFORMATION, as paths in the application. */
  readonly missing: readonly string[];
  /** Why it was rejected; `reason` is in the words of the person who decided, or empty. */
  readonly refusal: CaseRefusal | null;
  readonly loanId: LoanId | null;
}

/** The applicant has supplied what was missing (the API has stored it). Refusals: NOT_YOUR_CASE, NOT_IN_STAGE. */
export const supplyInformationUpdate = defineUpdate<ApplicationView, [PersonsAct]>('supplyInformation');
/** Refusals: NOT_YOUR_CASE, OFFER_EXPIRED, NOT_IN_STAGE, POINTS_ABOVE_LIMIT, SHOWN_OTHERWISE. */
export const acceptOfferUpdate = defineUpdate<ApplicationView, [OfferAcceptance]>('acceptOffer');
export const declineOfferUpdate = defineUpdate<ApplicationView, [PersonsAct]>('declineOffer');
/** Instead of accepting: priced and approved anew. Refusals: NOT_YOUR_CASE, OFFER_EXPIRED, NOT_IN_STAGE. */
export const changeTermsUpdate = defineUpdate<ApplicationView, [TermsChange]>('changeTerms');
/** Until the money is released. Refusals: NOT_YOUR_CASE, NOT_IN_STAGE. */
export const withdrawUpdate = defineUpdate<ApplicationView, [PersonsAct]>('withdraw');
export const applicationQuery = defineQuery<ApplicationView>('application');
