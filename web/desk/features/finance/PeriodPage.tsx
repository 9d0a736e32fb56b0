import { getRouteApi, Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day, Instant } from '../../../kit/figures/figures';
import { useBusinessNow } from '../../../kit/live/clock';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { BooksThrough } from '../../parts/BooksThrough';
import { BOOK_READERS } from '../../parts/books';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { lastOf, monthOf } from '../../parts/period';
import { type Column, Records } from '../../parts/Records';
import { ClosePeriod } from './ClosePeriod';
import { MonthList } from './MonthList';
import { MonthReports } from './MonthReports';
import { PeriodChecks } from './PeriodChecks';

const WORDS = words({
  title: ['月结', 'Month end'],
  lead: ['逐项变绿后即可月结。', 'A list that becomes green before the month is closed.'],
  closed: ['已月结', 'Closed'],
  ready: ['各项齐备', 'Everything is right'],
  open: ['尚有未完成事项', 'Something is missing'],
  day: ['日期', 'Day'],
  closing: ['日终', 'End of day'],
  matching: ['对账', 'Matched'],
  signing: ['签署', 'Signed off'],
  breaks: ['未处理差异', 'Open breaks'],
  yes: ['完成', 'Done'],
  no: ['未完成', 'Not yet'],
  empty: ['该月还没有过去的日子。', 'No day of the month is over yet.'],
});

type DayRow = Answers['Period']['days'][number];
const route = getRouteApi('/finance/periods');

/** A month of the books: what must be right before it is closed, and how each day stands. */
export function PeriodPage() {
  const search = route.useSearch();
  const now = useBusinessNow();
  const month = search.month ?? (now === null ? null : monthOf(now));
  return month === null ? null : <Month month={month} />;
}

function Month({ month }: { month: string }) {
  const say = useWords(WORDS);
  const go = route.useNavigate();
  const period = api.useQuery('get', '/periods/{month}', { params: { path: { month } } });
  const done = (isDone: boolean) => <Mark tone={isDone ? 'good' : 'warn'}>{say(isDone ? 'yes' : 'no')}</Mark>;
  const columns: readonly Column<DayRow>[] = [
    {
      key: 'day',
      head: say('day'),
      cell: ({ date }) => (
        <Link to="/finance/reconciliation" search={{ day: date }}>
          <Day day={date} />
        </Link>
      ),
    },
    { key: 'closing', head: say('closing'), cell: ({ closed }) => done(closed) },
    { key: 'matching', head: say('matching'), cell: ({ matched }) => done(matched) },
    { key: 'signing', head: say('signing'), cell: ({ signedOff }) => done(signedOff) },
    { key: 'breaks', head: say('breaks'), isFigure: true, cell: ({ openBreaks }) => openBreaks },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <MonthList month={month} choose={(chosen) => go({ search: { month: chosen }, replace: true })} />
      <Asked of={period}>
        {(found) => {
          const { closedAt, isReady, checks, days } = found;
          return (
            <>
              <p className={`notice ${closedAt !== null || isReady ? 'notice-good' : 'notice-warn'}`}>
                {closedAt === null ? (
                  say(isReady ? 'ready' : 'open')
                ) : (
                  <>
                    {say('closed')} <Instant at={closedAt} />
                  </>
                )}
              </p>
              <BooksThrough until={lastOf(month)} />
              <PeriodChecks checks={checks} />
              <ClosePeriod period={found} />
              {closedAt !== null && <MonthReports month={month} />}
              <Records
                caption={say('title')}
                columns={columns}
                rows={days}
                idOf={({ date }) => date}
                empty={say('empty')}
              />
            </>
          );
        }}
      </Asked>
    </Page>
  );
}
