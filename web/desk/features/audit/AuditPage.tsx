import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { CaseLink, hasScreen } from '../../parts/CaseLink';
import { ExportButton } from '../../parts/ExportButton';
import { Choice, Filters, optionsOf, Typed } from '../../parts/Filters';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { changed, type Wish } from '../../parts/search';
import { AuditDetail } from './AuditDetail';
import { ACTIONS } from './actions';
import { outcomeName } from './outcomes';

const WORDS = words({
  title: ['审计追踪', 'Audit trail'],
  lead: [
    '谁在何时对哪个案件做了什么，包括被拒绝的操作。记录首尾相连，不可更改。',
    'Who did what to which case, and what was refused. Records are a chain that nobody changes.',
  ],
  action: ['操作', 'Act'],
  actor: ['人员', 'Person'],
  caseId: ['案件编号', 'Case id'],
  all: ['全部', 'All'],
  at: ['时间', 'When'],
  platform: ['平台', 'The platform'],
  case: ['案件', 'Case'],
  open: ['打开案件', 'Open the case'],
  outcome: ['结果', 'Outcome'],
  done: ['完成', 'Done'],
  refused: ['被拒绝', 'Refused'],
  detail: ['明细', 'Detail'],
  empty: ['没有符合条件的记录。', 'No record like this.'],
});

const READERS = ['admin', 'auditor', 'risk'] as const;
const MOST = { params: { query: { pageSize: '200' } } };
type Row = Answers['AuditRecord'];
const route = getRouteApi('/admin/audit');

/** Who did what, with filters. */
export function AuditPage() {
  const [say, sayAction] = [useWords(WORDS), useWords(ACTIONS)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const wish = (part: Wish<typeof search>) => go({ search: changed(search, part), replace: true });
  const staff = api.useQuery('get', '/staff', MOST);
  const found = api.useInfiniteQuery('get', '/audit', { params: { query: search } }, PAGED);
  const columns: readonly Column<Row>[] = [
    { key: 'at', head: say('at'), cell: ({ at }) => <Instant at={at} /> },
    { key: 'actor', head: say('actor'), cell: ({ actor }) => actor?.name ?? say('platform') },
    { key: 'action', head: say('action'), cell: ({ action }) => sayAction(action) },
    {
      key: 'case',
      head: say('case'),
      cell: ({ caseType, caseId }) =>
        caseType === null || caseId === null || !hasScreen(caseType) ? (
          '—'
        ) : (
          <CaseLink type={caseType} id={caseId}>
            {say('open')}
          </CaseLink>
        ),
    },
    {
      key: 'outcome',
      head: say('outcome'),
      cell: (row) => <Outcome of={row} />,
    },
    { key: 'detail', head: say('detail'), cell: (row) => <AuditDetail record={row} /> },
  ];
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      roles={READERS}
      acts={<ExportButton wish={{ what: 'AUDIT', filter: search }} />}
    >
      <AdminTabs />
      <Filters>
        <Choice
          label={say('action')}
          all={say('all')}
          value={search.action}
          options={optionsOf(ACTIONS, sayAction)}
          choose={(action) => wish({ action })}
        />
        <Choice
          label={say('actor')}
          all={say('all')}
          value={search.actorId}
          options={(staff.data?.items ?? []).map(({ id, name }) => [id, name])}
          choose={(actorId) => wish({ actorId })}
        />
        <Typed label={say('caseId')} value={search.caseId} choose={(caseId) => wish({ caseId })} />
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

/** Of people's acts DONE, or why not; of a process what came of it. */
function Outcome({ of: record }: { of: Row }) {
  const [say, sayPair] = [useWords(WORDS), useSay()];
  const { action, outcome } = record;
  if (outcome === 'DONE') return <Mark tone="good">{say('done')}</Mark>;
  const told = sayPair(outcomeName(record));
  // Acts of people are named with a dot, steps of processes are not.
  if (!action.includes('.')) return told;
  return (
    <span className="row">
      <Mark tone="warn">{say('refused')}</Mark>
      <small>{told}</small>
    </span>
  );
}
