import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { CaseLink } from '../../parts/CaseLink';
import { Choice, Filters, optionsOf } from '../../parts/Filters';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { changed } from '../../parts/search';
import { Who } from '../../parts/Who';
import { ACT_TONES } from './actTones';
import { DecideAct } from './DecideAct';
import { ACT_READERS, ACT_STATUSES, ACTS } from './words';

const WORDS = words({
  title: ['流程操作', 'Acts on processes'],
  lead: [
    '从外部对流程做过什么：提出、受理、前进。',
    'What was done about processes from outside: asked, accepted, moved.',
  ],
  status: ['状态', 'Status'],
  all: ['全部', 'All'],
  act: ['操作', 'Act'],
  case: ['打开案件', 'Open the case'],
  reason: ['理由', 'Reason'],
  asked: ['提出', 'Asked'],
  decision: ['决定', 'Decision'],
  empty: ['没有符合条件的操作。', 'No act like this.'],
});

type Act = Answers['ProcessAct'];
const route = getRouteApi('/admin/acts');
const LOOK_EVERY_MS = 10_000;

/** Acts on processes; those that can do harm wait here for a second person. */
export function ActsPage() {
  const [say, sayAct, sayStatus] = [useWords(WORDS), useWords(ACTS), useWords(ACT_STATUSES)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const found = api.useInfiniteQuery(
    'get',
    '/admin/process-acts',
    { params: { query: search } },
    { ...PAGED, refetchInterval: LOOK_EVERY_MS },
  );
  const columns: readonly Column<Act>[] = [
    {
      key: 'act',
      head: say('act'),
      cell: ({ kind, caseType, caseId }) => (
        <>
          {sayAct(kind)}{' '}
          <CaseLink type={caseType} id={caseId}>
            {say('case')}
          </CaseLink>
        </>
      ),
    },
    { key: 'reason', head: say('reason'), cell: ({ reason }) => reason },
    {
      key: 'asked',
      head: say('asked'),
      cell: ({ askedBy, createdAt }) => (
        <>
          <Who id={askedBy} /> · <Instant at={createdAt} />
        </>
      ),
    },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={ACT_TONES[status]}>{sayStatus(status)}</Mark>,
    },
    { key: 'decision', head: say('decision'), cell: (act) => <DecideAct act={act} /> },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={ACT_READERS}>
      <AdminTabs />
      <Filters>
        <Choice
          label={say('status')}
          all={say('all')}
          value={search.status}
          options={optionsOf(ACT_STATUSES, sayStatus)}
          choose={(status) => go({ search: changed(search, { status }), replace: true })}
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
