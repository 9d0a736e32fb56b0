import { Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Instant, Money } from '../../../kit/figures/figures';
import { useTitle } from '../../../kit/look/title';
import { useSay, useWords } from '../../../kit/words/language';
import { STAGE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import { moodOf } from './where';
import './applications.css';

const WORDS = words({
  title: ['我的申请', 'My applications'],
  apply: ['申请贷款', 'Apply for a loan'],
  none: [
    '还没有申请。提交后，这里显示每笔申请办到哪一步。',
    'There are none yet. Once you apply, this tells how far each one is.',
  ],
  terms: ['{months} 个月 · {purpose}', '{months month|months} · {purpose}'],
});

/** All applications of the enterprise, the newest first. */
export function ApplicationsPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return (
    <div className="stack">
      <div className="row spread">
        <h1>{say('title')}</h1>
        <Link to="/applications/new" className="button primary">
          {say('apply')}
        </Link>
      </div>
      <SignedIn>{() => <List />}</SignedIn>
    </div>
  );
}

function List() {
  const say = useWords(WORDS);
  const { data, error, refetch } = api.useQuery('get', '/applications', {
    params: { query: { pageSize: '100' } },
  });
  if (data === undefined) {
    return <Waiting error={error} again={refetch} />;
  }
  if (data.items.length === 0) return <p className="card quiet">{say('none')}</p>;
  return (
    <ul className="case-list">
      {data.items.map((item) => (
        <Row key={item.id} item={item} />
      ))}
    </ul>
  );
}

function Row({ item }: { item: Answers['ApplicationSummary'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  return (
    <li>
      <Link to="/applications/$applicationId" params={{ applicationId: item.id }} className="card">
        <span className="spread">
          <strong>
            <Money fen={item.amountFen} />
          </strong>
          <span className="state" data-mood={moodOf(item.stage)}>
            {sayPair(STAGE_NAMES.APPLICATION[item.stage])}
          </span>
        </span>
        <span className="quiet">{say('terms', { months: item.termMonths, purpose: item.purpose })}</span>
        <small>
          <Instant at={item.createdAt} />
        </small>
      </Link>
    </li>
  );
}
