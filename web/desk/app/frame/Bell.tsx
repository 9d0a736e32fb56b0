import { Link } from '@tanstack/react-router';
import { type Answers, api, client, queries } from '../../../kit/api/api';
import { Instant } from '../../../kit/figures/figures';
import { Menu } from '../../../kit/menu/Menu';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  notices: ['通知', 'Notices'],
  unread: ['条未读', 'unread'],
  none: [
    '没有通知。分派给您、将到期或提及您的事项会出现在这里。',
    'No notices. What is given to you, falls due or names you comes here.',
  ],
  readAll: ['全部标为已读', 'Mark all as read'],
});
const QUERY = { params: { query: { pageSize: '20' } } } as const;

/** What concerns the person: how much of it is not read, and what it is. */
export function Bell() {
  const say = useWords(WORDS);
  const { data } = api.useQuery('get', '/notices', QUERY);
  const unread = data?.unread ?? 0;
  return (
    <Menu
      label={
        <>
          <span className="bell-name">{say('notices')}</span>
          {unread > 0 && (
            <>
              <span className="count">{unread}</span>
              <span className="unseen">{say('unread')}</span>
            </>
          )}
        </>
      }
    >
      <h2>{say('notices')}</h2>
      {data?.items.length === 0 && <p className="quiet">{say('none')}</p>}
      <ul className="notices">
        {data?.items.map((notice) => (
          <NoticeLine key={notice.id} notice={notice} />
        ))}
      </ul>
      {unread > 0 && (
        <button type="button" className="button" onClick={readAll}>
          {say('readAll')}
        </button>
      )}
    </Menu>
  );
}

function NoticeLine({ notice: { text, taskId, toldAt, readAt } }: { notice: Answers['Notice'] }) {
  return (
    <li data-unread={readAt === null}>
      {taskId === null ? (
        text
      ) : (
        <Link to="/inbox/$taskId" params={{ taskId }}>
          {text}
        </Link>
      )}
      <small>
        <Instant at={toldAt} />
      </small>
    </li>
  );
}

async function readAll(): Promise<void> {
  await client.POST('/notices/reading', { body: {} });
  await queries.invalidateQueries({ queryKey: ['get', '/notices'] });
}
