import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { client } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useTitle } from '../../../kit/look/title';
import { takeWay } from '../../../kit/session/providerWay';
import type { Way } from '../../../kit/session/way';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { useLink } from './useLink';

const WORDS = words({
  title: ['第三方登录', 'Another provider'],
  going: ['正在确认…', 'One moment…'],
  linked: ['已关联，正在返回…', 'Linked; on to your page…'],
  signedIn: ['已登录，正在跳转…', 'Signed in; on to your page…'],
  nothing: [
    '这里是第三方登录返回的页面，请从登录页开始。',
    'This is where other providers send you back to. Begin by signing in.',
  ],
  back: ['返回登录', 'Back to signing in'],
});

const route = getRouteApi('/identity/$provider');

/** Where a provider sends the browser back to: what it said goes to the API once. */
export function IdentityPage() {
  const say = useWords(WORDS);
  const { provider } = route.useParams();
  const link = useLink();
  useTitle(say('title'));
  return (
    <div className="card stack narrow">
      <h1>{say('title')}</h1>
      {link !== null && link.size > 0 ? (
        <Finish provider={provider} response={link.toString()} />
      ) : (
        <p>{say('nothing')}</p>
      )}
      <Link to="/sign-in">{say('back')}</Link>
    </div>
  );
}

function Finish({ provider, response }: { provider: string; response: string }) {
  const say = useWords(WORDS);
  const [outcome, setOutcome] = useState<'going' | 'linked' | 'signedIn'>('going');
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const way = takeWay();
    tell(way, provider, response)
      .then(() => {
        setOutcome(way.isLink ? 'linked' : 'signedIn');
        location.replace(way.home);
      })
      .catch(setError);
  }, [provider, response]);
  return error === null ? <p role="status">{say(outcome)}</p> : <ProblemNotice error={error} />;
}

/** @throws what the API refused with */
async function tell({ isLink }: Way, provider: string, response: string): Promise<void> {
  const asked = { params: { path: { provider } }, body: { response } };
  const { error } = isLink
    ? await client.POST('/me/identities/{provider}', asked)
    : await client.POST('/auth/providers/{provider}/sign-in', asked);
  if (error !== undefined) throw error;
}
