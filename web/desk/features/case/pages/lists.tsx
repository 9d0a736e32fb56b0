import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type Answers, api } from '../../../../kit/api/api';
import { Day, Instant, Money } from '../../../../kit/figures/figures';
import { useSay, useWords } from '../../../../kit/words/language';
import { LOAN_STATUS_NAMES, RISK_CLASS_NAMES, STAGE_NAMES } from '../../../../kit/words/names';
import { words } from '../../../../kit/words/words';
import { STAFF } from '../../../app/places';
import { Choice, Filters, optionsOf } from '../../../parts/Filters';
import { Listed, PAGED } from '../../../parts/Listed';
import { Page } from '../../../parts/Page';
import type { Column } from '../../../parts/Records';

const WORDS = words({
  applications: ['申请', 'Applications'],
  enterprises: ['企业', 'Enterprises'],
  loans: ['贷款', 'Loans'],
  none: ['还没有记录。企业提交后会出现在这里。', 'Nothing yet. What enterprises send comes here.'],
  enterprise: ['企业', 'Enterprise'],
  amount: ['金额', 'Amount'],
  stage: ['阶段', 'Stage'],
  since: ['自', 'Since'],
  uscc: ['统一社会信用代码', 'USCC'],
  outstanding: ['剩余本金', 'Outstanding'],
  status: ['状态', 'Status'],
  class: ['五级分类', 'Class'],
  next: ['下一到期日', 'Next due'],
  all: ['全部', 'All'],
});

/** Applications of the institution, the newest first. */
export function ApplicationsPage() {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const sayStage = useWords(STAGE_NAMES.APPLICATION);
  const search = useSearch({ from: '/applications' });
  const navigate = useNavigate();
  const query = search.stage === undefined ? {} : { stage: search.stage };
  const found = api.useInfiniteQuery('get', '/applications', { params: { query } }, PAGED);
  const columns: readonly Column<Answers['ApplicationSummary']>[] = [
    {
      key: 'enterprise',
      head: say('enterprise'),
      cell: ({ id, enterpriseName }) => (
        <Link to="/applications/$applicationId" params={{ applicationId: id }}>
          {enterpriseName}
        </Link>
      ),
    },
    {
      key: 'amount',
      head: say('amount'),
      cell: ({ amountFen }) => <Money fen={amountFen} />,
      isFigure: true,
    },
    { key: 'stage', head: say('stage'), cell: ({ stage }) => sayPair(STAGE_NAMES.APPLICATION[stage]) },
    { key: 'since', head: say('since'), cell: ({ stageSince }) => <Instant at={stageSince} /> },
  ];
  return (
    <Page title={say('applications')} roles={STAFF}>
      <Filters>
        <Choice
          label={say('stage')}
          all={say('all')}
          value={search.stage}
          options={optionsOf(STAGE_NAMES.APPLICATION, sayStage)}
          choose={(stage) =>
            void navigate({ to: '.', search: stage === undefined ? {} : { stage }, replace: true })
          }
        />
      </Filters>
      <Listed
        caption={say('applications')}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        empty={say('none')}
      />
    </Page>
  );
}

/** Enterprises of the institution. */
export function EnterprisesPage() {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const found = api.useInfiniteQuery('get', '/enterprises', { params: { query: {} } }, PAGED);
  const columns: readonly Column<Answers['EnterpriseSummary']>[] = [
    {
      key: 'name',
      head: say('enterprise'),
      cell: ({ id, name }) => (
        <Link to="/enterprises/$enterpriseId" params={{ enterpriseId: id }}>
          {name}
        </Link>
      ),
    },
    { key: 'uscc', head: say('uscc'), cell: ({ uscc }) => <span className="figure">{uscc}</span> },
    { key: 'stage', head: say('stage'), cell: ({ stage }) => sayPair(STAGE_NAMES.ONBOARDING[stage]) },
    { key: 'since', head: say('since'), cell: ({ stageSince }) => <Instant at={stageSince} /> },
  ];
  return (
    <Page title={say('enterprises')} roles={STAFF}>
      <Listed
        caption={say('enterprises')}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        empty={say('none')}
      />
    </Page>
  );
}

/** Loans of the institution. */
export function LoansPage() {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const found = api.useInfiniteQuery('get', '/loans', { params: { query: {} } }, PAGED);
  const columns: readonly Column<Answers['LoanSummary']>[] = [
    {
      key: 'enterprise',
      head: say('enterprise'),
      cell: ({ id, enterpriseName }) => (
        <Link to="/loans/$loanId" params={{ loanId: id }}>
          {enterpriseName}
        </Link>
      ),
    },
    {
      key: 'outstanding',
      head: say('outstanding'),
      cell: ({ principalOutstandingFen }) => <Money fen={principalOutstandingFen} />,
      isFigure: true,
    },
    { key: 'status', head: say('status'), cell: ({ status }) => sayPair(LOAN_STATUS_NAMES[status]) },
    {
      key: 'class',
      head: say('class'),
      cell: ({ riskClass }) => riskClass && sayPair(RISK_CLASS_NAMES[riskClass]),
    },
    {
      key: 'next',
      head: say('next'),
      cell: ({ nextDueDate }) => nextDueDate !== null && <Day day={nextDueDate} />,
    },
  ];
  return (
    <Page title={say('loans')} roles={STAFF}>
      <Listed
        caption={say('loans')}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        empty={say('none')}
      />
    </Page>
  );
}
