import type { ReactNode } from 'react';
import { ProveFactor } from '../../kit/session/ProveFactor';
import { SignIn } from '../../kit/session/SignIn';
import { factorNeed, isStaff, type Session, useSession } from '../../kit/session/session';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';

const WORDS = words({
  title: ['登录后继续', 'Sign in to go on'],
  factor: ['双重验证', 'Second factor'],
  staff: [
    '这里是企业的页面，工作人员请到工作台。',
    'These are the pages of enterprises; staff have their desk.',
  ],
  desk: ['前往工作台', 'Go to the desk'],
});

/** A screen for people of an enterprise: others are asked who they are first, and come to the same screen then. */
export function SignedIn({ children }: { children: (session: Session) => ReactNode }) {
  const say = useWords(WORDS);
  const session = useSession();
  if (session === undefined) return <div className="skeleton tall" />;
  if (session !== null && isStaff(session)) {
    return (
      <div className="card stack narrow">
        <h1>{say('staff')}</h1>
        <a href="/desk" className="button primary">
          {say('desk')}
        </a>
      </div>
    );
  }
  const mustProve = session !== null && factorNeed(session) === 'PROVE';
  if (session !== null && !mustProve) return children(session);
  return (
    <div className="card stack narrow">
      <h1>{say(mustProve ? 'factor' : 'title')}</h1>
      {mustProve ? <ProveFactor /> : <SignIn />}
    </div>
  );
}
