import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day } from '../../../kit/figures/figures';
import { useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { ROLE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { Asked } from '../../parts/Asked';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { type Column, Records } from '../../parts/Records';
import { Who } from '../../parts/Who';
import { AnswerRight } from './AnswerRight';
import { OUTCOMES, STAFF_ROLES } from './words';

const WORDS = words({
  title: ['权限复核 {period}', 'Review of rights {period}'],
  loading: ['权限复核', 'Review of rights'],
  lead: [
    '逐项答复；本人的权限由他人答复。全部答复后在待办中签署。',
    'Each right is answered for itself, never one’s own. When all are answered, the task is signed in the inbox.',
  ],
  person: ['人员', 'Person'],
  right: ['权限', 'Right'],
  since: ['自', 'Since'],
  outcome: ['结果', 'Outcome'],
  reason: ['理由', 'Reason'],
  own: ['本人权限，由他人答复', 'Your own: others answer'],
  waits: ['待答复', 'Not answered yet'],
  with: ['待答复：', 'Asked:'],
  empty: ['本季度没有需要复核的权限。', 'No right has to be reviewed.'],
});

type Right = Answers['ReviewedRight'];
const route = getRouteApi('/admin/reviews/$reviewId');

/** One review: every right, and what was said of it. */
export function ReviewPage() {
  const [say, sayRole, sayOutcome] = [useWords(WORDS), useWords(ROLE_NAMES), useWords(OUTCOMES)];
  const session = useSession();
  const { reviewId } = route.useParams();
  const review = api.useQuery('get', '/access-reviews/{reviewId}', { params: { path: { reviewId } } });
  const outcomeOf = ({ person, role, outcome, answerers }: Right) => {
    if (outcome !== null) {
      return <Mark tone={outcome === 'CONFIRMED' ? 'good' : 'warn'}>{sayOutcome(outcome)}</Mark>;
    }
    if (review.data?.closedAt !== null) return say('waits');
    if (person.id === session?.user.id) return <span className="quiet">{say('own')}</span>;
    if (!answerers.some((id) => id === session?.user.id)) {
      return (
        <span className="quiet">
          {say('with')}{' '}
          {answerers.map((id) => (
            <Who key={id} id={id} />
          ))}
        </span>
      );
    }
    return <AnswerRight reviewId={reviewId} userId={person.id} role={role} />;
  };
  const columns: readonly Column<Right>[] = [
    { key: 'person', head: say('person'), cell: ({ person }) => person.name },
    { key: 'right', head: say('right'), cell: ({ role }) => sayRole(role) },
    { key: 'since', head: say('since'), cell: ({ since }) => <Day day={since} /> },
    { key: 'outcome', head: say('outcome'), cell: outcomeOf },
    { key: 'reason', head: say('reason'), cell: ({ reason }) => reason },
  ];
  const { data } = review;
  return (
    <Page
      title={data === undefined ? say('loading') : say('title', { period: data.period })}
      lead={say('lead')}
      roles={STAFF_ROLES}
    >
      <AdminTabs />
      <Asked of={review}>
        {({ rights }) => (
          <Records
            caption={say('loading')}
            columns={columns}
            rows={rights}
            idOf={({ person, role }) => `${person.id}/${role}`}
            empty={say('empty')}
          />
        )}
      </Asked>
    </Page>
  );
}
