import { useNavigate } from '@tanstack/react-router';
import { ProveFactor } from '../../../kit/session/ProveFactor';
import { SignIn } from '../../../kit/session/SignIn';
import { factorNeed, isStaff, type Session, useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['登录', 'Sign in'],
  factor: ['双重验证', 'Second factor'],
});

/** Signs a person of an enterprise in; staff go on to their desk. */
export function SignInPage() {
  const say = useWords(WORDS);
  const navigate = useNavigate();
  const session = useSession() ?? null;
  const goOn = (now: Session): void => {
    if (isStaff(now)) location.assign('/desk');
    else if (factorNeed(now) === 'NONE') void navigate({ to: '/home' });
  };
  const mustProve = session !== null && factorNeed(session) === 'PROVE';
  return (
    <div className="card stack narrow">
      <h1>{say(mustProve ? 'factor' : 'title')}</h1>
      {mustProve ? <ProveFactor done={goOn} /> : <SignIn done={goOn} />}
    </div>
  );
}
