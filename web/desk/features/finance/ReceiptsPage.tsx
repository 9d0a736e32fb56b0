import { getRouteApi } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { BOOK_READERS } from '../../parts/books';
import { CaseLink } from '../../parts/CaseLink';
import { Choice, Filters, optionsOf } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { RECEIPT_USES, usedFor } from '../../parts/receipts';
import { changed } from '../../parts/search';
import { RECEIPT_REASONS, RECEIPT_STATUSES } from './differences';

const WORDS = words({
  title: ['待查收款', 'Unidentified receipts'],
  lead: [
    '到账而无对应指令的款项：入账、归还应收、转资本或退回。',
    'Money that nobody ordered: booked on a loan, used for a fee or a claim, taken as capital, or returned.',
  ],
  status: ['状态', 'Status'],
  all: ['全部', 'All'],
  bankDate: ['银行入账日', 'Bank date'],
  reference: ['银行流水号', 'Bank reference'],
  amount: ['金额', 'Amount'],
  reason: ['原因', 'Why'],
  loans: ['可能的贷款', 'May belong to'],
  task: ['待办', 'Task'],
  open: ['打开待办', 'Open the task'],
  empty: ['没有待查收款。对账时发现的会出现在这里。', 'None. What reconciliation finds appears here.'],
});

const route = getRouteApi('/finance/receipts');

/** Money that came in and that nobody ordered. */
export function ReceiptsPage() {
  const say = useWords(WORDS);
  const [sayReason, sayUse] = [useWords(RECEIPT_REASONS), useWords(RECEIPT_USES)];
  const sayStatus = useWords(RECEIPT_STATUSES);
  const search = route.useSearch();
  const go = route.useNavigate();
  const found = api.useInfiniteQuery('get', '/receipts', { params: { query: search } }, PAGED);
  const columns: readonly Column<Answers['UnidentifiedReceipt']>[] = [
    { key: 'bankDate', head: say('bankDate'), cell: ({ bankDate }) => <Day day={bankDate} /> },
    {
      key: 'amount',
      head: say('amount'),
      isFigure: true,
      cell: ({ amountFen }) => <Money fen={amountFen} />,
    },
    { key: 'reference', head: say('reference'), cell: ({ bankReference }) => bankReference },
    { key: 'reason', head: say('reason'), cell: ({ reason }) => sayReason(reason) },
    {
      key: 'loans',
      head: say('loans'),
      cell: ({ suggestions }) =>
        suggestions.length === 0
          ? '—'
          : suggestions.map(({ loanId, loanNo }) => (
              <CaseLink key={loanId} type="LOAN" id={loanId}>
                {loanNo}
              </CaseLink>
            )),
    },
    {
      key: 'status',
      head: say('status'),
      cell: (receipt) => {
        const use = usedFor(receipt);
        return (
          <Mark tone={receipt.status === 'OPEN' ? 'warn' : 'good'}>
            {use === null ? sayStatus(receipt.status) : sayUse(use)}
          </Mark>
        );
      },
    },
    {
      key: 'task',
      head: say('task'),
      cell: ({ taskId }) =>
        taskId === null ? (
          '—'
        ) : (
          <CaseLink type="TASK" id={taskId}>
            {say('open')}
          </CaseLink>
        ),
    },
  ];
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <Filters>
        <Choice
          label={say('status')}
          all={say('all')}
          value={search.status}
          options={optionsOf(RECEIPT_STATUSES, sayStatus)}
          choose={(status) => go({ search: changed(search, { status }), replace: true })}
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
