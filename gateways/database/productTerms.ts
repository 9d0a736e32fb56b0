import type { LoanTerms } from '../../domain/loan/terms';
import type { LoanFee } from '../../domain/offer/costedLoan';
import type { CapRegime } from '../../domain/parameters';
import type { IntervalMonths, PaymentMode } from '../../domain/schedule/types';

/**
 * The column `product.terms`: everything that fixes a contract beside amount, term, method and rate. The
 * contract keeps a copy, so that a product may change later.
 */
export interface ProductTerms
  extends Pick<
    LoanTerms,
    | 'penaltyMarkup'
    | 'capRate'
    | 'compoundInterest'
    | 'graceDays'
    | 'graceMode'
    | 'waterfalls'
    | 'prepaymentFeeRate'
    | 'regime'
    | 'vatRate'
  > {
  readonly paymentMode: PaymentMode;
  readonly intervalMonths: IntervalMonths;
  readonly capRegime: CapRegime;
  readonly fees: readonly LoanFee[];
  /** Grade whose price a quote without obligation shows. */
  readonly quoteGrade: string;
  /** Business days that an offer stays open. */
  readonly offerDays: number;
}
