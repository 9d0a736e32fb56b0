import type { DecimalText } from './version';

/** Loan prime rates as published: annual rates. */
export interface LprQuote {
  readonly oneYear: DecimalText;
  readonly fiveYearPlus: DecimalText;
}

/**
 * The LPR that a loan of a term is priced on: the one-year rate up to five years, the other from five years.
 * @param termMonths term of the loan in months
 */
export function lprForTerm(quote: LprQuote, termMonths: number): DecimalText {
  return termMonths >= 60 ? quote.fiveYearPlus : quote.oneYear;
}
