import { type Answers, api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Instant } from '../../../kit/figures/figures';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { AdminTabs } from '../../parts/AdminTabs';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page, useIs } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { OpenEmergency } from './OpenEmergency';
import { OPERATORS } from './words';

const WORDS = words({
  title: ['应急访问', 'Emergency accesses'],
  lead: [
    '平台运营在紧急情况下查看一家机构：有理由、有期限，机构可见。',
    'The operator looks into one institution in an emergency: with a reason and an end, and seen by it.',
  ],
  operator: ['平台运营', 'Operator'],
  institution: ['机构', 'Institution'],
  reason: ['理由', 'Reason'],
  from: ['开始', 'From'],
  until: ['结束', 'Until'],
  status: ['状态', 'Status'],
  open: ['进行中', 'Open'],
  over: ['已结束', 'Over'],
  end: ['立即结束', 'End it now'],
  empty: ['没有应急访问。', 'None.'],
});

const READERS = ['operator', 'admin', 'auditor'] as const;
type Access = Answers['EmergencyAccess'];

/** Looks of the operator into institutions. */
export function EmergenciesPage() {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const isOperator = useIs(OPERATORS);
  const found = api.useInfiniteQuery('get', '/emergency-accesses', { params: { query: {} } }, PAGED);
  const end = api.useMutation('post', '/emergency-accesses/{accessId}/end', {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', '/emergency-accesses'] }),
  });
  // They end in real time.
  const isOpen = ({ endsAt }: Access): boolean => Date.parse(endsAt) > Date.now();
  const columns: readonly Column<Access>[] = [
    { key: 'operator', head: say('operator'), cell: ({ operator }) => operator.name },
    {
      key: 'institution',
      head: say('institution'),
      cell: ({ institution }) => (language === 'en' ? institution.nameEn : institution.nameZh),
    },
    { key: 'reason', head: say('reason'), cell: ({ reason }) => reason },
    { key: 'from', head: say('from'), cell: ({ createdAt }) => <Instant at={createdAt} /> },
    { key: 'until', head: say('until'), cell: ({ endsAt }) => <Instant at={endsAt} /> },
    {
      key: 'status',
      head: say('status'),
      cell: (access) => (
        <span className="row">
          <Mark tone={isOpen(access) ? 'warn' : 'plain'}>{say(isOpen(access) ? 'open' : 'over')}</Mark>
          {isOperator && isOpen(access) && (
            <button
              type="button"
              className="button small"
              disabled={end.isPending}
              onClick={() => end.mutate({ params: { path: { accessId: access.id } } })}
            >
              {say('end')}
            </button>
          )}
        </span>
      ),
    },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={READERS}>
      <AdminTabs />
      {isOperator && <OpenEmergency />}
      <ProblemNotice error={end.error} />
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
