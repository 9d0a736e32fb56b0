import { useState } from 'react';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { RegistrationForm } from './RegistrationForm';

const WORDS = words({
  title: ['注册另一家企业', 'Register a further enterprise'],
  about: [
    '使用您现有的账户。激活链接将发送至 {mail}。',
    'With the account that you have. The link to activate it goes to {mail}.',
  ],
  sent: [
    '激活链接已发送至 {mail}。打开后，该企业会出现在您的企业列表中；如企业已注册，我们已告知登记的联系人。',
    'The link is on its way to {mail}. Once you open it, the enterprise is among yours; where it is registered already, its contact was told.',
  ],
});

/** Somebody who has an account registers another enterprise with it. */
export function FurtherPage() {
  const say = useWords(WORDS);
  const [sentTo, setSentTo] = useState<string | null>(null);
  useTitle(say('title'));
  return (
    <SignedIn>
      {({ user: { email: mail } }) => (
        <div className="stack narrow">
          <h1>{say('title')}</h1>
          {sentTo === null ? (
            <>
              <p>{say('about', { mail })}</p>
              <RegistrationForm ownMail={mail} done={setSentTo} />
            </>
          ) : (
            <p className="card" role="status">
              {say('sent', { mail: sentTo })}
            </p>
          )}
        </div>
      )}
    </SignedIn>
  );
}
