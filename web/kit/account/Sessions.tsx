import { api } from '../api/api';
import { ProblemNotice } from '../api/ProblemNotice';
import { Instant } from '../figures/figures';
import { useWords } from '../words/language';
import { words } from '../words/words';

const WORDS = words({
  title: ['已登录的设备', 'Where you are signed in'],
  here: ['本设备', 'This one'],
  used: ['最近使用', 'Last used'],
  end: ['退出', 'Sign out'],
  endThis: ['退出 {agent}', 'Sign out {agent}'],
  others: ['退出所有其他设备', 'Sign out everywhere else'],
});

/** Where a person is signed in; each can be ended. */
export function Sessions() {
  const say = useWords(WORDS);
  const sessions = api.useQuery('get', '/me/sessions');
  const ending = api.useMutation('post', '/me/sessions/{sessionId}/end');
  const endingOthers = api.useMutation('post', '/me/sessions/end-others');
  const refresh = (): void => void sessions.refetch();
  const items = sessions.data?.items ?? [];
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      {sessions.isPending && <div className="skeleton" />}
      <ul className="lines">
        {items.map(({ id, agent, network, usedAt, isCurrent }) => (
          <li key={id} className="row spread">
            <span>
              <strong>{agent}</strong> {isCurrent && <em>{say('here')}</em>}{' '}
              <small>
                {network} · {say('used')} <Instant at={usedAt} />
              </small>
            </span>
            {!isCurrent && (
              <button
                type="button"
                className="button plain"
                aria-label={say('endThis', { agent })}
                onClick={() => ending.mutate({ params: { path: { sessionId: id } } }, { onSuccess: refresh })}
              >
                {say('end')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <ProblemNotice error={sessions.error ?? ending.error ?? endingOthers.error} />
      {items.length > 1 && (
        <button
          type="button"
          className="button"
          onClick={() => endingOthers.mutate({}, { onSuccess: refresh })}
        >
          {say('others')}
        </button>
      )}
    </section>
  );
}
