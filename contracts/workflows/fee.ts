import { defineQuery, defineUpdate } from '@temporalio/workflow';
import { CHARGE_STATUSES } from '../../domain/fees/charge';
import type { EnterpriseId, FeeId, InstitutionId } from '../ids';
import type { PersonsAct } from '../people';
import type { CaseView, TimeInput } from './shared';

/** Where a charge stands; REFUNDING: money that was granted goes back. */
export const FEE_STAGES = [...CHARGE_STATUSES, 'REFUNDING'] as const;
export type FeeStage = (typeof FEE_STAGES)[number];

/**
 * One charge, whose row exists already. Id: `fee/{feeId}`. It ends when nothing is left to do, and begins anew when
 * something is asked about it: where it stands is in the books.
 */
export interface FeeInput extends TimeInput {
  readonly feeId: FeeId;
  readonly institutionId: InstitutionId;
  readonly enterpriseId: EnterpriseId;
  readonly priceFen: number;
}

export type FeeView = CaseView<FeeStage>;
export const feeQuery = defineQuery<FeeView>('fee');

/** What the enterprise says to a quote. */
export interface QuoteAnswer extends PersonsAct {
  readonly answer: 'CONSENT' | 'DECLINE';
  readonly pointsUsed: number;
  /** SHA-256 of what was shown. */
  readonly shownSha256: string;
}
/** Refusals: NOT_YOUR_CASE, NOT_IN_STAGE, SHOWN_OTHERWISE, POINTS_ABOVE_LIMIT. */
export const answerQuoteUpdate = defineUpdate<FeeView, [QuoteAnswer]>('answerQuote');
