import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { ROLE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { Choice, Filters, optionsOf } from '../../parts/Filters';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark, type Tone } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { changed } from '../../parts/search';
import { Who } from '../../parts/Who';
import { DecideStaffChange } from './DecideStaffChange';
import { CHANGE_KINDS, CHANGE_STATUSES, OVERSEERS } from './words';

const WORDS = words({
  title: ['人员与权限变更', 'Changes of people and rights'],
  lead: ['一人提出，另一人决定；本人不参与。', 'One asks, another one decides; never about oneself.'],
  status: ['状态', 'Status'],
  all: ['全部', 'All'],
  change: ['变更', 'Change'],
  person: ['人员', 'Person'],
  reason: ['理由', 'Reason'],
  asked: ['提出', 'Asked'],
  owner: ['系统所有者', 'The owner'],
  decision: ['决定', 'Decision'],
  empty: ['没有符合条件的变更。', 'No change like this.'],
});

type Change = Answers['StaffChange'];
const TONES: Readonly<Record<Change['status'], Tone>> = {
  REQUESTED: 'warn',
  APPROVED: 'good',
  REJECTED: 'plain',
};
const route = getRouteApi('/admin/changes');

/** Changes of people and their rights, and what waits for a second person. */
export function ChangesPage() {
  const say = useWords(WORDS);
  const [sayKind, sayStatus, sayRole] = [
    useWords(CHANGE_KINDS),
    useWords(CHANGE_STATUSES),
    useWords(ROLE_NAMES),
  ];
  const search = route.useSearch();
  const go = route.useNavigate();
  const found = api.useInfiniteQuery('get', '/staff/changes', { params: { query: search } }, PAGED);
  const columns: readonly Column<Change>[] = [
    {
      key: 'change',
      head: say('change'),
      cell: ({ kind, role, managerId }) => (
        <>
          {sayKind(kind)}
          {role !== null && ` · ${sayRole(role)}`}
          {managerId !== null && (
            <>
              {' · '}
              <Who id={managerId} />
            </>
          )}
        </>
      ),
    },
    { key: 'person', head: say('person'), cell: ({ person }) => person.name },
    { key: 'reason', head: say('reason'), cell: ({ reason }) => reason },
    {
      key: 'asked',
      head: say('asked'),
      cell: ({ requestedBy, createdAt }) => (
        <>
          {requestedBy === null ? say('owner') : <Who id={requestedBy} />} · <Instant at={createdAt} />
        </>
      ),
    },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={TONES[status]}>{sayStatus(status)}</Mark>,
    },
    { key: 'decision', head: say('decision'), cell: (change) => <DecideStaffChange change={change} /> },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={OVERSEERS}>
      <AdminTabs />
      <Filters>
        <Choice
          label={say('status')}
          all={say('all')}
          value={search.status}
          options={optionsOf(CHANGE_STATUSES, sayStatus)}
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
