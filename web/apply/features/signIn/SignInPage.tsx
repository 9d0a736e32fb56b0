import { Link, useNavigate } from '@tanstack/react-router';
import { useTitle } from '../../../kit/look/title';
import { ProveFactor } from '../../../kit/session/ProveFactor';
import { SignIn } from '../../../kit/session/SignIn';
import { factorNeed, isStaff, type Session, useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['登录', 'Sign in'],
  factor: ['双重验证', 'Second factor'],
  forgot: ['忘记密码', 'Forgot the password'],
  register: ['注册企业', 'Register your enterprise'],
});

/** Signs a person of an enterprise in; staff go on to their desk. */
export function SignInPage() {
  const say = useWords(WORDS);
  const navigate = useNavigate();
  const session = useSession() ?? null;
  useTitle(say('title'));
  const goOn = (now: Session): void => {
    if (isStaff(now)) location.assign('/desk');
    else if (factorNeed(now) === 'NONE') void navigate({ to: '/home' });
  };
  const mustProve = session !== null && factorNeed(session) === 'PROVE';
  return (
    <div className="card stack narrow">
      <h1>{say(mustProve ? 'factor' : 'title')}</h1>
      {mustProve ? <ProveFactor done={goOn} /> : <SignIn done={goOn} />}
      <p className="row spread">
        <Link to="/reset">{say('forgot')}</Link>
        <Link to="/register">{say('register')}</Link>
      </p>
    </div>
  );
}
