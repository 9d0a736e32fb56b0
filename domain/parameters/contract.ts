import type { LoanTerms } from '../loan/terms';
import type { CapRegime } from './pricing';
import type { Grade } from './scorecard';

/** What a contract says where its product says nothing else, see `termsFor`. */
export interface ContractParameters
  extends Pick<
    LoanTerms,
    | 'penaltyMarkup'
    | 'compoundInterest'
    | 'graceDays'
    | 'graceMode'
    | 'waterfalls'
    | 'prepaymentFeeRate'
    | 'vatRate'
  > {
  readonly capRegime: CapRegime;
  /** Days that an offer stays open. */
  readonly offerDays: number;
  /** Grade whose price a quote without obligation shows. */
  readonly quoteGrade: Grade;
}
