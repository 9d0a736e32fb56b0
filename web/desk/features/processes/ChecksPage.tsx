import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page, useIs } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { Who } from '../../parts/Who';
import { ADMINS, CHECK_READERS } from './words';

const WORDS = words({
  title: ['流程核对', 'Checks of processes'],
  lead: [
    '每日自动核对：应运行的流程是否都在运行；缺失的会恢复、重建或转人工。',
    'Every day what should run is compared with what runs; what is missing goes on, begins anew, or comes to people.',
  ],
  check: ['立即核对', 'Check now'],
  at: ['时间', 'When'],
  by: ['发起', 'Asked by'],
  daily: ['每日自动', 'The day’s own'],
  shouldRun: ['应运行', 'Should run'],
  missing: ['缺失', 'Missing'],
  revived: ['已恢复', 'Revived'],
  begun: ['已重建', 'Begun anew'],
  given: ['转人工', 'Given to people'],
  status: ['状态', 'Status'],
  done: ['已完成', 'Done'],
  underWay: ['进行中', 'Under way'],
  empty: ['尚无核对。', 'No check yet.'],
});

type Check = Answers['ProcessCheck'];
const LOOK_EVERY_MS = 5_000;

/** Looks at whether the processes of all open cases run. */
export function ChecksPage() {
  const say = useWords(WORDS);
  const mayAsk = useIs(ADMINS);
  const found = api.useInfiniteQuery(
    'get',
    '/admin/process-checks',
    { params: { query: {} } },
    { ...PAGED, refetchInterval: LOOK_EVERY_MS },
  );
  const { key, renew } = useActKey();
  const check = api.useMutation('post', '/admin/process-checks', {
    onSuccess: () => {
      renew();
      return queries.invalidateQueries({ queryKey: ['get', '/admin/process-checks'] });
    },
  });
  const count = (key: 'shouldRun' | 'missing' | 'revived' | 'begun' | 'given'): Column<Check> => ({
    key,
    head: say(key),
    isFigure: true,
    cell: (row) => row[key],
  });
  const columns: readonly Column<Check>[] = [
    { key: 'at', head: say('at'), cell: ({ createdAt }) => <Instant at={createdAt} /> },
    {
      key: 'by',
      head: say('by'),
      cell: ({ askedBy }) => (askedBy === null ? say('daily') : <Who id={askedBy} />),
    },
    ...(['shouldRun', 'missing', 'revived', 'begun', 'given'] as const).map(count),
    {
      key: 'status',
      head: say('status'),
      cell: ({ finishedAt }) => (
        <Mark tone={finishedAt === null ? 'plain' : 'good'}>
          {say(finishedAt === null ? 'underWay' : 'done')}
        </Mark>
      ),
    },
  ];
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      roles={CHECK_READERS}
      acts={
        mayAsk && (
          <button
            type="button"
            className="button small primary"
            disabled={check.isPending}
            onClick={() => check.mutate({ params: { header: { 'Idempotency-Key': key } } })}
          >
            {say('check')}
          </button>
        )
      }
    >
      <AdminTabs />
      <ProblemNotice error={check.error} />
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
