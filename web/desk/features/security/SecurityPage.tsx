import { AccountSecurity } from '../../../kit/account/AccountSecurity';
import { useSession } from '../../../kit/session/session';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { Page } from '../../parts/Page';

const WORDS = words({ title: ['登录与安全', 'Sign-in and security'] });

/** How somebody of the staff signs in, and where. */
export function SecurityPage() {
  const say = useWords(WORDS);
  const session = useSession();
  return (
    // Whoever is in has an account to look after.
    <Page title={say('title')} roles={session?.roles ?? []}>
      <AccountSecurity hasPhone={false} />
    </Page>
  );
}
