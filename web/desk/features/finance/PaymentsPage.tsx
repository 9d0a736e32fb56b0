import { getRouteApi, Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day, Instant, Money } from '../../../kit/figures/figures';
import { useWords } from '../../../kit/words/language';
import { PAYMENT_STATUS_NAMES, PURPOSE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { BOOK_READERS } from '../../parts/books';
import { CaseLink } from '../../parts/CaseLink';
import { ExportButton } from '../../parts/ExportButton';
import { Choice, Filters, optionsOf, Typed } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import type { Column } from '../../parts/Records';
import { changed, type Wish } from '../../parts/search';
import { PAYMENT_TONES } from './words';

const WORDS = words({
  title: ['支付', 'Payments'],
  lead: ['向银行发出的每一笔指令，最近的在前。', 'Every order at the bank, the newest first.'],
  purpose: ['用途', 'Purpose'],
  status: ['状态', 'Status'],
  valueDate: ['起息日', 'Value date'],
  all: ['全部', 'All'],
  enterprise: ['企业', 'Enterprise'],
  amount: ['金额', 'Amount'],
  bankReference: ['银行流水号', 'Bank reference'],
  created: ['登记时间', 'On file since'],
  empty: [
    '没有符合条件的支付。放款或扣款后会出现在这里。',
    'No payment like this. Payouts and debits appear here.',
  ],
});

const route = getRouteApi('/finance/payments');

/** Orders at the bank, with filters. */
export function PaymentsPage() {
  const say = useWords(WORDS);
  const [sayPurpose, sayStatus] = [useWords(PURPOSE_NAMES), useWords(PAYMENT_STATUS_NAMES)];
  const search = route.useSearch();
  const go = route.useNavigate();
  const found = api.useInfiniteQuery('get', '/payments', { params: { query: search } }, PAGED);
  const wish = (part: Wish<typeof search>) => go({ search: changed(search, part), replace: true });
  const columns: readonly Column<Answers['Payment']>[] = [
    {
      key: 'purpose',
      head: say('purpose'),
      cell: ({ id, purpose }) => (
        <Link to="/finance/payments/$paymentId" params={{ paymentId: id }}>
          {sayPurpose(purpose)}
        </Link>
      ),
    },
    {
      key: 'enterprise',
      head: say('enterprise'),
      cell: ({ enterpriseId, enterpriseName }) =>
        enterpriseId === null ? (
          '—'
        ) : (
          <CaseLink type="ENTERPRISE" id={enterpriseId}>
            {enterpriseName}
          </CaseLink>
        ),
    },
    {
      key: 'amount',
      head: say('amount'),
      isFigure: true,
      cell: ({ amountFen }) => <Money fen={amountFen} />,
    },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => <Mark tone={PAYMENT_TONES[status]}>{sayStatus(status)}</Mark>,
    },
    { key: 'valueDate', head: say('valueDate'), cell: ({ valueDate }) => <Day day={valueDate} /> },
    { key: 'bankReference', head: say('bankReference'), cell: (payment) => payment.bankReference ?? '—' },
    { key: 'created', head: say('created'), cell: ({ createdAt }) => <Instant at={createdAt} /> },
  ];
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      roles={BOOK_READERS}
      acts={<ExportButton wish={{ what: 'PAYMENTS', filter: search }} />}
    >
      <FinanceTabs />
      <Filters>
        <Choice
          label={say('status')}
          all={say('all')}
          value={search.status}
          options={optionsOf(PAYMENT_STATUS_NAMES, sayStatus)}
          choose={(status) => wish({ status })}
        />
        <Choice
          label={say('purpose')}
          all={say('all')}
          value={search.purpose}
          options={optionsOf(PURPOSE_NAMES, sayPurpose)}
          choose={(purpose) => wish({ purpose })}
        />
        <Typed
          label={say('valueDate')}
          type="date"
          value={search.valueDate}
          choose={(valueDate) => wish({ valueDate })}
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
