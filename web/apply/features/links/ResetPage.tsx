import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { NewPasswordField } from '../../../kit/account/NewPasswordField';
import { api } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { TextField } from '../../../kit/forms/fields';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useLink } from './useLink';

const WORDS = words({
  title: ['重设密码', 'Choose another password'],
  mail: ['登录邮箱', 'Mail address you sign in with'],
  send: ['发送链接', 'Send the link'],
  sent: [
    '如果该邮箱有账户，链接已发送，请查收邮件。',
    'If this address has an account, the link is on its way: look at your mail.',
  ],
  change: ['更改密码', 'Change the password'],
  changed: [
    '密码已更改，所有设备均已退出，请重新登录。',
    'Changed, and signed out everywhere. Sign in with it.',
  ],
  signIn: ['去登录', 'Sign in'],
});

/** Asks for the link, and where the link leads: another password. */
export function ResetPage() {
  const say = useWords(WORDS);
  const token = useLink()?.get('token') ?? null;
  useTitle(say('title'));
  return (
    <div className="card stack narrow">
      <h1>{say('title')}</h1>
      {token === null ? <AskForLink /> : <ChoosePassword token={token} />}
    </div>
  );
}

function AskForLink() {
  const say = useWords(WORDS);
  const [email, setEmail] = useState('');
  const asking = api.useMutation('post', '/auth/password-reset-requests');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    asking.mutate({ body: { email } });
  };
  if (asking.isSuccess) {
    return (
      <p className="notice notice-good" role="status">
        {say('sent')}
      </p>
    );
  }
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label={say('mail')}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <ProblemNotice error={asking.error} />
      <button type="submit" className="button primary" disabled={asking.isPending}>
        {say('send')}
      </button>
    </form>
  );
}

function ChoosePassword({ token }: { token: string }) {
  const say = useWords(WORDS);
  const [password, setPassword] = useState('');
  const changing = api.useMutation('post', '/auth/password-resets');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    changing.mutate({ body: { token, password } });
  };
  if (changing.isSuccess) {
    return (
      <>
        <p className="notice notice-good" role="status">
          {say('changed')}
        </p>
        <Link to="/sign-in" className="button primary">
          {say('signIn')}
        </Link>
      </>
    );
  }
  return (
    <form className="stack" onSubmit={submit}>
      <NewPasswordField value={password} change={setPassword} />
      <ProblemNotice error={changing.error} />
      <button type="submit" className="button primary" disabled={changing.isPending}>
        {say('change')}
      </button>
    </form>
  );
}
