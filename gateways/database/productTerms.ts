import type { FeeKind } from '../../domain/loan/events';
import type { LoanTerms } from '../../domain/loan/terms';
import type { Rate } from '../../domain/money';
import type { CapRegime } from '../../domain/parameters';
import type { IntervalMonths, PaymentMode } from '../../domain/schedule/types';

/** A fee that a product charges. All of them count towards the cap on the annual cost. */
export interface ProductFee {
  readonly kind: FeeKind;
  /** Share of the loan's amount. */
  readonly rate: Rate;
  /** Taken in money when the loan is paid out, never deducted from it (民法典 670); or with each instalment. */
  readonly when: 'AT_DISBURSEMENT' | 'WITH_EACH_INSTALMENT';
}

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
  readonly fees: readonly ProductFee[];
  /** Grade whose price a quote without obligation shows. */
  readonly quoteGrade: string;
  /** Business days that an offer stays open. */
  readonly offerDays: number;
}
