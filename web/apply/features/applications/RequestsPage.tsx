import { getRouteApi, Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useDraft } from '../../../kit/drafts/useDraft';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { readInformation, typedOf } from './information';
import { RequestsForm } from './RequestsForm';
import './applications.css';

const WORDS = words({
  title: ['补充资料', 'Supply what is missing'],
  nothing: ['目前没有需要补充的资料。', 'Nothing is asked for now.'],
  back: ['返回申请', 'Back to the application'],
});

const route = getRouteApi('/applications/$applicationId/requests');

/** What came back: only that is on the screen, what is on file stays as it is. */
export function RequestsPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return <SignedIn>{({ user }) => <Read userId={user.id} />}</SignedIn>;
}

function Read({ userId }: { userId: string }) {
  const say = useWords(WORDS);
  const { applicationId } = route.useParams();
  const { data, error, refetch } = api.useQuery('get', '/applications/{applicationId}', {
    params: { path: { applicationId } },
  });
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <ProblemNotice error={error} again={() => void refetch()} />
      {data === undefined && error === null && <div className="skeleton tall" />}
      {data?.stage === 'AWAITING_INFORMATION' && <Asked application={data} userId={userId} />}
      {data !== undefined && data.stage !== 'AWAITING_INFORMATION' && (
        <p className="card">{say('nothing')}</p>
      )}
      <Link to="/applications/$applicationId" params={{ applicationId }}>
        {say('back')}
      </Link>
    </div>
  );
}

function Asked({ application, userId }: { application: Answers['Application']; userId: string }) {
  const draft = useDraft(userId, { form: 'information', subject: application.id }, readInformation);
  if (draft.opened === undefined) return <div className="skeleton tall" />;
  return (
    <RequestsForm
      key={draft.generation}
      draft={draft}
      application={application}
      begun={draft.opened ?? typedOf(application)}
    />
  );
}
