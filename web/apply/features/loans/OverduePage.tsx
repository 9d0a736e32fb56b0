import { getRouteApi, Link } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import { DueNow } from './DueNow';
import { Hardship } from './Hardship';
import { Promises } from './Promises';
import { WhatComes } from './WhatComes';
import '../../../kit/loan/loan.css';
import './loans.css';

const WORDS = words({
  title: ['逾期与后续安排', 'What is overdue, and what comes'],
  nothing: ['没有逾期款项。', 'Nothing is overdue.'],
  held: [
    '您的承诺或延缓期内，我们不会电话、短信或上门联系。',
    'As long as your promise or the time you were given lasts, nobody calls, writes or visits.',
  ],
  back: ['返回贷款', 'Back to the loan'],
});

const route = getRouteApi('/loans/$loanId/overdue');

/** What is overdue: how much, what happens next and when, and what its borrower can do about it. */
export function OverduePage() {
  const say = useWords(WORDS);
  const { loanId } = route.useParams();
  useTitle(say('title'));
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <SignedIn>{() => <Read loanId={loanId} />}</SignedIn>
      <Link to="/loans/$loanId" params={{ loanId }}>
        {say('back')}
      </Link>
    </div>
  );
}

function Read({ loanId }: { loanId: string }) {
  const say = useWords(WORDS);
  const params = { path: { loanId } };
  const loan = api.useQuery('get', '/loans/{loanId}', { params });
  const { data: calendar, error, refetch } = api.useQuery('get', '/loans/{loanId}/collection', { params });
  if (calendar === undefined || loan.isPending) return <Waiting error={error} again={refetch} />;
  const isOverdue = calendar.episode !== null;
  return (
    <>
      {!isOverdue && <p className="notice notice-good">{say('nothing')}</p>}
      {loan.data !== undefined && <DueNow loan={loan.data} />}
      {isOverdue && calendar.isContactHeld && <p className="notice notice-good">{say('held')}</p>}
      <WhatComes calendar={calendar} />
      {isOverdue && <Promises calendar={calendar} />}
      {isOverdue && <Hardship calendar={calendar} />}
    </>
  );
}
