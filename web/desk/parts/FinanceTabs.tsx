import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { Tabs } from './Tabs';

const WORDS = words({
  finance: ['财务', 'Finance'],
  day: ['今日', 'Today'],
  fees: ['费用', 'Fees'],
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
});

/** The screens of finance. */
export function FinanceTabs() {
  const say = useWords(WORDS);
  return (
    <Tabs
      label={say('finance')}
      tabs={[
        ['/finance/day', say('day')],
        ['/finance/releases', say('releases')],
        ['/finance/payments', say('payments')],
        ['/finance/receipts', say('receipts')],
        ['/finance/breaks', say('breaks')],
        ['/finance/reconciliation', say('reconciliation')],
        ['/finance/periods', say('periods')],
        ['/finance/statements', say('statements')],
        ['/finance/fees', say('fees')],
        ['/finance/funds', say('funds')],
        ['/finance/vat', say('vat')],
        ['/finance/budget', say('budget')],
        ['/finance/ledger', say('ledger')],
        ['/finance/ledger-changes', say('ledgerChanges')],
        ['/finance/trial-balance', say('trialBalance')],
        ['/finance/loan-changes', say('loanChanges')],
      ]}
    />
  );
}
