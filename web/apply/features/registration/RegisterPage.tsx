import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { RegistrationForm } from './RegistrationForm';

const WORDS = words({
  title: ['注册企业', 'Register your enterprise'],
  about: [
    '约需三分钟。请准备营业执照、法定代表人身份证和对公账户。',
    'Three minutes or so. Have the business licence, the legal representative’s identity card and the account at hand.',
  ],
  sent: ['请查收邮件', 'Look at your mail'],
  sentTo: [
    '激活链接已发送至 {mail}。点击链接后，平台开始核查。',
    'The link to activate the account is on its way to {mail}. The checks begin once you follow it.',
  ],
  nothing: [
    '几分钟后仍未收到？请检查垃圾邮件；如企业已注册，我们已告知登记的联系人。',
    'Nothing after some minutes? Look among unwanted mail; where the enterprise is registered already, its contact was told.',
  ],
  again: ['再发一次', 'Send it once more'],
  sentAgain: ['已再次发送', 'Sent once more'],
  have: ['已有账户？', 'Have an account?'],
  signIn: ['登录', 'Sign in'],
});

/** Registers an enterprise, and says what comes next. */
export function RegisterPage() {
  const say = useWords(WORDS);
  const [sentTo, setSentTo] = useState<string | null>(null);
  useTitle(say('title'));
  if (sentTo !== null) return <Sent mail={sentTo} />;
  return (
    <div className="stack narrow">
      <h1>{say('title')}</h1>
      <p>{say('about')}</p>
      <RegistrationForm done={setSentTo} />
      <p className="quiet">
        {say('have')} <Link to="/sign-in">{say('signIn')}</Link>
      </p>
    </div>
  );
}

function Sent({ mail }: { mail: string }) {
  const say = useWords(WORDS);
  const sending = api.useMutation('post', '/activations/requests');
  return (
    <div className="card stack narrow" role="status">
      <h1>{say('sent')}</h1>
      <p>{say('sentTo', { mail })}</p>
      <p className="quiet">{say('nothing')}</p>
      <ProblemNotice error={sending.error} />
      <button
        type="button"
        className="button"
        disabled={sending.isPending || sending.isSuccess}
        onClick={() => sending.mutate({ body: { email: mail } })}
      >
        {say(sending.isSuccess ? 'sentAgain' : 'again')}
      </button>
    </div>
  );
}
