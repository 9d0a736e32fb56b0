import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['需要您的授权', 'Your consent is needed'],
  agree: ['同意授权', 'I agree'],
});

/** Consents that an application can't go on without: the text, and the button that agrees to it. */
export function ConsentAsked({ purposes }: { purposes: readonly string[] }) {
  const say = useWords(WORDS);
  const texts = api.useQuery('get', '/legal-texts', undefined, { enabled: purposes.length > 0 });
  const agreeing = api.useMutation('post', '/me/consents', { onSuccess: () => queries.invalidateQueries() });
  const wanted = texts.data?.items.filter(({ purpose }) => purposes.includes(purpose)) ?? [];
  return wanted.map(({ purpose, version, text }) => (
    <section key={purpose} className="notice notice-warn">
      <h2>{say('title')}</h2>
      <p>{text}</p>
      <ProblemNotice error={agreeing.error} />
      <button
        type="button"
        className="button primary"
        disabled={agreeing.isPending}
        onClick={() => agreeing.mutate({ body: { purpose, version } })}
      >
        {say('agree')}
      </button>
    </section>
  ));
}
