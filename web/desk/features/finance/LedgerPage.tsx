import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { BooksThrough } from '../../parts/BooksThrough';
import { BOOK_READERS } from '../../parts/books';
import { ExportButton } from '../../parts/ExportButton';
import { Choice, Filters, optionsOf, Typed } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { JOURNAL_EVENTS } from '../../parts/journalEvents';
import { PAGED } from '../../parts/Listed';
import { Page } from '../../parts/Page';
import { changed, type Wish } from '../../parts/search';
import { JournalEntry } from './JournalEntry';

const WORDS = words({
  title: ['记账凭证', 'Ledger entries'],
  lead: ['凭证只增不改；更正以红字冲销。', 'Entries are never edited: a mirror entry takes one back.'],
  account: ['科目代码', 'Account'],
  event: ['业务', 'Event'],
  from: ['记账日自', 'From'],
  to: ['记账日至', 'To'],
  all: ['全部', 'All'],
  more: ['更多', 'More'],
  empty: ['没有符合条件的凭证。', 'No entry like this.'],
});

const route = getRouteApi('/finance/ledger');

/** Journal entries with their postings, the newest first. */
export function LedgerPage() {
  const [say, sayEvent] = [useWords(WORDS), useWords(JOURNAL_EVENTS)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const wish = (part: Wish<typeof search>) => go({ search: changed(search, part), replace: true });
  const found = api.useInfiniteQuery('get', '/ledger/entries', { params: { query: search } }, PAGED);
  const entries = found.data?.pages.flatMap(({ items }) => items);
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      roles={BOOK_READERS}
      acts={<ExportButton wish={{ what: 'ENTRIES', filter: search }} />}
    >
      <FinanceTabs />
      <Filters>
        <Typed label={say('account')} value={search.account} choose={(account) => wish({ account })} />
        <Choice
          label={say('event')}
          all={say('all')}
          value={search.event}
          options={optionsOf(JOURNAL_EVENTS, sayEvent)}
          choose={(event) => wish({ event })}
        />
        <Typed label={say('from')} type="date" value={search.from} choose={(from) => wish({ from })} />
        <Typed label={say('to')} type="date" value={search.to} choose={(to) => wish({ to })} />
      </Filters>
      <BooksThrough {...(search.to !== undefined && { until: search.to })} />
      <ProblemNotice error={found.error} again={() => found.refetch()} />
      {entries?.length === 0 && <p className="card quiet">{say('empty')}</p>}
      {entries?.map((entry) => (
        <JournalEntry key={entry.id} entry={entry} account={search.account} />
      ))}
      {found.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={found.isFetchingNextPage}
          onClick={() => found.fetchNextPage()}
        >
          {say('more')}
        </button>
      )}
    </Page>
  );
}
