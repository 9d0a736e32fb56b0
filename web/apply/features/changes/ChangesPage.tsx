import { getRouteApi, Link } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import { AskForChange } from './AskForChange';
import { ChangeCard } from './ChangeCard';
import '../../../kit/loan/loan.css';

const WORDS = words({
  title: ['变更贷款', 'Changes of the loan'],
  about: [
    '先看变更后的金额与还款计划，再决定是否申请；批准前原合同不变。',
    'You see first what it would come to. Until it is approved the contract stays as it is.',
  ],
  ask: ['申请变更', 'Ask for a change'],
  closed: ['本笔贷款已结清，不再变更。', 'This loan is repaid: nothing about it changes any more.'],
  none: ['还没有变更。', 'There are none yet.'],
  asked: ['变更记录', 'Changes so far'],
  back: ['返回贷款', 'Back to the loan'],
});

const route = getRouteApi('/loans/$loanId/changes');

/** What may be changed about a loan: quoted first, asked for with consent, and answered where the institution asks. */
export function ChangesPage() {
  const say = useWords(WORDS);
  const { loanId } = route.useParams();
  useTitle(say('title'));
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <p className="quiet">{say('about')}</p>
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
  const { data, error, refetch } = api.useQuery('get', '/loans/{loanId}/changes', { params });
  if (loan.data === undefined) return <Waiting error={loan.error} again={loan.refetch} />;
  return (
    <>
      {loan.data.status === 'CLOSED' ? (
        <p className="card">{say('closed')}</p>
      ) : (
        <section className="card stack">
          <h2>{say('ask')}</h2>
          <AskForChange loanId={loanId} />
        </section>
      )}
      <h2>{say('asked')}</h2>
      {data === undefined && <Waiting error={error} again={refetch} />}
      {data?.items.length === 0 && <p className="card quiet">{say('none')}</p>}
      {data?.items.map((change) => (
        <ChangeCard key={change.id} change={change} />
      ))}
    </>
  );
}
