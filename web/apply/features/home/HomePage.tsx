import { Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useTitle } from '../../../kit/look/title';
import { Tracker } from '../../../kit/tracker/Tracker';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { NextStep } from './NextStep';
import './home.css';

const WORDS = words({
  title: ['首页', 'Home'],
  others: ['另外', 'Besides'],
  tracker: ['办理进度', 'How far it is'],
  nothing: ['目前没有需要您办理的事项。', 'There is nothing for you to do now.'],
  unread: ['{count} 条未读消息', '{count unread message|unread messages}'],
  calculator: ['贷款试算', 'Loan calculator'],
});

/** What next, by when, how much: one answer, and one button. */
export function HomePage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return <SignedIn>{() => <Read />}</SignedIn>;
}

function Read() {
  const say = useWords(WORDS);
  const home = api.useQuery('get', '/home');
  if (home.data === undefined) {
    return (
      <div className="stack">
        <h1 className="unseen">{say('title')}</h1>
        <ProblemNotice error={home.error} again={() => void home.refetch()} />
        <div className="skeleton tall" />
      </div>
    );
  }
  return <HomeView home={home.data} />;
}

function HomeView({ home }: { home: Answers['Home'] }) {
  const say = useWords(WORDS);
  const [first, ...others] = home.steps;
  return (
    <div className="stack">
      <p className="quiet">{home.enterprise.name}</p>
      {first === undefined ? <h1>{say('nothing')}</h1> : <NextStep step={first} isFirst />}
      {home.tracker !== null && (
        <section className="card stack">
          <h2>{say('tracker')}</h2>
          <Tracker tracker={home.tracker} />
        </section>
      )}
      {others.length > 0 && (
        <section className="stack">
          <h2>{say('others')}</h2>
          {others.map((step) => (
            <NextStep
              key={`${step.kind}/${'loanId' in step ? step.loanId : 'feeId' in step ? step.feeId : ''}`}
              step={step}
            />
          ))}
        </section>
      )}
      <div className="row">
        {home.unread > 0 && (
          <Link to="/messages" className="button">
            {say('unread', { count: home.unread })}
          </Link>
        )}
        <Link to="/calculator" className="button">
          {say('calculator')}
        </Link>
      </div>
    </div>
  );
}
