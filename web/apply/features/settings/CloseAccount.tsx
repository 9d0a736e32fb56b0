import { useState } from 'react';
import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Day } from '../../../kit/figures/figures';
import { TickField } from '../../../kit/forms/fields';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['退出企业或注销账户', 'Leave the enterprise, or close its account'],
  about: [
    '企业还有其他人员时，仅您本人退出；您是最后一人时，企业账户一并注销，有未结的申请或借款时不能注销，法律要求保存的资料封存至期满。您不再代表任何企业时，姓名、邮箱和密码即被删除。',
    'While others are of the enterprise you alone leave it. As its last person you close its account, which is not possible while an application or a loan is open; what the law wants kept is sealed until its time is over. Once you act for no enterprise, your name, mail address and password are erased.',
  ],
  sure: ['我知道此操作不能恢复', 'I know that this can’t be undone'],
  close: ['退出企业', 'Leave the enterprise'],
  left: ['您已退出该企业。', 'You have left the enterprise.'],
  other: ['登录其他企业', 'Sign in for another enterprise'],
  closed: ['账户已注销。法律要求保存的资料封存至', 'Closed. What the law wants kept is sealed until'],
});

/** Ends the account for good. */
export function CloseAccount() {
  const say = useWords(WORDS);
  const [isSure, setSure] = useState(false);
  const closing = api.useMutation('post', '/me/closing', { onSuccess: () => queries.removeQueries() });
  if (closing.data !== undefined) {
    const { isPersonGone, keptUntil } = closing.data;
    return (
      <section className="card stack">
        <p role="status">
          {keptUntil === null ? (
            say('left')
          ) : (
            <>
              {say('closed')} <Day day={keptUntil} />
            </>
          )}
        </p>
        {!isPersonGone && (
          <a href="/sign-in" className="button primary">
            {say('other')}
          </a>
        )}
      </section>
    );
  }
  return (
    <section className="card stack">
      <h2>{say('title')}</h2>
      <p>{say('about')}</p>
      <TickField label={say('sure')} checked={isSure} onChange={(event) => setSure(event.target.checked)} />
      <ProblemNotice error={closing.error} />
      <button
        type="button"
        className="button danger"
        disabled={!isSure || closing.isPending}
        onClick={() => closing.mutate({ body: { confirm: 'CLOSE' } })}
      >
        {say('close')}
      </button>
    </section>
  );
}
