import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Instant, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { BOOK_READERS } from '../../parts/books';
import { CaseLink } from '../../parts/CaseLink';
import { Choice, Filters, optionsOf } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { changed, type Wish } from '../../parts/search';
import { BREAK_KINDS, BREAK_STATUSES, RESOLUTIONS, resolutionOf, sidesOf } from './differences';

const WORDS = words({
  title: ['差异', 'Breaks'],
  lead: [
    '银行、总账与贷款不一致之处，逐项由人处理。',
    'Where bank, ledger and loans do not agree; each is settled by a person.',
  ],
  status: ['状态', 'Status'],
  kind: ['种类', 'Kind'],
  all: ['全部', 'All'],
  bank: ['银行', 'Bank'],
  books: ['我方', 'Books'],
  reference: ['标识', 'Reference'],
  since: ['发现时间', 'Found'],
  task: ['待办', 'Task'],
  open: ['打开待办', 'Open the task'],
  empty: ['没有符合条件的差异。', 'No break like this.'],
});

const route = getRouteApi('/finance/breaks');

/** What bank, ledger and loans do not agree on. */
export function BreaksPage() {
  const say = useWords(WORDS);
  const [sayKind, sayStatus] = [useWords(BREAK_KINDS), useWords(BREAK_STATUSES)];
  const sayResolved = useWords(RESOLUTIONS);
  const resolved = (resolution: string | null) => {
    const known = resolution === null ? null : resolutionOf(resolution);
    return known === null ? (resolution ?? '—') : sayResolved(known.key, { date: known.date });
  };
  const search = route.useSearch();
  const go = route.useNavigate();
  const wish = (part: Wish<typeof search>) => go({ search: changed(search, part), replace: true });
  const found = api.useInfiniteQuery('get', '/breaks', { params: { query: search } }, PAGED);
  const side = (fen: number | null | undefined) => (fen == null ? '—' : <Money fen={fen} />);
  const columns: readonly Column<Answers['Break']>[] = [
    { key: 'kind', head: say('kind'), cell: ({ kind }) => sayKind(kind) },
    { key: 'bank', head: say('bank'), isFigure: true, cell: (found) => side(sidesOf(found)?.bankFen) },
    { key: 'books', head: say('books'), isFigure: true, cell: (found) => side(sidesOf(found)?.booksFen) },
    {
      key: 'reference',
      head: say('reference'),
      // Of a claim it is a key of the books, which tells nobody anything.
      cell: ({ kind, detail: { loanId, loanNo }, reference }) =>
        kind === 'PAYER_CLAIM' && loanId !== undefined ? (
          <CaseLink type="LOAN" id={loanId}>
            {loanNo}
          </CaseLink>
        ) : (
          <small>{reference}</small>
        ),
    },
    { key: 'since', head: say('since'), cell: ({ createdAt }) => <Instant at={createdAt} /> },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={status === 'OPEN' ? 'warn' : 'good'}>{sayStatus(status)}</Mark>,
    },
    {
      key: 'task',
      head: say('task'),
      cell: ({ taskId, resolution }) =>
        taskId === null ? (
          resolved(resolution)
        ) : (
          <CaseLink type="TASK" id={taskId}>
            {say('open')}
          </CaseLink>
        ),
    },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <Filters>
        <Choice
          label={say('status')}
          all={say('all')}
          value={search.status}
          options={optionsOf(BREAK_STATUSES, sayStatus)}
          choose={(status) => wish({ status })}
        />
        <Choice
          label={say('kind')}
          all={say('all')}
          value={search.kind}
          options={optionsOf(BREAK_KINDS, sayKind)}
          choose={(kind) => wish({ kind })}
        />
      </Filters>
      <Listed
        caption={say('title')}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        empty={say('empty')}
      />
    </Page>
  );
}
