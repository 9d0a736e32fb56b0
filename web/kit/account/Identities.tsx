import { type FormEvent, useState } from 'react';
import { type Answers, api } from '../api/api';
import { ProblemNotice } from '../api/ProblemNotice';
import { Instant } from '../figures/figures';
import { TextField } from '../forms/fields';
import { goToProvider } from '../session/providerWay';
import { useWords } from '../words/language';
import { words } from '../words/words';

const WORDS = words({
  title: ['第三方登录', 'Sign in by other providers'],
  about: [
    '关联后，可以用第三方账号登录；双重验证照常进行。',
    'Once linked you can sign in by it; the second factor is asked for as ever.',
  ],
  none: ['尚未关联', 'None is linked'],
  since: ['关联于', 'Linked'],
  used: ['上次使用', 'last used'],
  remove: ['解除关联', 'Unlink'],
  removeThis: ['解除关联 {name}', 'Unlink {name}'],
  link: ['关联 {name}', 'Link {name}'],
  password: ['当前密码', 'Present password'],
  go: ['前往 {name} 确认', 'Go on to {name}'],
  leave: ['取消', 'Cancel'],
});

type Provider = Answers['Provider'];

/** By what other providers a person signs in; nothing where the installation knows none. */
export function Identities() {
  const say = useWords(WORDS);
  const [linking, setLinking] = useState<Provider | null>(null);
  const providers = api.useQuery('get', '/auth/providers');
  const linked = api.useQuery('get', '/me/identities');
  const removing = api.useMutation('post', '/me/identities/{identityId}/removal', {
    onSuccess: () => linked.refetch(),
  });
  const known = providers.data?.items ?? [];
  const items = linked.data?.items ?? [];
  if (providers.isPending || linked.isPending) return <div className="skeleton" />;
  if (known.length === 0 && items.length === 0) return null;
  const nameOf = (id: string): string => known.find((each) => each.id === id)?.name ?? id;
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <p className="quiet">{say('about')}</p>
      {items.length === 0 && <p>{say('none')}</p>}
      <ul className="lines">
        {items.map(({ id, provider, createdAt, usedAt }) => (
          <li key={id} className="row spread">
            <span>
              <strong>{nameOf(provider)}</strong>{' '}
              <small>
                {say('since')} <Instant at={createdAt} />
                {usedAt !== null && (
                  <>
                    {' · '}
                    {say('used')} <Instant at={usedAt} />
                  </>
                )}
              </small>
            </span>
            <button
              type="button"
              className="button plain"
              aria-label={say('removeThis', { name: nameOf(provider) })}
              onClick={() => removing.mutate({ params: { path: { identityId: id } } })}
            >
              {say('remove')}
            </button>
          </li>
        ))}
      </ul>
      <ProblemNotice error={linked.error ?? removing.error} />
      {linking === null ? (
        <div className="row">
          {known.map((provider) => (
            <button key={provider.id} type="button" className="button" onClick={() => setLinking(provider)}>
              {say('link', { name: provider.name })}
            </button>
          ))}
        </div>
      ) : (
        <LinkForm provider={linking} leave={() => setLinking(null)} />
      )}
    </section>
  );
}

/** The password once more, then the provider's own page. */
function LinkForm({ provider: { id, name }, leave }: { provider: Provider; leave: () => void }) {
  const say = useWords(WORDS);
  const [currentPassword, setPassword] = useState('');
  const begin = api.useMutation('post', '/me/identities/{provider}/begin', {
    onSuccess: ({ url }) => goToProvider(url, { home: location.pathname, isLink: true }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    begin.mutate({ params: { path: { provider: id } }, body: { currentPassword } });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label={say('password')}
        type="password"
        autoComplete="current-password"
        required
        value={currentPassword}
        onChange={(event) => setPassword(event.target.value)}
      />
      <ProblemNotice error={begin.error} />
      <div className="row">
        <button type="submit" className="button primary" disabled={begin.isPending}>
          {say('go', { name })}
        </button>
        <button type="button" className="button plain" onClick={leave}>
          {say('leave')}
        </button>
      </div>
    </form>
  );
}
