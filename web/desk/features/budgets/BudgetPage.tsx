import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Money } from '../../../kit/figures/figures';
import { useBusinessNow } from '../../../kit/live/clock';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { BOOK_READERS } from '../../parts/books';
import { Filters, Typed } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { monthOf } from '../../parts/period';
import { type Column, Records } from '../../parts/Records';

const WORDS = words({
  title: ['预算执行', 'Budget against actual'],
  lead: ['按成本中心与科目，截至本月。', 'By cost centre and account, up to this month.'],
  year: ['年度', 'Year'],
  centre: ['成本中心', 'Cost centre'],
  account: ['科目', 'Account'],
  budget: ['预算', 'Budget'],
  actual: ['实际', 'Actual'],
  remaining: ['剩余', 'Remaining'],
  over: ['超支', 'Over'],
  months: ['各月', 'By month'],
  empty: [
    '本年尚无预算与费用。预算由财务在“手工账务”提请，另一人同意后生效。',
    'No budget and no cost of this year. A budget is asked for by one of finance and agreed by another.',
  ],
});
type Row = Answers['BudgetAgainstActual']['rows'][number];
const route = getRouteApi('/finance/budget');

/** What was planned and what was spent. */
export function BudgetPage() {
  const say = useWords(WORDS);
  const search = route.useSearch();
  const go = route.useNavigate();
  const now = useBusinessNow();
  const year = search.year ?? (now === null ? null : monthOf(now).slice(0, 4));
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <Filters>
        <Typed
          label={say('year')}
          value={year ?? undefined}
          choose={(chosen) => go({ search: chosen === undefined ? {} : { year: chosen }, replace: true })}
        />
      </Filters>
      {year !== null && <OfYear year={year} />}
    </Page>
  );
}

function OfYear({ year }: { year: string }) {
  const say = useWords(WORDS);
  const of = api.useQuery('get', '/budgets/{year}', { params: { path: { year } } });
  const columns: readonly Column<Row>[] = [
    { key: 'centre', head: say('centre'), cell: ({ costCentre }) => costCentre },
    { key: 'account', head: say('account'), cell: ({ account, accountName }) => `${account} ${accountName}` },
    {
      key: 'budget',
      head: say('budget'),
      isFigure: true,
      cell: ({ budgetFen }) => <Money fen={budgetFen} />,
    },
    {
      key: 'actual',
      head: say('actual'),
      isFigure: true,
      cell: ({ actualFen }) => <Money fen={actualFen} />,
    },
    {
      key: 'remaining',
      head: say('remaining'),
      isFigure: true,
      cell: ({ remainingFen }) =>
        remainingFen < 0 ? (
          <Mark tone="bad">
            {say('over')} <Money fen={-remainingFen} />
          </Mark>
        ) : (
          <Money fen={remainingFen} />
        ),
    },
    { key: 'months', head: say('months'), cell: ({ months }) => <ByMonth months={months} /> },
  ];
  return (
    <Asked of={of}>
      {({ rows }) => (
        <Records
          caption={say('title')}
          columns={columns}
          rows={rows}
          idOf={({ costCentre, account }) => `${costCentre}${account}`}
          empty={say('empty')}
        />
      )}
    </Asked>
  );
}

function ByMonth({ months }: Pick<Row, 'months'>) {
  const say = useWords(WORDS);
  return (
    <details>
      <summary>{say('months')}</summary>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col" className="figure">
              {say('budget')}
            </th>
            <th scope="col" className="figure">
              {say('actual')}
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, budgetFen, actualFen }) => (
            <tr key={month}>
              <th scope="row">{month}</th>
              <td className="figure">{budgetFen === null ? '—' : <Money fen={budgetFen} />}</td>
              <td className="figure">
                <Money fen={actualFen} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
