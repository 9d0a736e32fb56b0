import { type Answers, api } from '../../../kit/api/api';
import { Instant, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { BooksThrough } from '../../parts/BooksThrough';
import { BOOK_READERS } from '../../parts/books';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { type Column, Records } from '../../parts/Records';
import { dayInOrder, WORK_NAMES } from './financeDay';
import { WorkLink } from './WorkLink';

const WORDS = words({
  title: ['今日资金工作', "Finance's day"],
  lead: [
    '等待财务处理的一切：多少、多少已超时、从何处办理。',
    'All that waits for finance: how much, how late, and where it is done.',
  ],
  work: ['事项', 'What'],
  count: ['数量', 'Number'],
  overdue: ['已超时', 'Late'],
  amount: ['金额', 'Amount'],
  oldest: ['最早', 'Since'],
  none: ['无', 'None'],
  empty: ['没有等待处理的事项。', 'Nothing waits.'],
});
const LOOK_EVERY_MS = 15_000;
type Item = Answers['FinanceDay']['items'][number];

/** What waits for finance today, the latest first. */
export function DayPage() {
  const [say, sayWork] = [useWords(WORDS), useWords(WORK_NAMES)];
  const of = api.useQuery('get', '/finance/day', undefined, { refetchInterval: LOOK_EVERY_MS });
  const columns: readonly Column<Item>[] = [
    {
      key: 'work',
      head: say('work'),
      cell: ({ work, count }) =>
        count === 0 ? (
          <span className="quiet">{sayWork(work)}</span>
        ) : (
          <WorkLink work={work}>{sayWork(work)}</WorkLink>
        ),
    },
    {
      key: 'count',
      head: say('count'),
      isFigure: true,
      cell: ({ count }) => (count === 0 ? <span className="quiet">{say('none')}</span> : count),
    },
    {
      key: 'overdue',
      head: say('overdue'),
      isFigure: true,
      cell: ({ overdue }) => (overdue === 0 ? '' : <Mark tone="bad">{overdue}</Mark>),
    },
    {
      key: 'amount',
      head: say('amount'),
      isFigure: true,
      cell: ({ amountFen, count }) => (amountFen === null || count === 0 ? '' : <Money fen={amountFen} />),
    },
    {
      key: 'oldest',
      head: say('oldest'),
      cell: ({ oldestAt }) => (oldestAt === null ? '' : <Instant at={oldestAt} />),
    },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <BooksThrough />
      <Asked of={of}>
        {({ items }) => (
          <Records
            caption={say('title')}
            columns={columns}
            rows={dayInOrder(items)}
            idOf={({ work }) => work}
            empty={say('empty')}
          />
        )}
      </Asked>
    </Page>
  );
}
