import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { STAFF } from '../../app/places';
import { Choice, Filters, optionsOf } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { FEE_STATUSES, QUOTERS } from '../../parts/feeWords';
import { Listed, PAGED } from '../../parts/Listed';
import { Page, useIs } from '../../parts/Page';
import { changed, type Wish } from '../../parts/search';
import { useFeeColumns } from './feeColumns';
import { QuoteForm } from './QuoteForm';

const WORDS = words({
  title: ['费用', 'Fees'],
  lead: [
    '每笔费用的规则、同意、账单、收取与异议；先报价，企业同意后才收取。',
    'Each charge with its rule, consent, invoice, collection and disputes: quoted first, charged once it is agreed to.',
  ],
  status: ['状态', 'Status'],
  all: ['全部', 'All'],
  quote: ['报价一项服务', 'Quote a service'],
  quoted: ['已报价，等待企业同意。', 'Quoted: the enterprise has to agree.'],
  empty: ['没有符合条件的费用。', 'No charge like this.'],
});
const route = getRouteApi('/finance/fees');

/** All charges of the institution, and services that are quoted. */
export function FeesPage() {
  const [say, sayStatus] = [useWords(WORDS), useWords(FEE_STATUSES)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const wish = (part: Wish<typeof search>) => go({ search: changed(search, part), replace: true });
  const mayQuote = useIs(QUOTERS);
  const [form, setForm] = useState<'OPEN' | 'QUOTED' | null>(null);
  const columns = useFeeColumns({ withEnterprise: true });
  const found = api.useInfiniteQuery('get', '/fees', { params: { query: search } }, PAGED);
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      roles={STAFF}
      acts={
        mayQuote &&
        form !== 'OPEN' && (
          <button type="button" className="button small primary" onClick={() => setForm('OPEN')}>
            {say('quote')}
          </button>
        )
      }
    >
      <FinanceTabs />
      {form === 'OPEN' && <QuoteForm leave={() => setForm(null)} quoted={() => setForm('QUOTED')} />}
      {form === 'QUOTED' && (
        <p className="notice notice-good" role="status">
          {say('quoted')}
        </p>
      )}
      <Filters>
        <Choice
          label={say('status')}
          all={say('all')}
          value={search.status}
          options={optionsOf(FEE_STATUSES, sayStatus)}
          choose={(status) => wish({ status })}
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
