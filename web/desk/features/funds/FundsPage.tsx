import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { Day, dayText, Money } from '../../../kit/figures/figures';
import { useLanguage, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Asked } from '../../parts/Asked';
import { BOOK_READERS } from '../../parts/books';
import { Facts } from '../../parts/Facts';
import { Filters, Typed } from '../../parts/Filters';
import { FinanceTabs } from '../../parts/FinanceTabs';
import { Page } from '../../parts/Page';
import { type Column, Records } from '../../parts/Records';
import { changed, type Wish } from '../../parts/search';
import { FlowPicture } from './FlowPicture';
import { type FlowDay, shortOn } from './flow';
import './funds.css';

const WORDS = words({
  title: ['资金', 'Funds'],
  lead: [
    '资金从何处来、往何处去，按银行日逐日列出；以及按还款计划与已约定放款的两周预测。',
    'Where money came from and went to, by the days of the bank; and a fortnight ahead by schedules and agreed payouts.',
  ],
  balance: ['银行余额与在途', 'At the bank and in transit'],
  coming: ['银行处理中，将到账', 'With the bank: coming'],
  going: ['银行处理中，将付出', 'With the bank: going'],
  overdue: ['已到期未收', 'Should have come by now'],
  forecast: ['两周预测', 'A fortnight ahead'],
  short: ['按预测，{day} 起资金不足', 'By the forecast the money would not do from {day} on'],
  past: ['已发生', 'What happened'],
  from: ['自', 'From'],
  to: ['至', 'To'],
  day: ['日期', 'Day'],
  in: ['流入', 'In'],
  out: ['流出', 'Out'],
  closing: ['余额', 'Balance'],
  empty: ['该区间没有资金流动。', 'No money moved in this time.'],
  quiet: ['未来两周没有应收款与约定放款。', 'Nothing falls due in the fortnight, and no payout is agreed.'],
});
const LOOK_EVERY_MS = 15_000;
const route = getRouteApi('/finance/funds');

/** Money as of now, ahead by a fortnight, and back as far as is asked for. */
export function FundsPage() {
  const say = useWords(WORDS);
  const search = route.useSearch();
  const go = route.useNavigate();
  const wish = (part: Wish<typeof search>) => go({ search: changed(search, part), replace: true });
  const of = api.useQuery(
    'get',
    '/fund-flow',
    { params: { query: search } },
    { refetchInterval: LOOK_EVERY_MS },
  );
  const flowed: readonly FlowDay[] =
    of.data?.days.map(({ date, sourcesFen, usesFen, closingFen }) => ({
      ...{ date, inFen: sourcesFen, outFen: usesFen, balanceFen: closingFen },
    })) ?? [];
  return (
    <Page title={say('title')} lead={say('lead')} roles={BOOK_READERS}>
      <FinanceTabs />
      <Forecast />
      <section className="stack" aria-labelledby="funds-past">
        <h2 id="funds-past">{say('past')}</h2>
        <Filters>
          <Typed
            label={say('from')}
            type="date"
            value={search.from ?? flowed[0]?.date}
            choose={(from) => wish({ from })}
          />
          <Typed
            label={say('to')}
            type="date"
            value={search.to ?? flowed.at(-1)?.date}
            choose={(to) => wish({ to })}
          />
        </Filters>
        <Asked of={of}>
          {({ now }) => (
            <>
              <div className="card">
                <Facts
                  facts={[
                    [say('balance'), <Money key="balance" fen={now.balanceFen} />],
                    [say('coming'), <Money key="coming" fen={now.comingFen} />],
                    [say('going'), <Money key="going" fen={now.goingFen} />],
                  ]}
                />
              </div>
              <FlowPicture days={flowed} />
              <FlowTable days={flowed.toReversed()} caption={say('past')} empty={say('empty')} />
            </>
          )}
        </Asked>
      </section>
    </Page>
  );
}

interface FlowTableProps {
  readonly days: readonly FlowDay[];
  readonly caption: string;
  readonly empty: string;
}

function FlowTable({ days, caption, empty }: FlowTableProps) {
  const say = useWords(WORDS);
  const columns: readonly Column<FlowDay>[] = [
    { key: 'day', head: say('day'), cell: ({ date }) => <Day day={date} /> },
    { key: 'in', head: say('in'), isFigure: true, cell: ({ inFen }) => <Money fen={inFen} /> },
    { key: 'out', head: say('out'), isFigure: true, cell: ({ outFen }) => <Money fen={outFen} /> },
    {
      key: 'closing',
      head: say('closing'),
      isFigure: true,
      cell: ({ balanceFen }) => <Money fen={balanceFen} />,
    },
  ];
  return <Records caption={caption} columns={columns} rows={days} idOf={({ date }) => date} empty={empty} />;
}

/** What comes by the schedules and goes by agreed payouts. */
function Forecast() {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const of = api.useQuery('get', '/fund-forecast', { params: { query: {} } });
  return (
    <section className="stack" aria-labelledby="funds-forecast">
      <h2 id="funds-forecast">{say('forecast')}</h2>
      <Asked of={of}>
        {({ overdueFen, days }) => {
          const ahead = days.map(({ date, principalFen, interestAndFeesFen, payoutsFen, balanceFen }) => ({
            ...{ date, inFen: principalFen + interestAndFeesFen, outFen: payoutsFen, balanceFen },
          }));
          const short = shortOn(ahead);
          return (
            <>
              {short !== null && (
                <p className="notice notice-bad">{say('short', { day: dayText(short, language) })}</p>
              )}
              {overdueFen > 0 && (
                <p className="row">
                  {say('overdue')} <Money fen={overdueFen} />
                </p>
              )}
              <FlowPicture days={ahead} />
              <FlowTable
                days={ahead.filter(({ inFen, outFen }) => inFen > 0 || outFen > 0)}
                caption={say('forecast')}
                empty={say('quiet')}
              />
            </>
          );
        }}
      </Asked>
    </section>
  );
}
