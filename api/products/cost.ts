import type { Answer, annualCostView, costItem, offeredFee, scheduleRowView } from '../../contracts/http';
import { type Locale, textOf } from '../../contracts/texts/texts';
import type { OfferedFee } from '../../domain/fees/loanFees';
import type { FeeKind } from '../../domain/ledger/entries';
import type { AnnualCost, CostItem } from '../../domain/schedule/annualCost';
import type { ScheduleRow } from '../../domain/schedule/types';

/** The annual cost as the borrower must be shown it (中国人民银行公告〔2021〕第3号). */
export function presentAnnualCost(
  cost: Pick<AnnualCost, 'xirr' | 'simpleRate' | 'periodic' | 'totalCostFen' | 'isAboveCap'>,
  contractRate: string,
): Answer<typeof annualCostView> {
  const { xirr, simpleRate, periodic, totalCostFen, isAboveCap } = cost;
  return {
    contractRate,
    effectiveRate: xirr,
    simpleRate,
    nominalRate: periodic?.aprNominal ?? null,
    totalCostFen,
    isAboveCap,
  };
}

/** Every single cost with its name. */
export function presentCostItems(
  items: readonly CostItem<FeeKind>[],
  locale: Locale,
): Answer<typeof costItem>[] {
  return items.map(({ code, amountFen }) => ({
    code,
    name: textOf(locale, 'costs', code),
    amountFen,
  }));
}

/** What each charge of a loan's fees costs. */
export function presentFees(fees: readonly OfferedFee[], locale: Locale): Answer<typeof offeredFee>[] {
  return fees.map(({ rule, kind, timing, listPriceFen, gradeDiscountFen, loyaltyDiscountFen, ...price }) => ({
    ...{ rule, kind, timing, name: textOf(locale, 'costs', kind) },
    ...{ listPriceFen, gradeDiscountFen, loyaltyDiscountFen },
    ...{ priceFen: price.priceFen, pointsUsed: price.pointsUsed, toPayFen: price.toPayFen },
    vatFen: price.vatFen,
  }));
}

export function presentRow(row: ScheduleRow): Answer<typeof scheduleRowView> {
  const { number, dueDate, days, openingFen, principalFen, interestFen, paymentFen, balanceFen } = row;
  return { number, dueDate, days, openingFen, principalFen, interestFen, paymentFen, balanceFen };
}
