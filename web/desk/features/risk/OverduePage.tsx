import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { LOAN_STATUS_NAMES, RISK_CLASS_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { CaseLink } from '../../parts/CaseLink';
import { ExportButton } from '../../parts/ExportButton';
import { Choice, Filters, optionsOf } from '../../parts/Filters';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { changed } from '../../parts/search';
import { RiskTabs } from './RiskTabs';
import { WATCHERS } from './words';

const WORDS = words({
  title: ['贷款', 'Loans'],
  lead: [
    '默认列出逾期贷款，供催收与分类关注。',
    'Overdue ones unless asked otherwise: for collection and classification.',
  ],
  which: ['范围', 'Which'],
  overdue: ['逾期贷款', 'Overdue loans'],
  borrower: ['借款人', 'Borrower'],
  days: ['逾期天数', 'Days past due'],
  outstanding: ['本金余额', 'Principal'],
  interest: ['应收利息', 'Interest'],
  class: ['五级分类', 'Class'],
  provision: ['拨备', 'Provision'],
  next: ['下一到期日', 'Next due'],
  empty: ['没有符合条件的贷款。', 'No loan like this.'],
});

const route = getRouteApi('/risk/overdue');

/** Loans that are overdue, or of a status that is asked for. */
export function OverduePage() {
  const [say, sayClass, sayStatus] = [
    useWords(WORDS),
    useWords(RISK_CLASS_NAMES),
    useWords(LOAN_STATUS_NAMES),
  ];
  const search = route.useSearch();
  const go = route.useNavigate();
  const { status } = search;
  const query: Answers['ExportLoans']['filter'] =
    status === undefined ? { overdue: 'true' } : { overdue: 'false', status };
  const found = api.useInfiniteQuery('get', '/loans', { params: { query } }, PAGED);
  const columns: readonly Column<Answers['LoanSummary']>[] = [
    {
      key: 'borrower',
      head: say('borrower'),
      cell: ({ id, enterpriseName }) => (
        <CaseLink type="LOAN" id={id}>
          {enterpriseName}
        </CaseLink>
      ),
    },
    { key: 'days', head: say('days'), isFigure: true, cell: ({ daysPastDue }) => daysPastDue },
    {
      key: 'outstanding',
      head: say('outstanding'),
      isFigure: true,
      cell: ({ principalOutstandingFen }) => <Money fen={principalOutstandingFen} />,
    },
    {
      key: 'interest',
      head: say('interest'),
      isFigure: true,
      cell: ({ interestReceivableFen }) => <Money fen={interestReceivableFen} />,
    },
    {
      key: 'class',
      head: say('class'),
      cell: ({ riskClass }) =>
        riskClass && (
          <Mark tone={riskClass === 'NORMAL' ? 'good' : riskClass === 'SPECIAL_MENTION' ? 'warn' : 'bad'}>
            {sayClass(riskClass)}
          </Mark>
        ),
    },
    {
      key: 'provision',
      head: say('provision'),
      isFigure: true,
      cell: ({ provisionFen }) => provisionFen !== undefined && <Money fen={provisionFen} />,
    },
    {
      key: 'next',
      head: say('next'),
      cell: ({ nextDueDate }) => (nextDueDate === null ? '—' : <Day day={nextDueDate} />),
    },
  ];
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      roles={WATCHERS}
      acts={<ExportButton wish={{ what: 'LOANS', filter: query }} />}
    >
      <RiskTabs />
      <Filters>
        <Choice
          label={say('which')}
          all={say('overdue')}
          value={status}
          options={optionsOf(LOAN_STATUS_NAMES, sayStatus)}
          choose={(chosen) => go({ search: changed(search, { status: chosen }), replace: true })}
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
