import { getRouteApi, Link } from '@tanstack/react-router';
import { yuanInCapitals } from '../../../../domain/money/capitals';
import { fen } from '../../../../domain/money/fen';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Instant, Money } from '../../../kit/figures/figures';
import { CostList } from '../../../kit/loan/CostList';
import { ScheduleTable } from '../../../kit/loan/ScheduleTable';
import { useTitle } from '../../../kit/look/title';
import { useSay, useWords } from '../../../kit/words/language';
import { METHOD_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { AnswerOffer } from './AnswerOffer';
import { IfLate } from './IfLate';
import { OfferPoints } from './OfferPoints';
import { usePricedOffer } from './usePricedOffer';
import './applications.css';

const WORDS = words({
  title: ['贷款要约', 'The offer'],
  none: ['目前没有待确认的要约。', 'There is no offer to answer now.'],
  back: ['返回申请', 'Back to the application'],
  amount: ['贷款金额', 'Amount'],
  term: ['{count} 个月 · {method}', '{count month|months} · {method}'],
  until: ['有效期至', 'Open until'],
  cost: ['全部成本', 'What it costs, all of it'],
  schedule: ['还款计划（{count} 期）', 'Schedule ({count payment|payments})'],
});

const route = getRouteApi('/applications/$applicationId/offer');

/** Everything that the loan costs before the button that accepts it. */
export function OfferPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return <SignedIn>{() => <Read />}</SignedIn>;
}

function Read() {
  const say = useWords(WORDS);
  const { applicationId } = route.useParams();
  const { data, error, refetch } = api.useQuery('get', '/applications/{applicationId}', {
    params: { path: { applicationId } },
  });
  const offer = data?.stage === 'OFFERED' ? data.offer : null;
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <ProblemNotice error={error} again={() => void refetch()} />
      {data === undefined && error === null && <div className="skeleton tall" />}
      {data !== undefined && offer === null && <p className="card">{say('none')}</p>}
      {data !== undefined && offer !== null && <Offer application={data} offer={offer} />}
      <Link to="/applications/$applicationId" params={{ applicationId }}>
        {say('back')}
      </Link>
    </div>
  );
}

interface OfferProps {
  readonly application: Answers['Application'];
  readonly offer: Answers['Offer'];
}

function Offer({ application, offer }: OfferProps) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { amountFen, termMonths, method, expiresAt, schedule } = offer;
  const pricing = usePricedOffer(application.id);
  const { priced } = pricing;
  return (
    <>
      <section className="card stack">
        <div>
          <p className="quiet">{say('amount')}</p>
          <p className="offer-amount">
            <Money fen={amountFen} />
          </p>
          <p lang="zh-CN">{yuanInCapitals(fen(amountFen))}</p>
          <p className="quiet">{say('term', { count: termMonths, method: sayPair(METHOD_NAMES[method]) })}</p>
        </div>
        {expiresAt !== null && (
          <p>
            {say('until')} <Instant at={expiresAt} />
          </p>
        )}
      </section>
      <section className="card stack">
        <h2>{say('cost')}</h2>
        <CostList terms={priced === null ? offer : { ...offer, ...priced }} />
        <OfferPoints pricing={pricing} />
      </section>
      <IfLate productId={application.productId} annualRate={offer.annualRate} />
      <section className="card">
        <details>
          <summary>{say('schedule', { count: schedule.length })}</summary>
          <ScheduleTable rows={schedule} />
        </details>
      </section>
      <AnswerOffer application={application} offer={offer} pricing={pricing} />
    </>
  );
}
