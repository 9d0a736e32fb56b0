import { addFen, type Fen, fen, maxFen, minFen, subtractFen, ZERO_FEN } from '../money/fen';
import { type Rate, rateFraction } from '../money/rate';
import { multiplyFraction, multiplyRate } from '../money/rounding';
import { splitVat } from '../money/vat';
import type { DecimalText } from '../parameters/decimal';
import type { FeePricing, FeeTier } from './rule';

const MONTHS_PER_YEAR = 12;
const NO_DISCOUNT = '0' as Rate;

/** What a price depends on. */
export interface FeeSubject {
  /** Amount financed. */
  readonly amountFen: Fen;
  readonly termMonths: number;
  readonly grade: string;
  readonly loansRepaid: number;
}

/** Points that somebody would use, and has. One point is worth one fen. */
export interface PointsOffer {
  readonly offered: number;
  /** Below zero after a refund took back more than there was. */
  readonly balance: number;
}

/** The rules of the house that every price goes by. */
export interface PricePolicy {
  /** The most of a price that points pay. */
  readonly pointsShare: DecimalText;
  /** Inside what is paid. */
  readonly vatRate: Rate;
}

/** A price, line by line. `priceFen` = list − discounts; `toPayFen` = price − points = net + VAT. */
export interface FeePrice {
  readonly listPriceFen: Fen;
  readonly gradeDiscountFen: Fen;
  readonly loyaltyDiscountFen: Fen;
  readonly priceFen: Fen;
  readonly pointsUsed: Fen;
  readonly toPayFen: Fen;
  readonly netFen: Fen;
  readonly vatFen: Fen;
}

/** Prices a fee. Each amount is rounded once, half up; discounts are added, never compounded. */
export function priceFee(
  pricing: FeePricing,
  subject: FeeSubject,
  { offered, balance }: PointsOffer,
  policy: PricePolicy,
): FeePrice {
  const listPriceFen = listPriceOf(pricing, subject);
  const { gradeDiscountFen, loyaltyDiscountFen } = discountsOf(pricing, subject, listPriceFen);
  const priceFen = subtractFen(listPriceFen, addFen(gradeDiscountFen, loyaltyDiscountFen));
  const pointsUsed = fen(Math.max(0, Math.min(offered, pointsLimit(priceFen, balance, policy))));
  const toPayFen = subtractFen(priceFen, pointsUsed);
  const discounted = { listPriceFen, gradeDiscountFen, loyaltyDiscountFen, priceFen };
  return { ...discounted, pointsUsed, toPayFen, ...splitVat(toPayFen, policy.vatRate) };
}

/** The most points that may pay for a price: what is there, and no more than their share of it. */
export function pointsLimit(priceFen: Fen, balance: number, { pointsShare }: PricePolicy): number {
  return Math.max(0, Math.min(balance, multiplyRate(priceFen, pointsShare as Rate, 'DOWN')));
}

function listPriceOf(pricing: FeePricing, subject: FeeSubject): Fen {
  const { minimumFen = ZERO_FEN, maximumFen } = pricing;
  const raisedFen = maxFen(basePriceOf(pricing, subject), minimumFen);
  return maximumFen === undefined ? raisedFen : minFen(raisedFen, maximumFen);
}

function basePriceOf({ basis }: FeePricing, { amountFen, termMonths }: FeeSubject): Fen {
  switch (basis.kind) {
    case 'FLAT':
      return basis.amountFen;
    case 'OF_AMOUNT':
      return multiplyRate(amountFen, basis.rate);
    case 'OF_AMOUNT_AND_TERM': {
      const { numerator, scale } = rateFraction(basis.annualRate);
      return multiplyFraction(amountFen, numerator * termMonths, 10 ** scale * MONTHS_PER_YEAR);
    }
    case 'TIERED':
      return tieredPrice(basis.tiers, amountFen);
  }
}

/** Each slice is priced and rounded by itself, so that the price can be shown slice by slice. */
function tieredPrice(tiers: readonly FeeTier[], amountFen: Fen): Fen {
  let pricedFen = ZERO_FEN;
  let totalFen = ZERO_FEN;
  for (const { upToFen, rate } of tiers) {
    const endFen = upToFen === null ? amountFen : minFen(upToFen, amountFen);
    if (endFen <= pricedFen) continue;
    totalFen = addFen(totalFen, multiplyRate(subtractFen(endFen, pricedFen), rate));
    pricedFen = endFen;
  }
  return totalFen;
}

/** The discount by grade first; loyalty gets what is left below the maximum. */
function discountsOf(
  pricing: FeePricing,
  subject: FeeSubject,
  listPriceFen: Fen,
): Pick<FeePrice, 'gradeDiscountFen' | 'loyaltyDiscountFen'> {
  const maximumFen = multiplyRate(listPriceFen, pricing.maximumDiscount);
  const byGrade = pricing.gradeDiscounts[subject.grade] ?? NO_DISCOUNT;
  const gradeDiscountFen = minFen(multiplyRate(listPriceFen, byGrade), maximumFen);
  const byLoyalty = multiplyRate(listPriceFen, loyaltyDiscountOf(pricing, subject));
  return {
    gradeDiscountFen,
    loyaltyDiscountFen: minFen(byLoyalty, subtractFen(maximumFen, gradeDiscountFen)),
  };
}

/** The discount of the highest step that is reached. */
function loyaltyDiscountOf({ loyaltyDiscounts }: FeePricing, { loansRepaid }: FeeSubject): Rate {
  const reached = loyaltyDiscounts.filter(({ minimumLoansRepaid }) => loansRepaid >= minimumLoansRepaid);
  const highest = reached.toSorted((a, b) => b.minimumLoansRepaid - a.minimumLoansRepaid)[0];
  return highest?.discount ?? NO_DISCOUNT;
}
