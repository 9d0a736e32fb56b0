import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  handedIn: [
    '更正已提交，尚未进入审核。系统会自动送达；您也可以现在再次提交。',
    'Your corrections are handed in and have not reached the review yet. They will by themselves; you can also send them again now.',
  ],
  again: ['再次提交', 'Send again'],
});

/** All that was open is stored, and the review has not heard of it: said so, with a way to say it again. */
export function HandedIn({ enterpriseId }: { enterpriseId: string }) {
  const say = useWords(WORDS);
  const { key } = useActKey();
  const telling = api.useMutation('post', '/enterprises/{enterpriseId}/corrections', {
    onSettled: () => queries.invalidateQueries(),
  });
  const send = (): void =>
    telling.mutate({
      params: { path: { enterpriseId }, header: { 'Idempotency-Key': key } },
      body: { papers: [], answer: '' },
    });
  return (
    <section className="card stack">
      <p role="status">{say('handedIn')}</p>
      <ProblemNotice error={telling.error} />
      <button type="button" className="button primary" disabled={telling.isPending} onClick={send}>
        {say('again')}
      </button>
    </section>
  );
}
