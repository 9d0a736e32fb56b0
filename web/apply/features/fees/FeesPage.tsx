import { Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { PAGED } from '../../../kit/api/paged';
import { Day, Money } from '../../../kit/figures/figures';
import { useTitle } from '../../../kit/look/title';
import { useSay, useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import { FEE_STATES, isAsked, moodOf } from './fees';
import { PublishedDisputes } from './PublishedDisputes';
import { TariffAnswer } from './TariffAnswer';
import '../../../kit/loan/loan.css';

const WORDS = words({
  title: ['费用', 'Fees'],
  about: [
    '未经您同意不收取任何费用；每笔费用都可以查看依据，也可以提出异议。',
    'Nothing is charged that you did not agree to. Of each charge you see why, and you may dispute it.',
  ],
  none: ['还没有费用。', 'There are none yet.'],
  points: ['可用积分', 'Points'],
  notices: ['价格变更，等您确认', 'Other prices, for you to answer'],
  on: ['日期', 'On'],
  more: ['更早的费用', 'Older ones'],
});

/** What was and is charged, with what waits for consent on top. */
export function FeesPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <p className="quiet">{say('about')}</p>
      <SignedIn>{() => <Read />}</SignedIn>
      <PublishedDisputes />
    </div>
  );
}

function Read() {
  const say = useWords(WORDS);
  const points = api.useQuery('get', '/points');
  const notices = api.useQuery('get', '/tariffs/notices');
  const fees = api.useInfiniteQuery('get', '/fees', {}, PAGED);
  if (fees.data === undefined || notices.isPending || points.isPending)
    return <Waiting error={fees.error} again={fees.refetch} />;
  const items = fees.data.pages.flatMap((page) => page.items);
  const asked = (notices.data?.items ?? []).filter(isAsked);
  return (
    <>
      {asked.length > 0 && (
        <section className="stack">
          <h2>{say('notices')}</h2>
          {asked.map((notice) => (
            <TariffAnswer key={`${notice.tariff}/${notice.loanId}`} notice={notice} />
          ))}
        </section>
      )}
      {points.data !== undefined && points.data.points > 0 && (
        <p>
          {say('points')} · <span className="figure">{points.data.points}</span>
        </p>
      )}
      {items.length === 0 && <p className="card quiet">{say('none')}</p>}
      <ul className="case-list">
        {items.map((fee) => (
          <Row key={fee.id} fee={fee} />
        ))}
      </ul>
      {fees.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={fees.isFetchingNextPage}
          onClick={() => void fees.fetchNextPage()}
        >
          {say('more')}
        </button>
      )}
    </>
  );
}

function Row({ fee }: { fee: Answers['FeeSummary'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  return (
    <li>
      <Link to="/fees/$feeId" params={{ feeId: fee.id }} className="card">
        <span className="spread">
          <strong>{fee.name}</strong>
          <span className="state" data-mood={moodOf(fee)}>
            {sayPair(FEE_STATES[fee.status])}
          </span>
        </span>
        <span>
          <Money fen={fee.toPayFen} />
        </span>
        <small>
          {say('on')} <Day day={fee.chargedOn} />
        </small>
      </Link>
    </li>
  );
}
