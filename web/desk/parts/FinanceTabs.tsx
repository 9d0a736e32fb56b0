import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { STAFF } from '../app/places';
import { BOOK_READERS } from './books';
import { Tabs } from './Tabs';

const WORDS = words({
  finance: ['财务', 'Finance'],
  money: ['收付', 'Money'],
  books: ['账务', 'Books'],
  charges: ['费用与变更', 'Charges and changes'],
  day: ['今日', 'Today'],
  fees: ['费用', 'Fees'],
  tariff: ['价目表', 'Price list'],
  funds: ['资金', 'Funds'],
  vat: ['增值税', 'VAT'],
  budget: ['预算', 'Budget'],
  releases: ['放款审核', 'Releases'],
  payments: ['支付', 'Payments'],
  receipts: ['待查收款', 'Receipts'],
  breaks: ['差异', 'Breaks'],
  reconciliation: ['对账', 'Reconciliation'],
  periods: ['月结', 'Month end'],
  statements: ['报表', 'Statements'],
  ledger: ['凭证', 'Ledger'],
  ledgerChanges: ['手工账务', 'By hand'],
  trialBalance: ['试算平衡', 'Trial balance'],
  loanChanges: ['贷款变更', 'Loan changes'],
  audited: ['审计依据', 'Audited'],
});

/** The screens of finance. */
export function FinanceTabs() {
  const say = useWords(WORDS);
  return (
    <Tabs
      label={say('finance')}
      groups={[
        {
          name: say('money'),
          tabs: [
            ['/finance/day', say('day'), BOOK_READERS],
            ['/finance/releases', say('releases'), BOOK_READERS],
            ['/finance/payments', say('payments'), BOOK_READERS],
            ['/finance/receipts', say('receipts'), BOOK_READERS],
            ['/finance/breaks', say('breaks'), BOOK_READERS],
            ['/finance/reconciliation', say('reconciliation'), BOOK_READERS],
            ['/finance/funds', say('funds'), BOOK_READERS],
          ],
        },
        {
          name: say('books'),
          tabs: [
            ['/finance/periods', say('periods'), BOOK_READERS],
            ['/finance/statements', say('statements'), BOOK_READERS],
            ['/finance/vat', say('vat'), BOOK_READERS],
            ['/finance/budget', say('budget'), BOOK_READERS],
            ['/finance/ledger', say('ledger'), BOOK_READERS],
            ['/finance/ledger-changes', say('ledgerChanges'), BOOK_READERS],
            ['/finance/trial-balance', say('trialBalance'), BOOK_READERS],
          ],
        },
        {
          name: say('charges'),
          tabs: [
            ['/finance/fees', say('fees'), STAFF],
            ['/finance/tariff', say('tariff'), STAFF],
            ['/finance/loan-changes', say('loanChanges'), BOOK_READERS],
            ['/finance/audited', say('audited'), BOOK_READERS],
          ],
        },
      ]}
    />
  );
}
