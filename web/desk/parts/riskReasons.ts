import { type Pair, words } from '../../kit/words/words';
import { FACT_NAMES } from './factNames';

const REASONS = words({
  ...FACT_NAMES,
  DPD_GT_0: ['已逾期', 'Past due'],
  DPD_GT_90: ['逾期超过 90 天', 'More than 90 days past due'],
  DPD_GE_90: ['逾期达到 90 天', '90 days past due'],
  DPD_GT_270: ['逾期超过 270 天', 'More than 270 days past due'],
  DPD_GT_360: ['逾期超过 360 天', 'More than 360 days past due'],
  RESTRUCTURED: ['已重组', 'Rescheduled'],
  RESTRUCTURED_AGAIN: ['再次重组', 'Rescheduled again'],
});

/** Why a loan is of its class, in words; a reason that nobody knows says more by its name than by nothing. */
export const reasonName = (reason: string): Pair =>
  Object.hasOwn(REASONS, reason) ? REASONS[reason as keyof typeof REASONS] : [reason, reason];
