import { useState } from 'react';
import { api } from '../api/api';
import { ProblemNotice } from '../api/ProblemNotice';
import { Instant } from '../figures/figures';
import { SetUpFactor } from '../session/SetUpFactor';
import { useWords } from '../words/language';
import { words } from '../words/words';

const WORDS = words({
  title: ['双重验证', 'Second factor'],
  about: [
    '除密码外再验证一次，密码泄露也无法登录或动用资金。',
    'Proved beside the password: who has only the password opens nothing and moves no money.',
  ],
  none: ['尚未设置', 'None yet'],
  TOTP: ['验证器', 'Authenticator app'],
  PASSKEY: ['通行密钥', 'Passkey'],
  used: ['上次使用', 'Last used'],
  never: ['从未使用', 'Never used'],
  remove: ['移除', 'Remove'],
  removeThis: ['移除{name}', 'Remove {name}'],
  add: ['添加', 'Add one'],
  left: ['剩余恢复码 {count} 个', '{count recovery code|recovery codes} left'],
  renew: ['生成新的恢复码', 'Make new recovery codes'],
  shown: ['新恢复码只显示这一次，旧的已失效', 'Shown this once; the ones before are void'],
});

/** What a person proves beside the password; added and taken away here. */
export function Factors() {
  const say = useWords(WORDS);
  const [isAdding, setAdding] = useState(false);
  const factors = api.useQuery('get', '/me/factors');
  const removing = api.useMutation('post', '/me/factors/{factorId}/removal');
  const renewing = api.useMutation('post', '/me/recovery-codes');
  const refresh = (): void => void factors.refetch();
  const items = factors.data?.items ?? [];
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <p className="quiet">{say('about')}</p>
      {factors.isPending && <div className="skeleton" />}
      {factors.data !== undefined && items.length === 0 && <p>{say('none')}</p>}
      <ul className="lines">
        {items.map(({ id, kind, name, usedAt }) => (
          <li key={id} className="row spread">
            <span>
              <strong>{name}</strong>{' '}
              <small>
                {say(kind)} · {usedAt === null ? say('never') : say('used')}{' '}
                {usedAt !== null && <Instant at={usedAt} />}
              </small>
            </span>
            <button
              type="button"
              className="button plain"
              aria-label={say('removeThis', { name })}
              onClick={() => removing.mutate({ params: { path: { factorId: id } } }, { onSuccess: refresh })}
            >
              {say('remove')}
            </button>
          </li>
        ))}
      </ul>
      {items.length > 0 && (
        <div className="row">
          <span>{say('left', { count: factors.data?.recoveryCodesLeft ?? 0 })}</span>
          <button
            type="button"
            className="button plain"
            onClick={() => renewing.mutate({}, { onSuccess: refresh })}
          >
            {say('renew')}
          </button>
        </div>
      )}
      {renewing.data !== undefined && (
        <div className="notice" role="status">
          <p>{say('shown')}</p>
          <pre className="codes">{renewing.data.recoveryCodes.join('\n')}</pre>
        </div>
      )}
      <ProblemNotice error={factors.error ?? removing.error ?? renewing.error} />
      {isAdding ? (
        <SetUpFactor
          done={() => {
            setAdding(false);
            refresh();
          }}
        />
      ) : (
        <button type="button" className="button" onClick={() => setAdding(true)}>
          {say('add')}
        </button>
      )}
    </section>
  );
}
