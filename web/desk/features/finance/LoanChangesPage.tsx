import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { BOOK_READERS } from '../../parts/books';
import { CaseLink } from '../../parts/CaseLink';
import { Choice, Filters, optionsOf } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark, type Tone } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { changed } from '../../parts/search';
import { Who } from '../../parts/Who';
import { DecideLoanChange } from './DecideLoanChange';
import { CHANGE_KINDS, CHANGE_STATUSES } from './loanChanges';

const WORDS = words({
  title: ['贷款变更', 'Loan changes'],
  lead: [
    '一人提出，另一人决定，贷款随即执行。',
    'One person asks, another one decides, and the loan takes it.',
  ],
  status: ['状态', 'Status'],
  kind: ['变更', 'Change'],
  loan: ['查看贷款', 'See the loan'],
  reason: ['理由', 'Reason'],
  asked: ['提出', 'Asked'],
  decision: ['决定', 'Decision'],
  account: ['尾号 {ending}', 'ending {ending}'],
  empty: ['没有符合条件的变更。', 'No change like this.'],
});

type Change = Answers['LoanChange'];
const TONES: Readonly<Record<Change['status'], Tone>> = {
  REQUESTED: 'warn',
  APPROVED: 'plain',
  OFFERED: 'warn',
  REJECTED: 'plain',
  DECLINED: 'plain',
  LAPSED: 'plain',
  APPLIED: 'good',
  REFUSED: 'bad',
};
const route = getRouteApi('/finance/loan-changes');

/** What people want to change about loans, and what became of it. */
export function LoanChangesPage() {
  const say = useWords(WORDS);
  const [sayKind, sayStatus] = [useWords(CHANGE_KINDS), useWords(CHANGE_STATUSES)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const status = search.status ?? 'REQUESTED';
  const found = api.useInfiniteQuery('get', '/loan-changes', { params: { query: { status } } }, PAGED);
  const columns: readonly Column<Change>[] = [
    {
      key: 'kind',
      head: say('kind'),
      cell: ({ kind, accountEnding, loanId }) => (
        <>
          {sayKind(kind)} {accountEnding !== null && say('account', { ending: accountEnding })}
          <br />
          <CaseLink type="LOAN" id={loanId}>
            {say('loan')}
          </CaseLink>
        </>
      ),
    },
    { key: 'reason', head: say('reason'), cell: ({ reason }) => reason },
    {
      key: 'asked',
      head: say('asked'),
      cell: ({ requestedBy, createdAt }) => (
        <>
          <Who id={requestedBy} /> · <Instant at={createdAt} />
        </>
      ),
    },
    {
      key: 'status',
      head: say('status'),
      cell: (change) => <Mark tone={TONES[change.status]}>{sayStatus(change.status)}</Mark>,
    },
    { key: 'decision', head: say('decision'), cell: (change) => <DecideLoanChange change={change} /> },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <Filters>
        <Choice
          label={say('status')}
          value={status}
          options={optionsOf(CHANGE_STATUSES, sayStatus)}
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
