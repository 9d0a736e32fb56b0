import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Instant, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { TASK_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { BOOK_READERS } from '../../parts/books';
import { CaseLink } from '../../parts/CaseLink';
import { Choice, Filters } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { changed } from '../../parts/search';
import { Who } from '../../parts/Who';
import { MONEY_TASKS } from './moneyTasks';

const WORDS = words({
  title: ['放款与款项待办', 'Releases and money tasks'],
  lead: ['等待财务放行或查明的款项，最紧急的在前。', 'Money that waits for finance, the most urgent first.'],
  kind: ['事项', 'What'],
  case: ['案件', 'Case'],
  amount: ['金额', 'Amount'],
  due: ['期限', 'Due'],
  late: ['已逾期', 'Overdue'],
  has: ['认领人', 'Taken by'],
  empty: ['没有等待处理的事项。新的放款审核会出现在这里。', 'Nothing waits. New releases appear here.'],
});

const route = getRouteApi('/finance/releases');

/** Tasks about money: releases, and what else people decide about payments. */
export function ReleasesPage() {
  const [say, sayTask] = [useWords(WORDS), useWords(TASK_NAMES)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const kind = search.kind ?? 'RELEASE_DISBURSEMENT';
  const found = api.useInfiniteQuery('get', '/tasks', { params: { query: { kind } } }, PAGED);
  const columns: readonly Column<Answers['Task']>[] = [
    {
      key: 'case',
      head: say('case'),
      cell: ({ id, caseTitle }) => (
        <CaseLink type="TASK" id={id}>
          {caseTitle}
        </CaseLink>
      ),
    },
    {
      key: 'amount',
      head: say('amount'),
      isFigure: true,
      cell: ({ amountFen }) => (amountFen === null ? '—' : <Money fen={amountFen} />),
    },
    {
      key: 'due',
      head: say('due'),
      cell: ({ dueAt, isOverdue }) => (
        <span className="row">
          <Instant at={dueAt} />
          {isOverdue && <Mark tone="bad">{say('late')}</Mark>}
        </span>
      ),
    },
    { key: 'has', head: say('has'), cell: ({ claimedBy }) => <Who id={claimedBy} /> },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <Filters>
        <Choice
          label={say('kind')}
          value={kind}
          options={MONEY_TASKS.map((each) => [each, sayTask(each)])}
          choose={(chosen) => go({ search: changed(search, { kind: chosen }), replace: true })}
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
