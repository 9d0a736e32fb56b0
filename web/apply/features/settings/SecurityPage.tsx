import { ChangeMail, ChangePhone } from '../../../kit/account/ChangeContact';
import { ChangePassword } from '../../../kit/account/ChangePassword';
import { Factors } from '../../../kit/account/Factors';
import { Sessions } from '../../../kit/account/Sessions';
import { SignIns } from '../../../kit/account/SignIns';
import { useTitle } from '../../../kit/look/title';
import { useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import '../../../kit/account/account.css';

const WORDS = words({ title: ['登录与安全', 'Sign-in and security'] });

/** How one signs in, and where one is signed in. */
export function SecurityPage() {
  const say = useWords(WORDS);
  const session = useSession();
  useTitle(say('title'));
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <Factors />
      <ChangePassword />
      <ChangeMail mail={session?.user.email ?? ''} />
      <ChangePhone />
      <Sessions />
      <SignIns />
    </div>
  );
}
