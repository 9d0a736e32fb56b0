import { Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { Who } from '../../parts/Who';
import { STAFF_ROLES } from './words';

const WORDS = words({
  title: ['权限复核', 'Reviews of rights'],
  lead: [
    '每季度逐项确认或收回权限；到期无人答复的权限失效。',
    'Every quarter each right is confirmed or taken away; what nobody answers lapses.',
  ],
  period: ['季度', 'Quarter'],
  begun: ['开始', 'Begun'],
  status: ['状态', 'Status'],
  open: ['进行中', 'Open'],
  closed: ['已结束', 'Closed'],
  signed: ['签署人', 'Signed by'],
  hash: ['记录摘要', 'Hash of the record'],
  empty: ['尚无复核。每季度开始时会自动发起。', 'None yet. One begins with each quarter.'],
});

/** The quarterly reviews of rights. */
export function ReviewsPage() {
  const say = useWords(WORDS);
  const found = api.useInfiniteQuery('get', '/access-reviews', { params: { query: {} } }, PAGED);
  const columns: readonly Column<Omit<Answers['AccessReviewWithRights'], 'rights'>>[] = [
    {
      key: 'period',
      head: say('period'),
      cell: ({ id, period }) => (
        <Link to="/admin/reviews/$reviewId" params={{ reviewId: id }}>
          {period}
        </Link>
      ),
    },
    { key: 'begun', head: say('begun'), cell: ({ createdAt }) => <Instant at={createdAt} /> },
    {
      key: 'status',
      head: say('status'),
      cell: ({ closedAt }) => (
        <Mark tone={closedAt === null ? 'warn' : 'good'}>{say(closedAt === null ? 'open' : 'closed')}</Mark>
      ),
    },
    { key: 'signed', head: say('signed'), cell: ({ signedBy }) => <Who id={signedBy} /> },
    { key: 'hash', head: say('hash'), cell: ({ recordHash }) => <small>{recordHash ?? '—'}</small> },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={STAFF_ROLES}>
      <AdminTabs />
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
