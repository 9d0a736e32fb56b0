import { useState } from 'react';
import { ProveFactor } from '../../../kit/session/ProveFactor';
import { SetUpFactor } from '../../../kit/session/SetUpFactor';
import { SignIn } from '../../../kit/session/SignIn';
import { factorNeed, isStaff, type Session } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { DemoAccounts } from './DemoAccounts';

const WORDS = words({
  signIn: ['登录工作台', 'Sign in to the desk'],
  PROVE: ['双重验证', 'Second factor'],
  SET_UP: ['请先设置双重验证', 'Set up a second factor first'],
});

/** Signs staff in, with their second factor. @param session of whoever is in half way, or in by another door */
export function SignInPage({ session }: { session: Session | null }) {
  const say = useWords(WORDS);
  const [email, setEmail] = useState('');
  const need = session !== null && isStaff(session) ? factorNeed(session) : 'NONE';
  return (
    <main className="stack sign-in card">
      <h1>{say(need === 'NONE' ? 'signIn' : need)}</h1>
      {need === 'NONE' && <SignIn key={email} email={email} />}
      {need === 'PROVE' && <ProveFactor />}
      {need === 'SET_UP' && <SetUpFactor />}
      {need === 'NONE' && <DemoAccounts choose={setEmail} />}
    </main>
  );
}
