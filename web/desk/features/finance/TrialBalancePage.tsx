import { getRouteApi, Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { BooksThrough } from '../../parts/BooksThrough';
import { BOOK_READERS } from '../../parts/books';
import { Filters, Typed } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { type Column, Records } from '../../parts/Records';
import { LedgerChecks } from './LedgerChecks';

const WORDS = words({
  title: ['试算平衡', 'Trial balance'],
  lead: ['截至某日各科目的发生额与余额。', 'Every account with its turnover and balance as of a day.'],
  asOf: ['截至', 'As of'],
  balanced: ['借贷平衡', 'Balanced'],
  notBalanced: ['借贷不平', 'Not balanced'],
  account: ['科目', 'Account'],
  kind: ['类别', 'Kind'],
  debit: ['借方', 'Debit'],
  credit: ['贷方', 'Credit'],
  balance: ['余额', 'Balance'],
  total: ['合计', 'Total'],
  empty: ['该日之前没有发生额。', 'Nothing was posted until that day.'],
  ASSET: ['资产', 'Asset'],
  LIABILITY: ['负债', 'Liability'],
  EQUITY: ['所有者权益', 'Equity'],
  INCOME: ['收入', 'Income'],
  EXPENSE: ['费用', 'Expense'],
  OFF_BALANCE: ['表外', 'Off balance'],
});

type Row = Answers['TrialBalance']['accounts'][number];
const route = getRouteApi('/finance/trial-balance');

/** The accounts as of a day, and whether ledger, loans and payments agree. */
export function TrialBalancePage() {
  const say = useWords(WORDS);
  const search = route.useSearch();
  const go = route.useNavigate();
  const found = api.useQuery('get', '/ledger/trial-balance', { params: { query: search } });
  const columns: readonly Column<Row>[] = [
    {
      key: 'account',
      head: say('account'),
      cell: ({ code, name }) => (
        <Link to="/finance/ledger" search={{ account: code, ...(search.asOf && { to: search.asOf }) }}>
          {code} {name}
        </Link>
      ),
    },
    { key: 'kind', head: say('kind'), cell: ({ kind }) => say(kind) },
    { key: 'debit', head: say('debit'), isFigure: true, cell: ({ debitFen }) => <Money fen={debitFen} /> },
    {
      key: 'credit',
      head: say('credit'),
      isFigure: true,
      cell: ({ creditFen }) => <Money fen={creditFen} />,
    },
    {
      key: 'balance',
      head: say('balance'),
      isFigure: true,
      cell: ({ balanceFen }) => <Money fen={balanceFen} />,
    },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <Asked of={found}>
        {({ asOf, accounts, totals, balanced }) => (
          <>
            <BooksThrough until={asOf} />
            <div className="row spread">
              <Filters>
                <Typed
                  label={say('asOf')}
                  type="date"
                  value={asOf}
                  choose={(day) => go({ search: day === undefined ? {} : { asOf: day }, replace: true })}
                />
              </Filters>
              <p className="row">
                <Mark tone={balanced ? 'good' : 'bad'}>{say(balanced ? 'balanced' : 'notBalanced')}</Mark>
                {say('total')} {say('debit')} <Money fen={totals.debitFen} /> · {say('credit')}{' '}
                <Money fen={totals.creditFen} />
              </p>
            </div>
            <Records
              caption={say('title')}
              columns={columns}
              rows={accounts}
              idOf={({ code }) => code}
              empty={say('empty')}
            />
          </>
        )}
      </Asked>
      <LedgerChecks />
    </Page>
  );
}
