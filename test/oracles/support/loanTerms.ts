import type { IsoDate } from '../../../domain/calendar/isoDate';
import { isoDate } from '../../../domain/calendar/isoDate';
import type { LoanEvent, LoanEventBody } from '../../../domain/loan/events';
import type { LoanTerms } from '../../../domain/loan/terms';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';

/** What a case leaves open of a loan's terms. */
export const TERMS: LoanTerms = {
  loanId: 'oracle',
  principalFen: fen(10_000_000),
  annualRate: rate('0'),
  termMonths: 12,
  method: 'EQUAL_INSTALMENT',
  dayCount: 'ACT/360',
  paymentMode: 'EXACT',
  startDate: isoDate('2026-01-15'),
  intervalMonths: 1,
  penaltyMarkup: rate('0'),
  compoundInterest: true,
  graceDays: 0,
  graceMode: 'RETROACTIVE',
  waterfalls: { accrual: 'ACCRUAL', nonAccrual: 'NON_ACCRUAL' },
  prepaymentFeeRate: rate('0'),
  regime: 'BANK',
  vatRate: rate('0.06'),
  parameterVersions: {},
};

/** An event as it is kept: recorded on its own day. */
export function eventOf(
  body: LoanEventBody & Pick<LoanEvent, 'collectionDates'>,
  effectiveDate: IsoDate,
  sequence = 2,
): LoanEvent {
  const businessKey = `oracle/${sequence}`;
  return { ...body, effectiveDate, recordedOn: effectiveDate, businessKey, sequence };
}
