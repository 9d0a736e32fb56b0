import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Answers, api } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { BOOK_KEEPERS, BOOK_READERS } from '../../parts/books';
import { DecideLedgerChange } from '../../parts/DecideLedgerChange';
import { Choice, Filters, optionsOf } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Listed, PAGED } from '../../parts/Listed';
import { LEDGER_CHANGE_KINDS, LEDGER_CHANGE_STATUSES } from '../../parts/ledgerChanges';
import { Mark, type Tone } from '../../parts/Mark';
import { Page, useIs } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { changed, type Wish } from '../../parts/search';
import { Who } from '../../parts/Who';
import { BudgetForm } from './BudgetForm';
import { EntryForm } from './EntryForm';
import { PayloadTold } from './PayloadTold';
import './ledgerChanges.css';

const WORDS = words({
  title: ['手工账务', 'By hand'],
  lead: [
    '月结与重开、手工凭证、红字冲销、预算：一人提出，另一名财务人员决定后立即执行。',
    'Closing and opening months, entries by hand, reversals, budgets: one of finance asks, another decides, and it is done.',
  ],
  newEntry: ['手工凭证', 'New entry'],
  newBudget: ['编制预算', 'Set a budget'],
  asked: ['已提出，等待另一人决定。', 'Asked for: a second person decides.'],
  kind: ['内容', 'What'],
  status: ['状态', 'Status'],
  all: ['全部', 'All'],
  reason: ['理由', 'Reason'],
  by: ['提出', 'Asked'],
  decision: ['决定', 'Decision'],
  empty: ['没有符合条件的记录。', 'None like this.'],
});
type Change = Answers['LedgerChange'];
const TONES: Readonly<Record<Change['status'], Tone>> = {
  ...{ REQUESTED: 'warn', APPROVED: 'good', REJECTED: 'plain' },
};
const route = getRouteApi('/finance/ledger-changes');

/** What people of finance asked to do to the books, and what waits for a second one. */
export function LedgerChangesPage() {
  const say = useWords(WORDS);
  const [sayKind, sayStatus] = [useWords(LEDGER_CHANGE_KINDS), useWords(LEDGER_CHANGE_STATUSES)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const wish = (part: Wish<typeof search>) => go({ search: changed(search, part), replace: true });
  const mayAsk = useIs(BOOK_KEEPERS);
  const [form, setForm] = useState<'ENTRY' | 'BUDGET' | 'ASKED' | null>(null);
  const found = api.useInfiniteQuery('get', '/ledger-changes', { params: { query: search } }, PAGED);
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      roles={BOOK_READERS}
      acts={
        mayAsk &&
        form !== 'ENTRY' &&
        form !== 'BUDGET' && (
          <>
            <button type="button" className="button small" onClick={() => setForm('BUDGET')}>
              {say('newBudget')}
            </button>
            <button type="button" className="button small primary" onClick={() => setForm('ENTRY')}>
              {say('newEntry')}
            </button>
          </>
        )
      }
    >
      <FinanceTabs />
      {form === 'ENTRY' && <EntryForm leave={() => setForm(null)} asked={() => setForm('ASKED')} />}
      {form === 'BUDGET' && <BudgetForm leave={() => setForm(null)} asked={() => setForm('ASKED')} />}
      {form === 'ASKED' && (
        <p className="notice notice-good" role="status">
          {say('asked')}
        </p>
      )}
      <Filters>
        <Choice
          label={say('status')}
          all={say('all')}
          value={search.status}
          options={optionsOf(LEDGER_CHANGE_STATUSES, sayStatus)}
          choose={(status) => wish({ status })}
        />
        <Choice
          label={say('kind')}
          all={say('all')}
          value={search.kind}
          options={optionsOf(LEDGER_CHANGE_KINDS, sayKind)}
          choose={(kind) => wish({ kind })}
        />
      </Filters>
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

function useColumns(): readonly Column<Change>[] {
  const say = useWords(WORDS);
  const [sayKind, sayStatus] = [useWords(LEDGER_CHANGE_KINDS), useWords(LEDGER_CHANGE_STATUSES)];
  return [
    {
      key: 'kind',
      head: say('kind'),
      cell: ({ kind, payload }) => (
        <>
          {sayKind(kind)}
          <PayloadTold payload={payload} />
        </>
      ),
    },
    { key: 'reason', head: say('reason'), cell: ({ reason }) => reason },
    {
      key: 'by',
      head: say('by'),
      cell: ({ requestedBy, createdAt }) => (
        <>
          <Who id={requestedBy} /> · <Instant at={createdAt} />
        </>
      ),
    },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={TONES[status]}>{sayStatus(status)}</Mark>,
    },
    { key: 'decision', head: say('decision'), cell: (change) => <DecideLedgerChange change={change} /> },
  ];
}
