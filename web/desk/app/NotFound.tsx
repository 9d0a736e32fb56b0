import { Link } from '@tanstack/react-router';
import { useSession } from '../../kit/session/session';
import { useWords } from '../../kit/words/language';
import { words } from '../../kit/words/words';
import { Page } from '../parts/Page';
import { firstPlace, STAFF } from './places';

const WORDS = words({
  title: ['没有这个页面', 'There is no such page'],
  why: ['链接可能已失效，或地址有误。', 'The link may have ended, or the address is wrong.'],
  start: ['返回工作台', 'To the desk'],
});

/** An address of the desk that leads nowhere, with the way to where somebody begins. */
export function NotFound() {
  const say = useWords(WORDS);
  const session = useSession();
  return (
    <Page title={say('title')} lead={say('why')} roles={[...STAFF, 'operator']}>
      <p>
        <Link to={firstPlace(session?.roles ?? [])} className="button primary">
          {say('start')}
        </Link>
      </p>
    </Page>
  );
}
