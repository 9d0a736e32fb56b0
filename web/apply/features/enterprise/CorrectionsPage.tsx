import { Link } from '@tanstack/react-router';
import { type Answers, api } from '../../../kit/api/api';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import { AskToCorrect } from './AskToCorrect';
import { CorrectFile } from './CorrectFile';
import { HandedIn } from './HandedIn';
import '../../../kit/loan/loan.css';

const WORDS = words({
  title: ['更正企业资料', 'Correct your file'],
  nothing: ['目前没有需要更正的资料。', 'Nothing is to be corrected now.'],
  back: ['返回企业资料', 'Back to your enterprise'],
});

/** What of the file is to be put right while it is reviewed: by the institution's word, or because its people noticed. */
export function CorrectionsPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <SignedIn>
        {({ enterprise, user }) => enterprise && <Read enterpriseId={enterprise.id} userId={user.id} />}
      </SignedIn>
      <Link to="/kyc">{say('back')}</Link>
    </div>
  );
}

function Read({ enterpriseId, userId }: { enterpriseId: string; userId: string }) {
  const { data, error, refetch } = api.useQuery('get', '/enterprises/{enterpriseId}', {
    params: { path: { enterpriseId } },
  });
  if (data === undefined) return <Waiting error={error} again={refetch} />;
  return <Shown enterprise={data} userId={userId} />;
}

function Shown({ enterprise, userId }: { enterprise: Answers['Enterprise']; userId: string }) {
  const say = useWords(WORDS);
  const open = enterprise.corrections.filter(({ isOpen }) => isOpen);
  if (open.length > 0) return <CorrectFile enterprise={enterprise} open={open} userId={userId} />;
  if (enterprise.stage === 'AWAITING_CORRECTION') return <HandedIn enterpriseId={enterprise.id} />;
  if (enterprise.stage === 'IN_REVIEW') return <AskToCorrect enterpriseId={enterprise.id} userId={userId} />;
  return <p className="card quiet">{say('nothing')}</p>;
}
