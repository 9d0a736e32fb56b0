import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { ROLE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { BOOK_READERS } from '../../parts/books';
import { CaseLink } from '../../parts/CaseLink';
import { Choice, Filters, optionsOf } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { FEE_REQUESTS, FEE_STATUSES, feeTone } from '../../parts/feeWords';
import { JOURNAL_EVENTS } from '../../parts/journalEvents';
import { Listed, PAGED } from '../../parts/Listed';
import { CHANGE_KINDS, CHANGE_STATUSES } from '../../parts/loanChanges';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { useChainColumns } from './chainColumns';
import { AUDITED } from './subjects';

const WORDS = words({
  title: ['审计依据', 'Audited'],
  lead: [
    '每笔费用与每项贷款变更：依据的规则与版本、同意、批准与入账。',
    'Each charge and each change of a loan: by which rule and version, agreed to and approved by whom, and booked how.',
  ],
  of: ['内容', 'Of'],
  what: ['事项', 'What'],
  at: ['时间', 'When'],
  status: ['状态', 'Status'],
  noFees: ['尚无费用。', 'No charge yet.'],
  noChanges: ['尚无贷款变更。', 'No change yet.'],
});
type Fee = Answers['AuditedFee'];
type Change = Answers['AuditedLoanChange'];
const route = getRouteApi('/finance/audited');

/** What charges and changes of loans went by, for whoever looks at the books afterwards. */
export function AuditedPage() {
  const [say, sayOf] = [useWords(WORDS), useWords(AUDITED)];
  const { of = 'FEES' } = route.useSearch();
  const go = route.useNavigate();
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <Filters>
        <Choice
          label={say('of')}
          value={of}
          options={optionsOf(AUDITED, sayOf)}
          choose={(chosen) => go({ search: chosen === undefined ? {} : { of: chosen }, replace: true })}
        />
      </Filters>
      {of === 'FEES' ? <Fees /> : <Changes />}
    </Page>
  );
}

function Fees() {
  const [say, sayEvent, sayStatus] = [useWords(WORDS), useWords(JOURNAL_EVENTS), useWords(FEE_STATUSES)];
  const found = api.useInfiniteQuery('get', '/audit/fees', {}, PAGED);
  const columns: readonly Column<Fee>[] = [
    {
      key: 'what',
      head: say('what'),
      cell: ({ id, kind, period, createdAt }) => (
        <>
          <CaseLink type="FEE" id={id}>
            {sayEvent(`FEE_${kind}`)}
          </CaseLink>{' '}
          <small>{/^\d/.test(period) && period}</small>
          <div>
            <Instant at={createdAt} />
          </div>
        </>
      ),
    },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={feeTone(status)}>{sayStatus(status)}</Mark>,
    },
    ...useChainColumns<Fee>(FEE_REQUESTS),
  ];
  return (
    <Listed
      caption={say('title')}
      found={found}
      columns={columns}
      idOf={({ id }) => id}
      empty={say('noFees')}
    />
  );
}

function Changes() {
  const [say, sayKind, sayStatus] = [useWords(WORDS), useWords(CHANGE_KINDS), useWords(CHANGE_STATUSES)];
  const found = api.useInfiniteQuery('get', '/audit/loan-changes', {}, PAGED);
  const columns: readonly Column<Change>[] = [
    {
      key: 'what',
      head: say('what'),
      cell: ({ kind, createdAt }) => (
        <>
          {sayKind(kind)}
          <div>
            <Instant at={createdAt} />
          </div>
        </>
      ),
    },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={status === 'APPLIED' ? 'good' : 'plain'}>{sayStatus(status)}</Mark>,
    },
    ...useChainColumns<Change>(ROLE_NAMES),
  ];
  return (
    <Listed
      caption={say('title')}
      found={found}
      columns={columns}
      idOf={({ id }) => id}
      empty={say('noChanges')}
    />
  );
}
