import { type FormEvent, useState } from 'react';
import { NewPasswordField } from '../../../kit/account/NewPasswordField';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useLink } from './useLink';

const WORDS = words({
  title: ['接受邀请', 'Accept the invitation'],
  about: [
    '请设置您自己的密码。登录后还要设置双重验证。',
    'Choose a password of your own. After signing in you set up a second factor.',
  ],
  join: ['开通账户', 'Open the account'],
  done: ['账户已开通。', 'The account is open.'],
  desk: ['去工作台登录', 'Sign in to the desk'],
});

/** Where the invitation of an institution leads: somebody of the staff opens an account. */
export function JoinPage() {
  const say = useWords(WORDS);
  const link = useLink();
  const [password, setPassword] = useState('');
  const joining = api.useMutation('post', '/invitations/acceptance');
  useTitle(say('title'));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    joining.mutate({ body: { token: link?.get('token') ?? '', password } });
  };
  return (
    <div className="card stack narrow">
      <h1>{say('title')}</h1>
      {joining.isSuccess ? (
        <>
          <p className="notice notice-good" role="status">
            {say('done')}
          </p>
          <a href="/desk" className="button primary">
            {say('desk')}
          </a>
        </>
      ) : (
        <form className="stack" onSubmit={submit}>
          <p>{say('about')}</p>
          <NewPasswordField value={password} change={setPassword} />
          <ProblemNotice error={joining.error} />
          <button type="submit" className="button primary" disabled={link === null || joining.isPending}>
            {say('join')}
          </button>
        </form>
      )}
    </div>
  );
}
