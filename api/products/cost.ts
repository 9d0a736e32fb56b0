import type { Answer, annualCostView, costItem, scheduleRowView } from '../../contracts/http';
import { type Locale, textOf } from '../../contracts/texts/texts';
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

export function presentRow(row: ScheduleRow): Answer<typeof scheduleRowView> {
  const { number, dueDate, days, openingFen, principalFen, interestFen, paymentFen, balanceFen } = row;
  return { number, dueDate, days, openingFen, principalFen, interestFen, paymentFen, balanceFen };
}
