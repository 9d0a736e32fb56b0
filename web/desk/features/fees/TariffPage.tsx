import { Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { COSTS } from '../../../kit/loan/words';
import { useSession } from '../../../kit/session/session';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { STAFF } from '../../app/places';
import { Asked } from '../../parts/Asked';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { TARIFF_STATUSES } from '../../parts/feeWords';
import { Listed, PAGED } from '../../parts/Listed';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { PriceList } from '../../parts/PriceList';
import { type Column, Records } from '../../parts/Records';
import { TariffName } from './TariffName';

type Notice = Answers['TariffNotice'];

const WORDS = words({
  title: ['价目表', 'Price list'],
  lead: [
    '现行价目；变更由两人决定，通知企业并取得同意，否则沿用旧价。',
    'Prices in force; others are decided by two, told to enterprises and agreed to, else the old ones stand.',
  ],
  inForce: ['现行：', 'In force: '],
  change: ['提请变更价目', 'Ask for other prices'],
  fee: ['费用', 'Fee'],
  notices: ['各贷款对价目变更的答复', 'How loans stand with other prices'],
  loan: ['贷款', 'Loan'],
  see: ['查看', 'See'],
  from: ['生效日', 'From'],
  by: ['答复期限', 'Answer by'],
  status: ['状态', 'Status'],
  noNotices: ['没有价目变更通知。', 'No notice of other prices.'],
  published: ['已公布的异议结果', 'Published results of disputes'],
  month: ['月份', 'Month'],
  charged: ['收费', 'Charged'],
  granted: ['退减', 'Granted'],
  result: ['结果', 'Result'],
  reason: ['原因', 'Reason'],
  noPublished: ['尚无。', 'None yet.'],
});

/** The price list in force, how loans stand with later ones, and what came of disputes. */
export function TariffPage() {
  const say = useWords(WORDS);
  const institutionId = useSession()?.institution?.id;
  const tariffs = api.useQuery('get', '/tariffs');
  const notices = api.useQuery('get', '/tariffs/notices', { params: { query: {} } });
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      roles={STAFF}
      acts={
        <Link to="/admin/rules" className="button small">
          {say('change')}
        </Link>
      }
    >
      <FinanceTabs />
      <Asked of={tariffs}>
        {({ items }) => {
          const own = items.find((tariff) => tariff.institutionId === institutionId);
          return (
            <section className="stack">
              {own !== undefined && (
                <p className="quiet">
                  {say('inForce')}
                  <TariffName version={own.version} from={own.effectiveFrom} />
                </p>
              )}
              <PriceList rules={own?.rules ?? []} />
            </section>
          );
        }}
      </Asked>
      <Asked of={notices}>{({ items }) => <Notices notices={items} />}</Asked>
      <Published />
    </Page>
  );
}

function Notices({ notices }: { notices: readonly Notice[] }) {
  const [say, sayStatus] = [useWords(WORDS), useWords(TARIFF_STATUSES)];
  const columns: readonly Column<Notice>[] = [
    {
      key: 'loan',
      head: say('loan'),
      cell: ({ loanId }) => (
        <Link to="/loans/$loanId/fees" params={{ loanId }}>
          {say('see')}
        </Link>
      ),
    },
    { key: 'from', head: say('from'), cell: ({ effectiveFrom }) => <Day day={effectiveFrom} /> },
    {
      key: 'by',
      head: say('by'),
      cell: ({ answerBy }) => (answerBy === null ? '—' : <Day day={answerBy} />),
    },
    {
      key: 'status',
      head: say('status'),
      cell: ({ status }) => (
        <Mark tone={status === 'APPLIES' ? 'good' : status === 'NOT_YET' ? 'warn' : 'plain'}>
          {sayStatus(status)}
        </Mark>
      ),
    },
  ];
  return (
    <section className="stack" aria-labelledby="notices">
      <h2 id="notices">{say('notices')}</h2>
      <Records
        caption={say('notices')}
        columns={columns}
        rows={notices}
        idOf={({ tariff, loanId }) => `${tariff}${loanId}`}
        empty={say('noNotices')}
      />
    </section>
  );
}

function Published() {
  const [say, sayPair] = [useWords(WORDS), useSay()];
  const found = api.useInfiniteQuery('get', '/fees/disputes/published', { params: { query: {} } }, PAGED);
  const columns: readonly Column<Answers['PublishedDispute']>[] = [
    { key: 'month', head: say('month'), cell: ({ month }) => month },
    { key: 'fee', head: say('fee'), cell: ({ kind }) => sayPair(COSTS[kind]) },
    {
      key: 'charged',
      head: say('charged'),
      isFigure: true,
      cell: ({ chargedFen }) => <Money fen={chargedFen} />,
    },
    {
      key: 'granted',
      head: say('granted'),
      isFigure: true,
      cell: ({ grantedFen }) => <Money fen={grantedFen} />,
    },
    {
      key: 'outcome',
      head: say('result'),
      cell: ({ outcomeWords: { zh, en } }) => sayPair([zh, en]),
    },
    { key: 'reason', head: say('reason'), cell: ({ reasonWords: { zh, en } }) => sayPair([zh, en]) },
  ];
  return (
    <section className="stack" aria-labelledby="published">
      <h2 id="published">{say('published')}</h2>
      <Listed
        caption={say('published')}
        found={found}
        columns={columns}
        idOf={({ month, kind, chargedFen, grantedFen, reasonCode }) =>
          `${month}${kind}${chargedFen}/${grantedFen}${reasonCode}`
        }
        empty={say('noPublished')}
      />
    </section>
  );
}
