import { getRouteApi, Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day, Instant, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { type Words, words } from '../../../kit/words/words';
import { Choice, Filters, optionsOf } from '../../parts/Filters';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { changed, type Wish } from '../../parts/search';
import { HOLD_KINDS, LADDER_STAGES, REACHED_BY, READERS, stageTone } from './ladder';

const WORDS = words({
  title: ['催收', 'Collection'],
  lead: [
    '逾期贷款，在当前阶段停留最久的在前；点开可见每笔贷款已做与将做的一切。',
    'Loans that are overdue, longest in their stage first; each opens to what was done and what comes.',
  ],
  stage: ['阶段', 'Stage'],
  promise: ['还款承诺', 'Promise'],
  held: ['暂缓', 'Held'],
  all: ['全部', 'All'],
  yes: ['仅暂缓的', 'Only held ones'],
  no: ['未暂缓的', 'Not held'],
  borrower: ['借款人', 'Borrower'],
  days: ['逾期天数', 'Days past due'],
  overdue: ['逾期金额', 'Overdue'],
  principal: ['本金余额', 'Principal'],
  broken: ['违约 {count} 次', '{count} broken'],
  none: ['无', 'None'],
  contact: ['最近联系', 'Last contact'],
  never: ['尚未联系', 'Never'],
  tasks: ['待办', 'Tasks'],
  next: ['下一步', 'Next'],
  empty: ['没有符合条件的逾期贷款。', 'No overdue loan like this.'],
});
const PROMISES: Words<'OPEN' | 'BROKEN'> = words({
  OPEN: ['有未到期承诺', 'With an open one'],
  BROKEN: ['曾违约', 'With a broken one'],
});
type Item = Answers['CollectionItem'];
const route = getRouteApi('/collections');

/** What collectors look after, by the ladder and by promises. */
export function WorklistPage() {
  const say = useWords(WORDS);
  const [sayStage, sayPromise] = [useWords(LADDER_STAGES), useWords(PROMISES)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const wish = (part: Wish<typeof search>) => go({ search: changed(search, part), replace: true });
  const found = api.useInfiniteQuery('get', '/collections', { params: { query: search } }, PAGED);
  const held = [
    ['true', say('yes')],
    ['false', say('no')],
  ] as const;
  return (
    <Page title={say('title')} lead={say('lead')} roles={READERS}>
      <Filters>
        <Choice
          label={say('stage')}
          all={say('all')}
          value={search.stage}
          options={optionsOf(LADDER_STAGES, sayStage)}
          choose={(stage) => wish({ stage })}
        />
        <Choice
          label={say('promise')}
          all={say('all')}
          value={search.promise}
          options={optionsOf(PROMISES, sayPromise)}
          choose={(promise) => wish({ promise })}
        />
        <Choice
          label={say('held')}
          all={say('all')}
          value={search.held}
          options={held}
          choose={(chosen) => wish({ held: chosen })}
        />
      </Filters>
      <Listed
        caption={say('title')}
        found={found}
        columns={useColumns()}
        idOf={({ loanId }) => loanId}
        empty={say('empty')}
      />
    </Page>
  );
}

function useColumns(): readonly Column<Item>[] {
  const [say, sayStage] = [useWords(WORDS), useWords(LADDER_STAGES)];
  const [sayHold, sayReached] = [useWords(HOLD_KINDS), useWords(REACHED_BY)];
  return [
    {
      key: 'borrower',
      head: say('borrower'),
      cell: ({ loanId, enterpriseName }) => (
        <Link to="/loans/$loanId/collection" params={{ loanId }}>
          {enterpriseName}
        </Link>
      ),
    },
    {
      key: 'stage',
      head: say('stage'),
      cell: ({ stage, stageSince }) => (
        <>
          <Mark tone={stageTone(stage)}>{sayStage(stage)}</Mark>{' '}
          <small>
            <Instant at={stageSince} />
          </small>
        </>
      ),
    },
    { key: 'days', head: say('days'), isFigure: true, cell: ({ daysPastDue }) => daysPastDue },
    {
      key: 'overdue',
      head: say('overdue'),
      isFigure: true,
      cell: ({ overdueFen, principalOutstandingFen }) => (
        <>
          <strong>
            <Money fen={overdueFen} />
          </strong>
          <br />
          <small>
            {say('principal')} <Money fen={principalOutstandingFen} />
          </small>
        </>
      ),
    },
    {
      key: 'promise',
      head: say('promise'),
      cell: ({ promise, broken }) => (
        <>
          {promise === null ? (
            say('none')
          ) : (
            <>
              <Money fen={promise.amountFen} /> · <Day day={promise.byDate} />
            </>
          )}
          {broken > 0 && <Mark tone="bad">{say('broken', { count: broken })}</Mark>}
        </>
      ),
    },
    { key: 'held', head: say('held'), cell: ({ hold }) => (hold === null ? '' : sayHold(hold)) },
    {
      key: 'contact',
      head: say('contact'),
      cell: ({ lastContact }) =>
        lastContact === null ? (
          say('never')
        ) : (
          <>
            {sayReached(lastContact.by)} <Instant at={lastContact.at} />
          </>
        ),
    },
    { key: 'tasks', head: say('tasks'), isFigure: true, cell: ({ openTasks }) => openTasks },
    {
      key: 'next',
      head: say('next'),
      cell: ({ nextAt }) => (nextAt === null ? '' : <Instant at={nextAt} />),
    },
  ];
}
