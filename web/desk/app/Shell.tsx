import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Unread } from '../../kit/api/Unread';
import { KeyCap } from '../../kit/keys/KeyCap';
import { KeyList } from '../../kit/keys/KeyList';
import { useKeys } from '../../kit/keys/useKeys';
import { useLive } from '../../kit/live/useLive';
import { useChosenLook } from '../../kit/look/preferences';
import { NeedLayer } from '../../kit/session/NeedLayer';
import { factorNeed, isStaff, type Session, useSession } from '../../kit/session/session';
import { useWords } from '../../kit/words/language';
import { type Pair, words } from '../../kit/words/words';
import { SignInPage } from '../features/signIn/SignInPage';
import { useColleagues } from '../parts/colleagues';
import { Bell } from './frame/Bell';
import { Clock } from './frame/Clock';
import { Person } from './frame/Person';
import { Rail } from './frame/Rail';
import { RAIL_WORDS } from './places';

const Palette = lazy(() => import('./palette/Palette'));

const WORDS = words({
  find: ['查找', 'Find'],
  keys: ['快捷键', 'Keys'],
});
const DESK: Pair = ['工作台', 'Desk'];
const FIND: Pair = ['查找与前往', 'Find and go'];
const KEYS: Pair = ['快捷键一览', 'This list of keys'];

/** The frame of the desk: whoever is not in yet signs in first, where they are. */
export function Shell() {
  const session = useSession();
  if (session === undefined) return null;
  const isIn = session !== null && isStaff(session) && factorNeed(session) === 'NONE';
  return isIn ? <Desk session={session} /> : <SignInPage session={session} />;
}

type Over = 'NOTHING' | 'PALETTE' | 'KEYS';

function Desk({ session }: { session: Session }) {
  const say = useWords(WORDS);
  const sayRail = useWords(RAIL_WORDS);
  const [over, setOver] = useState<Over>('NOTHING');
  const [isRailOpen, openRail] = useState(false);
  // The operator is of no institution: nothing changes for them, and nobody tells them anything.
  const isOfInstitution = session.institution !== null;
  useLive(isOfInstitution);
  useColleagues(isOfInstitution);
  useChosenLook();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has gone elsewhere is done with the menu
  useEffect(() => openRail(false), [path]);
  useKeys('EVERYWHERE', DESK, [
    { press: '$mod+KeyK', does: FIND, act: () => setOver('PALETTE'), inFields: true },
    { press: 'Shift+Slash', does: KEYS, act: () => setOver('KEYS') },
  ]);
  const close = (): void => setOver('NOTHING');
  return (
    <div className="desk" data-rail={isRailOpen ? 'open' : 'shut'}>
      <header className="desk-bar">
        <button
          type="button"
          className="button plain rail-switch"
          aria-expanded={isRailOpen}
          onClick={() => openRail(!isRailOpen)}
        >
          {sayRail('menu')}
        </button>
        <button
          type="button"
          className="desk-find"
          aria-keyshortcuts="Control+K"
          onClick={() => setOver('PALETTE')}
        >
          {say('find')} <KeyCap press="$mod+KeyK" />
        </button>
        <span className="desk-bar-end">
          <Clock />
          <button type="button" className="button plain desk-keys" onClick={() => setOver('KEYS')}>
            {say('keys')} <KeyCap press="Shift+Slash" />
          </button>
          {isOfInstitution && <Bell />}
          <Person session={session} />
        </span>
      </header>
      <Rail session={session} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a place without a link in it is scrolled by keys too */}
      <main className="place" tabIndex={0}>
        <Outlet />
      </main>
      {over === 'KEYS' && <KeyList close={close} />}
      {over === 'PALETTE' && (
        <Suspense>
          <Palette session={session} close={close} />
        </Suspense>
      )}
      <Unread />
      <NeedLayer />
    </div>
  );
}
