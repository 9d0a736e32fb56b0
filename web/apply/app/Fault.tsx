import { Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../../kit/look/title';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';

const WORDS = words({
  fault: ['页面出错了', 'Something went wrong on this page'],
  kept: ['所填内容已保存。请重新载入页面。', 'What you typed is kept. Load the page anew.'],
  again: ['重新载入', 'Load it anew'],
  offline: ['网络不通', 'There is no network'],
  offlineKept: [
    '所填内容已存在本机，网络恢复后请重试。',
    'What you typed is kept on this device. Try again once it is back.',
  ],
  retry: ['重试', 'Try again'],
  missing: ['没有这个页面', 'There is no such page'],
  why: ['链接可能已失效，或地址有误。', 'The link may have ended, or the address is wrong.'],
  start: ['返回首页', 'To the start page'],
});

/** A screen that can't be drawn: what to do, and no word of the program's. */
export function Fault() {
  const say = useWords(WORDS);
  const router = useRouter();
  const [isOffline] = useState(() => !navigator.onLine);
  return (
    <div className="card stack narrow" role="alert">
      <h1>{say(isOffline ? 'offline' : 'fault')}</h1>
      <p>{say(isOffline ? 'offlineKept' : 'kept')}</p>
      <button
        type="button"
        className="button primary"
        onClick={() => (isOffline ? void router.invalidate() : location.reload())}
      >
        {say(isOffline ? 'retry' : 'again')}
      </button>
    </div>
  );
}

/** An address that leads nowhere. */
export function NotFound() {
  const say = useWords(WORDS);
  useTitle(say('missing'));
  return (
    <div className="card stack narrow">
      <h1>{say('missing')}</h1>
      <p>{say('why')}</p>
      <Link to="/home" className="button primary">
        {say('start')}
      </Link>
    </div>
  );
}
