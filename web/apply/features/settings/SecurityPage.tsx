import { AccountSecurity } from '../../../kit/account/AccountSecurity';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({ title: ['登录与安全', 'Sign-in and security'] });

/** How one signs in, and where one is signed in. */
export function SecurityPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <AccountSecurity hasPhone />
    </div>
  );
}
