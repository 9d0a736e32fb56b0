import type { Answers } from '../../../client/client';
import { type Words, words } from '../../../kit/words/words';

type Item = Answers['FinanceDay']['items'][number];

/** What waits for finance, by name. */
export const WORK_NAMES: Words<Answers['FinanceWork']> = words({
  RELEASES: ['放款审核', 'Releases'],
  PAYMENTS_UNKNOWN: ['结果未知的支付', 'Payments unknown'],
  UNIDENTIFIED_MONEY: ['待查收款', 'Unidentified money'],
  REFUNDS_REFUSED: ['被拒的退款', 'Refunds refused'],
  DISPUTES: ['支付争议', 'Disputes'],
  BREAKS: ['对账差异', 'Breaks'],
  COLLECTIONS: ['人工催收', 'Manual collections'],
  FEES: ['费用确认', 'Fees to confirm'],
  DAYS_TO_SIGN: ['待签署的对账日', 'Days to sign off'],
  MONTHS_TO_CLOSE: ['待月结的月份', 'Months to close'],
  LEDGER_CHANGES: ['手工账务待决定', 'Books by hand to decide'],
  LOAN_CHANGES: ['贷款变更待决定', 'Loan changes to decide'],
});

/** What is late first, then what waits longest; what there is none of comes last and is told all the same. */
export function dayInOrder(items: readonly Item[]): readonly Item[] {
  return items.toSorted(
    (one, other) =>
      Number(other.overdue > 0) - Number(one.overdue > 0) ||
      Number(other.count > 0) - Number(one.count > 0) ||
      (one.oldestAt ?? '').localeCompare(other.oldestAt ?? ''),
  );
}
