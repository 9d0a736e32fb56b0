import { Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { Day, Money } from '../../../kit/figures/figures';
import { useTitle } from '../../../kit/look/title';
import { useSay, useWords } from '../../../kit/words/language';
import { LOAN_STATUS_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import './loans.css';

const WORDS = words({
  title: ['我的贷款', 'My loans'],
  none: [
    '还没有贷款。放款后，这里显示应还金额、还款计划和扣款记录。',
    'There are none yet. Once one is paid out, what is due, the schedule and the debits are here.',
  ],
  outstanding: ['剩余本金', 'Principal outstanding'],
  next: ['下次到期', 'Next due'],
});

/** All loans of the enterprise. */
export function LoansPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <SignedIn>{() => <List />}</SignedIn>
    </div>
  );
}

function List() {
  const say = useWords(WORDS);
  const { data, error, refetch } = api.useQuery('get', '/loans', { params: { query: { pageSize: '100' } } });
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

function Row({ item }: { item: Answers['LoanSummary'] }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const { status } = item;
  return (
    <li>
      <Link to="/loans/$loanId" params={{ loanId: item.id }} className="card">
        <span className="spread">
          <strong>
            <Money fen={item.principalFen} />
          </strong>
          <span className="state" data-mood={status === 'OVERDUE' ? 'BAD' : 'PLAIN'}>
            {sayPair(LOAN_STATUS_NAMES[status])}
          </span>
        </span>
        <span className="quiet">
          {say('outstanding')} <Money fen={item.principalOutstandingFen} />
        </span>
        {item.nextDueDate !== null && (
          <small>
            {say('next')} <Day day={item.nextDueDate} />
          </small>
        )}
      </Link>
    </li>
  );
}
