import { type FormEvent, useState } from 'react';
import { api } from '../api/api';
import { ProblemNotice } from '../api/ProblemNotice';
import { useWords } from '../words/language';
import { words } from '../words/words';
import { Providers } from './Providers';
import { type Session, setSession } from './session';

const WORDS = words({
  email: ['邮箱', 'Mail'],
  password: ['密码', 'Password'],
  signIn: ['登录', 'Sign in'],
});

/** Mail and password. @param done gets the session; a second factor may still be asked for */
export function SignIn({ done, email = '' }: { done?: (session: Session) => void; email?: string }) {
  const say = useWords(WORDS);
  const [typed, setTyped] = useState({ email, password: '' });
  const signIn = api.useMutation('post', '/auth/sign-in', {
    onSuccess: (session) => {
      setTyped(({ email: kept }) => ({ email: kept, password: '' }));
      setSession(session);
      done?.(session);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ body: typed });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div className="field">
        <label htmlFor="sign-in-email">{say('email')}</label>
        <input
          id="sign-in-email"
          type="email"
          autoComplete="username"
          required
          value={typed.email}
          onChange={(event) => setTyped({ ...typed, email: event.target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor="sign-in-password">{say('password')}</label>
        <input
          id="sign-in-password"
          type="password"
          autoComplete="current-password"
          required
          value={typed.password}
          onChange={(event) => setTyped({ ...typed, password: event.target.value })}
        />
      </div>
      <ProblemNotice error={signIn.error} />
      <button type="submit" className="button primary" disabled={signIn.isPending}>
        {say('signIn')}
      </button>
      <Providers />
    </form>
  );
}
