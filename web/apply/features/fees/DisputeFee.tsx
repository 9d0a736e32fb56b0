import type { FormEvent } from 'react';
import { api, queries } from '../../../kit/api/api';
import { ProblemNotice } from '../../../kit/api/ProblemNotice';
import { useActKey } from '../../../kit/api/useActKey';
import { DraftNote } from '../../../kit/drafts/DraftNote';
import { useKeptText } from '../../../kit/drafts/useKeptText';
import { AreaField } from '../../../kit/forms/fields';
import { useWords } from '../../../kit/words/language';
import { words } from '../../../kit/words/words';

const WORDS = words({
  open: ['对这笔费用有异议', 'Dispute this charge'],
  about: [
    '处理期间暂停收取这笔费用，贷款不受影响；结果会以匿名方式公布。',
    'It is not collected meanwhile, and nothing else of the loan changes. The result is published without names.',
  ],
  reason: ['异议理由', 'Why it is not owed'],
  send: ['提交异议', 'Send it'],
});

/** Says that a charge is not owed, or was not. */
export function DisputeFee({ feeId }: { feeId: string }) {
  const say = useWords(WORDS);
  const { text: reason, draft, field } = useKeptText({ form: 'dispute', subject: feeId });
  const { key } = useActKey();
  const disputing = api.useMutation('post', '/fees/{feeId}/disputes', {
    onSuccess: async () => {
      await draft.end();
      await queries.invalidateQueries();
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    disputing.mutate({
      params: { path: { feeId }, header: { 'Idempotency-Key': key } },
      body: { reason: reason.trim() },
    });
  };
  return (
    <details className="card">
      <summary>{say('open')}</summary>
      <form className="stack" onSubmit={send}>
        <p className="quiet">{say('about')}</p>
        <AreaField label={say('reason')} rows={4} required maxLength={1000} {...field} />
        <ProblemNotice error={disputing.error} />
        <DraftNote draft={draft} />
        <button type="submit" className="button" disabled={disputing.isPending}>
          {say('send')}
        </button>
      </form>
    </details>
  );
}
