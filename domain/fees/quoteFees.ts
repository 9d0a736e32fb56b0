import type { AmountRefusal } from '../money/fen';
import {
  addFen,
  type Fen,
  fen,
  MAX_FEN,
  maxFen,
  minFen,
  parseFen,
  subtractFen,
  ZERO_FEN,
} from '../money/fen';
import { type Rate, rateFraction } from '../money/rate';
import { multiplyFraction, multiplyRate } from '../money/rounding';
import { splitVat } from '../money/vat';
import { accept, type Result, refuse } from '../result';
import type { LoanCharge } from '../schedule/annualCost';
import { MAX_TERM_MONTHS } from '../schedule/terms';
import type {
  FeeBasis,
  FeeDiscount,
  FeeLine,
  FeeList,
  FeeQuote,
  FeeRule,
  FeeSubject,
  FeeTier,
} from './types';

const MONTHS_PER_YEAR = 12;
const NO_DISCOUNT = '0' as Rate;

/**
 * Prices every fee of a list for a case: list price within its bounds, less the discounts by grade and by
 * loyalty, with the VAT that is inside. Each amount is rounded once, half up.
 */
export function quoteFees(
  list: FeeList,
  subject: FeeSubject,
): Result<FeeQuote, AmountRefusal | 'OUT_OF_RANGE' | 'ZERO'> {
  const wrong = wrongSubject(subject) ?? tooLarge(list, subject);
  if (wrong !== undefined) return { ok: false, refusal: wrong };
  const lines = list.rules.map((rule) => lineOf(rule, subject));
  const totalFen = addFen(...lines.map((line) => line.totalFen));
  return accept({ version: list.version, lines, totalFen });
}

function wrongSubject(subject: FeeSubject) {
  const amount = parseFen(subject.amountFen, 'amountFen');
  if (!amount.ok) return amount.refusal;
  if (amount.value === 0) return refuse('ZERO', 'amountFen').refusal;
  for (const field of ['termMonths', 'instalments', 'loansRepaid'] as const) {
    if (!Number.isInteger(subject[field])) return refuse('NOT_INTEGER', field).refusal;
    if (subject[field] < 0) return refuse('NEGATIVE', field).refusal;
  }
  for (const field of ['termMonths', 'instalments'] as const) {
    if (subject[field] > MAX_TERM_MONTHS) {
      return refuse('OUT_OF_RANGE', field, { maximum: MAX_TERM_MONTHS }).refusal;
    }
  }
  return subject.instalments === 0 ? refuse('ZERO', 'instalments').refusal : undefined;
}

/** Refuses before exact arithmetic could leave the range of amounts; a bound is enough, so floats do. */
function tooLarge({ rules }: FeeList, subject: FeeSubject) {
  const total = rules.reduce((sum, rule) => sum + highestPrice(rule, subject) * timesOf(rule, subject), 0);
  return total > MAX_FEN ? refuse('TOO_LARGE', 'amountFen', { maximumFen: MAX_FEN }).refusal : undefined;
}

/** Above what one charge can cost: each rounding adds less than a fen. */
function highestPrice({ basis, minimumFen = ZERO_FEN }: FeeRule, subject: FeeSubject): number {
  return Math.max(minimumFen, unroundedPrice(basis, subject)) + 1;
}

function unroundedPrice(basis: FeeBasis, { amountFen, termMonths }: FeeSubject): number {
  switch (basis.kind) {
    case 'FLAT':
      return basis.amountFen;
    case 'OF_AMOUNT':
      return amountFen * Number(basis.rate);
    case 'OF_AMOUNT_AND_TERM':
      return (amountFen * Number(basis.annualRate) * termMonths) / MONTHS_PER_YEAR;
    case 'TIERED':
      return amountFen + basis.tiers.length;
  }
}

function timesOf({ timing }: FeeRule, { instalments }: FeeSubject): number {
  return timing === 'PER_PROJECT' ? 1 : instalments;
}

function lineOf(rule: FeeRule, subject: FeeSubject): FeeLine {
  const listPriceFen = listPriceOf(rule, subject);
  const discounts = discountsOf(rule, subject, listPriceFen);
  const priceFen = subtractFen(listPriceFen, addFen(...discounts.map(({ amountFen }) => amountFen)));
  const times = timesOf(rule, subject);
  return {
    code: rule.code,
    timing: rule.timing,
    countsInAnnualCost: rule.countsInAnnualCost,
    listPriceFen,
    discounts,
    priceFen,
    ...splitVat(priceFen, rule.vatRate),
    vatRate: rule.vatRate,
    times,
    totalFen: fen(priceFen * times),
  };
}

function listPriceOf(rule: FeeRule, subject: FeeSubject): Fen {
  const { minimumFen = ZERO_FEN, maximumFen } = rule;
  const raisedFen = maxFen(basePriceOf(rule, subject), minimumFen);
  return maximumFen === undefined ? raisedFen : minFen(raisedFen, maximumFen);
}

function basePriceOf({ basis }: FeeRule, { amountFen, termMonths }: FeeSubject): Fen {
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

/** The discount by grade first; loyalty gets what is left below the maximum. Discounts of nothing are left out. */
function discountsOf(rule: FeeRule, subject: FeeSubject, listPriceFen: Fen): readonly FeeDiscount[] {
  const maximumFen = multiplyRate(listPriceFen, rule.maximumDiscount);
  const byGradeFen = multiplyRate(listPriceFen, gradeDiscountOf(rule, subject));
  const gradeFen = minFen(byGradeFen, maximumFen);
  const byLoyaltyFen = multiplyRate(listPriceFen, loyaltyDiscountOf(rule, subject));
  const loyaltyFen = minFen(byLoyaltyFen, subtractFen(maximumFen, gradeFen));
  const discounts: readonly FeeDiscount[] = [
    { reason: 'GRADE', amountFen: gradeFen },
    { reason: 'LOYALTY', amountFen: loyaltyFen },
  ];
  return discounts.filter(({ amountFen }) => amountFen > 0);
}

function gradeDiscountOf({ gradeDiscounts }: FeeRule, { grade }: FeeSubject): Rate {
  return (Object.hasOwn(gradeDiscounts, grade) ? gradeDiscounts[grade] : undefined) ?? NO_DISCOUNT;
}

/** The discount of the highest step that is reached. */
function loyaltyDiscountOf({ loyaltyDiscounts }: FeeRule, { loansRepaid }: FeeSubject): Rate {
  const reached = loyaltyDiscounts.filter(({ minimumLoansRepaid }) => loansRepaid >= minimumLoansRepaid);
  const highest = reached.toSorted((a, b) => b.minimumLoansRepaid - a.minimumLoansRepaid)[0];
  return highest?.discount ?? NO_DISCOUNT;
}

/** The fees that the annual cost of a loan must count. */
export function loanChargesOf({ lines }: FeeQuote): readonly LoanCharge[] {
  return lines
    .filter(({ countsInAnnualCost }) => countsInAnnualCost)
    .map(({ code, priceFen, timing }) => ({
      code,
      amountFen: priceFen,
      timing: timing === 'PER_PROJECT' ? 'UPFRONT' : 'EACH_INSTALMENT',
    }));
}
