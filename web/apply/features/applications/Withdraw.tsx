import { useState } from 'react';
import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  ask: ['撤回申请', 'Withdraw the application'],
  sure: [
    '撤回后不能恢复；需要时可以重新申请。',
    'It can not be taken back; you may apply again whenever you need to.',
  ],
  yes: ['确认撤回', 'Yes, withdraw it'],
  no: ['不撤回', 'Keep it'],
});

/** Takes an application back: asked once more, because nothing brings it back. */
export function Withdraw({ applicationId }: { applicationId: string }) {
  const say = useWords(WORDS);
  const [isAsked, setAsked] = useState(false);
  const { key } = useActKey();
  const withdrawing = api.useMutation('post', '/applications/{applicationId}/withdrawal', {
    onSuccess: () => queries.invalidateQueries(),
  });
  if (!isAsked) {
    return (
      <button type="button" className="button plain danger-text" onClick={() => setAsked(true)}>
        {say('ask')}
      </button>
    );
  }
  const params = { path: { applicationId }, header: { 'Idempotency-Key': key } };
  return (
    <section className="notice notice-warn">
      <p>{say('sure')}</p>
      <ProblemNotice error={withdrawing.error} />
      <div className="row">
        <button
          type="button"
          className="button danger"
          disabled={withdrawing.isPending}
          onClick={() => withdrawing.mutate({ params })}
        >
          {say('yes')}
        </button>
        <button type="button" className="button" onClick={() => setAsked(false)}>
          {say('no')}
        </button>
      </div>
    </section>
  );
}
