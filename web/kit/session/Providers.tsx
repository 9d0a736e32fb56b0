import { api } from '../api/api';
import { ProblemNotice } from '../api/ProblemNotice';
import { useWords } from '../words/language';
import { words } from '../words/words';
import { goToProvider } from './providerWay';

const WORDS = words({ by: ['使用 {name} 登录', 'Sign in with {name}'] });

/** Other providers by which people may sign in; nothing where there are none. */
export function Providers() {
  const say = useWords(WORDS);
  const { data } = api.useQuery('get', '/auth/providers');
  const begin = api.useMutation('post', '/auth/providers/{provider}/begin', {
    onSuccess: ({ url }) => goToProvider(url, { home: location.pathname, isLink: false }),
  });
  return (
    <>
      {data?.items.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className="button"
          disabled={begin.isPending}
          onClick={() => begin.mutate({ params: { path: { provider: id } } })}
        >
          {say('by', { name })}
        </button>
      ))}
      <ProblemNotice error={begin.error} />
    </>
  );
}
