import { Link, Outlet } from '@tanstack/react-router';
import { useLive } from '../../kit/live/useLive';
import { NeedLayer } from '../../kit/session/NeedLayer';
import { factorNeed, isStaff, type Session, signOut, useSession } from '../../kit/session/session';
import { useLanguage, useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { SignInPage } from '../features/signIn/SignInPage';

const WORDS = words({
  name: ['信贷工作台', 'Lending desk'],
  inbox: ['待办', 'Inbox'],
  other: ['English', '中文'],
  signOut: ['退出', 'Sign out'],
  places: ['各处', 'Places'],
});

/** The frame of the desk: whoever is not in yet signs in first, where they are. */
export function Shell() {
  const session = useSession();
  if (session === undefined) return null;
  const isIn = session !== null && isStaff(session) && factorNeed(session) === 'NONE';
  return isIn ? <Desk session={session} /> : <SignInPage session={session} />;
}

function Desk({ session }: { session: Session }) {
  const say = useWords(WORDS);
  const { language, speak } = useLanguage();
  useLive(true);
  return (
    <div className="desk">
      <nav className="rail" aria-label={say('places')}>
        <strong>{say('name')}</strong>
        <Link to="/inbox">{say('inbox')}</Link>
        <span className="rail-end">
          <button
            type="button"
            className="button plain"
            onClick={() => speak(language === 'en' ? 'zh-CN' : 'en')}
          >
            {say('other')}
          </button>
          <span>{session.user.name}</span>
          <button type="button" className="button plain" onClick={leave}>
            {say('signOut')}
          </button>
        </span>
      </nav>
      <main className="place">
        <Outlet />
      </main>
      <NeedLayer />
    </div>
  );
}

async function leave(): Promise<void> {
  await signOut();
  location.assign('/desk');
}
