import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { BOOK_READERS } from '../../parts/books';
import { Choice, Filters, Typed } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Page } from '../../parts/Page';
import { changed, type Wish } from '../../parts/search';
import { DayBalance } from './DayBalance';
import { MatchedItems } from './MatchedItems';
import { nextDay, previousDay } from './reconciledDay';
import { SignOff } from './SignOff';
import { MATCHES } from './words';

const WORDS = words({
  title: ['银行对账', 'Reconciliation'],
  lead: [
    '某日银行对账文件与账务逐笔比对的结果。',
    "What comparing the bank's file of a day with the books found, row by row.",
  ],
  day: ['日期', 'Day'],
  outcome: ['结果', 'Outcome'],
  all: ['全部', 'All'],
  before: ['前一日', 'Day before'],
  after: ['后一日', 'Day after'],
  blocked: [
    '{day} 的对账文件无法使用，其后各日均在等待。请先处理相应差异。',
    'The file of {day} can not be used, and later days wait for it. Settle its break first.',
  ],
});

type Outcome = Answers['ReconciliationOutcome'];
const route = getRouteApi('/finance/reconciliation');

/** The bank's file of a day beside the books. */
export function ReconciliationPage() {
  const [say, sayMatch] = [useWords(WORDS), useWords(MATCHES)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const wish = (part: Wish<typeof search>) => go({ search: changed(search, part), replace: true });
  const query = search.day === undefined ? {} : { date: search.day };
  const day = api.useQuery('get', '/reconciliation', { params: { query } });
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <Asked of={day}>
        {(found) => (
          <>
            {found.blockedOn !== null && (
              <p className="notice notice-bad" role="alert">
                {say('blocked', { day: found.blockedOn })}
              </p>
            )}
            <Filters>
              <Typed
                label={say('day')}
                type="date"
                value={found.date}
                choose={(chosen) => wish({ day: chosen })}
              />
              <Choice
                label={say('outcome')}
                all={say('all')}
                value={search.outcome}
                options={outcomesOf(found).map(([each, count]) => [each, `${sayMatch(each)} (${count})`])}
                choose={(outcome) => wish({ outcome })}
              />
              <div className="row filters-end">
                <button
                  type="button"
                  className="button small"
                  onClick={() => wish({ day: previousDay(found.date) })}
                >
                  {say('before')}
                </button>
                <button
                  type="button"
                  className="button small"
                  onClick={() => wish({ day: nextDay(found.date) })}
                >
                  {say('after')}
                </button>
              </div>
            </Filters>
            <h2>
              <Day day={found.date} />
            </h2>
            <DayBalance day={found} />
            <SignOff day={found} />
            <MatchedItems items={found.items} outcome={search.outcome} />
          </>
        )}
      </Asked>
    </Page>
  );
}

function outcomesOf({ summary }: Answers['Reconciliation']): readonly (readonly [Outcome, number])[] {
  return Object.entries(summary) as [Outcome, number][];
}
