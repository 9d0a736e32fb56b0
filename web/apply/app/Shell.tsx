import { Link, Outlet } from '@tanstack/react-router';
import { Unread } from '../../kit/api/Unread';
import { useLive } from '../../kit/live/useLive';
import { NeedLayer } from '../../kit/session/NeedLayer';
import { signOut, useSession } from '../../kit/session/session';
import { useLanguage, useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { ActingFor } from './ActingFor';
import { Menu } from './Menu';

const WORDS = words({
  name: ['企业融资', 'SME finance'],
  other: ['English', '中文'],
  signIn: ['登录', 'Sign in'],
  signOut: ['退出', 'Sign out'],
  settings: ['设置', 'Settings'],
  content: ['跳到内容', 'Skip to the content'],
});

/** The frame of every screen: whose place it is, the language, and the way out. */
export function Shell() {
  const say = useWords(WORDS);
  const { language, speak } = useLanguage();
  const session = useSession() ?? null;
  useLive(session !== null);
  return (
    <>
      <a className="skip" href="#content">
        {say('content')}
      </a>
      <header className="top">
        <Link to={session === null ? '/' : '/home'} className="brand">
          {say('name')}
        </Link>
        <div className="row">
          <button
            type="button"
            className="button plain"
            onClick={() => speak(language === 'en' ? 'zh-CN' : 'en')}
          >
            {say('other')}
          </button>
          {session === null ? (
            <Link to="/sign-in" className="button">
              {say('signIn')}
            </Link>
          ) : (
            <>
              <Link to="/settings" className="button plain">
                {say('settings')}
              </Link>
              <button type="button" className="button plain" onClick={leave}>
                {say('signOut')}
              </button>
            </>
          )}
        </div>
      </header>
      {session?.enterprise && (
        <>
          <ActingFor enterprise={session.enterprise} />
          <Menu />
        </>
      )}
      <main id="content" className="page">
        <Outlet />
      </main>
      <Unread />
      <NeedLayer />
    </>
  );
}

async function leave(): Promise<void> {
  await signOut();
  location.assign('/');
}
