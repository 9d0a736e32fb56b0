import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { CaseLink } from '../../parts/CaseLink';
import { Choice, Filters, optionsOf, Typed } from '../../parts/Filters';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import {
  COLOUR_NAMES,
  INDICATOR_NAMES,
  LEVEL_NAMES,
  MATTER_KIND_NAMES,
  MATTER_STATUS_NAMES,
  OUTCOME_NAMES,
  READING_WORDS,
  readingText,
  toneOf,
  WATCH_READERS,
} from '../../parts/postLoan';
import type { Column } from '../../parts/Records';
import { changed } from '../../parts/search';
import { RiskTabs } from './RiskTabs';

const WORDS = words({
  title: ['预警与贷后检查', 'Warnings and checks'],
  lead: [
    '对在贷借款人的预警，以及按信用等级到期的贷后检查。',
    'Warnings about borrowers, and the checks that their grades call for.',
  ],
  what: ['事项', 'What'],
  borrower: ['借款人', 'Borrower'],
  level: ['等级', 'Level'],
  value: ['读数 / 界限', 'Reading / bound'],
  raised: ['登记日', 'Raised on'],
  due: ['期限', 'Due'],
  late: ['已逾期', 'Overdue'],
  owner: ['处置人', 'Owner'],
  nobody: ['无人领取', 'Nobody'],
  status: ['状态', 'Status'],
  kind: ['种类', 'Kind'],
  indicator: ['指标', 'Indicator'],
  raisedBy: ['登记不晚于', 'Raised by'],
  all: ['全部', 'All'],
  anybody: ['任何人', 'Anybody'],
  lateOnly: ['已逾期', 'Overdue'],
  mine: ['由我处置', 'Mine'],
  empty: ['没有符合条件的预警或检查。', 'No warning and no check like this.'],
});

type Matter = Answers['PostLoanMatter'];
const route = getRouteApi('/risk/warnings');

/** Early warnings and post-loan checks, by how bad, about what, whose and how old. */
export function WarningsPage() {
  const say = useWords(WORDS);
  const { raisedBy, ...search } = route.useSearch();
  const query = { ...search, ...(raisedBy !== undefined && { raisedBy }) };
  const found = api.useInfiniteQuery('get', '/post-loan/matters', { params: { query } }, PAGED);
  return (
    <Page title={say('title')} lead={say('lead')} roles={WATCH_READERS}>
      <RiskTabs />
      <WarningFilters />
      <Listed
        caption={say('title')}
        found={found}
        columns={useColumns()}
        idOf={({ id }) => id}
        empty={say('empty')}
      />
    </Page>
  );
}

function WarningFilters() {
  const [say, sayKind, sayStatus] = [
    useWords(WORDS),
    useWords(MATTER_KIND_NAMES),
    useWords(MATTER_STATUS_NAMES),
  ];
  const [sayIndicator, sayLevel] = [useWords(INDICATOR_NAMES), useWords(LEVEL_NAMES)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const choose =
    <Key extends keyof typeof search>(key: Key) =>
    (chosen: (typeof search)[Key] | undefined) =>
      go({ search: changed(search, { [key]: chosen }), replace: true });
  return (
    <Filters>
      <Choice
        label={say('kind')}
        all={say('all')}
        value={search.kind}
        options={optionsOf(MATTER_KIND_NAMES, sayKind)}
        choose={choose('kind')}
      />
      <Choice
        label={say('level')}
        all={say('all')}
        value={search.level}
        options={optionsOf(LEVEL_NAMES, sayLevel)}
        choose={choose('level')}
      />
      <Choice
        label={say('indicator')}
        all={say('all')}
        value={search.indicator}
        options={optionsOf(INDICATOR_NAMES, sayIndicator)}
        choose={choose('indicator')}
      />
      <Choice
        label={say('owner')}
        all={say('anybody')}
        value={search.owner}
        options={[['me', say('mine')]]}
        choose={choose('owner')}
      />
      <Choice
        label={say('status')}
        all={say('all')}
        value={search.status}
        options={optionsOf(MATTER_STATUS_NAMES, sayStatus)}
        choose={choose('status')}
      />
      <Choice
        label={say('due')}
        all={say('all')}
        value={search.isLate}
        options={[['true', say('lateOnly')]]}
        choose={choose('isLate')}
      />
      <Typed label={say('raisedBy')} type="date" value={search.raisedBy} choose={choose('raisedBy')} />
    </Filters>
  );
}

function useColumns(): readonly Column<Matter>[] {
  const [say, sayKind, sayIndicator] = [
    useWords(WORDS),
    useWords(MATTER_KIND_NAMES),
    useWords(INDICATOR_NAMES),
  ];
  const [sayColour, sayReading] = [useWords(COLOUR_NAMES), useWords(READING_WORDS)];
  const [sayOutcome, sayStatus] = [useWords(OUTCOME_NAMES), useWords(MATTER_STATUS_NAMES)];
  const name = ({ kind, warning }: Matter) =>
    warning === null ? sayKind(kind) : sayIndicator(warning.indicator);
  return [
    {
      key: 'what',
      head: say('what'),
      cell: (matter) =>
        matter.taskId === null ? (
          name(matter)
        ) : (
          <CaseLink type="TASK" id={matter.taskId}>
            {name(matter)}
          </CaseLink>
        ),
    },
    {
      key: 'borrower',
      head: say('borrower'),
      cell: ({ enterpriseId, enterpriseName }) => (
        <CaseLink type="ENTERPRISE" id={enterpriseId}>
          {enterpriseName}
        </CaseLink>
      ),
    },
    {
      key: 'level',
      head: say('level'),
      cell: ({ warning }) =>
        warning === null ? '—' : <Mark tone={toneOf(warning.level)}>{sayColour(warning.level)}</Mark>,
    },
    {
      key: 'value',
      head: say('value'),
      isFigure: true,
      cell: ({ warning }) =>
        warning === null
          ? '—'
          : `${readingText(warning.value, sayReading)} / ${readingText(warning.bound, sayReading)}`,
    },
    { key: 'raised', head: say('raised'), cell: ({ raisedOn }) => <Day day={raisedOn} /> },
    {
      key: 'due',
      head: say('due'),
      cell: ({ dueOn, isLate }) => (
        <span className="row">
          <Day day={dueOn} />
          {isLate && <Mark tone="bad">{say('late')}</Mark>}
        </span>
      ),
    },
    {
      key: 'owner',
      head: say('owner'),
      cell: ({ owner, settledBy, status }) => settledBy ?? owner ?? (status === 'OPEN' ? say('nobody') : '—'),
    },
    {
      key: 'status',
      head: say('status'),
      cell: ({ outcome, status }) => (outcome === null ? sayStatus(status) : sayOutcome(outcome)),
    },
  ];
}
