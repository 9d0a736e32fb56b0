import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { PAGED } from '../../../kit/api/paged';
import { useTitle } from '../../../kit/look/title';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';
import { SignedIn } from '../../app/SignedIn';
import { Waiting } from '../../app/Waiting';
import { Message } from './Message';
import './messages.css';

const WORDS = words({
  title: ['消息', 'Messages'],
  none: [
    '还没有消息。发给贵企业的邮件和短信，在这里可以再看一遍。',
    'There are none yet. What is sent to you by mail or short message is here to read again.',
  ],
  unread: ['{count} 条未读', '{count} not read'],
  all: ['全部标为已读', 'Mark all as read'],
  more: ['更早的消息', 'Older ones'],
});

/** What was written to the enterprise, to be read again. */
export function MessagesPage() {
  const say = useWords(WORDS);
  useTitle(say('title'));
  return (
    <div className="stack">
      <h1>{say('title')}</h1>
      <SignedIn>{() => <List />}</SignedIn>
    </div>
  );
}

function List() {
  const say = useWords(WORDS);
  const found = api.useInfiniteQuery('get', '/messages', {}, PAGED);
  const reading = api.useMutation('post', '/messages/reading', {
    // The start page counts them too.
    onSuccess: () => queries.invalidateQueries(),
  });
  if (found.data === undefined) return <Waiting error={found.error} again={found.refetch} />;
  const messages = found.data.pages.flatMap(({ items }) => items);
  const unread = found.data.pages[0]?.unread ?? 0;
  if (messages.length === 0) return <p className="card quiet">{say('none')}</p>;
  return (
    <>
      <div className="row spread">
        <span role="status">{unread > 0 && say('unread', { count: unread })}</span>
        {unread > 0 && (
          <button
            type="button"
            className="button plain"
            disabled={reading.isPending}
            onClick={() => reading.mutate({ body: {} })}
          >
            {say('all')}
          </button>
        )}
      </div>
      <ProblemNotice error={reading.error} />
      <ul className="case-list">
        {messages.map((message) => (
          <li key={message.id}>
            <Message message={message} read={() => reading.mutate({ body: { ids: [message.id] } })} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {say('more')}
        </button>
      )}
    </>
  );
}
