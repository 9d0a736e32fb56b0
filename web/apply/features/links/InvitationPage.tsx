import { type FormEvent, useState } from 'react';
import { NewPasswordField } from '../../../kit/account/NewPasswordField';
import { api, isProblem } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useTitle } from '../../../kit/look/title';
import { ProveFactor } from '../../../kit/session/ProveFactor';
import { SignIn } from '../../../kit/session/SignIn';
import { factorNeed, useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useActFor } from '../../app/ActingFor';
import { useLink } from './useLink';

const WORDS = words({
  title: ['接受企业邀请', 'Accept the invitation'],
  own: ['您将以 {mail} 的账户代表该企业。', 'You will act for the enterprise with the account of {mail}.'],
  fresh: [
    '受邀邮箱没有账户时，请设置密码。',
    'If the invited address has no account yet, choose a password.',
  ],
  have: ['已有账户？先登录', 'Have an account? Sign in first'],
  join: ['接受邀请', 'Accept'],
  done: ['您现在可以代表 {name}。', 'You may act for {name} now.'],
  act: ['切换到该企业', 'Act for it'],
  signIn: ['登录', 'Sign in'],
});

/** Where the invitation of an enterprise leads: with the account that there is, or with one that is made. */
export function InvitationPage() {
  const say = useWords(WORDS);
  const link = useLink();
  const session = useSession();
  const [wantsSignIn, signInFirst] = useState(false);
  const [password, setPassword] = useState('');
  const joining = api.useMutation('post', '/enterprise-invitations/acceptance');
  const { act, error, isActing } = useActFor();
  useTitle(say('title'));
  if (session === undefined) return <div className="skeleton tall" />;
  const mustProve = session !== null && factorNeed(session) === 'PROVE';
  const mustSignIn = isProblem(joining.error) && joining.error.code === 'SIGN_IN_TO_JOIN';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const token = link?.get('token') ?? '';
    joining.mutate({ body: session === null ? { token, password } : { token } });
  };
  if (joining.data !== undefined) {
    const { enterpriseId, enterpriseName: name } = joining.data;
    return (
      <div className="card stack narrow">
        <h1>{say('title')}</h1>
        <p className="notice notice-good" role="status">
          {say('done', { name })}
        </p>
        <ProblemNotice error={error} />
        {session === null ? (
          <a href="/sign-in" className="button primary">
            {say('signIn')}
          </a>
        ) : (
          <button
            type="button"
            className="button primary"
            disabled={isActing}
            onClick={() => act(enterpriseId)}
          >
            {say('act')}
          </button>
        )}
      </div>
    );
  }
  return (
    <div className="card stack narrow">
      <h1>{say('title')}</h1>
      {mustProve && <ProveFactor />}
      {session === null && (wantsSignIn || mustSignIn) && (
        <>
          <ProblemNotice error={joining.error} />
          <SignIn done={() => joining.reset()} />
        </>
      )}
      {!mustProve && (session !== null || !(wantsSignIn || mustSignIn)) && (
        <form className="stack" onSubmit={submit}>
          {session === null ? (
            <>
              <p>{say('fresh')}</p>
              <NewPasswordField value={password} change={setPassword} />
              <button type="button" className="button plain" onClick={() => signInFirst(true)}>
                {say('have')}
              </button>
            </>
          ) : (
            <p>{say('own', { mail: session.user.email })}</p>
          )}
          <ProblemNotice error={joining.error} />
          <button type="submit" className="button primary" disabled={link === null || joining.isPending}>
            {say('join')}
          </button>
        </form>
      )}
    </div>
  );
}
