import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Choice, Filters, optionsOf } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Listed, PAGED } from '../../parts/Listed';
import { CHANGE_STATUSES, READERS } from '../../parts/loanChanges';
import { Page } from '../../parts/Page';
import { changed } from '../../parts/search';
import { useChangeColumns } from './changeColumns';
import '../../parts/loanChanges.css';

const WORDS = words({
  title: ['贷款变更', 'Loan changes'],
  lead: [
    '先试算，再按权限批准，合同变更由借款人确认，贷款按所示执行。',
    'Quoted first, approved by authority, agreed to by the borrower where the contract changes, and taken as it was shown.',
  ],
  status: ['状态', 'Status'],
  empty: ['没有符合条件的变更。', 'No change like this.'],
});
const route = getRouteApi('/finance/loan-changes');

/** What people want to change about loans, and what became of it. */
export function LoanChangesPage() {
  const [say, sayStatus] = [useWords(WORDS), useWords(CHANGE_STATUSES)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const status = search.status ?? 'REQUESTED';
  const columns = useChangeColumns({ withLoan: true });
  const found = api.useInfiniteQuery('get', '/loan-changes', { params: { query: { status } } }, PAGED);
  return (
    <Page title={say('title')} lead={say('lead')} roles={READERS}>
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
