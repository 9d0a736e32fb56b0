import { Link } from '@tanstack/react-router';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useLink } from './useLink';

const WORDS = words({
  title: ['激活账户', 'Activate the account'],
  about: [
    '激活后，平台会核查企业信息，通常几分钟内完成，结果会以邮件通知。',
    'Once activated, the platform checks what you registered, which usually takes minutes. A mail tells the outcome.',
  ],
  activate: ['激活', 'Activate'],
  done: ['已激活。核查通过后即可申请贷款。', 'Activated. You can apply once the checks are done.'],
  before: ['此链接已使用过，账户早已激活。', 'This link was used before: the account is active.'],
  signIn: ['去登录', 'Sign in'],
});

/** Where the link of the first mail leads: the account counts from here on. */
export function ActivatePage() {
  const say = useWords(WORDS);
  const link = useLink();
  const activation = api.useMutation('post', '/activations');
  useTitle(say('title'));
  const activate = (): void => {
    activation.mutate({
      body: { enterpriseId: link?.get('enterprise') ?? '', token: link?.get('token') ?? '' },
    });
  };
  return (
    <div className="card stack narrow">
      <h1>{say('title')}</h1>
      {activation.data === undefined ? (
        <>
          <p>{say('about')}</p>
          <ProblemNotice error={activation.error} />
          <button
            type="button"
            className="button primary"
            disabled={link === null || activation.isPending}
            onClick={activate}
          >
            {say('activate')}
          </button>
        </>
      ) : (
        <>
          <p className="notice notice-good" role="status">
            {say(activation.data.wasActivatedBefore ? 'before' : 'done')}
          </p>
          <Link to="/sign-in" className="button primary">
            {say('signIn')}
          </Link>
        </>
      )}
    </div>
  );
}
