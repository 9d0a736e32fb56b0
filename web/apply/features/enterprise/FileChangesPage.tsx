import { Link } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import { AskFileChange } from './AskFileChange';
import { FileChange } from './FileChange';
import { askableNow } from './fileChanges';
import '../../../kit/loan/loan.css';

const WORDS = words({
  title: ['变更资料', 'Changes of your file'],
  about: [
    '企业名称或法定代表人变更后，请在这里申请并上传证明。邮箱、手机号在“登录与安全”更换。',
    'When the enterprise has another name or legal person, say so here, with papers. Mail and phone are changed under sign-in and security.',
  ],
  none: ['还没有变更。', 'There are none yet.'],
  open: ['申请变更', 'Ask for a change'],
  busy: ['每类变更同时只能办理一项。', 'One of a kind at a time.'],
  back: ['返回企业资料', 'Back to your enterprise'],
});

/** What of the enterprise's file was asked to be changed, how far it is, and the form for more. */
export function FileChangesPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <p className="quiet">{say('about')}</p>
      <SignedIn>{({ user }) => <Read userId={user.id} />}</SignedIn>
      <Link to="/kyc">{say('back')}</Link>
    </div>
  );
}

function Read({ userId }: { userId: string }) {
  const say = useWords(WORDS);
  const { data, error, refetch } = api.useQuery('get', '/file-changes', {
    params: { query: { pageSize: '50' } },
  });
  if (data === undefined) return <Waiting error={error} again={refetch} />;
  const kinds = askableNow(data.items);
  return (
    <>
      {data.items.length === 0 && <p className="card quiet">{say('none')}</p>}
      {data.items.map((change) => (
        <FileChange key={change.id} change={change} />
      ))}
      <section className="card stack">
        <h2>{say('open')}</h2>
        {kinds.length === 0 ? <p>{say('busy')}</p> : <AskFileChange kinds={kinds} userId={userId} />}
      </section>
    </>
  );
}
