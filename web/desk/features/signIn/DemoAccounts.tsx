import { useWords } from '../../../kit/words/language';
import { ROLE_NAMES } from '../../../kit/words/names';
import { words } from '../../../kit/words/words';
import { usePlaces } from '../../parts/places';
import { houses } from './houses';

const WORDS = words({
  title: ['演示账号', 'Demo accounts'],
  how: [
    '密码与验证器密钥见 README；点击即填入邮箱。',
    'Password and the secret of the authenticator app are in the README; press one to fill it in.',
  ],
});

/** Who can sign in to a demo; nothing anywhere else. @param choose gets the mail of one */
export function DemoAccounts({ choose }: { choose: (email: string) => void }) {
  const [say, sayRole] = [useWords(WORDS), useWords(ROLE_NAMES)];
  const accounts = usePlaces().data?.demoAccounts ?? [];
  if (accounts.length === 0) return null;
  return (
    <details>
      <summary>{say('title')}</summary>
      <p className="quiet">{say('how')}</p>
      {houses(accounts).map(({ name, accounts: own }) => (
        <details key={name}>
          <summary>{name}</summary>
          <ul className="demo-accounts">
            {own.map(({ email, role }) => (
              <li key={`${email}/${role}`}>
                <span>{sayRole(role)}</span>
                <button type="button" className="button small plain" onClick={() => choose(email)}>
                  {email.slice(0, email.indexOf('@'))}
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </details>
  );
}
