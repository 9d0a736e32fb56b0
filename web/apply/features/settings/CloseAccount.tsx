import { useState } from 'react';
import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { Day } from '../../../kit/figures/figures';
import { TickField } from '../../../kit/forms/fields';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  title: ['注销账户', 'Close the account'],
  about: [
    '有未结的申请或借款时不能注销。注销后姓名、邮箱和密码即被删除，法律要求保存的资料封存至期满。',
    'Not while an application or a loan is open. Names, mail address and password are erased; what the law wants kept is sealed until its time is over.',
  ],
  sure: ['我知道注销后不能恢复', 'I know that this can’t be undone'],
  close: ['注销账户', 'Close the account'],
  closed: ['账户已注销。法律要求保存的资料封存至', 'Closed. What the law wants kept is sealed until'],
});

/** Ends the account for good. */
export function CloseAccount() {
  const say = useWords(WORDS);
  const [isSure, setSure] = useState(false);
  const closing = api.useMutation('post', '/me/closing', { onSuccess: () => queries.removeQueries() });
  if (closing.data !== undefined) {
    return (
      <section className="card">
        <p role="status">
          {say('closed')} <Day day={closing.data.keptUntil} />
        </p>
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
