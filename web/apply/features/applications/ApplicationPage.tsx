import { getRouteApi, Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Instant, Money } from '../../../kit/figures/figures';
import { useTitle } from '../../../kit/look/title';
import { Timeline } from '../../../kit/timeline/Timeline';
import { Tracker } from '../../../kit/tracker/Tracker';
import { useSay, useWords } from '../../../kit/words/language';
import { METHOD_NAMES, STAGE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import { Refused } from './Refused';
import { Withdraw } from './Withdraw';
import { isWithdrawable, moodOf, STAGE_ABOUT, turnOf } from './where';
import './applications.css';

const WORDS = words({
  title: ['贷款申请', 'Application'],
  asked: ['{months} 个月 · {method} · {purpose}', '{months month|months} · {method} · {purpose}'],
  with: ['目前由「{role}」办理', 'It is with: {role}'],
  since: ['自', 'since'],
  history: ['办理记录', 'What happened'],
  way: ['办理进度', 'How far it is'],
  supply: ['补充资料', 'Supply it'],
  offer: ['查看要约', 'See the offer'],
  loan: ['查看贷款', 'See the loan'],
});

const route = getRouteApi('/applications/$applicationId');

/** Where an application stands, who has it, what is asked of the applicant, and its story. */
export function ApplicationPage() {
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
  if (data !== undefined) return <Application application={data} />;
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <Waiting error={error} again={refetch} />
    </div>
  );
}

function Application({ application }: { application: Answers['Application'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { stage, stageSince, amountFen, termMonths, method, purpose } = application;
  const { data: home, isPending: isHomePending } = api.useQuery('get', '/home');
  const turn = turnOf(application);
  const params = { applicationId: application.id };
  return (
    <div className="stack">
      <div>
        <h1>
          {say('title')} <Money fen={amountFen} />
        </h1>
        <p className="quiet">
          {say('asked', { months: termMonths, method: sayPair(METHOD_NAMES[method]), purpose })}
        </p>
      </div>
      <section className="card stack next" data-mood={moodOf(stage)} aria-live="polite">
        <h2>{sayPair(STAGE_NAMES.APPLICATION[stage])}</h2>
        <p>{sayPair(STAGE_ABOUT[stage])}</p>
        <small>
          {turn !== null && `${say('with', { role: sayPair(turn) })} · `}
          {say('since')} <Instant at={stageSince} />
        </small>
        {stage === 'AWAITING_INFORMATION' && (
          <Link to="/applications/$applicationId/requests" params={params} className="button primary">
            {say('supply')}
          </Link>
        )}
        {stage === 'OFFERED' && (
          <Link to="/applications/$applicationId/offer" params={params} className="button primary">
            {say('offer')}
          </Link>
        )}
        {application.loanId !== null && (
          <Link to="/loans/$loanId" params={{ loanId: application.loanId }} className="button primary">
            {say('loan')}
          </Link>
        )}
      </section>
      {stage === 'REJECTED' && <Refused application={application} />}
      {isHomePending && <div className="skeleton tall" />}
      {home?.tracker?.caseId === application.id && (
        <section className="card stack">
          <h2>{say('way')}</h2>
          <Tracker tracker={home.tracker} />
        </section>
      )}
      <section className="card stack">
        <h2>{say('history')}</h2>
        <Timeline entries={application.timeline} caseType="APPLICATION" latestFirst />
      </section>
      {isWithdrawable(stage) && <Withdraw applicationId={application.id} />}
    </div>
  );
}
