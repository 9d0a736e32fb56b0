import { Link } from '@tanstack/react-router';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';

const WORDS = words({
  fault: ['页面出错了', 'Something went wrong on this page'],
  kept: ['所填内容已保存。请重新载入页面。', 'What you typed is kept. Load the page anew.'],
  again: ['重新载入', 'Load it anew'],
  missing: ['没有这个页面', 'There is no such page'],
  why: ['链接可能已失效，或地址有误。', 'The link may have ended, or the address is wrong.'],
  start: ['返回首页', 'To the start page'],
});

/** A screen that can't be drawn: what to do, and no word of the program's. */
export function Fault() {
  const say = useWords(WORDS);
  return (
    <div className="card stack narrow" role="alert">
      <h1>{say('fault')}</h1>
      <p>{say('kept')}</p>
      <button type="button" className="button primary" onClick={() => location.reload()}>
        {say('again')}
      </button>
    </div>
  );
}

/** An address that leads nowhere. */
export function NotFound() {
  const say = useWords(WORDS);
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
